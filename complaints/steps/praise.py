"""Praise: it reaches those whom it is for, its reporter is thanked, and nobody has anything left to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from complaints.life.lifecycle import OUTCOMES, Action, Actor, Status
from complaints.who.office import Office
from complaints.who.people import People
from config.text_limits import LONGEST_WORDS
from parsers.meaning import Kind
from sms.message import OutboundMessage, Priority
from sms.safe_text import one_line
from storage.changes import Changes
from storage.engine import AnyRow

THANKED: dict[str, Any] = {"status": Status.CLOSED, "outcome": OUTCOMES[Action.THANK, Actor.SYSTEM]}
"""How praise ends as soon as it is known whom it is for."""


@dataclass(frozen=True, slots=True)
class Praise:
    """A citizen's praise, as an officer reads it."""

    complaint_id: int
    number: int
    region: str
    agency: str
    text: str


def is_thanked(kind: str, agency: str | None, *, urgent: bool, secret: bool) -> bool:
    """Tell whether a report is praise that can be passed on at once; what is secret is nobody's to read aloud."""
    return kind == Kind.PRAISE and agency is not None and not urgent and not secret


def has_arrived(before: AnyRow, complaint: AnyRow) -> bool:
    """Tell whether praise that was nobody's has found whom it is for."""
    came = before.agency != complaint.agency and complaint.status == Status.ASSIGNED
    return came and is_thanked(complaint.kind, complaint.agency, urgent=complaint.urgent, secret=complaint.secret)


def forward(changes: Changes, office: Office, people: People, praise: Praise, now: datetime) -> None:
    """Pass praise on to the agency's contacts, when they are awake."""
    values: dict[str, str | int] = {
        "number": praise.number,
        "agency": office.agency_name(praise.region, praise.agency),
        "text": one_line(praise.text, LONGEST_WORDS),
    }
    text = office.texts_for(praise.region).render_with("officer_praise", values)
    for subscriber_id in people.recipients(praise.region, praise.agency):
        message = OutboundMessage(
            dedupe_key=f"praise:{praise.complaint_id}:{praise.agency}:{subscriber_id}",
            subscriber_id=subscriber_id,
            text=text,
            priority=Priority.UPDATE,
            complaint_id=praise.complaint_id,
            not_before=office.awake_at(praise.region, now),
            quiet_region=praise.region,
        )
        changes.send(message, now)
