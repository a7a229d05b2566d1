"""The way in: parts are stored under unique keys and joined to messages.

Storing commits before anybody acknowledges the SMS to SIM or network, and a part that is there already is not stored
again: a crash in between, or a network that delivers everything twice, changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, TypeAlias

from sqlalchemy import Connection

from sms.message import Channel, InboundPart
from sms.msisdn import classify
from sms.safe_text import mask_nik, storable
from storage import inbound, subscribers

MISSING = "[...]"
"""What stands for a part that never came."""


@dataclass(frozen=True, slots=True)
class Windows:
    """How long a long SMS waits for its parts, and how long the same again counts as the network's repeat."""

    join: timedelta = timedelta(hours=24)
    repeat: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Stored:
    """What one call did: parts that were new, and messages that became complete."""

    parts: int
    messages: int


@dataclass(frozen=True, slots=True)
class Typed:
    """A report that was typed in a USSD session; it exists once for its `key`, of 64 characters at most.

    The line is the one by which it is answered.
    """

    key: str
    line_id: int
    subscriber_id: int
    text: str


@dataclass(slots=True)
class _Arrival:
    """A part on its way into the database, with its keys and its sender's id."""

    part: InboundPart
    text: str
    key: str
    content_key: str
    line_id: int
    subscriber_id: int = 0

    def patience(self, windows: Windows) -> timedelta | None:
        """Tell how long the same content is the same part, whatever its time stamp; None: only with the same one."""
        if self.part.total > 1:
            return windows.join
        return windows.repeat if self.part.sent_at is None else None


_Group: TypeAlias = tuple[int, int, int | None, int]
"""What parts of one long message have in common: line, sender, reference, number of parts."""


@dataclass(slots=True)
class _Gathering:
    """A message that has some of its `total` parts; `id` None until it has a row, `sent_at` of its first part."""

    id: int | None
    total: int
    sent_at: datetime | None
    texts: dict[int, str] = field(default_factory=dict)
    new: list[_Arrival] = field(default_factory=list)

    def add(self, arrival: _Arrival) -> None:
        self.texts[arrival.part.sequence] = arrival.text
        self.new.append(arrival)

    def distance(self, arrival: _Arrival) -> timedelta:
        """Tell how far apart a part was sent; the parts of one message are sent together."""
        if self.sent_at is None or arrival.part.sent_at is None:
            return timedelta(0)
        return abs(self.sent_at - arrival.part.sent_at)

    @property
    def is_complete(self) -> bool:
        return len(self.texts) == self.total


def store(
    connection: Connection, parts: Iterable[InboundPart], line_ids: Mapping[str, int], now: datetime, windows: Windows
) -> Stored:
    """Store parts in the connection's transaction; after its commit all of them may be deleted at their source."""
    arrivals = _new_ones(connection, [_arrival(part, line_ids, now) for part in parts], now, windows)
    senders = {arrival.part.sender: classify(arrival.part.sender) for arrival in arrivals}
    ids = subscribers.ids_of(connection, senders.values(), now)
    for arrival in arrivals:
        arrival.subscriber_id = ids[senders[arrival.part.sender].address]
    gatherings = _gather(connection, arrivals, now - windows.join)
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
        **_text_columns(storable(typed.text)),
    }
    return bool(inbound.add_messages(connection, [row]))


def close_overdue(connection: Connection, before: datetime) -> int:
    """Let messages go on whose missing parts have not come since before then; gives how many."""
    overdue = inbound.overdue_partials(connection, before)
    texts = _texts_of(connection, overdue)
    rows = [
        {"id": message_id, "state": inbound.READY, "incomplete": True, **_text_columns(_with_gaps(texts[message_id]))}
        for message_id in overdue
    ]
    inbound.update_messages(connection, rows)
    return len(rows)


def text_hash(text: str) -> str:
    """Give a fingerprint of a text that ignores case and blanks."""
    return blake2b(" ".join(text.casefold().split()).encode(), digest_size=16).hexdigest()


def _arrival(part: InboundPart, line_ids: Mapping[str, int], now: datetime) -> _Arrival:
    # The number of an identity card is not even stored.
    text = mask_nik(storable(part.text))
    content = (part.line, part.sender, part.reference, part.total, part.sequence, text)
    key = key_of(*content, part.sent_at or now)
    return _Arrival(part, text, key=key, content_key=key_of(*content), line_id=line_ids[part.line])


def key_of(*fields: object) -> str:
    """Give the key of what has these fields, as long as a key may be."""
    return blake2b("\x1f".join(map(str, fields)).encode(), digest_size=32).hexdigest()


def _new_ones(connection: Connection, arrivals: Sequence[_Arrival], now: datetime, windows: Windows) -> list[_Arrival]:
    """Leave out what is stored already.

    A part of a long message counts as stored even under another time stamp: its reference and place say that it is
    the same. A short message does not: "ya" an hour later is another answer. One without a valid time stamp is the
    same for some minutes.
    """
    keys = inbound.known_keys(connection, [arrival.key for arrival in arrivals])
    doubtful = {arrival.content_key for arrival in arrivals if arrival.patience(windows)}
    seen = inbound.last_seen(connection, doubtful, now - windows.join) if doubtful else {}
    fresh: dict[str, _Arrival] = {}
    for arrival in arrivals:
        patience, last = arrival.patience(windows), seen.get(arrival.content_key)
        known = arrival.key in keys or (patience and last is not None and now - last <= patience)
        if not known:
            fresh.setdefault(arrival.content_key if patience else arrival.key, arrival)
    return list(fresh.values())


def _gather(connection: Connection, arrivals: Sequence[_Arrival], since: datetime) -> list[_Gathering]:
    """Put each part to the message it belongs to: one that waits for it, else a new one."""
    waiting = _waiting(connection, {arrival.subscriber_id for arrival in arrivals if arrival.part.total > 1}, since)
    gatherings = [_place(waiting, arrival) for arrival in arrivals]
    return list({id(gathering): gathering for gathering in gatherings}.values())


def _place(waiting: dict[_Group, list[_Gathering]], arrival: _Arrival) -> _Gathering:
    part = arrival.part
    group = waiting.setdefault((arrival.line_id, arrival.subscriber_id, part.reference, part.total), [])
    # A phone uses its reference again after 256 messages: a place that is taken belongs to another message, and of
    # several that wait for this part, to the one that was sent when it was.
    waits = [known for known in group if part.total > 1 and part.sequence not in known.texts]
    found = min(waits, key=lambda known: known.distance(arrival), default=None)
    if found is None:
        found = _Gathering(None, part.total, part.sent_at)
        group.append(found)
    found.add(arrival)
    return found


def _waiting(connection: Connection, subscriber_ids: set[int], since: datetime) -> dict[_Group, list[_Gathering]]:
    """Read the messages of these senders that wait for parts."""
    if not subscriber_ids:
        return {}
    rows = inbound.partial_messages(connection, subscriber_ids, since)
    texts = _texts_of(connection, [row.id for row in rows])
    waiting: dict[_Group, list[_Gathering]] = {}
    for row in rows:
        group = waiting.setdefault((row.line_id, row.subscriber_id, row.reference, row.parts_total), [])
        group.append(_Gathering(row.id, row.parts_total, row.sent_at, texts[row.id]))
    return waiting


def _texts_of(connection: Connection, message_ids: Sequence[int]) -> dict[int, dict[int, str]]:
    """Read the texts of stored parts: message id to sequence to text."""
    texts: dict[int, dict[int, str]] = {message_id: {} for message_id in message_ids}
    for message_id, sequence, text in inbound.parts_of(connection, message_ids):
        texts[message_id][sequence] = text
    return texts


def _write(connection: Connection, gatherings: Sequence[_Gathering], now: datetime) -> Stored:
    fresh = [gathering for gathering in gatherings if gathering.id is None]
    grown = [gathering for gathering in gatherings if gathering.id is not None]
    ids = inbound.add_messages(connection, [_message_row(gathering, now) for gathering in fresh])
    for gathering in fresh:
        gathering.id = ids[gathering.new[0].key]
    rows = [_part_row(gathering.id, arrival, now) for gathering in gatherings for arrival in gathering.new]
    inbound.update_messages(connection, [{"id": gathering.id, **_columns(gathering)} for gathering in grown])
    return Stored(inbound.add_parts(connection, rows), sum(gathering.is_complete for gathering in gatherings))


def _message_row(gathering: _Gathering, now: datetime) -> dict[str, Any]:
    first = gathering.new[0]
    return {
        "key": first.key,
        "line_id": first.line_id,
        "subscriber_id": first.subscriber_id,
        "reference": first.part.reference,
        "parts_total": gathering.total,
        "sent_at": first.part.sent_at,
        "received_at": now,
        **_columns(gathering),
    }


def _columns(gathering: _Gathering) -> dict[str, Any]:
    """Give the columns of a message that change when a part comes."""
    text = "".join(text for _, text in sorted(gathering.texts.items()))
    state = inbound.READY if gathering.is_complete else inbound.PARTIAL
    return {"state": state, "parts_stored": len(gathering.texts), **_text_columns(text)}


def _text_columns(text: str) -> dict[str, Any]:
    # An identity card's number may begin in one part and end in the next.
    text = mask_nik(text)
    return {"text": text, "text_hash": text_hash(text)}


def _part_row(message_id: int | None, arrival: _Arrival, now: datetime) -> dict[str, Any]:
    return {
        "key": arrival.key,
        "content_key": arrival.content_key,
        "inbound_message_id": message_id,
        "sequence": arrival.part.sequence,
        "text": arrival.text,
        "sent_at": arrival.part.sent_at,
        "received_at": now,
    }


def _with_gaps(texts: Mapping[int, str]) -> str:
    """Join what came of a long message, with a mark where something is missing."""
    places = range(1, max(texts) + 1)
    joined = "".join(texts.get(place, MISSING) for place in places)
    return re.sub(rf"(?:{re.escape(MISSING)})+", MISSING, joined)
