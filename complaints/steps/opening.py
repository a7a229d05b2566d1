"""Opening a complaint: its number, its first agency, and its history from the first line on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from complaints.life.gathered import gathered_under
from complaints.life.judgement import judge
from complaints.life.lifecycle import Action, Actor, Status, next_status
from complaints.life.numbers import number_of
from complaints.life.places import lacks_place, place_rows, unit_in_charge, with_districts
from complaints.steps.clocks import dates_from, verify_by
from complaints.steps.praise import THANKED, Praise, forward, is_thanked
from complaints.watch.alerts import Danger, alert
from complaints.watch.ladder import begin, begin_late
from complaints.who.circles import Placed, place
from complaints.who.office import Office
from complaints.who.people import People
from config.regions import Region
from parsers.meaning import Kind
from routing.decide import Decision
from routing.quality import Quality
from sms.safe_text import mask_phones, storable
from storage.changes import Changes


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """A complaint as it comes through a door: `channel` says which, `actor` who brought it in.

    `received_at` is when it reached the government, if that was before now: deadlines count from then. `wakes`: danger
    and praise are told at once; of what lies for long already nobody is woken. `asked` is how often its reporter had to
    be asked before it could be filed.
    """

    region: str
    text: str
    channel: str
    subscriber_id: int | None
    actor_kind: Actor
    actor: str
    inbound_message_id: int | None = None
    kind: Kind = Kind.COMPLAINT
    anonymous: bool = False
    secret: bool = False
    received_at: datetime | None = None
    wakes: bool = True
    asked: int = 0
    judged: tuple[Decision, Quality] | None = None
    """What is thought of the text, where that has been found out before, outside of the transaction."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A complaint that has just been opened: its number, and where it is; `body` is in charge if nobody here is.

    `lacks_place`: its agency cannot do anything without knowing where it is, and the text does not say. `incident` is
    the name of the one that it is gathered under.
    """

    id: int
    number: int
    status: Status
    agency: str | None
    urgent: bool
    body: str | None = None
    kind: Kind = Kind.COMPLAINT
    secret: bool = False
    lacks_place: bool = False
    incident: str | None = None


def open_complaint(  # noqa: PLR0913 - what it takes to open one
    changes: Changes, office: Office, people: People, new: NewComplaint, *, complaint_id: int, now: datetime
) -> Opened:
    """Open a complaint and hand it to the agency the router is sure of, else to triage; danger is told at once."""
    decision, quality = new.judged or judge(office.routers[new.region], office.grader, new.text)
    placed = place(office, new.region, new.text, decision, secret=new.secret)
    action = _first_action(placed, decision)
    status = next_status(Status.NEW, action, Actor.SYSTEM)
    thanks = is_thanked(new.kind, placed.agency, urgent=decision.urgent, secret=new.secret)
    thanked = thanks and placed.circle is None
    places = with_districts(decision.places)
    apart = new.secret or placed.circle is not None or new.kind is Kind.PRAISE
    incident = None if apart else gathered_under(people.incidents(new.region), decision.topic, places)
    opened = Opened(
        id=complaint_id,
        number=number_of(complaint_id, office.number_key),
        status=Status.CLOSED if thanked else status,
        agency=placed.agency,
        urgent=decision.urgent,
        body=None if placed.agency else decision.body,
        kind=new.kind,
        secret=new.secret,
        lacks_place=_lacks_place(office, new, placed, decision),
        incident=incident.name if incident else None,
    )
    region, since = office.regions[new.region], new.received_at or now
    waits = verify_by(region, new.kind, since) if status is Status.TRIAGE else None
    more = {"verify_by": waits, "compensation": office.compensation.is_asked(new.text)}
    more["incident_id"] = incident.id if incident else None
    changes.complaints.append(_complaint(new, opened, placed, decision, quality, since, now) | more)
    changes.places += place_rows(complaint_id, places)
    if new.subscriber_id is not None:
        changes.parties.append(
            {"complaint_id": complaint_id, "subscriber_id": new.subscriber_id, "role": "reporter", "joined_at": now}
        )
    unit = unit_in_charge(region, placed.agency, places)
    if placed.agency:
        dates = dates_from(region, new.kind, placed.agency, since)
        looks = _looks(region, new, dates["due_at"], now, urgent=decision.urgent)
        changes.assignments.append(lead_assignment(complaint_id, placed.agency, since, unit) | dates | looks)
    changes.events += _first_events(new, opened, (action, status), decision, now)
    # Who stays unknown may have written their own number.
    said = mask_phones(new.text) if new.anonymous or placed.circle else new.text
    if opened.incident:
        changes.events.append(_joins(opened, now))
    if thanked and placed.agency:
        _thank(changes, opened, now)
    if thanked and placed.agency and new.wakes:
        told = Praise(complaint_id, opened.number, new.region, placed.agency, said)
        forward(changes, office, people, told, now)
    if opened.urgent and new.wakes:
        danger = Danger(complaint_id, opened.number, new.region, opened.agency, said, circle=placed.circle)
        danger = replace(danger, accused=placed.accused, unit=unit)
        for also in (None, *_also_told(placed, decision)):
            alert(changes, office, people, replace(danger, also=also), now)
    return opened


def _looks(
    region: Region, new: NewComplaint, due_at: datetime | None, now: datetime, *, urgent: bool
) -> dict[str, Any]:
    """Give the ladder's columns; of danger those above are told, however long it has been known elsewhere."""
    if new.received_at is None:
        return {"rung_at": begin(region, new.kind, now, due_at, urgent=urgent)}
    if urgent and new.wakes:
        return {"rung": 0, "rung_at": begin(region, new.kind, new.received_at, due_at, urgent=True)}
    return begin_late(region, new.kind, new.received_at, due_at, now, urgent=urgent)


def _lacks_place(office: Office, new: NewComplaint, placed: Placed, decision: Decision) -> bool:
    """Tell whether its agency has to ask where it is; of what is delicate nothing is asked that tells what it is."""
    asks = new.kind is Kind.COMPLAINT and placed.circle is None
    return asks and lacks_place(office.regions[new.region], decision, new.text)


def _also_told(placed: Placed, decision: Decision) -> list[str]:
    """Tell who has to hear of a danger beside who has the complaint: who saves lives, and is not accused."""
    rescuers = (decision.agency if placed.circle else None, decision.alerted)
    return [each for each in dict.fromkeys(rescuers) if each and each not in placed.accused]


def lead_assignment(complaint_id: int, agency: str, now: datetime, unit: str | None) -> dict[str, Any]:
    """Make the row that puts a complaint into the hands of an agency and one of its units, as its lead."""
    return {
        "complaint_id": complaint_id,
        "agency": agency,
        "unit": unit,
        "lead": True,
        "state": Status.ASSIGNED,
        "assigned_at": now,
        "done_at": None,
        "told_at": None,
    }


def routing_of(decision: Decision, quality: Quality) -> dict[str, Any]:
    """Write down why a complaint went where it went, and what it could have been."""
    return {
        "reasons": list(decision.reasons),
        "alternatives": [[choice.agency, choice.confidence] for choice in decision.alternatives],
        "agency": decision.agency,
        "body": decision.body,
        "model": decision.model,
        "quality": {"score": round(quality.score, 2), "flags": list(quality.flags), "reasons": list(quality.reasons)},
    }


def _first_action(placed: Placed, decision: Decision) -> Action:
    if placed.agency:
        return Action.ASSIGN
    return Action.DECLINE if decision.body else Action.UNSURE


def _complaint(  # noqa: PLR0913, PLR0917 - what is known of one
    new: NewComplaint,
    opened: Opened,
    placed: Placed,
    decision: Decision,
    quality: Quality,
    since: datetime,
    now: datetime,
) -> dict[str, Any]:
    return {
        "id": opened.id,
        "number": opened.number,
        "region": new.region,
        "subscriber_id": new.subscriber_id,
        "inbound_message_id": new.inbound_message_id,
        "channel": new.channel,
        "kind": new.kind,
        "anonymous": new.anonymous,
        "secret": new.secret,
        "circle": placed.circle,
        "accused": list(placed.accused) or None,
        "text": storable(new.text),
        "status": opened.status,
        "outcome": None,
        "topic": decision.topic,
        "urgent": decision.urgent,
        "confidence": decision.confidence,
        # Whoever leaves no number is asked nothing.
        "asked": new.asked + (opened.lacks_place and new.subscriber_id is not None),
        "routing": routing_of(decision, quality),
        "flagged": bool(quality.flags),
        "created_at": since,
        "updated_at": now,
        "status_since": since,
    }


def _first_events(
    new: NewComplaint, opened: Opened, step: tuple[Action, Status], decision: Decision, now: datetime
) -> list[dict[str, Any]]:
    common = {"complaint_id": opened.id, "at": now}
    arrival = {
        **common,
        "actor_kind": new.actor_kind,
        "actor": new.actor,
        "action": Action.OPEN,
        "before": None,
        "after": Status.NEW,
        "agency": None,
        "reason": "",
    }
    hand_over = {
        **common,
        "actor_kind": Actor.SYSTEM,
        "actor": "router",
        "action": step[0],
        "before": Status.NEW,
        "after": step[1],
        "agency": opened.agency,
        "reason": " ".join(decision.reasons),
    }
    return [arrival, hand_over]


def _joins(opened: Opened, now: datetime) -> dict[str, Any]:
    return {
        "complaint_id": opened.id,
        "at": now,
        "actor_kind": Actor.SYSTEM,
        "actor": "incident",
        "action": Action.GATHER,
        "before": opened.status,
        "after": opened.status,
        "agency": opened.agency,
        "reason": f"joins {opened.incident}",
    }


def _thank(changes: Changes, opened: Opened, now: datetime) -> None:
    """End praise that has found whom it is for: nobody has anything to do."""
    changes.complaints[-1] |= THANKED
    changes.assignments[-1] |= {"state": Status.CLOSED, "done_at": now, "told_at": now}
    thanks = {
        "complaint_id": opened.id,
        "at": now,
        "actor_kind": Actor.SYSTEM,
        "actor": "praise",
        "action": Action.THANK,
        "before": Status.ASSIGNED,
        "after": Status.CLOSED,
        "agency": opened.agency,
        "reason": "",
    }
    changes.events.append(thanks)
