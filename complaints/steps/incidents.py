"""Incidents: many complaints about one thing keep their numbers and lives, and their reporters are told together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from complaints.life.deeds import Deed
from complaints.life.lifecycle import IN_HAND, Action, Actor, Status
from complaints.steps.actions import apply, changes_of, find
from complaints.who.circles import is_apart
from complaints.who.office import Office
from config.text_limits import LONGEST_INCIDENT
from sms.codec import is_gsm7, segment_count
from sms.errors import UserError
from sms.message import OutboundMessage, Priority
from sms.safe_text import one_line
from storage import incidents
from storage.changes import Changes, as_sent
from storage.engine import AnyRow
from storage.hands import parts_of
from storage.message_tables import outbound_message
from storage.upsert import insert_new

_JOINING = IN_HAND | {Status.NEW, Status.TRIAGE}
_AT_ONCE = 500


class IncidentError(UserError):
    """An incident cannot be as it was asked for; the message says why, and what can."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of telling everybody: how many phones get the SMS, had it already, and want none."""

    phones: int
    had_it: int
    opted_out: int


def open_incident(  # noqa: PLR0913, PLR0917 - what it is called, what joins it, and who opens it
    connection: Connection, office: Office, row: dict[str, Any], since: datetime, actor: str, now: datetime
) -> int:
    """Open an incident and gather what is open and has come since then; gives how many. Raises IncidentError."""
    name = row["name"]
    if not name.strip() or len(name) > LONGEST_INCIDENT or not is_gsm7(name) or one_line(name) != name:
        raise IncidentError(f"a name is one line of at most {LONGEST_INCIDENT} plain letters: it stands in each SMS")
    incident_id = incidents.add(connection, {**row, "opened_at": now, "opened_by": actor})
    if incident_id is None:
        raise IncidentError(f"{name} is open already; `aduan incident show` tells of it")
    which = {key: row[key] for key in ("region", "topic", "areas")}
    found = incidents.matching(connection, **which, statuses=_JOINING, since=since)
    deed = Deed(Action.GATHER, Actor.ADMIN, actor, f"joins {name}", sets={"incident_id": incident_id})
    _do_all(connection, office, found, deed, now)
    return len(found)


def _do_all(connection: Connection, office: Office, rows: Sequence[AnyRow], deed: Deed, now: datetime) -> None:
    for begin in range(0, len(rows), _AT_ONCE):
        batch, changes = rows[begin : begin + _AT_ONCE], Changes()
        helpers = parts_of(connection, [row.id for row in batch])
        for row in batch:
            changes.add(changes_of(connection, office, row, helpers, deed, now)[0])
        changes.write(connection)


def join(  # noqa: PLR0913, PLR0917 - what joins what, and who says so
    connection: Connection, office: Office, number: int, incident: AnyRow, actor: str, now: datetime
) -> None:
    """Gather a complaint under an incident, whatever it is about; what is kept apart is refused."""
    found = find(connection, number, for_change=True)
    if is_apart(found):
        raise IncidentError(f"{number} is kept apart and is never told together with others")
    if found.region != incident.region:
        raise IncidentError(f"{number} is of region {found.region}, {incident.name} of {incident.region}")
    sets = {"incident_id": incident.id}
    apply(connection, office, number, Deed(Action.GATHER, Actor.ADMIN, actor, f"joins {incident.name}", sets=sets), now)


def leave(  # noqa: PLR0913, PLR0917 - what leaves what, and who says so
    connection: Connection, office: Office, number: int, incident: AnyRow, actor: str, now: datetime
) -> None:
    """Take a complaint out of an incident; raises IncidentError if it is not in it."""
    found = find(connection, number, for_change=True)
    if found.incident_id != incident.id:
        raise IncidentError(f"{number} is not in {incident.name}")
    sets = {"incident_id": None}
    said = f"leaves {incident.name}"
    apply(connection, office, number, Deed(Action.GATHER, Actor.ADMIN, actor, said, sets=sets), now)


def tell(  # noqa: PLR0913, PLR0917 - who is told what, and who says so
    connection: Connection, office: Office, incident: AnyRow, text: str, actor: str, now: datetime
) -> Told:
    """Tell everybody who reported or supports what an incident gathers: one SMS for a phone, the same text never twice.

    Raises IncidentError if it would be more than one SMS.
    """
    people = incidents.listeners(connection, incident.id)
    told = Changes()
    for each in people:
        if each.opted_out_at is None:
            told.send(_message(office, incident, text, each), now)
    new = 0
    for begin in range(0, len(told.outbound), _AT_ONCE):
        batch = told.outbound[begin : begin + _AT_ONCE]
        new += len(insert_new(connection, outbound_message, batch, outbound_message.c.dedupe_key))
    if new:
        deed = Deed(Action.GATHER, Actor.ADMIN, actor, f"all of {incident.name} are told: {text}")
        _do_all(connection, office, incidents.of(connection, incident.id), deed, now)
    return Told(new, len(told.outbound) - new, len(people) - len(told.outbound))


def close(  # noqa: PLR0913, PLR0917 - which, with what words, and who says so
    connection: Connection, office: Office, incident: AnyRow, text: str, actor: str, now: datetime
) -> Told:
    """Let nothing join an incident any more, with a last word to everybody if there is one."""
    told = tell(connection, office, incident, text, actor, now) if text else Told(0, 0, 0)
    incidents.close(connection, incident.id, now)
    return told


def _message(office: Office, incident: AnyRow, text: str, listener: AnyRow) -> OutboundMessage:
    written = office.texts_for(incident.region, listener.language).render(
        "incident_told", incident=incident.name, text=one_line(text)
    )
    if segment_count(as_sent(written)) > 1:
        raise IncidentError(f"the text has {len(text)} characters; one SMS has room for {_room(incident)}")
    said = hashlib.sha256(one_line(text).encode()).hexdigest()[:16]
    region = office.region(incident.region)
    urgent = any(topic.urgent for topic in region.catalogue.topics if topic.code == incident.topic)
    return OutboundMessage(
        dedupe_key=f"incident:{incident.id}:{said}:{listener.subscriber_id}",
        subscriber_id=listener.subscriber_id,
        text=written,
        priority=Priority.BROADCAST,
        quiet_region=None if urgent else incident.region,
    )


def _room(incident: AnyRow) -> int:
    return 160 - len(incident.name) - len(": ")
