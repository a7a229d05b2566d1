"""The counts behind the statistics: a row for each agency, each from an index, none by a walk over the years.

What is delicate is counted nowhere: one that is late would tell whoever reads of it that there is one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, false, func, select

from storage.engine import AnyRow
from storage.hushed import IS_DELICATE
from storage.models import assignment, complaint
from storage.overdue import IS_OPEN, IS_SILENT, is_finished, is_judged, is_overdue
from storage.unled import unled

_HANDS = assignment.c.complaint_id == complaint.c.id
_LEAD = and_(_HANDS, assignment.c.lead.is_(True), assignment.c.ended_at.is_(None))


def new(connection: Connection, region: str, since: datetime) -> list[AnyRow]:
    """Count the complaints that have come since then by `agency`, None for those of none: `whole`."""
    wanted = _counts().select_from(complaint).outerjoin(assignment, _LEAD)
    wanted = wanted.where(complaint.c.region == region, complaint.c.created_at >= since, ~IS_DELICATE)
    return list(connection.execute(wanted))


def waiting(connection: Connection, region: str) -> list[AnyRow]:
    """Count what is open by `agency`: `whole`, and `part` of it that nobody has taken up."""
    return _of_hands(connection, region, IS_OPEN, part=IS_SILENT)


def overdue(connection: Connection, region: str, now: datetime) -> list[AnyRow]:
    """Count what is past its date by `agency`: `whole`, and `part` of it that the agency leads."""
    return _of_hands(connection, region, is_overdue(now), part=assignment.c.lead.is_(True))


def finished(connection: Connection, region: str, since: datetime) -> list[AnyRow]:
    """Count what had a date and agencies have finished since then by `agency`: `whole`, and `part` of it in time."""
    done = and_(is_finished(since), assignment.c.due_at.is_not(None))
    return _of_hands(connection, region, done, part=assignment.c.done_at <= assignment.c.due_at)


def judged(connection: Connection, region: str, since: datetime) -> list[AnyRow]:
    """Count what citizens or the clock have closed since by `agency`: `whole`, and `part` that citizens confirmed."""
    columns = complaint.c
    wanted = _counts(columns.outcome == "confirmed").select_from(complaint).outerjoin(assignment, _LEAD)
    return list(connection.execute(wanted.where(columns.region == region, is_judged(since), ~IS_DELICATE)))


def oldest(connection: Connection, region: str, hidden: tuple[str, ...]) -> AnyRow | None:
    """Give `number`, `created_at` and `agency` of what agencies have had longest, without what is delicate."""
    columns = complaint.c
    wanted = select(columns.number, columns.created_at, assignment.c.agency).join(assignment, _HANDS)
    named = ~IS_DELICATE, assignment.c.agency.not_in(hidden)
    wanted = wanted.where(_is_of(region), IS_OPEN, assignment.c.lead.is_(True), columns.kind != "praise", *named)
    return connection.execute(wanted.order_by(columns.id).limit(1)).one_or_none()


def _of_hands(
    connection: Connection, region: str, which: ColumnElement[bool], part: ColumnElement[bool]
) -> list[AnyRow]:
    wanted = _counts(part).select_from(assignment).join(complaint, _HANDS)
    return list(connection.execute(wanted.where(_is_of(region), which, ~IS_DELICATE)))


def _is_of(region: str) -> ColumnElement[bool]:
    """Tell of a complaint that was found by its hands that it is of a region."""
    return unled(complaint.c.region) == region


def _counts(part: ColumnElement[bool] | None = None) -> Select[Any]:
    fits = func.sum(case((false() if part is None else part, 1), else_=0))
    agency = assignment.c.agency
    return select(agency, func.count().label("whole"), func.coalesce(fits, 0).label("part")).group_by(agency)
