"""Who writes and who is written to: the only place where phone numbers are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from sms.msisdn import Sender
from storage.among import among
from storage.engine import AnyRow
from storage.models import subscriber
from storage.upsert import insert_new

_KNOWN = select(subscriber.c.address, subscriber.c.id).where(among(subscriber.c.address, "addresses"))
_LANGUAGE = select(subscriber.c.language).where(subscriber.c.id == bindparam("id"))


def ids_of(connection: Connection, senders: Iterable[Sender], now: datetime) -> dict[str, int]:
    """Give the id of each address, adding the ones never seen; address to id."""
    wanted = {sender.address: sender for sender in senders}
    found: dict[str, int] = dict(connection.execute(_KNOWN, {"addresses": wanted}).all())
    rows = [
        {"address": sender.address, "kind": sender.kind, "created_at": now}
        for address, sender in wanted.items()
        if address not in found
    ]
    found |= insert_new(connection, subscriber, rows, subscriber.c.address)
    if len(found) < len(wanted):  # another process added one between the two statements
        found |= dict(connection.execute(_KNOWN, {"addresses": wanted}).all())
    return found


def find(connection: Connection, address: str) -> AnyRow | None:
    """Find who has an address; None if they never wrote and were never written to."""
    return connection.execute(select(subscriber).where(subscriber.c.address == address)).one_or_none()


def addresses(connection: Connection, subscriber_ids: Collection[int]) -> dict[int, str]:
    """Give the addresses of some subscribers, by their ids."""
    wanted = select(subscriber.c.id, subscriber.c.address).where(subscriber.c.id.in_(subscriber_ids))
    return dict(connection.execute(wanted).all())


def mute(connection: Connection, subscriber_id: int, reason: str, now: datetime) -> None:
    """Let a number get no answers from now on; for one that is muted already only the reason is new."""
    columns = subscriber.c
    first = update(subscriber).where(columns.id == subscriber_id, columns.muted_at.is_(None))
    connection.execute(first.values(muted_at=now))
    connection.execute(update(subscriber).where(columns.id == subscriber_id).values(muted_reason=reason))


def unmute(connection: Connection, subscriber_id: int) -> None:
    """Let a number get answers again."""
    gone = update(subscriber).where(subscriber.c.id == subscriber_id)
    connection.execute(gone.values(muted_at=None, muted_reason=""))


def speak(connection: Connection, subscriber_id: int, language: str) -> None:
    """Write down the language that somebody wants to be answered in."""
    chosen = update(subscriber).where(subscriber.c.id == subscriber_id)
    connection.execute(chosen.values(language=language))


def language_of(connection: Connection, subscriber_id: int) -> str | None:
    """Tell the language that somebody has chosen, if they have."""
    language: str | None = connection.scalar(_LANGUAGE, {"id": subscriber_id})
    return language
