"""The way in: parts are stored under unique keys and joined to messages.

Storing commits before anybody acknowledges the SMS to SIM or network, and a part that is there already is not stored
again: a crash in between, or a network that delivers everything twice, changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection

from sms.message import Channel, InboundPart
from sms.msisdn import classify
from sms.safe_text import mask_nik, storable
from smsd.joining import SENT_TOGETHER, Arrival, Gathering, Group, Piece, gather
from storage import inbound, subscribers

_LONGEST_ON_ITS_WAY = timedelta(days=3)
"""For so long the network usually keeps a part that it cannot deliver."""


@dataclass(frozen=True, slots=True)
class Windows:
    """How long a long SMS waits for its parts, and how long the same again counts as the network's repeat."""

    join: timedelta = timedelta(hours=24)
    repeat: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Stored:
    """What one call did: parts that were new, messages that became complete, and their texts, with their lines."""

    parts: int
    messages: int
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """A report that was typed in a USSD session; it exists once for its `key`, of 64 characters at most.

    The line is the one by which it is answered.
    """

    key: str
    line_id: int
    subscriber_id: int
    text: str


def store(
    connection: Connection, parts: Iterable[InboundPart], line_ids: Mapping[str, int], now: datetime, windows: Windows
) -> Stored:
    """Store parts in the connection's transaction; after its commit all of them may be deleted at their source."""
    # In the order in which they were sent: from a card they come by their slots.
    in_order = sorted(parts, key=lambda part: part.sent_at or now)
    arrivals = _new_ones(connection, [_arrival(part, line_ids, now) for part in in_order], now, windows)
    senders = {arrival.part.sender: classify(arrival.part.sender) for arrival in arrivals}
    ids = subscribers.ids_of(connection, senders.values(), now)
    for arrival in arrivals:
        arrival.subscriber_id = ids[senders[arrival.part.sender].address]
    long = {arrival.subscriber_id for arrival in arrivals if arrival.part.total > 1}
    gatherings = gather(arrivals, _waiting(connection, long, now - windows.join))
    _mark_late(connection, gatherings, windows, now)
    return _write(connection, gatherings, now)


def store_typed(connection: Connection, typed: Typed, now: datetime) -> bool:
    """Store a report from a USSD session in the connection's transaction, ready to be processed; tells if it is new."""
    row = {
        "key": typed.key,
        "line_id": typed.line_id,
        "subscriber_id": typed.subscriber_id,
        "state": inbound.READY,
        "channel": Channel.USSD,
        "reference": None,
        "parts_total": 1,
        "parts_stored": 1,
        "sent_at": None,
        "received_at": now,
        **_text_columns(mask_nik(storable(typed.text))),
    }
    return bool(inbound.add_messages(connection, [row]))


def close_overdue(connection: Connection, before: datetime) -> int:
    """Let messages go on whose missing parts have not come since before then; gives how many."""
    overdue = inbound.overdue_partials(connection, before)
    rows = [
        {"id": message_id, **_incomplete(Gathering(message_id, 0, pieces))}
        for message_id, pieces in _pieces_of(connection, overdue).items()
    ]
    inbound.update_messages(connection, rows)
    return len(rows)


def text_hash(text: str) -> str:
    """Give a fingerprint of a text that ignores case and blanks."""
    return blake2b(" ".join(text.casefold().split()).encode(), digest_size=16).hexdigest()


def _arrival(part: InboundPart, line_ids: Mapping[str, int], now: datetime) -> Arrival:
    # The number of an identity card is not even stored.
    text = mask_nik(storable(part.text))
    content = (part.line, part.sender, part.reference, part.total, part.sequence, text)
    key = key_of(*content, part.delivery or part.sent_at or now)
    return Arrival(part, text, key=key, content_key=key_of(*content), line_id=line_ids[part.line])


def key_of(*fields: object) -> str:
    """Give the key of what has these fields, as long as a key may be."""
    return blake2b("\x1f".join(map(str, fields)).encode(), digest_size=32).hexdigest()


def _new_ones(connection: Connection, arrivals: Sequence[Arrival], now: datetime, windows: Windows) -> list[Arrival]:
    """Leave out what is stored already.

    A part of a long message counts as stored even under another time stamp: its reference and place say that it is
    the same. A short message does not: "ya" an hour later is another answer. One without a valid time stamp is the
    same for some minutes, or as long as its SMSC may not know that it was stored.
    """
    keys = inbound.known_keys(connection, [arrival.key for arrival in arrivals])
    times = {arrival.key: _before(arrival.part, now, windows) for arrival in arrivals}
    doubtful = {arrival.content_key for arrival in arrivals if times[arrival.key]}
    since = min((begin for begin, _ in filter(None, times.values())), default=now)
    seen = inbound.times_seen(connection, doubtful, since) if doubtful else {}
    fresh: dict[str, Arrival] = {}
    for arrival in arrivals:
        before = times[arrival.key]
        known = before and any(before[0] <= at <= before[1] for at in seen.get(arrival.content_key, ()))
        if arrival.key not in keys and not known:
            is_one = (before and not arrival.part.delivery) or arrival.part.total > 1
            fresh.setdefault(arrival.content_key if is_one else arrival.key, arrival)
    return list(fresh.values())


def _before(part: InboundPart, now: datetime, windows: Windows) -> tuple[datetime, datetime] | None:
    """Tell when the same content was the same part, whatever its time stamp; None: only with the same one."""
    if part.total > 1:
        return now - windows.join, now
    if part.delivery:
        return part.again
    return (now - windows.repeat, now) if part.sent_at is None else None


def _waiting(connection: Connection, subscriber_ids: set[int], since: datetime) -> dict[Group, list[Gathering]]:
    """Read the messages of these senders that wait for parts."""
    rows = inbound.partial_messages(connection, subscriber_ids, since) if subscriber_ids else []
    pieces = _pieces_of(connection, [row.id for row in rows])
    waiting: dict[Group, list[Gathering]] = {}
    for row in rows:
        group = waiting.setdefault((row.line_id, row.subscriber_id, row.reference, row.parts_total), [])
        group.append(Gathering(row.id, row.parts_total, pieces[row.id]))
    return waiting


def _mark_late(connection: Connection, gatherings: Sequence[Gathering], windows: Windows, now: datetime) -> None:
    """Find parts of messages that were closed without them: what else is missing has been waited for already."""
    lone = [each for each in gatherings if each.id is None and not each.is_complete]
    if not lone:
        return
    senders = {each.new[0].subscriber_id for each in lone}
    closed = inbound.closed_incomplete(connection, senders, now - windows.join - _LONGEST_ON_ITS_WAY)
    pieces = _pieces_of(connection, [row.id for row in closed])
    for row in closed:
        gathered = Gathering(row.id, row.parts_total, pieces[row.id])
        group = (row.line_id, row.subscriber_id, row.reference, row.parts_total)
        for each in lone:
            is_missing = each.new[0].group == group and gathered.pieces.keys().isdisjoint(each.pieces)
            each.is_late |= is_missing and gathered.distance(next(iter(each.pieces.values()))) <= SENT_TOGETHER


def _pieces_of(connection: Connection, message_ids: Sequence[int]) -> dict[int, dict[int, Piece]]:
    """Read the stored parts of messages: message id to sequence to part."""
    pieces: dict[int, dict[int, Piece]] = {message_id: {} for message_id in message_ids}
    for row in inbound.parts_of(connection, message_ids) if message_ids else ():
        pieces[row.inbound_message_id][row.sequence] = Piece(row.text, row.sent_at, row=row.id)
    return pieces


def _write(connection: Connection, gatherings: Sequence[Gathering], now: datetime) -> Stored:
    fresh = [gathering for gathering in gatherings if gathering.id is None]
    grown = [gathering for gathering in gatherings if gathering.id is not None]
    ids = inbound.add_messages(connection, [_message_row(gathering, now) for gathering in fresh])
    for gathering in fresh:
        gathering.id = ids[gathering.new[0].key]
    rows = [_part_row(gathering.id, arrival, now) for gathering in gatherings for arrival in gathering.new]
    moved = [(piece.row, gathering.id) for gathering in gatherings for piece in gathering.moved if piece.row]
    inbound.move_parts(connection, [{"id": row, "inbound_message_id": message_id} for row, message_id in moved])
    inbound.update_messages(connection, [{"id": gathering.id, **_columns(gathering)} for gathering in grown])
    complete = [gathering for gathering in gatherings if gathering.is_complete]
    texts = tuple((gathering.new[0].part.line, _text_of(gathering)) for gathering in complete)
    return Stored(inbound.add_parts(connection, rows), len(complete), texts)


def _message_row(gathering: Gathering, now: datetime) -> dict[str, Any]:
    first = gathering.new[0]
    return {
        "key": first.key,
        "line_id": first.line_id,
        "subscriber_id": first.subscriber_id,
        "reference": first.part.reference,
        "parts_total": gathering.total,
        "sent_at": first.part.sent_at,
        "received_at": now,
        "incomplete": gathering.is_late,
        **_columns(gathering),
    }


def _columns(gathering: Gathering) -> dict[str, Any]:
    """Give the columns of a message that change when a part comes, or is found to be another's."""
    if gathering.is_late:
        return {"parts_stored": len(gathering.pieces), **_incomplete(gathering)}
    state = inbound.READY if gathering.is_complete else inbound.PARTIAL
    return {"state": state, "parts_stored": len(gathering.pieces), **_text_columns(_text_of(gathering))}


def _text_of(gathering: Gathering) -> str:
    # An identity card's number may begin in one part and end in the next.
    return mask_nik(gathering.text) if gathering.total > 1 else gathering.text


def _incomplete(gathering: Gathering) -> dict[str, Any]:
    """Give the columns of a message that goes on without what is missing."""
    return {"state": inbound.READY, "incomplete": True, **_text_columns(mask_nik(gathering.text_with_gaps))}


def _text_columns(text: str) -> dict[str, Any]:
    return {"text": text, "text_hash": text_hash(text)}


def _part_row(message_id: int | None, arrival: Arrival, now: datetime) -> dict[str, Any]:
    return {
        "key": arrival.key,
        "content_key": arrival.content_key,
        "inbound_message_id": message_id,
        "sequence": arrival.part.sequence,
        "text": arrival.text,
        "sent_at": arrival.part.sent_at,
        "received_at": now,
    }
