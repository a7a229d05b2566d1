"""Queries on what waits for an admin to hand it to an agency."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, func, select

from storage.models import complaint, event

_TRIAGE = "triage"


def longest(connection: Connection, region: str | None, skipped: Collection[int]) -> tuple[int, int] | None:
    """Give the number of the complaint that has waited longest, danger first, and its last event; None if none waits.

    `skipped` are numbers that are passed over.
    """
    columns = complaint.c
    waits = (*_waits(region), columns.number.not_in(skipped))
    wanted = select(columns.id, columns.number).where(*waits)
    found = connection.execute(
        wanted.order_by(columns.urgent.desc(), columns.status_since, columns.id).limit(1)
    ).first()
    return None if found is None else (found.number, last_seen(connection, found.id))


def last_seen(connection: Connection, complaint_id: int) -> int:
    """Give the id of the last thing that has happened to a complaint."""
    wanted = select(func.max(event.c.id)).where(event.c.complaint_id == complaint_id)
    return connection.scalar(wanted) or 0


def count(connection: Connection, region: str | None) -> int:
    """Count what waits."""
    return connection.scalar(select(func.count()).select_from(complaint).where(*_waits(region))) or 0


def _waits(region: str | None) -> list[ColumnElement[bool]]:
    waits = [complaint.c.status == _TRIAGE]
    return [*waits, complaint.c.region == region] if region else waits
