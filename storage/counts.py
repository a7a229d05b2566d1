"""How many complaints there are, by what stands in a column."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, func, select

from storage.counting import count_by
from storage.models import assignment, complaint


def by_status_and_outcome(connection: Connection) -> dict[tuple[str, str | None], int]:
    """Count the complaints in each state, with each outcome; all of them stand in one index."""
    columns = complaint.c
    counts = select(columns.status, columns.outcome, func.count()).group_by(columns.status, columns.outcome)
    return {(status, outcome): count for status, outcome, count in connection.execute(counts)}


def by_region(connection: Connection, done: Collection[str]) -> dict[str, int]:
    """Count the complaints of each region that are in none of the states `done`."""
    return count_by(connection, complaint.c.region, complaint.c.status.not_in(done))


def by_agency(connection: Connection) -> dict[str, int]:
    """Count the complaints in the hands of each agency."""
    open_lead = assignment.c.done_at.is_(None), assignment.c.ended_at.is_(None), assignment.c.lead.is_(True)
    return count_by(connection, assignment.c.agency, *open_lead)


_NAMED: dict[str, Column[Any]] = {
    "agency": assignment.c.agency,
    "topic": complaint.c.topic,
    "channel": complaint.c.channel,
}


def words_of(connection: Connection, name: str) -> set[str]:
    """Give all agencies, topics or channels that there are; it looks at each complaint."""
    return set(connection.scalars(select(_NAMED[name]).distinct())) - {None}


def oldest_in(connection: Connection, status: str) -> datetime | None:
    """Tell since when the complaint that has been longest in a state is in it."""
    columns = complaint.c
    oldest: datetime | None = connection.scalar(select(func.min(columns.status_since)).where(columns.status == status))
    return oldest
