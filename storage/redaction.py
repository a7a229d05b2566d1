"""Queries that find, for one complaint, every text that may hold words of it, and that write it anew.

Words stand in more places than the complaint: in the SMS as it came, in its history, in what officers were sent of it,
in an open question, and in the history of the complaint that it was merged into.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, Table, and_, cast, delete, literal, or_, select, update

from sms.codec import segment_count
from storage.engine import AnyRow
from storage.message_tables import inbound_message, inbound_part, outbound_message, parked
from storage.models import complaint, complaint_place, dialogue, event

Cut = Callable[[str], str]
"""Gives a text without the words; the same text if it has none of them."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """How words are taken out: `told` of what is told of the complaint, `said` of what somebody has texted themselves.

    `read` is for what the router writes of a text, a word here and a word there.
    `everything`: the text as it came is replaced whole by the marker, and what the router read from it is forgotten.
    """

    told: Cut
    said: Cut
    read: Cut
    marker: str
    everything: bool


def rewrite(connection: Connection, row: AnyRow, cuts: Cuts) -> int:
    """Take words out of all that is stored of a complaint; gives how many texts had any."""
    senders = _senders(connection, row)
    changed = _own(connection, row, cuts)
    if cuts.everything:
        read = and_(event.c.complaint_id == row.id, event.c.actor_kind == "system", event.c.reason != "")
        connection.execute(update(event).where(read).values(reason=cuts.marker))
    told = event.c.complaint_id.in_(_told_in(row))
    changed += _each(connection, event, "reason", told, cuts.told)
    changed += _each(connection, event, "reason", and_(told, event.c.actor_kind == "system"), cuts.read)
    changed += _each(connection, outbound_message, "text", _sent_of(row), cuts.told)
    changed += _inbound(connection, row, senders, cuts)
    changed += _dialogues(connection, row, senders, cuts.said)
    return changed + _places(connection, row, cuts)


def _senders(connection: Connection, row: AnyRow) -> list[int]:
    """Give the phones from which words about the complaint may have come: its reporter's, supporters', officers'."""
    columns = event.c
    theirs = select(columns.actor).where(columns.complaint_id.in_(_told_in(row)), columns.actor_kind != "admin")
    told = {int(actor) for actor in connection.scalars(theirs.distinct()) if actor.isdigit()}
    return sorted(told | ({row.subscriber_id} if row.subscriber_id is not None else set()))


def _own(connection: Connection, row: AnyRow, cuts: Cuts) -> int:
    text = cuts.marker if cuts.everything else cuts.told(row.text)
    forgotten = {"reasons": [], "quality": {"score": 1.0}} if cuts.everything else {}
    routing = {**_walk(row.routing, cuts.read), **forgotten}
    if text == row.text and routing == row.routing:
        return 0
    mine = update(complaint).where(complaint.c.id == row.id)
    connection.execute(mine.values(text=text, routing=routing))
    return 1


def _told_in(row: AnyRow) -> Any:
    """Choose the complaints whose history may have its words: itself, and what it was merged into."""
    into = select(complaint.c.duplicate_of).where(complaint.c.id == row.id, complaint.c.duplicate_of.is_not(None))
    return into.union_all(select(complaint.c.id).where(complaint.c.id == row.id))


def _sent_of(row: AnyRow) -> ColumnElement[bool]:
    """Tell of an SMS that it is about the complaint, or a list of several, of which it may be one."""
    columns = outbound_message.c
    together = and_(columns.complaint_id.is_(None), columns.text.contains(str(row.number)))
    return or_(columns.complaint_id == row.id, together)


def _inbound(connection: Connection, row: AnyRow, senders: Collection[int], cuts: Cuts) -> int:
    """Rewrite what they have texted; of a long SMS all parts go, for words may lie across two."""
    columns, found = inbound_message.c, 0
    theirs = select(columns.id, columns.text).where(columns.subscriber_id.in_(senders))
    for message in connection.execute(theirs).all():
        whole = cuts.everything and message.id == row.inbound_message_id
        text = cuts.marker if whole else cuts.said(message.text)
        if text != message.text:
            # Hash and keys, which are made of it, would still tell what it was to who guesses.
            rewritten = {"text": text, "text_hash": "", "key": f"redacted:{message.id}"}
            connection.execute(update(inbound_message).where(columns.id == message.id).values(**rewritten))
            parts = inbound_part.c.inbound_message_id == message.id
            forgotten = literal("redacted:").concat(cast(inbound_part.c.id, String))
            wanted = update(inbound_part).where(parts)
            connection.execute(wanted.values(text=cuts.marker, key=forgotten, content_key=forgotten))
            _each(connection, parked, "error", parked.c.inbound_message_id == message.id, cuts.said)
            found += 1
    return found


def _dialogues(connection: Connection, row: AnyRow, senders: Collection[int], cut: Cut) -> int:
    columns, found = dialogue.c, 0
    theirs = or_(columns.complaint_id == row.id, columns.subscriber_id.in_(senders))
    for each in connection.execute(select(columns.id, columns.state).where(theirs)).all():
        if (state := _walk(each.state, cut)) != each.state:
            connection.execute(update(dialogue).where(columns.id == each.id).values(state=state))
            found += 1
    return found


def _places(connection: Connection, row: AnyRow, cuts: Cuts) -> int:
    """Forget the places that are of the words; without any the complaint is like no other."""
    columns, found = complaint_place.c, 0
    for place in connection.execute(select(columns.id, columns.name).where(columns.complaint_id == row.id)).all():
        if cuts.everything or cuts.told(place.name) != place.name:
            connection.execute(delete(complaint_place).where(columns.id == place.id))
            found += 1
    return found


def _each(connection: Connection, table: Table, column: str, which: ColumnElement[bool], cut: Cut) -> int:
    found = 0
    for row_id, said in list(_texts(connection, table, column, which)):
        if (text := cut(said)) != said:
            segments = {"segments": segment_count(text)} if table is outbound_message else {}
            connection.execute(update(table).where(table.c.id == row_id).values({column: text, **segments}))
            found += 1
    return found


def _texts(connection: Connection, table: Table, column: str, which: ColumnElement[bool]) -> Iterator[tuple[int, str]]:
    for row in connection.execute(select(table.c.id, table.c[column]).where(which)):
        yield row[0], row[1]


def _walk(value: Any, cut: Cut) -> Any:
    """Rewrite all texts in what is stored as JSON."""
    if isinstance(value, str):
        return cut(value)
    if isinstance(value, list):
        return [_walk(each, cut) for each in value]
    if isinstance(value, dict):
        return {name: _walk(each, cut) for name, each in value.items()}
    return value
