"""Danger does not wait for a digest: its office hears of it at once, whatever the hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from complaints.office import Office
from complaints.people import People
from sms.message import OutboundMessage, Priority
from sms.safe_text import one_line
from storage.changes import Changes

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
    values: dict[str, str | int] = {
        "agency": office.agency_name(danger.region, danger.agency),
        "number": danger.number,
        "text": one_line(danger.text, _LONGEST),
    }
    text = office.texts_for(danger.region).render_with(_key(people, danger), values)
    told = danger.also or danger.agency
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
    if danger.also:
        return "alert_also"
    if danger.agency is None:
        return "alert_triage"
    return "alert" if people.has_contact(danger.region, danger.agency) else "alert_admin"
