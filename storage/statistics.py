"""The counts behind the statistics: a row for each agency, each from an index, none by a walk over the years."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, false, func, select

from storage.engine import AnyRow
from storage.models import assignment, complaint
from storage.overdue import IS_OPEN, is_overdue

Agencies = Collection[str] | None
"""Whose figures are wanted; None for all."""

_HANDS = assignment.c.complaint_id == complaint.c.id
_LEAD = and_(_HANDS, assignment.c.lead.is_(True), assignment.c.ended_at.is_(None))


def new(connection: Connection, region: str, agencies: Agencies, since: datetime) -> list[AnyRow]:
    """Count the complaints that have come since then by `agency`, None for those of none: `whole`."""
    wanted = _counts(agencies).select_from(complaint).outerjoin(assignment, _LEAD)
    wanted = wanted.where(complaint.c.region == region, complaint.c.created_at >= since)
    return list(connection.execute(wanted))


def waiting(connection: Connection, region: str, agencies: Agencies) -> list[AnyRow]:
    """Count what is open by `agency`: `whole`, and `part` of it that nobody has taken up."""
    silent = and_(assignment.c.accepted_at.is_(None), assignment.c.state == "assigned")
    return _of_hands(connection, region, agencies, IS_OPEN, part=silent)


def overdue(connection: Connection, region: str, agencies: Agencies, now: datetime) -> list[AnyRow]:
    """Count what is past its date by `agency`: `whole`, and `part` of it that the agency leads."""
    return _of_hands(connection, region, agencies, is_overdue(now), part=assignment.c.lead.is_(True))


def finished(connection: Connection, region: str, agencies: Agencies, since: datetime) -> list[AnyRow]:
    """Count what agencies have finished since then by `agency`: `whole`, and `part` of it in time.

    Only what had a date, and was not praise; what was handed on, or was nobody's here, is not finished.
    """
    done = and_(
        assignment.c.done_at >= since,
        assignment.c.ended_at.is_(None),
        assignment.c.due_at.is_not(None),
        assignment.c.state.in_(("resolved", "closed")),
        complaint.c.kind != "praise",
    )
    return _of_hands(connection, region, agencies, done, part=assignment.c.done_at <= assignment.c.due_at)


def judged(connection: Connection, region: str, agencies: Agencies, since: datetime) -> list[AnyRow]:
    """Count what citizens or the clock have closed since by `agency`: `whole`, and `part` that citizens confirmed."""
    columns = complaint.c
    wanted = _counts(agencies, columns.outcome == "confirmed").select_from(complaint).outerjoin(assignment, _LEAD)
    closed = columns.outcome.in_(("confirmed", "timed_out")), columns.status_since >= since, columns.kind != "praise"
    return list(connection.execute(wanted.where(columns.region == region, *closed)))


def oldest(connection: Connection, region: str, hidden: tuple[str, ...]) -> AnyRow | None:
    """Give `number`, `created_at` and `agency` of what agencies have had longest, without what is delicate."""
    columns = complaint.c
    wanted = select(columns.number, columns.created_at, assignment.c.agency).join(assignment, _HANDS)
    named = columns.secret.is_(False), columns.circle.is_(None), assignment.c.agency.not_in(hidden)
    wanted = wanted.where(_is_of(region), IS_OPEN, assignment.c.lead.is_(True), columns.kind != "praise", *named)
    return connection.execute(wanted.order_by(columns.id).limit(1)).one_or_none()


def _of_hands(
    connection: Connection, region: str, agencies: Agencies, which: ColumnElement[bool], part: ColumnElement[bool]
) -> list[AnyRow]:
    wanted = _counts(agencies, part).select_from(assignment).join(complaint, _HANDS)
    return list(connection.execute(wanted.where(_is_of(region), which)))


def _is_of(region: str) -> ColumnElement[bool]:
    """Tell of a complaint that was found by its hands that it is of a region.

    An expression, which no index knows: the one on regions would lead over the complaints of years.
    """
    return complaint.c.region.concat("") == region


def _counts(agencies: Agencies, part: ColumnElement[bool] | None = None) -> Select[Any]:
    fits = func.sum(case((false() if part is None else part, 1), else_=0))
    agency = assignment.c.agency
    counts = select(agency, func.count().label("whole"), func.coalesce(fits, 0).label("part")).group_by(agency)
    return counts if agencies is None else counts.where(agency.in_(agencies))
