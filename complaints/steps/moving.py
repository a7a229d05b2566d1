"""Complaints for somebody else: another region that is served gets them, of one that is not the citizen gets the way.

There is no wrong door: whoever wrote to the wrong government writes nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from complaints.life.deeds import Deed, NoSuchRegionError
from complaints.life.judgement import judge
from complaints.life.lifecycle import Action, IllegalStepError, Status
from complaints.life.places import place_rows, with_districts
from complaints.steps.actions import apply, find
from complaints.steps.opening import routing_of
from complaints.who import circles
from complaints.who.office import Office
from complaints.who.people import People
from config.regions import Neighbour, Region
from parsers.agency import agency_at_front
from routing.decide import Decision
from storage import places
from storage.changes import Changes
from storage.complaints import said_since
from storage.contacts import OVERSIGHT
from storage.engine import AnyRow


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Whom the words of an officer name first: another region that is served, or a neighbour that is not."""

    region: Region | None = None
    neighbour: Neighbour | None = None


def elsewhere(office: Office, region: str, words: str) -> Elsewhere | None:
    """Find the region or the neighbour that words begin with, by keyword, alias or name; None if they name none.

    Not by the name alone: a city and a regency may share it.
    """
    others = {code: known for code, known in office.regions.items() if code != region}
    served = (
        (name, code) for code, known in others.items() for name in (code, *known.keywords, known.name, *known.names[1:])
    )
    if (code := agency_at_front(words, served)) is not None:
        return Elsewhere(region=others[code])
    neighbours = office.regions[region].neighbours if region in office.regions else {}
    called = ((name, key) for key, known in neighbours.items() for name in known.names)
    key = agency_at_front(words, called)
    return Elsewhere(neighbour=neighbours[key]) if key is not None else None


def way_to(office: Office, region: str, neighbour: Neighbour) -> str:
    """Write who is in charge instead of us and how a citizen gets there, as the words of DECLINE."""
    return office.texts_for(region).render("neighbour", body=neighbour.name, reach=neighbour.reach)


def move(connection: Connection, office: Office, number: int, deed: Deed, now: datetime) -> Status:
    """Move a complaint to the region of a deed, where it is routed as if it were new; the number stays.

    What is of a circle goes to the same circle there, with those whom it accuses by that region's names too.

    Raises NoSuchRegionError, NobodyThereError, and what `actions.apply` raises.
    """
    complaint = find(connection, number, for_change=True)
    region = office.regions.get(deed.region or "")
    if region is None:
        raise NoSuchRegionError(f"no region {deed.region} in the settings; there are {', '.join(office.regions)}")
    if region.code == complaint.region:
        raise IllegalStepError(f"{number} is of {region.code} already")
    whole = "\n".join([complaint.text, *said_since(connection, complaint.id)])
    decision, quality = judge(office.routers[region.code], office.grader, whole)
    judged: dict[str, Any] = {
        "region": region.code,
        "topic": decision.topic,
        "confidence": decision.confidence,
        "urgent": complaint.urgent or decision.urgent,
        "routing": routing_of(decision, quality),
        "flagged": bool(quality.flags),
    }
    said = f"{complaint.region} -> {region.code}: {deed.said}".rstrip(": ")
    if complaint.circle:
        accused = {*(complaint.accused or ()), *_accused_there(office, complaint, region, decision)}
        judged["accused"] = tuple(sorted(accused)) or None
    hands = complaint.circle or decision.agency
    moved = replace(deed, action=Action.MOVE, said=said, agency=hands, sets={**deed.sets, **judged})
    _refuse_to_nobody(connection, complaint, moved, now)
    _note_places(connection, complaint.id, with_districts(decision.places))
    return apply(connection, office, number, moved, now)


def _refuse_to_nobody(connection: Connection, complaint: AnyRow, deed: Deed, now: datetime) -> None:
    """Refuse to move what is of a circle to where nobody of it would hear of it; first to whoever may not move it."""
    if complaint.circle is None or deed.region is None:
        return
    circles.refuse(complaint, deed, complaint.circle)
    if not circles.is_anybody_there(People(connection, now), deed.region, complaint.circle, deed.sets["accused"] or ()):
        raise circles.NobodyThereError(
            f"{complaint.number} stays: {deed.region} has nobody at {complaint.circle} who would hear of it"
        )


def _accused_there(office: Office, complaint: AnyRow, region: Region, decision: Decision) -> Iterable[str]:
    """Tell whom of another region a delicate complaint accuses: there too nobody judges themselves."""
    placed = circles.place(office, region.code, complaint.text, decision, secret=True)
    return {*placed.accused, *(office.run_by(region.code) if complaint.circle == OVERSIGHT else ())}


def decline(connection: Connection, office: Office, number: int, deed: Deed, now: datetime) -> Status:
    """Tell the citizen whose the complaint is; a neighbour's name is enough, the way there is known."""
    region = find(connection, number, for_change=True).region
    there = elsewhere(office, region, deed.said)
    said = way_to(office, region, there.neighbour) if there and there.neighbour else deed.said
    return apply(connection, office, number, replace(deed, said=said), now)


def _note_places(connection: Connection, complaint_id: int, told: dict[tuple[str, str], str]) -> None:
    """Write down the places that the new region knows, before it is looked which unit answers for them."""
    known = {(place["kind"], place["name"]) for place in places.of(connection, complaint_id)}
    changes = Changes()
    changes.places += place_rows(complaint_id, {place: told[place] for place in told.keys() - known})
    changes.write(connection)
