"""What a report is about: the time, and which complaints of a region are counted in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_

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
    """Tell what was open at the end, as two conditions: each has its index, and together they would have none."""
    had = assignment.c.assigned_at < span.until
    return and_(IS_OPEN, had), and_(assignment.c.ended_at.is_(None), assignment.c.done_at >= span.until, had)


def finished_in(span: Span) -> ColumnElement[bool]:
    """Tell of an assignment that it was finished in a time."""
    return is_finished(span.since, span.until)


def came(wanted: Select[Any], span: Span) -> Select[Any]:
    """Choose what has come in a time, with its lead if it has one."""
    columns = complaint.c
    wanted = wanted.select_from(complaint).outerjoin(assignment, LEAD)
    return wanted.where(columns.region == span.region, is_within(columns.created_at, span.since, span.until))


def of_hands(wanted: Select[Any], span: Span, which: ColumnElement[bool]) -> Select[Any]:
    """Choose what agencies have, or had."""
    theirs = unled(complaint.c.region) == span.region
    return wanted.select_from(assignment).join(complaint, HANDS).where(theirs, which)


def is_theirs(agency: str | None) -> ColumnElement[bool]:
    """Tell of a complaint that it is an agency's, and of no delicate one; without an agency all are meant."""
    return complaint.c.id.is_not(None) if agency is None else and_(assignment.c.agency == agency, ~IS_DELICATE)
