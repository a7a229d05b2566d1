"""What a report is about: the time, and which complaints of a region are counted in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, true

from storage.hushed import IS_DELICATE
from storage.models import assignment, complaint
from storage.overdue import IS_OPEN, is_finished, is_within
from storage.unled import unled

HANDS = assignment.c.complaint_id == complaint.c.id
LEAD = and_(HANDS, assignment.c.lead.is_(True), assignment.c.ended_at.is_(None))
COUNTS = and_(
    complaint.c.kind != "praise", complaint.c.duplicate_of.is_(None), complaint.c.status.not_in(("spam", "duplicate"))
)
"""What somebody has to do something about: no praise, no duplicate, no spam."""


@dataclass(frozen=True, slots=True)
class Span:
    """What is counted: of a region, from a moment until before another, as things stood at that one."""

    region: str
    since: datetime
    until: datetime


def open_at_end(span: Span) -> Sequence[ColumnElement[bool]]:
    """Tell who had at the end what was open then, as three conditions: each has its index, together they have none.

    What was handed on afterwards was still theirs.
    """
    hands = assignment.c
    had, open_ = hands.assigned_at < span.until, or_(hands.done_at.is_(None), hands.done_at >= span.until)
    done_since = and_(hands.ended_at.is_(None), hands.done_at >= span.until)
    return and_(IS_OPEN, had), and_(done_since, had), and_(hands.ended_at >= span.until, open_, had)


def finished_in(span: Span) -> ColumnElement[bool]:
    """Tell of an assignment that it was finished in a time."""
    return is_finished(span.since, span.until)


def came(wanted: Select[Any], span: Span) -> Select[Any]:
    """Choose what has come in a time, with its lead if it has one; nothing that is delicate, as everywhere here."""
    columns = complaint.c
    in_time = is_within(columns.created_at, span.since, span.until)
    wanted = wanted.select_from(complaint).outerjoin(assignment, LEAD)
    return wanted.where(columns.region == span.region, in_time, ~IS_DELICATE)


def of_hands(wanted: Select[Any], span: Span, which: ColumnElement[bool]) -> Select[Any]:
    """Choose what agencies have, or had."""
    theirs = unled(complaint.c.region) == span.region
    return wanted.select_from(assignment).join(complaint, HANDS).where(theirs, which, ~IS_DELICATE)


def is_theirs(agency: str | None) -> ColumnElement[bool]:
    """Tell of a complaint that it is an agency's; without an agency all are meant."""
    return true() if agency is None else assignment.c.agency == agency
