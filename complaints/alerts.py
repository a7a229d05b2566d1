"""Danger does not wait for a digest: its office hears of it at once, whatever the hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from complaints.office import Office
from complaints.people import People
from sms.message import OutboundMessage, Priority
from sms.safe_text import one_line
from storage.changes import Changes

_UNREACHED = "alert_admin"
"""The text for the admin, who has to call an office that no contact is registered for."""
_LONGEST = 200
"""Characters of the citizen's text: enough to act on, and CEK gives the rest."""


@dataclass(frozen=True, slots=True)
class Danger:
    """A complaint as an alert tells of it; `agency` None if none has it. `also`: who is told though another has it."""

    complaint_id: int
    number: int
    region: str
    agency: str | None
    text: str
    also: str | None = None


def alert(changes: Changes, office: Office, people: People, danger: Danger, now: datetime) -> None:
    """Tell the contacts of the agency, or the admin where it has none."""
    told = danger.also or danger.agency
    key = _key(people, danger)
    named = told if key == _UNREACHED else danger.agency
    values: dict[str, str | int] = {
        "agency": office.agency_name(danger.region, named),
        "number": danger.number,
        "text": one_line(danger.text, _LONGEST),
    }
    text = office.texts_for(danger.region).render_with(key, values)
    for subscriber_id in people.recipients(danger.region, told):
        warning = OutboundMessage(
            # It may be handed to the same office twice, and then it is danger twice.
            dedupe_key=f"alert:{danger.complaint_id}:{told or ''}:{subscriber_id}:{now.isoformat()}",
            subscriber_id=subscriber_id,
            text=text,
            priority=Priority.ANSWER,
            complaint_id=danger.complaint_id,
        )
        changes.send(warning, now)


def _key(people: People, danger: Danger) -> str:
    """Choose the text: the admin must know that nobody else hears of it."""
    told = danger.also or danger.agency
    if told is None:
        return "alert_triage"
    if not people.has_contact(danger.region, told):
        return _UNREACHED
    return "alert_also" if danger.also else "alert"
