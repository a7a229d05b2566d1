"""Opening a complaint: its number, its first agency, and its history from the first line on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from complaints.alerts import Danger, alert
from complaints.clocks import dates_from, verify_by
from complaints.judgement import judge
from complaints.ladder import begin
from complaints.lifecycle import Action, Actor, Status, next_status
from complaints.numbers import number_of
from complaints.office import Office
from complaints.people import People
from complaints.places import lacks_place, place_rows, unit_in_charge, with_districts
from parsers.meaning import Kind
from routing.decide import Decision
from routing.quality import Quality
from sms.safe_text import storable
from storage.changes import Changes


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """A complaint as it comes through a door: `channel` says which, `actor` who brought it in."""

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


@dataclass(frozen=True, slots=True)
class Opened:
    """A complaint that has just been opened: its number, and where it is; `body` is in charge if nobody here is.

    `lacks_place`: its agency cannot do anything without knowing where it is, and the text does not say.
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


def open_complaint(  # noqa: PLR0913 - what it takes to open one
    changes: Changes, office: Office, people: People, new: NewComplaint, *, complaint_id: int, now: datetime
) -> Opened:
    """Open a complaint and hand it to the agency the router is sure of, else to triage; danger is told at once."""
    decision, quality = judge(office.routers[new.region], office.grader, new.text)
    action = _first_action(decision)
    status = next_status(Status.NEW, action, Actor.SYSTEM)
    opened = Opened(
        id=complaint_id,
        number=number_of(complaint_id, office.number_key),
        status=status,
        agency=decision.agency,
        urgent=decision.urgent,
        body=decision.body,
        kind=new.kind,
        secret=new.secret,
        lacks_place=new.kind is Kind.COMPLAINT and lacks_place(office.regions[new.region], decision, new.text),
    )
    region = office.regions[new.region]
    waits = verify_by(region, new.kind, now) if status is Status.TRIAGE else None
    changes.complaints.append(_complaint(new, opened, decision, quality, now) | {"verify_by": waits})
    places = with_districts(decision.places)
    changes.places += place_rows(complaint_id, places)
    if new.subscriber_id is not None:
        changes.parties.append(
            {"complaint_id": complaint_id, "subscriber_id": new.subscriber_id, "role": "reporter", "joined_at": now}
        )
    if decision.agency:
        unit = unit_in_charge(region, decision.agency, places)
        dates = dates_from(region, new.kind, decision.agency, now)
        looks = {"rung_at": begin(region, new.kind, now, urgent=decision.urgent)}
        changes.assignments.append(lead_assignment(complaint_id, decision.agency, now, unit) | dates | looks)
    changes.events += _first_events(new, opened, action, decision, now)
    if opened.urgent:
        danger = Danger(complaint_id, opened.number, new.region, opened.agency, new.text)
        alert(changes, office, people, danger, now)
        if decision.alerted:
            alert(changes, office, people, replace(danger, also=decision.alerted), now)
    return opened


def lead_assignment(complaint_id: int, agency: str, now: datetime, unit: str | None) -> dict[str, Any]:
    """Make the row that puts a complaint into the hands of an agency and one of its units, as its lead."""
    return {
        "complaint_id": complaint_id,
        "agency": agency,
        "unit": unit,
        "lead": True,
        "state": Status.ASSIGNED,
        "assigned_at": now,
    }


def _first_action(decision: Decision) -> Action:
    if decision.agency:
        return Action.ASSIGN
    return Action.DECLINE if decision.body else Action.UNSURE


def _complaint(
    new: NewComplaint, opened: Opened, decision: Decision, quality: Quality, now: datetime
) -> dict[str, Any]:
    routing = {
        "reasons": list(decision.reasons),
        "alternatives": [[choice.agency, choice.confidence] for choice in decision.alternatives],
        "agency": decision.agency,
        "body": decision.body,
        "model": decision.model,
        "quality": {"score": round(quality.score, 2), "flags": list(quality.flags), "reasons": list(quality.reasons)},
    }
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
        "text": storable(new.text),
        "status": opened.status,
        "topic": decision.topic,
        "urgent": decision.urgent,
        "confidence": decision.confidence,
        "routing": routing,
        "created_at": now,
        "updated_at": now,
        "status_since": now,
    }


def _first_events(
    new: NewComplaint, opened: Opened, action: Action, decision: Decision, now: datetime
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
        "action": action,
        "before": Status.NEW,
        "after": opened.status,
        "agency": opened.agency,
        "reason": " ".join(decision.reasons),
    }
    return [arrival, hand_over]
