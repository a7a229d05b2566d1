"""Queries on what goes out. The table is the queue.

The statements of the daemon's steps are made once: making one takes longer than running it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    ScalarSelect,
    bindparam,
    false,
    func,
    or_,
    select,
    update,
)

from sms.message import Delivery
from storage.among import among
from storage.counting import count_around
from storage.engine import AnyRow
from storage.hushed import IS_DELICATE
from storage.message_tables import outbound_message, outbound_segment
from storage.models import complaint, line, subscriber
from storage.upsert import insert_or_replace, update_alike

QUEUED, SENDING, SENT, FAILED, UNKNOWN, CANCELLED, EXPIRED = (
    "queued", "sending", "sent", "failed", "unknown", "cancelled", "expired",
)  # fmt: skip
"""States of a message. `unknown` is an honest one: the modem may have sent it, and nobody can tell."""

ACCEPTED, PENDING = "accepted", "pending"
"""States of a segment, beside `sending`, `failed` and `unknown`."""

CODE = "officer_code"
"""The purpose of a message that brings a one-time code: nobody else reads it, not in any list either."""

_IN_STATE = select(
    outbound_message.c.id,
    outbound_message.c.priority,
    outbound_message.c.attempts,
    outbound_message.c.unknowns,
    outbound_message.c.segments,
).where(among(outbound_message.c.id, "ids"), outbound_message.c.state == bindparam("state"))


def sending_on(connection: Connection, line_ids: Collection[int]) -> list[int]:
    """Give the messages that are marked `sending` on these lines."""
    columns = outbound_message.c
    return list(connection.scalars(select(columns.id).where(columns.state == SENDING, columns.line_id.in_(line_ids))))


def rewrite(connection: Connection, message_id: int, text: str, segments: int) -> bool:
    """Change the text of a message that has not left yet; gives whether it could be changed."""
    columns = outbound_message.c
    waiting = update(outbound_message).where(columns.id == message_id, columns.state == QUEUED)
    return connection.execute(waiting.values(text=text, segments=segments)).rowcount > 0


def release(connection: Connection, line_ids: Collection[int]) -> int:
    """Let what is queued for these lines leave by any other; gives how many messages."""
    columns = outbound_message.c
    orphans = update(outbound_message).where(columns.state == QUEUED, columns.line_id.in_(line_ids))
    return connection.execute(orphans.values(line_id=None)).rowcount


def hand_over(connection: Connection, line_id: int, subscriber_id: int, now: datetime) -> list[str]:
    """Take what is queued on a line for one person, who reads it right here; gives the texts, oldest first."""
    columns = outbound_message.c
    theirs = update(outbound_message).where(columns.state == QUEUED, columns.line_id == line_id)
    theirs = theirs.where(columns.subscriber_id == subscriber_id, columns.not_before <= now)
    taken = theirs.values(state=SENT, sent_at=now).returning(columns.id, columns.text)
    return [row.text for row in sorted(connection.execute(taken), key=lambda row: row.id)]


def in_state(connection: Connection, ids: Collection[int], state: str) -> dict[int, AnyRow]:
    """Give those of the messages that are in a state, by id."""
    return {row.id: row for row in connection.execute(_IN_STATE, {"ids": list(ids), "state": state})}


def write_messages(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write changed columns of messages, each row with its `id`."""
    update_alike(connection, outbound_message, rows)


def write_segments(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write what became of segments; a later attempt at one takes the place of the earlier."""
    insert_or_replace(connection, outbound_segment, rows, ("outbound_message_id", "sequence"))


def expire(connection: Connection, now: datetime) -> int:
    """Give up what nobody needs any more; gives how many."""
    columns = outbound_message.c
    late = update(outbound_message).where(columns.state == QUEUED, columns.expires_at <= now)
    return connection.execute(late.values(state=EXPIRED, error="its time had passed")).rowcount


def requeue(connection: Connection, ids: Collection[int] | None, now: datetime, expires_at: datetime) -> int:
    """Queue again, by a person's decision, what failed, expired or is unknown; gives how many."""
    columns = outbound_message.c
    again = update(outbound_message).where(columns.state.in_((FAILED, UNKNOWN, EXPIRED, CANCELLED)))
    again = again.where(columns.id.in_(ids)) if ids is not None else again.where(columns.state == FAILED)
    fresh = {"state": QUEUED, "not_before": now, "expires_at": expires_at, "attempts": 0, "unknowns": 0, "error": ""}
    return connection.execute(again.values(fresh)).rowcount


def cancel(connection: Connection, ids: Collection[int]) -> int:
    """Take messages out of the queue before they are sent; gives how many still could be."""
    columns = outbound_message.c
    stop = update(outbound_message).where(columns.id.in_(ids), columns.state == QUEUED)
    return connection.execute(stop.values(state=CANCELLED, error="cancelled by an admin")).rowcount


def revive(connection: Connection, keys: Collection[str], now: datetime, expires_at: datetime) -> int:
    """Queue again, of the messages with these keys, what was cancelled, failed or expired; gives how many."""
    columns = outbound_message.c
    lost = columns.dedupe_key.in_(keys), columns.state.in_((CANCELLED, FAILED, EXPIRED))
    fresh = {
        "state": QUEUED,
        "created_at": now,
        "not_before": now,
        "expires_at": expires_at,
        "attempts": 0,
        "error": "",
    }
    return connection.execute(update(outbound_message).where(*lost).values(fresh)).rowcount


def replace_queued(connection: Connection, begins: str, phones: Collection[int], keys: Collection[str]) -> int:
    """Take out of these phones' queue the messages whose key begins so, but for those with one of these keys."""
    columns = outbound_message.c
    older = columns.state == QUEUED, columns.subscriber_id.in_(phones), columns.dedupe_key.startswith(begins)
    replaced = update(outbound_message).where(*older, columns.dedupe_key.not_in(keys))
    return connection.execute(replaced.values(state=CANCELLED, error="newer words took its place")).rowcount


def ahead_of(connection: Connection, priority: int, quiet: Collection[str], now: datetime) -> int:
    """Count the SMS that are due and leave before a new message of this priority does."""
    columns = outbound_message.c
    due = columns.state == QUEUED, columns.not_before <= now, columns.expires_at > now, columns.priority <= priority
    awake = or_(columns.quiet_region.is_(None), columns.quiet_region.not_in(quiet))
    return connection.scalar(select(func.coalesce(func.sum(columns.segments), 0)).where(*due, awake)) or 0


def listing(connection: Connection, *, limit: int, states: Collection[str] = ()) -> list[RowMapping]:
    """Give the newest messages for a table: with recipient, line, and what was reported on how many segments.

    `accepted` were sent, `delivered` are there, of `undelivered` the network has given up the attempt.
    `delicate`: it is about a complaint of which no list tells.
    """
    columns = outbound_message.c
    wanted = (
        select(
            *columns,
            subscriber.c.address,
            line.c.name.label("line"),
            _counted(outbound_segment.c.state == ACCEPTED).label("accepted"),
            _counted(outbound_segment.c.delivery == Delivery.DELIVERED).label("delivered"),
            _counted(outbound_segment.c.delivery == Delivery.FAILED).label("undelivered"),
            func.coalesce(IS_DELICATE, false()).label("delicate"),
        )
        .join(subscriber, subscriber.c.id == columns.subscriber_id)
        .outerjoin(line, line.c.id == columns.line_id)
        .outerjoin(complaint, complaint.c.id == columns.complaint_id)
        .order_by(columns.id.desc())
        .limit(limit)
    )
    if states:
        wanted = wanted.where(columns.state.in_(states))
    return list(connection.execute(wanted).mappings())


def _counted(which: ColumnElement[bool]) -> ScalarSelect[int]:
    """Count such segments of a message."""
    of_message = outbound_segment.c.outbound_message_id == outbound_message.c.id
    return select(func.count()).where(of_message, which).scalar_subquery()


def counts_by_state(connection: Connection) -> dict[str, int]:
    """Count the messages in each state."""
    return count_around(connection, outbound_message.c.state, SENT)


def oldest_queued(connection: Connection) -> datetime | None:
    """Tell since when the oldest message of the queue is there."""
    columns = outbound_message.c
    oldest: datetime | None = connection.scalar(select(func.min(columns.created_at)).where(columns.state == QUEUED))
    return oldest
