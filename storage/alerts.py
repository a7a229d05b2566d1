"""Queries on alerts: what each phone has been told of danger, and what waits to be told as a count."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, delete, exists, func, select, update

from storage.engine import AnyRow
from storage.models import assignment, complaint
from storage.office_tables import alert
from storage.upsert import insert_new

_LAST = select(func.max(alert.c.told_at)).where(alert.c.subscriber_id == bindparam("subscriber_id"))


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write alerts down; one that is there already stays as it is."""
    insert_new(connection, alert, rows, alert.c.key)


def last_told(connection: Connection, subscriber_id: int) -> datetime | None:
    """Tell when a phone was told of danger last."""
    last: datetime | None = connection.scalar(_LAST, {"subscriber_id": subscriber_id})
    return last


def any_waiting(connection: Connection, since: datetime) -> bool:
    """Tell whether something waits for a phone that has been told nothing since then."""
    return connection.scalar(_waiting(since).limit(1)) is not None


def take_waiting(connection: Connection, since: datetime) -> list[AnyRow]:
    """Give what waits for the phones that have been told nothing since then, the oldest first, and lock it.

    Rows have `id`, `subscriber_id`, and of the complaint `complaint_id`, `number`, `region`, `text`, `status`,
    `secret`, `anonymous`, `threatened_at`, `circle`, `accused`, `agency` and `accepted_at`.
    """
    ids = list(connection.scalars(_waiting(since).with_for_update(skip_locked=True)))
    hands = and_(
        assignment.c.complaint_id == complaint.c.id, assignment.c.lead.is_(True), assignment.c.ended_at.is_(None)
    )
    wanted = (
        select(
            alert.c.id,
            alert.c.subscriber_id,
            alert.c.complaint_id,
            complaint.c.number,
            complaint.c.region,
            complaint.c.text,
            complaint.c.status,
            complaint.c.secret,
            complaint.c.anonymous,
            complaint.c.threatened_at,
            complaint.c.circle,
            complaint.c.accused,
            assignment.c.agency,
            assignment.c.accepted_at,
        )
        .join(complaint, complaint.c.id == alert.c.complaint_id)
        .outerjoin(assignment, hands)
        .where(alert.c.id.in_(ids))
        .order_by(alert.c.id)
    )
    return list(connection.execute(wanted)) if ids else []


def mark_told(connection: Connection, alert_ids: Collection[int], at: datetime) -> None:
    """Write down when alerts were told."""
    if alert_ids:
        connection.execute(update(alert).where(alert.c.id.in_(alert_ids)).values(told_at=at))


def drop(connection: Connection, alert_ids: Collection[int]) -> None:
    """Forget alerts that nobody needs to be told any more: their phones have not been told of them."""
    if alert_ids:
        connection.execute(delete(alert).where(alert.c.id.in_(alert_ids)))


def untold_of(connection: Connection, complaint_id: int) -> list[AnyRow]:
    """Give what still waits to be told of a complaint: `id`, `key` and `subscriber_id`."""
    columns = alert.c
    wanted = select(columns.id, columns.key, columns.subscriber_id)
    return list(connection.execute(wanted.where(columns.told_at.is_(None), columns.complaint_id == complaint_id)))


def tell_again(connection: Connection, subscriber_id: int, at: datetime) -> None:
    """Let a phone be told once more of what it was told together at a moment, for that has not left."""
    columns = alert.c
    together = update(alert).where(columns.subscriber_id == subscriber_id, columns.told_at == at, columns.made_at < at)
    connection.execute(together.values(told_at=None))


def _waiting(since: datetime) -> Select[tuple[int]]:
    lately = alert.alias()
    told = exists().where(lately.c.subscriber_id == alert.c.subscriber_id, lately.c.told_at > since)
    return select(alert.c.id).where(alert.c.told_at.is_(None), ~told)
