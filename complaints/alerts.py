"""Danger does not wait for a digest: its office hears of it at once, whatever the hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from complaints.office import Office
from complaints.people import People
from sms.message import OutboundMessage, Priority
from sms.safe_text import mask_phones, one_line
from storage.changes import Changes

_UNREACHED = "alert_admin"
"""The text for the admin, who has to call an office that no contact is registered for."""
_LONGEST = 200
"""Characters of the citizen's text: enough to act on, and CEK gives the rest."""


@dataclass(frozen=True, slots=True)
class Danger:
    """A complaint as an alert tells of it; `agency` None if none has it. `also`: who is told though another has it.

    `circle`: it is a delicate one, of whose reporter nothing is told.
    """

    complaint_id: int
    number: int
    region: str
    agency: str | None
    text: str
    also: str | None = None
    circle: str | None = None


def alert(changes: Changes, office: Office, people: People, danger: Danger, now: datetime) -> None:
    """Tell the contacts of the agency, or the admin where it has none; of what is delicate, its circle in their place."""
    told = danger.also or danger.agency
    key = _key(people, danger)
    named = told if key == _UNREACHED else danger.agency
    said = mask_phones(danger.text) if danger.circle else danger.text
    values: dict[str, str | int] = {
        "agency": office.agency_name(danger.region, named),
        "number": danger.number,
        "text": one_line(said, _LONGEST),
    }
    text = office.texts_for(danger.region).render_with(key, values)
    for subscriber_id in _hearers(people, danger):
        warning = OutboundMessage(
            # It may be handed to the same office twice, and then it is danger twice.
            dedupe_key=f"alert:{danger.complaint_id}:{told or ''}:{subscriber_id}:{now.isoformat()}",
            subscriber_id=subscriber_id,
            text=text,
            priority=Priority.ANSWER,
            complaint_id=danger.complaint_id,
        )
        changes.send(warning, now)


def _hearers(people: People, danger: Danger) -> list[int]:
    told = danger.also or danger.agency
    if danger.circle is None:
        return people.recipients(danger.region, told)
    reached = told is not None and people.has_contact(danger.region, told)
    # Where nobody at all is registered for what is delicate, a life goes before the secret.
    return people.recipients(danger.region, told if reached else danger.circle) or people.recipients(
        danger.region, None
    )


def _key(people: People, danger: Danger) -> str:
    """Choose the text: the admin must know that nobody else hears of it."""
    told = danger.also or danger.agency
    if told is None:
        return "alert_triage"
    if not people.has_contact(danger.region, told):
        return "alert" if told == danger.circle else _UNREACHED
    if danger.also:
        return "alert_secret" if danger.circle else "alert_also"
    return "alert"
