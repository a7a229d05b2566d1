"""What all whose complaints an incident has gathered are told together: one SMS for a phone, the newest words only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.incidents import IncidentError, do_all
from complaints.who.office import Office
from sms.codec import segment_count
from sms.message import OutboundMessage, Priority
from sms.safe_text import one_line
from storage import incidents, outbound
from storage.changes import USEFUL_FOR, Changes, as_sent
from storage.engine import AnyRow
from storage.message_tables import outbound_message
from storage.upsert import insert_new

_AT_ONCE = 500

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What came of telling everybody: for how many phones the SMS is queued, which had it already, which want none.

    `replaced` are those for which earlier words still waited, which they are not told any more. `ahead` are the SMS
    that leave before, and `sleeps` tells that it is night there and all of them wait for the morning.
    """

    phones: int = 0
    had_it: int = 0
    opted_out: int = 0
    replaced: int = 0
    ahead: int = 0
    sleeps: bool = False


def tell(  # noqa: PLR0913, PLR0917 - who is told what, and who says so
    connection: Connection, office: Office, incident: AnyRow, text: str, actor: str, now: datetime
) -> Told:
    """Tell everybody who reported or supports what an incident gathers: one SMS for a phone, the same text never twice.

    Whose SMS was cancelled, failed or came too late has not had it. Raises IncidentError if it would be more than one
    SMS.
    """
    people = incidents.listeners(connection, incident.id)
    told = Changes()
    for each in people:
        if each.opted_out_at is None:
            told.send(_message(office, incident, text, each), now)
    replaced = _replace(connection, incident, told.outbound)
    asleep = office.quiet_regions(now)
    ahead = outbound.ahead_of(connection, Priority.BROADCAST, asleep, now)
    new = _queue(connection, told.outbound, now)
    if new:
        deed = Deed(Action.GATHER, Actor.ADMIN, actor, f"all of {incident.name} are told: {text}")
        do_all(connection, office, incidents.of(connection, incident.id), deed, now)
    sleeps = not _is_urgent(office, incident) and incident.region in asleep
    return Told(new, len(told.outbound) - new, len(people) - len(told.outbound), replaced, ahead, sleeps)


def close(  # noqa: PLR0913, PLR0917 - which, with what words, and who says so
    connection: Connection, office: Office, incident: AnyRow, text: str, actor: str, now: datetime
) -> Told:
    """Let nothing join an incident any more, with a last word to everybody if there is one."""
    told = tell(connection, office, incident, text, actor, now) if text else Told()
    incidents.close(connection, incident.id, now)
    return told


def _replace(connection: Connection, incident: AnyRow, rows: Sequence[Row]) -> int:
    """Take out of the queue what these phones were to be told before of this incident; gives how many."""
    return sum(
        outbound.replace_queued(
            connection,
            f"incident:{incident.id}:",
            [row["subscriber_id"] for row in batch],
            [row["dedupe_key"] for row in batch],
        )
        for batch in _batches(rows)
    )


def _queue(connection: Connection, rows: Sequence[Row], now: datetime) -> int:
    """Queue what nobody has had yet, also what was cancelled, failed or came too late before; gives how many."""
    new = 0
    for batch in _batches(rows):
        inserted = insert_new(connection, outbound_message, batch, outbound_message.c.dedupe_key)
        there = [row["dedupe_key"] for row in batch if row["dedupe_key"] not in inserted]
        new += len(inserted) + outbound.revive(connection, there, now, now + USEFUL_FOR)
    return new


def _batches(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    return (rows[begin : begin + _AT_ONCE] for begin in range(0, len(rows), _AT_ONCE))


def _message(office: Office, incident: AnyRow, text: str, listener: AnyRow) -> OutboundMessage:
    said = hashlib.sha256(one_line(text).encode()).hexdigest()[:16]
    return OutboundMessage(
        dedupe_key=f"incident:{incident.id}:{said}:{listener.subscriber_id}",
        subscriber_id=listener.subscriber_id,
        text=_written(office, incident, text, listener),
        priority=Priority.BROADCAST,
        quiet_region=None if _is_urgent(office, incident) else incident.region,
    )


def _written(office: Office, incident: AnyRow, text: str, listener: AnyRow) -> str:
    """Write the SMS, with the number of their complaint if there is room. Raises IncidentError if it is none."""
    texts, values = (
        office.texts_for(incident.region, listener.language),
        {"incident": incident.name, "text": one_line(text)},
    )
    numbered = texts.render("incident_told_number", **values, number=listener.number)
    if segment_count(as_sent(numbered)) == 1:
        return numbered
    written = texts.render("incident_told", **values)
    if segment_count(as_sent(written)) > 1:
        raise IncidentError(f"the text has {len(text)} characters; one SMS has room for {_room(incident)}")
    return written


def _is_urgent(office: Office, incident: AnyRow) -> bool:
    topics = office.region(incident.region).catalogue.topics
    return any(topic.urgent for topic in topics if topic.code in incident.topics)


def _room(incident: AnyRow) -> int:
    return 160 - len(incident.name) - len(": ")
