"""What is open, not taken up, past its date, finished: one condition each, which all who count mean by it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from storage.models import assignment, complaint, event

_ANSWERED = ("resolved", "closed")

IS_OPEN = and_(assignment.c.done_at.is_(None), assignment.c.ended_at.is_(None))
"""An agency has something left to do; so is the condition of the indexes on open assignments."""

IS_SILENT = and_(assignment.c.accepted_at.is_(None), assignment.c.state == "assigned")
"""Of what is open: nobody there has taken it up."""


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """Tell of an assignment that its date has passed: what is done, in other hands, or stands still is not overdue."""
    return and_(IS_OPEN, assignment.c.due_at < now)


def is_finished(since: datetime, until: datetime | None = None) -> ColumnElement[bool]:
    """Tell of an assignment, with its complaint, that the agency has finished it in a time, whatever was filed later.

    What was handed on, was nobody's here, is a duplicate, or was praise is not finished. The part of a further agency
    ends with the complaint, and what it has done there stays done.
    """
    columns = assignment.c
    filed = _step("archive", columns.done_at).where(event.c.before.in_(_ANSWERED)).exists()
    answered = or_(columns.state.in_(_ANSWERED), and_(columns.state == "archived", filed))
    theirs = or_(columns.ended_at.is_(None), columns.lead.is_(False))
    counts = complaint.c.kind != "praise", complaint.c.duplicate_of.is_(None)
    return and_(is_within(columns.done_at, since, until), theirs, answered, *counts)


def is_judged(since: datetime, until: datetime | None = None) -> ColumnElement[bool]:
    """Tell of a complaint that in a time a citizen has confirmed it, or it has closed since none came."""
    columns = complaint.c
    # Nothing that is filed has been in its state for longer than since it closed, so that the index finds all.
    in_time = true() if until is None else columns.status_since < until
    # Who says SUDAH after it has closed confirms it, and closes nothing.
    filed = _step("close", since, until).where(event.c.before != "closed").exists()
    closed = or_(and_(columns.status == "closed", in_time), and_(columns.status != "closed", filed))
    judged = columns.outcome.in_(("confirmed", "timed_out")), columns.kind != "praise", columns.duplicate_of.is_(None)
    return and_(*judged, columns.status_since >= since, closed)


def is_within(moment: Any, since: Any, until: datetime | None = None) -> ColumnElement[bool]:
    """Tell of a moment that it lies in a time, which ends before `until`; without that it is still going on."""
    return and_(moment >= since, true() if until is None else moment < until)


def _step(action: str, since: Any, until: datetime | None = None) -> Select[tuple[int]]:
    """Choose the steps of one kind that a complaint has taken in a time."""
    of_it = event.c.complaint_id == complaint.c.id, event.c.action == action, is_within(event.c.at, since, until)
    return select(event.c.id).where(*of_it).correlate(complaint, assignment)
