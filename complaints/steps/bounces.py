"""Complaints that agencies hand on and back: the third time somebody above them decides.

Nobody's matter is what citizens fear most. So it is counted, and no officer can send such a complaint on for ever.
"""

from __future__ import annotations

from datetime import datetime

from complaints.life.lifecycle import Action, Actor
from complaints.who.office import Office
from complaints.who.people import People
from sms.message import OutboundMessage, Priority
from storage.changes import Changes
from storage.contacts import ADMIN
from storage.engine import AnyRow

MOST = 3
"""The bounce with which it ends: the admin chooses then, whomever the officer named."""

_HANDS_ON = frozenset({Action.RETURN, Action.ASSIGN})


def is_bounce(complaint: AnyRow, action: Action, actor: Actor, agency: str | None) -> bool:
    """Tell whether a step takes a complaint out of an agency's hands by an officer; circles have their own ways."""
    leaves = complaint.agency is not None and agency != complaint.agency
    return actor is Actor.OFFICER and action in _HANDS_ON and leaves and complaint.circle is None


def is_too_often(complaint: AnyRow) -> bool:
    """Tell whether one more bounce is the last."""
    return bool(complaint.bounced + 1 >= MOST)


def tell_admin(changes: Changes, office: Office, people: People, complaint: AnyRow, now: datetime) -> None:
    """Tell the admin that a complaint finds no agency."""
    agency = office.agency_name(complaint.region, complaint.agency)
    values: dict[str, str | int] = {"number": complaint.number, "count": complaint.bounced + 1, "agency": agency}
    text = office.texts_for(complaint.region).render_with("alert_bounced", values)
    for subscriber_id in people.recipients(complaint.region, ADMIN):
        message = OutboundMessage(
            dedupe_key=f"bounced:{complaint.id}:{complaint.bounced + 1}:{subscriber_id}",
            subscriber_id=subscriber_id,
            text=text,
            priority=Priority.UPDATE,
            complaint_id=complaint.id,
            not_before=None if complaint.urgent else office.awake_at(complaint.region, now),
            quiet_region=None if complaint.urgent else complaint.region,
        )
        changes.send(message, now)
