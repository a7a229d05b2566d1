"""The query of an export: complaints that fit, oldest first, one after the other, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, select

from storage.engine import AnyRow
from storage.hushed import IS_DELICATE
from storage.models import assignment, complaint, event, external_ref, subscriber

_PIECE = 2000
_LEAD = and_(assignment.c.complaint_id == complaint.c.id, assignment.c.lead.is_(True), assignment.c.ended_at.is_(None))
_SPOKEN = ("resolve", "reply", "reject", "decline", "close")
"""What an office answers with."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which complaints are exported; what is empty or None does not matter. `until` is not included."""

    region: str | None = None
    agency: str | None = None
    statuses: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    channel: str | None = None
    topic: str | None = None


def rows_of(connection: Connection, wanted: Wanted, system: str | None) -> Iterator[list[AnyRow]]:
    """Give the complaints in pieces, with `agency`, `address`, and `external_id`, what the system calls them.

    Each piece is read by the ids after the last one's, so that no cursor stays open over millions.
    """
    query, last = _query(wanted, system), 0
    while piece := list(connection.execute(query.where(complaint.c.id > last).limit(_PIECE))):
        yield piece
        last = piece[-1].id


def answers_of(connection: Connection, ids: list[int]) -> dict[int, str]:
    """Give the newest words of an office to the reporter of each of these complaints that has any."""
    columns = event.c
    said = (
        select(columns.complaint_id, columns.reason)
        .where(columns.complaint_id.in_(ids), columns.action.in_(_SPOKEN), columns.reason != "")
        .where(columns.actor_kind.in_(("officer", "admin")))
        .order_by(columns.id)
    )
    return dict(connection.execute(said).all())


def _query(wanted: Wanted, system: str | None) -> Select[Any]:
    columns = complaint.c
    ref = and_(external_ref.c.complaint_id == columns.id, external_ref.c.system == system)
    query = (
        select(*columns, assignment.c.agency, subscriber.c.address, external_ref.c.external_id)
        .outerjoin(assignment, _LEAD)
        .outerjoin(subscriber, subscriber.c.id == columns.subscriber_id)
        .outerjoin(external_ref, ref)
        .order_by(columns.id)
    )
    exact = {columns.region: wanted.region, columns.channel: wanted.channel, columns.topic: wanted.topic}
    for column, value in {**exact, assignment.c.agency: wanted.agency}.items():
        query = query.where(column == value) if value else query
    if wanted.statuses:
        query = query.where(columns.status.in_(wanted.statuses))
    if wanted.since:
        query = query.where(columns.created_at >= wanted.since)
    if wanted.until:
        query = query.where(columns.created_at < wanted.until)
    if wanted.topic or wanted.agency or wanted.channel:
        # What a filter finds would tell what the export does not.
        query = query.where(~IS_DELICATE)
    return query
