"""What is open, not taken up, past its date, finished: one condition each, which all who count mean by it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from storage.models import assignment, complaint, event

_ANSWERED = ("resolved", "closed")

IS_OPEN = and_(assignment.c.done_at.is_(None), assignment.c.ended_at.is_(None))
"""An agency has something left to do; so is the condition of the indexes on open assignments."""

IS_SILENT = and_(assignment.c.accepted_at.is_(None), assignment.c.state == "assigned")
"""Of what is open: nobody there has taken it up."""


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """Tell of an assignment that its date has passed: what is done, in other hands, or stands still is not overdue."""
    return and_(IS_OPEN, assignment.c.due_at < now)


def is_finished(since: datetime) -> ColumnElement[bool]:
    """Tell of an assignment, with its complaint, that the agency has finished it since then, whatever was filed later.

    What was handed on, was nobody's here, or was praise is not finished. The part of a further agency ends with the
    complaint, and what it has done there stays done.
    """
    columns = assignment.c
    filed = _step("archive", columns.done_at).where(event.c.before.in_(_ANSWERED)).exists()
    answered = or_(columns.state.in_(_ANSWERED), and_(columns.state == "archived", filed))
    theirs = or_(columns.ended_at.is_(None), columns.lead.is_(False))
    return and_(columns.done_at >= since, theirs, answered, complaint.c.kind != "praise")


def is_judged(since: datetime) -> ColumnElement[bool]:
    """Tell of a complaint that since then a citizen has confirmed it, or it has closed since none came."""
    columns = complaint.c
    # Nothing that is filed has been in its state for longer than since it closed, so that the index finds all.
    closed = or_(columns.status == "closed", _step("close", since).exists())
    judged = columns.outcome.in_(("confirmed", "timed_out")), columns.kind != "praise"
    return and_(*judged, columns.status_since >= since, closed)


def _step(action: str, since: Any) -> Select[tuple[int]]:
    """Choose the steps of one kind that a complaint has taken since a moment."""
    of_it = event.c.complaint_id == complaint.c.id, event.c.action == action, event.c.at >= since
    return select(event.c.id).where(*of_it).correlate(complaint, assignment)
