"""Queries on the clocks of all open complaints, for when calendars or limits change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Text, bindparam, cast, select

from storage.engine import AnyRow
from storage.models import assignment, complaint, counter
from storage.overdue import IS_OPEN
from storage.upsert import update_alike

_COUNTER = "deadlines"

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


def open_assignments(connection: Connection) -> list[int]:
    """Give the ids of all assignments with which an agency has something left to do, in order."""
    return sorted(connection.scalars(select(assignment.c.id).where(IS_OPEN)))


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


def counted_by(connection: Connection) -> int | None:
    """Tell by which calendars and limits all dates were counted last: a number that stands for them."""
    return connection.scalar(select(counter.c.value).where(counter.c.name == _COUNTER))


def set_counted_by(connection: Connection, value: int) -> None:
    """Write down by which calendars and limits all dates have been counted."""
    changed = counter.update().where(counter.c.name == _COUNTER).values(value=value)
    if connection.execute(changed).rowcount == 0:
        connection.execute(counter.insert().values(name=_COUNTER, value=value))
