"""Queries on open questions and menus: who has been asked what, and until when it counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, bindparam, delete, exists, false, func, or_, select

from storage.among import among
from storage.engine import AnyRow
from storage.hushed import IS_DELICATE
from storage.models import complaint, dialogue, subscriber

USSD = "ussd"
"""The kind of what is a session of USSD: nothing that a text could answer."""

SOLVED = "resolved"
"""The kind of the question whether a complaint is solved."""

# It stands while its answer is still to come; a complaint that silence has closed is waited for too.
_WAITS = or_(
    dialogue.c.kind != SOLVED,
    exists().where(
        complaint.c.id == dialogue.c.complaint_id,
        or_(
            complaint.c.status == "resolved",
            and_(complaint.c.status == "closed", complaint.c.outcome == "timed_out"),
        ),
    ),
)

# Made once: these run for every batch.
_STANDING = (
    select(dialogue)
    .where(among(dialogue.c.subscriber_id, "subscriber_ids"), dialogue.c.expires_at > bindparam("now"))
    .order_by(dialogue.c.asked_at, dialogue.c.id)
)
_OPEN, _SESSIONS = _STANDING.where(dialogue.c.kind != USSD, _WAITS), _STANDING.where(dialogue.c.kind == USSD)
_END = delete(dialogue).where(among(dialogue.c.key, "keys"))


def open_with(connection: Connection, subscriber_ids: Collection[int], now: datetime) -> list[AnyRow]:
    """Give what is open with these people and may be answered by a text, the newest last."""
    return list(connection.execute(_OPEN, {"subscriber_ids": list(subscriber_ids), "now": now}))


def of_kind(connection: Connection, kind: str, subscriber_ids: Collection[int], now: datetime) -> list[AnyRow]:
    """Give what is open with these people of one kind."""
    return [row for row in open_with(connection, subscriber_ids, now) if row.kind == kind]


def ussd_sessions(connection: Connection, subscriber_id: int, now: datetime) -> list[AnyRow]:
    """Give the USSD sessions of a phone that are remembered, the newest last."""
    return list(connection.execute(_SESSIONS, {"subscriber_ids": [subscriber_id], "now": now}))


def end(connection: Connection, keys: Collection[str]) -> int:
    """Forget dialogues, by their keys; gives how many there were."""
    return connection.execute(_END, {"keys": list(keys)}).rowcount


def begin(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write down what is open now; what was open under the same key has been answered, or is asked again.

    Of several under one key the last is open: one answer may file two reports, and ask of both where it is.
    """
    last = {row["key"]: row for row in rows}
    if last:
        end(connection, last.keys())
        connection.execute(dialogue.insert(), list(last.values()))


def as_row(open_one: AnyRow) -> dict[str, Any]:
    """Give a dialogue as `begin` takes it, to write it once more with another state."""
    return {column.name: getattr(open_one, column.name) for column in dialogue.c if column.name != "id"}


def overdue(connection: Connection, now: datetime, limit: int) -> list[str]:
    """Give the keys of what nobody has answered in time, the oldest first."""
    late = select(dialogue.c.key).where(dialogue.c.expires_at <= now).order_by(dialogue.c.expires_at, dialogue.c.id)
    return list(connection.scalars(late.limit(limit)))


def forget_overdue(connection: Connection, now: datetime, kept: Collection[str]) -> int:
    """Forget at once what nobody has answered in time, but for these kinds; gives how many."""
    late = delete(dialogue).where(dialogue.c.expires_at <= now, dialogue.c.kind.not_in(kept))
    return connection.execute(late).rowcount


def take_overdue(connection: Connection, key: str, now: datetime) -> AnyRow | None:
    """Give a question whose time is over, with `address` and `language`, and lock it; None if it is gone."""
    late = (
        select(*dialogue.c, subscriber.c.address, subscriber.c.language)
        .join(subscriber, subscriber.c.id == dialogue.c.subscriber_id)
        .where(dialogue.c.key == key, dialogue.c.expires_at <= now)
    )
    return connection.execute(late.with_for_update(of=dialogue, skip_locked=True)).one_or_none()


def any_overdue(connection: Connection, now: datetime) -> bool:
    """Tell whether something has not been answered in time."""
    return connection.scalar(select(dialogue.c.id).where(dialogue.c.expires_at <= now).limit(1)) is not None


def listing(connection: Connection, *, limit: int) -> list[RowMapping]:
    """Give what is open with anybody, the newest first, for a table: with the phone and the complaint's number.

    `unknown`: whoever was asked wants to stay unknown.
    """
    wanted = (
        select(
            *dialogue.c,
            subscriber.c.address,
            complaint.c.number,
            func.coalesce(or_(IS_DELICATE, complaint.c.anonymous), false()).label("unknown"),
        )
        .join(subscriber, subscriber.c.id == dialogue.c.subscriber_id)
        .outerjoin(complaint, complaint.c.id == dialogue.c.complaint_id)
        .order_by(dialogue.c.asked_at.desc(), dialogue.c.id.desc())
        .limit(limit)
    )
    return list(connection.execute(wanted).mappings())
