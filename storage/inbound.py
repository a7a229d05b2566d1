"""Queries on what came in: parts, messages, and those parked because processing them failed.

The statements of the daemon's steps are made once: making one takes longer than running it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, bindparam, delete, func, select, update

from sms.message import Channel, InboundMessage
from storage.among import among
from storage.counting import count_around, count_by
from storage.engine import AnyRow
from storage.message_tables import inbound_message, inbound_part, parked
from storage.models import line, subscriber
from storage.upsert import insert_new, update_alike

PARTIAL, READY, DONE, REPEAT, IGNORED, FLOOD, PARKED = (
    "partial", "ready", "done", "repeat", "ignored", "flood", "parked",
)  # fmt: skip
"""States of a message: parts missing; to be processed; processed; the network's repetition of another; stored and
never answered (robots, muted numbers); one of too many from one number; processing failed and a person must look."""

_KNOWN_KEYS = select(inbound_part.c.key).where(among(inbound_part.c.key, "keys"))

_OLDEST = (
    select(inbound_message.c.id, inbound_message.c.channel, inbound_message.c.text, line.c.name.label("line"))
    .join(line, line.c.id == inbound_message.c.line_id)
    .where(inbound_message.c.state == READY)
    .order_by(inbound_message.c.id)
    .limit(bindparam("limit"))
)

_READY = (
    select(
        *inbound_message.c,
        subscriber.c.address,
        subscriber.c.language,
        subscriber.c.muted_at,
        subscriber.c.opted_out_at,
        line.c.name.label("line_name"),
    )
    .join(subscriber, subscriber.c.id == inbound_message.c.subscriber_id)
    .join(line, line.c.id == inbound_message.c.line_id)
    .where(inbound_message.c.state == READY, among(inbound_message.c.id, "ids"))
    .order_by(inbound_message.c.id)
    .with_for_update(skip_locked=True, of=inbound_message)
)

_THIS, _EARLIER = inbound_message.alias("this"), inbound_message.alias("earlier")
_REPEATS = (
    select(_THIS.c.id, _THIS.c.received_at, func.max(_EARLIER.c.received_at).label("before"))
    .join(
        _EARLIER,
        and_(
            _EARLIER.c.subscriber_id == _THIS.c.subscriber_id,
            # The hash is there for its index: a person who writes it again may write it otherwise.
            _EARLIER.c.text_hash == _THIS.c.text_hash,
            _EARLIER.c.text == _THIS.c.text,
            _EARLIER.c.id < _THIS.c.id,
            _EARLIER.c.state.in_((READY, DONE)),
        ),
    )
    .where(among(_THIS.c.id, "ids"))
    .group_by(_THIS.c.id, _THIS.c.received_at)
)

_SOLVED = delete(parked).where(among(parked.c.inbound_message_id, "ids"))


def add_messages(connection: Connection, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Insert messages; gives key to id of those that were new."""
    return insert_new(connection, inbound_message, rows, inbound_message.c.key)


def add_parts(connection: Connection, rows: Sequence[dict[str, Any]]) -> int:
    """Insert parts; gives how many were new."""
    return len(insert_new(connection, inbound_part, rows, inbound_part.c.key))


def known_keys(connection: Connection, keys: Collection[str]) -> set[str]:
    """Tell which parts are stored, by their keys."""
    return set(connection.scalars(_KNOWN_KEYS, {"keys": keys}))


def times_seen(connection: Connection, contents: Collection[str], since: datetime) -> dict[str, list[datetime]]:
    """Tell when contents came in since then, under whatever time stamp."""
    columns = inbound_part.c
    wanted = select(columns.content_key, columns.received_at)
    seen: dict[str, list[datetime]] = {}
    for content, at in connection.execute(
        wanted.where(columns.content_key.in_(contents), columns.received_at >= since)
    ):
        seen.setdefault(content, []).append(at)
    return seen


def last_received(connection: Connection) -> datetime | None:
    """Tell when the last SMS came in."""
    latest = select(inbound_part.c.received_at).order_by(inbound_part.c.id.desc()).limit(1)
    at: datetime | None = connection.scalar(latest)
    return at


def partial_messages(connection: Connection, subscriber_ids: Collection[int], since: datetime) -> list[AnyRow]:
    """Give the messages of these senders that still wait for parts, oldest first."""
    columns = inbound_message.c
    wanted = and_(columns.state == PARTIAL, columns.subscriber_id.in_(subscriber_ids), columns.received_at >= since)
    return list(connection.execute(select(inbound_message).where(wanted).order_by(columns.id)))


def closed_incomplete(connection: Connection, subscriber_ids: Collection[int], since: datetime) -> list[AnyRow]:
    """Give the messages of these senders that came since then and went on without some of their parts."""
    columns = inbound_message.c
    closed = and_(columns.incomplete, columns.subscriber_id.in_(subscriber_ids), columns.received_at >= since)
    return list(connection.execute(select(inbound_message).where(closed)))


def parts_of(connection: Connection, message_ids: Collection[int]) -> list[AnyRow]:
    """Give the stored parts of some messages, in order of sequence."""
    columns = inbound_part.c
    wanted = select(columns.id, columns.inbound_message_id, columns.sequence, columns.text, columns.sent_at)
    wanted = wanted.where(columns.inbound_message_id.in_(message_ids)).order_by(columns.sequence)
    return list(connection.execute(wanted))


def move_parts(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Put parts to another message: rows of `id` and `inbound_message_id`."""
    update_alike(connection, inbound_part, rows)


def update_messages(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write changed columns of messages, each row with its `id`."""
    update_alike(connection, inbound_message, rows)


def overdue_partials(connection: Connection, before: datetime) -> list[int]:
    """Give the messages that have waited for their missing parts since before then."""
    columns = inbound_message.c
    return list(connection.scalars(select(columns.id).where(columns.state == PARTIAL, columns.received_at < before)))


def ready(connection: Connection, limit: int) -> list[AnyRow]:
    """Give the oldest messages to be processed: `id`, `channel`, `text` and `line`, by its name."""
    return list(connection.execute(_OLDEST, {"limit": limit}))


def take_ready(connection: Connection, ids: Collection[int]) -> list[InboundMessage]:
    """Read those of the messages that still wait, oldest first, and lock them until the transaction ends."""
    return [
        InboundMessage(
            id=row.id,
            line=row.line_name,
            line_id=row.line_id,
            subscriber_id=row.subscriber_id,
            sender=row.address,
            text=row.text,
            received_at=row.received_at,
            incomplete=row.incomplete,
            channel=Channel(row.channel),
            language=row.language,
            muted=row.muted_at is not None,
            opted_out=row.opted_out_at is not None,
        )
        for row in connection.execute(_READY, {"ids": ids})
    ]


def newest_from(connection: Connection, subscriber_id: int, line_id: int) -> int:
    """Give the last message that somebody sent on a line."""
    columns = inbound_message.c
    theirs = select(func.max(columns.id)).where(columns.subscriber_id == subscriber_id, columns.line_id == line_id)
    return int(connection.scalars(theirs).one())


def state_of(connection: Connection, message_id: int) -> str:
    """Tell the state of a message."""
    return str(connection.scalars(select(inbound_message.c.state).where(inbound_message.c.id == message_id)).one())


def repeats(connection: Connection, message_ids: Collection[int], window: timedelta) -> set[int]:
    """Tell which of the messages had the same text from the same sender at most `window` before them."""
    rows = connection.execute(_REPEATS, {"ids": message_ids})
    return {row.id for row in rows if row.received_at - row.before <= window}


def oldest_ready(connection: Connection) -> datetime | None:
    """Tell since when the oldest unprocessed message waits."""
    columns = inbound_message.c
    oldest: datetime | None = connection.scalar(select(func.min(columns.received_at)).where(columns.state == READY))
    return oldest


def park(connection: Connection, message_id: int, error: str, now: datetime) -> None:
    """Set a message aside with the reason why it could not be processed."""
    update_messages(connection, [{"id": message_id, "state": PARKED}])
    row = {"inbound_message_id": message_id, "error": error, "parked_at": now}
    if not insert_new(connection, parked, [row], parked.c.inbound_message_id):
        again = update(parked).where(parked.c.inbound_message_id == message_id)
        connection.execute(again.values(error=error, parked_at=now, attempts=parked.c.attempts + 1))


def retry(
    connection: Connection,
    message_ids: Collection[int] | None,
    *,
    states: Collection[str] = (PARKED,),
    subscriber_id: int | None = None,
) -> int:
    """Put messages in such states (all, those named, those of one sender) back to be processed; gives how many."""
    columns = inbound_message.c
    statement = update(inbound_message).where(columns.state.in_(states)).values(state=READY)
    if message_ids is not None:
        statement = statement.where(columns.id.in_(message_ids))
    if subscriber_id is not None:
        statement = statement.where(columns.subscriber_id == subscriber_id)
    return connection.execute(statement).rowcount


def forget_solved(connection: Connection, message_ids: Sequence[int]) -> None:
    """Remove the parked notes of messages that have been processed after all."""
    connection.execute(_SOLVED, {"ids": message_ids})


def last_heard(connection: Connection, subscriber_ids: Collection[int]) -> dict[int, datetime]:
    """Tell when something came last from some phones; one that nothing ever came from is left out."""
    columns = inbound_message.c
    newest = select(columns.subscriber_id, func.max(columns.received_at)).group_by(columns.subscriber_id)
    found = connection.execute(newest.where(columns.subscriber_id.in_(subscriber_ids))) if subscriber_ids else ()
    return {row[0]: row[1] for row in found}


def listing(connection: Connection, *, limit: int, states: Collection[str] = ()) -> list[RowMapping]:
    """Give the newest messages for a table: with sender, line and, if parked, the error."""
    columns = inbound_message.c
    wanted = (
        select(*columns, subscriber.c.address, line.c.name.label("line"), parked.c.error, parked.c.attempts)
        .join(subscriber, subscriber.c.id == columns.subscriber_id)
        .join(line, line.c.id == columns.line_id)
        .outerjoin(parked, parked.c.inbound_message_id == columns.id)
        .order_by(columns.id.desc())
        .limit(limit)
    )
    if states:
        wanted = wanted.where(columns.state.in_(states))
    return list(connection.execute(wanted).mappings())


def counts_by_state(connection: Connection) -> dict[str, int]:
    """Count the messages in each state."""
    return count_around(connection, inbound_message.c.state, DONE)


def counts_from(connection: Connection, subscriber_id: int) -> dict[str, int]:
    """Count a person's messages in each state."""
    return count_by(connection, inbound_message.c.state, inbound_message.c.subscriber_id == subscriber_id)


def flooding(connection: Connection) -> int:
    """Count the numbers of whose messages some are set aside as a flood."""
    columns = inbound_message.c
    numbers = select(func.count(columns.subscriber_id.distinct())).where(columns.state == FLOOD)
    return connection.scalar(numbers) or 0
