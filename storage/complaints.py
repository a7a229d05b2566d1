"""Queries on complaints and what hangs on them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, func, select, update

from storage.counting import count_by
from storage.engine import AnyRow
from storage.models import assignment, complaint, complaint_ids, counter, event, installation, subscriber

_LEAD = and_(assignment.c.complaint_id == complaint.c.id, assignment.c.lead.is_(True), assignment.c.ended_at.is_(None))


def number_key(connection: Connection) -> bytes:
    """Give the installation's key, which shuffles the complaints' numbers."""
    key: bytes = connection.execute(select(installation.c.number_key)).scalar_one()
    return key


def allot_ids(connection: Connection, count: int) -> list[int]:
    """Take the next ids for `count` complaints; nobody else gets them, used or not."""
    if count == 0:
        return []
    if connection.dialect.supports_sequences:
        takes = select(complaint_ids.next_value()).select_from(func.generate_series(1, count))
        return list(connection.scalars(takes))
    last = connection.execute(
        update(counter)
        .where(counter.c.name == "complaint")
        .values(value=counter.c.value + count)
        .returning(counter.c.value)
    ).scalar_one()
    return list(range(last - count + 1, last + 1))


def _with_agency() -> Select[Any]:
    """Complaints with the agency, and the row, of their lead assignment."""
    return (
        select(
            *complaint.c,
            assignment.c.agency,
            assignment.c.id.label("assignment_id"),
            assignment.c.assigned_at,
            subscriber.c.address,
        )
        .outerjoin(assignment, _LEAD)
        .outerjoin(subscriber, subscriber.c.id == complaint.c.subscriber_id)
    )


def by_number(connection: Connection, number: int, *, for_change: bool = False) -> AnyRow | None:
    """Find a complaint, with the agency of its lead; `for_change` locks it against others until the commit."""
    if for_change and connection.dialect.supports_sequences:
        connection.execute(select(complaint.c.id).where(complaint.c.number == number).with_for_update())
    return connection.execute(_with_agency().where(complaint.c.number == number)).one_or_none()


def by_numbers(connection: Connection, numbers: Collection[int]) -> dict[int, AnyRow]:
    """Find several complaints at once: number to row."""
    if not numbers:
        return {}
    return {row.number: row for row in connection.execute(_with_agency().where(complaint.c.number.in_(numbers)))}


def listing(
    connection: Connection,
    *,
    limit: int,
    region: str | None = None,
    agency: str | None = None,
    statuses: Collection[str] = (),
) -> list[RowMapping]:
    """Give the newest complaints that fit, with the agency of their lead."""
    wanted = _with_agency().order_by(complaint.c.id.desc()).limit(limit)
    if region:
        wanted = wanted.where(complaint.c.region == region)
    if agency:
        wanted = wanted.where(assignment.c.agency == agency)
    if statuses:
        wanted = wanted.where(complaint.c.status.in_(statuses))
    return list(connection.execute(wanted).mappings())


def events_of(connection: Connection, complaint_id: int) -> list[RowMapping]:
    """Give the history of a complaint, oldest first."""
    wanted = select(event).where(event.c.complaint_id == complaint_id).order_by(event.c.id)
    return list(connection.execute(wanted).mappings())


def counts_by_status(connection: Connection) -> dict[str, int]:
    """Count the complaints in each state."""
    return count_by(connection, complaint.c.status)


def counts_by_agency(connection: Connection) -> dict[str, int]:
    """Count the complaints in the hands of each agency."""
    open_lead = assignment.c.done_at.is_(None), assignment.c.ended_at.is_(None), assignment.c.lead.is_(True)
    return count_by(connection, assignment.c.agency, *open_lead)


def oldest_in(connection: Connection, status: str) -> datetime | None:
    """Tell since when the complaint that has been longest in a state is in it."""
    columns = complaint.c
    oldest: datetime | None = connection.scalar(select(func.min(columns.status_since)).where(columns.status == status))
    return oldest
