"""The queue as the lines see it: what a line may take, taking it, and which line takes what is for none.

The statements are made once: making one takes longer than running it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Select,
    any_,
    bindparam,
    func,
    or_,
    select,
    update,
)

from sms.message import Priority
from storage.among import among
from storage.engine import AnyRow
from storage.message_tables import line_recipient, outbound_message, outbound_segment
from storage.models import subscriber
from storage.outbound import ACCEPTED, QUEUED, SENDING

ALARM = "alarm"
"""The purpose of a message that tells an administrator of trouble: it may use what is kept in reserve."""

_HOME = "+62"
_COLUMNS = outbound_message.c
_RECIPIENT = select(subscriber.c.address).where(subscriber.c.id == _COLUMNS.subscriber_id).scalar_subquery()

_DUE = (
    _COLUMNS.state == QUEUED,
    _COLUMNS.not_before <= bindparam("now"),
    _COLUMNS.expires_at > bindparam("now"),
    # What would wake somebody stays.
    or_(_COLUMNS.quiet_region.is_(None), ~among(_COLUMNS.quiet_region, "quiet")),
)
_ANY_DUE = (
    select(_COLUMNS.id).where(*_DUE, or_(among(_COLUMNS.line_id, "line_ids"), _COLUMNS.line_id.is_(None)))
).limit(1)
_UNASSIGNED = (
    select(_COLUMNS.id, _COLUMNS.segments, _RECIPIENT.label("address"))
    .where(*_DUE, _COLUMNS.line_id.is_(None))
    .order_by(_COLUMNS.priority, _COLUMNS.id)
    .limit(bindparam("most"))
)
_QUEUED = (
    select(_COLUMNS.line_id, func.sum(_COLUMNS.segments).label("segments"))
    .where(_COLUMNS.state == QUEUED, among(_COLUMNS.line_id, "line_ids"))
    .group_by(_COLUMNS.line_id)
)
_READ = (
    select(
        _COLUMNS.id,
        _COLUMNS.text,
        _COLUMNS.attempts,
        _COLUMNS.segments,
        _COLUMNS.subscriber_id,
        _COLUMNS.priority,
        _RECIPIENT.label("address"),
    )
    .where(among(_COLUMNS.id, "ids"))
    .order_by(_COLUMNS.priority, _COLUMNS.id)
)
_ACCEPTED_SEGMENTS = select(outbound_segment.c.outbound_message_id, outbound_segment.c.sequence).where(
    among(outbound_segment.c.outbound_message_id, "ids"), outbound_segment.c.state == ACCEPTED
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a line may take now: so many messages, and which.

    `urgent_only`: nothing is left of the SIM's limits but the reserve, for danger and alarms. `abroad`: also to other
    countries. `known_to`: only to whom this SIM has sent in this month.
    """

    room: int
    urgent_only: bool = False
    abroad: bool = True
    known_to: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that a line is to send now; `accepted` are the segments that went out in an earlier attempt."""

    id: int
    to: str
    text: str
    attempts: int
    accepted: frozenset[int]
    subscriber_id: int


def is_abroad(address: str) -> bool:
    """Tell whether an SMS to a number leaves the country."""
    return address.startswith("+") and not address.startswith(_HOME)


def claim(
    connection: Connection, line_id: int, allowed: Allowed, now: datetime, quiet: Collection[str] = ()
) -> list[Claimed]:
    """Take the messages that are due on a line or on none, most urgent first, and mark them `sending`.

    Those that keep the quiet hours of a region in `quiet` stay.

    Committing this is what makes a crash show: whatever is `sending` at the next start may or may not have been sent.
    """
    if allowed.room < 1:
        return []
    values: dict[str, Any] = {"line": line_id, "quiet": list(quiet), "now": now, "room": allowed.room}
    if allowed.known_to:
        values |= {"sim": allowed.known_to[0], "month": allowed.known_to[1]}
    statement = _take(connection.dialect.name, allowed.urgent_only, allowed.abroad, allowed.known_to is not None)
    taken = connection.execute(statement, values).all()
    return _claimed(connection, sorted(taken, key=lambda row: (row.priority, row.id)))


def claimed(connection: Connection, ids: Collection[int]) -> list[Claimed]:
    """Read messages as the outbox works with them, most urgent first."""
    return _claimed(connection, connection.execute(_READ, {"ids": list(ids)}).all())


def anything_due(connection: Connection, line_ids: Collection[int], now: datetime, quiet: Collection[str] = ()) -> bool:
    """Tell, without locking anything, whether there is something that one of these lines could send now."""
    due = {"line_ids": list(line_ids), "quiet": list(quiet), "now": now}
    return connection.scalar(_ANY_DUE, due) is not None


def unassigned(connection: Connection, now: datetime, quiet: Collection[str], most: int) -> list[AnyRow]:
    """Give what is due and for no line: `id`, `segments`, and the recipient's `address`; most urgent first."""
    return list(connection.execute(_UNASSIGNED, {"now": now, "quiet": list(quiet), "most": most}))


def queued(connection: Connection, line_ids: Collection[int]) -> dict[int, int]:
    """Count the SMS that wait for each line."""
    return dict(connection.execute(_QUEUED, {"line_ids": list(line_ids)}).all())


def assign(connection: Connection, by_line: Mapping[int, Collection[int]]) -> None:
    """Let messages leave by these lines: ids by line."""
    for line_id, ids in by_line.items():
        waiting = update(outbound_message).where(_COLUMNS.id.in_(ids), _COLUMNS.state == QUEUED)
        connection.execute(waiting.values(line_id=line_id))


@cache
def _take(dialect: str, urgent_only: bool, abroad: bool, known_only: bool) -> Executable:  # noqa: FBT001 - kinds of it
    chosen = _next(urgent_only=urgent_only, abroad=abroad, known_only=known_only)
    # As an array the choice is made once; PostgreSQL might make a subquery anew for each row.
    once = _COLUMNS.id == any_(func.array(chosen.scalar_subquery()))
    taken = update(outbound_message).where(_COLUMNS.id.in_(chosen) if dialect == "sqlite" else once)
    taken = taken.values(state=SENDING, line_id=bindparam("line"), attempts=_COLUMNS.attempts + 1)
    return taken.returning(
        _COLUMNS.id,
        _COLUMNS.text,
        _COLUMNS.attempts,
        _COLUMNS.segments,
        _COLUMNS.subscriber_id,
        _COLUMNS.priority,
        _RECIPIENT.label("address"),
    )


def _next(*, urgent_only: bool, abroad: bool, known_only: bool) -> Select[Any]:
    wanted = select(_COLUMNS.id).where(*_DUE, or_(_COLUMNS.line_id == bindparam("line"), _COLUMNS.line_id.is_(None)))
    if urgent_only:
        wanted = wanted.where(or_(_COLUMNS.priority <= Priority.DANGER, _COLUMNS.purpose == ALARM))
    if not abroad:
        wanted = wanted.where(_is_home())
    if known_only:
        known = select(line_recipient.c.subscriber_id).where(
            line_recipient.c.sim == bindparam("sim"), line_recipient.c.month == bindparam("month")
        )
        wanted = wanted.where(_COLUMNS.subscriber_id.in_(known))
    return (
        wanted.order_by(_COLUMNS.priority, _COLUMNS.id)
        .limit(bindparam("room"))
        .with_for_update(skip_locked=True, of=outbound_message)
    )


def _is_home() -> ColumnElement[bool]:
    abroad = select(subscriber.c.id).where(
        subscriber.c.id == _COLUMNS.subscriber_id,
        subscriber.c.address.startswith("+"),
        ~subscriber.c.address.startswith(_HOME),
    )
    return ~abroad.exists()


def _claimed(connection: Connection, rows: Collection[AnyRow]) -> list[Claimed]:
    # One of a single segment is sent or not; a long one may have been in part.
    long = [row.id for row in rows if row.segments > 1]
    accepted = _accepted_segments(connection, long) if long else {}
    return [
        Claimed(row.id, row.address, row.text, row.attempts, frozenset(accepted.get(row.id, ())), row.subscriber_id)
        for row in rows
    ]


def _accepted_segments(connection: Connection, ids: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for message_id, sequence in connection.execute(_ACCEPTED_SEGMENTS, {"ids": list(ids)}):
        found.setdefault(message_id, set()).add(sequence)
    return found
