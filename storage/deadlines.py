"""Queries on the clocks of complaints, for when calendars or limits change."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, and_, bindparam, cast, func, select

from storage.engine import AnyRow
from storage.message_tables import outbound_message
from storage.models import assignment, complaint, counter, event
from storage.overdue import IS_OPEN
from storage.unled import unled
from storage.upsert import update_alike

_COUNTER = "deadlines"
_LONGEST = 40
"""So long a counter's name may be."""


def _is_of(regions: Any) -> ColumnElement[bool]:
    """Tell of a complaint that was found otherwise that it is of some regions."""
    return unled(complaint.c.region).in_(regions)


def _newest(at: ColumnElement[Any], *of: ColumnElement[bool]) -> ColumnElement[Any]:
    return select(func.max(at)).where(*of).correlate(complaint).scalar_subquery()


_RUNNING = (
    select(
        assignment.c.id,
        complaint.c.region,
        complaint.c.kind,
        assignment.c.agency,
        assignment.c.assigned_at,
        # Most have none, and to read the JSON of all takes as long as all the rest.
        cast(assignment.c.pauses, Text).label("pauses"),
        assignment.c.respond_by,
        assignment.c.due_at,
    )
    .join(complaint, complaint.c.id == assignment.c.complaint_id)
    .where(assignment.c.id.between(bindparam("first"), bindparam("last")), IS_OPEN)
    .order_by(assignment.c.id)
)

_SOLVED = "resolved"
_LEAD = and_(assignment.c.complaint_id == complaint.c.id, assignment.c.lead.is_(True), assignment.c.ended_at.is_(None))
_OF_IT = event.c.complaint_id == complaint.c.id
_NEWS = outbound_message.c.dedupe_key.startswith("update:")

# What begins the time anew, as `complaints.steps.changing` and `complaints.jobs.news` write it.
_CLOSING = (
    select(
        complaint.c.id,
        complaint.c.region,
        complaint.c.kind,
        assignment.c.agency,
        complaint.c.close_at,
        complaint.c.status_since,
        # Who has opted out is told nothing: then the newest of what there was to tell counts.
        _newest(event.c.at, _OF_IT, event.c.id == complaint.c.told_event_id).label("told_at"),
        _newest(outbound_message.c.created_at, outbound_message.c.complaint_id == complaint.c.id, _NEWS).label(
            "heard_at"
        ),
        _newest(event.c.at, _OF_IT, event.c.action.in_(("add", "answer", "tag"))).label("said_at"),
    )
    .outerjoin(assignment, _LEAD)
    .where(complaint.c.close_at.is_not(None), complaint.c.status == _SOLVED)
)


def open_assignments(connection: Connection) -> list[int]:
    """Give the ids of all assignments with which an agency has something left to do, of whatever region, in order."""
    return sorted(connection.scalars(select(assignment.c.id).where(IS_OPEN)).all())


def running(connection: Connection, first: int, last: int) -> Sequence[AnyRow]:
    """Give those from one id to another that are still open, with what their dates are counted from.

    Until the commit nobody else writes an assignment: a clock that is paused meanwhile would get its date back.

    Rows have `id`, `region`, `kind`, `agency`, `assigned_at`, `pauses` (JSON as text), `respond_by` and `due_at`.
    """
    if connection.dialect.name == "postgresql":
        # To lock each row would be to write each row.
        connection.exec_driver_sql("LOCK TABLE assignment IN SHARE ROW EXCLUSIVE MODE")
    return connection.execute(_RUNNING, {"first": first, "last": last}).all()


def unverified(connection: Connection, regions: Collection[str], status: str) -> Sequence[AnyRow]:
    """Give the complaints that wait to be handed on: `id`, `region`, `kind`, `status_since`, `verify_by`."""
    columns = complaint.c
    wanted = select(columns.id, columns.region, columns.kind, columns.status_since, columns.verify_by)
    wanted = wanted.where(columns.region.in_(regions), columns.status == status).order_by(columns.id)
    return connection.execute(wanted.with_for_update()).all()


def set_dates(
    connection: Connection, assignments: Sequence[dict[str, Any]], complaints: Sequence[dict[str, Any]] = ()
) -> None:
    """Write changed dates of rows told by `id`."""
    update_alike(connection, assignment, assignments)
    update_alike(connection, complaint, complaints)


def solved(connection: Connection, regions: Collection[str]) -> list[int]:
    """Give the ids of the solved complaints of some regions that close by themselves some day, in order."""
    columns = complaint.c
    wanted = select(columns.id).where(columns.close_at.is_not(None), columns.status == _SOLVED)
    return sorted(connection.scalars(wanted.where(_is_of(regions))).all())


def closing(connection: Connection, ids: Collection[int], *, for_change: bool = False) -> list[tuple[AnyRow, datetime]]:
    """Give those of these complaints that close by themselves, each with the moment from which that is counted.

    It is when the reporter was told, or last wrote, and as long as there is no such moment when it was solved. Rows
    have `id`, `region`, `kind`, `agency` and `close_at`.
    """
    wanted = _CLOSING.where(complaint.c.id.in_(ids)).order_by(complaint.c.id)
    rows = connection.execute(wanted.with_for_update(of=complaint) if for_change else wanted)
    return [(row, max(filter(None, (row.status_since, row.told_at, row.heard_at, row.said_at)))) for row in rows]


def counted_by(connection: Connection, regions: Iterable[str]) -> dict[str, int]:
    """Tell by which calendars and limits the dates of regions were counted last: a number that stands for them."""
    names = {_counter(region): region for region in regions}
    found = connection.execute(select(counter.c.name, counter.c.value).where(counter.c.name.in_(names)))
    return {names[name]: value for name, value in found}


def set_counted_by(connection: Connection, values: Mapping[str, int]) -> None:
    """Write down by which calendars and limits all dates of regions have been counted."""
    if not values:
        return
    rows = [{"name": _counter(region), "value": value} for region, value in values.items()]
    # The number that once stood for all regions together stands for none of them.
    connection.execute(counter.delete().where(counter.c.name.in_([_COUNTER, *(row["name"] for row in rows)])))
    connection.execute(counter.insert(), rows)


def _counter(region: str) -> str:
    """Name what counts for a region; a code that is too long for a name is told by its digest."""
    name = f"{_COUNTER}:{region}"
    digest = hashlib.blake2b(region.encode(), digest_size=(_LONGEST - len(_COUNTER) - 1) // 2).hexdigest()
    return name if len(name) <= _LONGEST else f"{_COUNTER}:{digest}"
