"""The rows of a complaint that another system has worked on: as it stands there, with its dates counted here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from complaints.doors.entries import Entry
from complaints.life.lifecycle import DONE, ENDED, Action, Actor, Outcome, Status
from complaints.life.numbers import number_of
from complaints.steps.clocks import dates_from
from complaints.steps.opening import Opened, lead_assignment
from complaints.time.deadlines import date_of
from complaints.watch.ladder import begin_late
from complaints.who.office import Office
from config.limits import Which
from storage.changes import Changes
from storage.contacts import INTEGRITY

_REASONS: dict[str, Any] = {"reasons": [], "alternatives": [], "agency": None, "body": None, "model": ""}
_NO_QUALITY = {"score": 1.0, "flags": [], "reasons": []}


@dataclass(frozen=True, slots=True)
class Arrival:
    """How an entry comes in: its id here, its reporter's, who imports it and when, and from which system."""

    id: int
    subscriber_id: int | None
    actor: str
    system: str
    now: datetime


def write_down(changes: Changes, office: Office, entry: Entry, arrival: Arrival) -> Opened:
    """Add what an entry is here to the changes, as it stands there."""
    status, outcome, close_at = _stands(office, entry, arrival.now)
    agency = INTEGRITY if entry.secret else entry.agency
    number = number_of(arrival.id, office.number_key)
    changes.complaints.append(
        {
            "id": arrival.id,
            "number": number,
            "region": entry.region.code,
            "subscriber_id": arrival.subscriber_id,
            "channel": entry.channel,
            "kind": entry.kind,
            "anonymous": entry.anonymous,
            "secret": entry.secret,
            "circle": INTEGRITY if entry.secret else None,
            "text": entry.text,
            "status": status,
            "outcome": outcome,
            "topic": entry.topic,
            "routing": {**_REASONS, "quality": _NO_QUALITY},
            "created_at": entry.created_at,
            "updated_at": arrival.now,
            "status_since": entry.since,
            "first_answer_at": entry.answered_at,
            "close_at": close_at,
            "compensation": status not in ENDED and office.compensation.is_asked(entry.text),
        }
    )
    if arrival.subscriber_id is not None:
        reporter = {"complaint_id": arrival.id, "subscriber_id": arrival.subscriber_id, "role": "reporter"}
        changes.parties.append({**reporter, "joined_at": entry.created_at})
    if agency is not None:
        changes.assignments.append(_hands(entry, arrival, agency, status))
    changes.events.append(_beginning(entry, arrival, agency, status))
    return Opened(arrival.id, number, status, agency, urgent=False, kind=entry.kind, secret=entry.secret)


def _stands(office: Office, entry: Entry, now: datetime) -> tuple[Status, Outcome | None, datetime | None]:
    """Tell how it stands here: what was solved so long ago that it would have closed by itself has."""
    if entry.status is not Status.RESOLVED:
        return entry.status, entry.outcome, None
    limit = entry.region.limits.of(Which.CLOSE, entry.kind, entry.agency)
    close_at = date_of(office.region(entry.region.code), limit, entry.since)
    if close_at is not None and close_at <= now:
        return Status.CLOSED, Outcome.TIMED_OUT, None
    return entry.status, None, close_at


def _hands(entry: Entry, arrival: Arrival, agency: str, status: Status) -> dict[str, Any]:
    """Make the row of the agency that has it, or had it."""
    region, kind = entry.region, entry.kind
    dates = dates_from(region, kind, agency, entry.created_at)
    row = lead_assignment(arrival.id, agency, entry.created_at, None) | dates
    done = entry.since if status in DONE else None
    taken_up = (entry.answered_at or entry.since) if status is not Status.ASSIGNED else None
    silent = entry.created_at if taken_up is None else None
    ladder = begin_late(None if done else region, kind, silent, dates["due_at"], arrival.now)
    told = arrival.now if done else None
    return {**row, **ladder, "state": status, "accepted_at": taken_up, "done_at": done, "told_at": told}


def _beginning(entry: Entry, arrival: Arrival, agency: str | None, status: Status) -> dict[str, Any]:
    """Begin its history: how it stood in the other system when it was entered here, and what was answered there."""
    came_from = f"{arrival.system}:{entry.external_id}"
    return {
        "complaint_id": arrival.id,
        "at": arrival.now,
        "actor_kind": Actor.ADMIN,
        "actor": arrival.actor,
        "action": Action.OPEN,
        "before": None,
        "after": status,
        "agency": agency,
        "reason": f"{came_from}: {entry.answer}" if entry.answer else came_from,
    }
