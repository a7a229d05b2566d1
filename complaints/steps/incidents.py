"""Incidents: many complaints about one thing keep their numbers and lives, and are gathered under a name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from complaints.life.deeds import Deed
from complaints.life.gathered import is_called
from complaints.life.lifecycle import IN_HAND, Action, Actor, Status
from complaints.steps.actions import apply, changes_of, find
from complaints.who.circles import is_apart
from complaints.who.office import Office
from config.text_limits import LONGEST_INCIDENT
from sms.codec import is_gsm7
from sms.errors import UserError
from sms.safe_text import one_line
from storage import incidents, places
from storage.changes import Changes
from storage.engine import AnyRow
from storage.hands import parts_of
from storage.incidents import Sought

_JOINING = IN_HAND | {Status.NEW, Status.TRIAGE}
_AT_ONCE = 500
_MOST_PLACES = 100_000


class IncidentError(UserError):
    """An incident cannot be as it was asked for; the message says why, and what can."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came of opening an incident: how many complaints joined, and urgent ones there on other topics, by topic."""

    joined: int
    left_out: dict[str, int]


def open_incident(  # noqa: PLR0913, PLR0917 - what it is called, what joins it, and who opens it
    connection: Connection, office: Office, row: dict[str, Any], since: datetime, actor: str, now: datetime
) -> Gathered:
    """Open an incident and gather what is open and has come since then. Raises IncidentError."""
    name = row["name"]
    if not name.strip() or len(name) > LONGEST_INCIDENT or not is_gsm7(name) or one_line(name) != name:
        raise IncidentError(f"a name is one line of at most {LONGEST_INCIDENT} plain letters: it stands in each SMS")
    incident_id = incidents.add(connection, {**row, "opened_at": now, "opened_by": actor})
    if incident_id is None:
        raise IncidentError(f"{name} is open already; `aduan incident show` tells of it")
    return _gather(connection, office, {**row, "id": incident_id}, since, actor, now)


def reopen(connection: Connection, office: Office, incident: AnyRow, actor: str, now: datetime) -> Gathered:
    """Let an incident go on that was closed, with what it had and what has come since. Raises IncidentError."""
    _refuse_twice(connection, incident.name, incident.region)
    incidents.reopen(connection, incident.id)
    return _gather(connection, office, dict(incident._mapping), incident.closed_at, actor, now)  # noqa: SLF001 - its columns


def _refuse_twice(connection: Connection, name: str, region: str) -> None:
    if any(each.name.lower() == name.lower() for each in incidents.open_in(connection, region)):
        raise IncidentError(f"{name} is open already; `aduan incident show` tells of it")


def _gather(  # noqa: PLR0913, PLR0917 - what joins what, and who says so
    connection: Connection, office: Office, incident: dict[str, Any], since: datetime, actor: str, now: datetime
) -> Gathered:
    there = places_called(connection, incident["areas"]) if incident["areas"] else None
    sought = Sought(incident["region"], incident["topics"], there, _JOINING, since)
    found = incidents.matching(connection, sought)
    said, sets = f"joins {incident['name']}", {"incident_id": incident["id"]}
    do_all(connection, office, found, Deed(Action.GATHER, Actor.ADMIN, actor, said, sets=sets), now)
    return Gathered(len(found), incidents.left_out(connection, sought))


def places_called(connection: Connection, areas: Collection[str]) -> list[tuple[str, str]]:
    """Give the places that complaints have named and that are called by one of these areas, as kinds with names."""
    named = ((area, place) for area in areas for place in places.called(connection, area, _MOST_PLACES))
    return [place for area, place in named if is_called(area, place[1])]


def do_all(connection: Connection, office: Office, rows: Sequence[AnyRow], deed: Deed, now: datetime) -> None:
    """Do the same to many complaints that are locked."""
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
