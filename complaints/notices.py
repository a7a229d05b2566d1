"""Which text goes to the citizen when a complaint moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from complaints.lifecycle import ENDED, Action, Status
from complaints.office import Office
from complaints.opening import Opened
from sms.message import OutboundMessage, Priority
from storage.engine import AnyRow

# Steps that concern nobody but the office.
_SILENT = frozenset({Action.UNSURE, Action.ARCHIVE, Action.MARK_SPAM})

# What the office says in its own words goes out as it is; what it says beside other steps is a note in the history.
_SPOKEN = {Action.REPLY: "reply", Action.ASK: "ask", Action.RESOLVE: "update_resolved_words"}

# By whether an agency has it, and whether there is danger.
_ACKNOWLEDGEMENTS = {
    (True, False): "ack_assigned",
    (True, True): "ack_urgent",
    (False, False): "ack_triage",
    (False, True): "ack_urgent_triage",
}

_KEYS = {
    Status.ASSIGNED: "update_assigned",
    Status.RESOLVED: "update_resolved",
    Status.NOT_OURS: "not_ours",
}


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step as the citizen hears of it: what was done, the state after it, the agency in charge, and its words."""

    action: Action
    after: Status
    agency: str | None
    said: str


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Write a moment as short as an SMS needs it, in the region's own time: "21/11 09:30"."""
    return at.astimezone(zone).strftime("%d/%m %H:%M")


def acknowledgement(office: Office, region: str, opened: Opened) -> str:
    """Write the first answer to a complaint: its number, who has it, and the emergency number if there is danger."""
    values: dict[str, str | int] = {
        "number": opened.number,
        "agency": office.agency_name(region, opened.agency),
        "emergency": office.regions[region].emergency,
    }
    return office.texts_for(region).render_with(_ACKNOWLEDGEMENTS[opened.agency is not None, opened.urgent], values)


def for_citizen(office: Office, complaint: AnyRow, step: StepTaken, key: str) -> OutboundMessage | None:
    """Write what the reporter hears of a step; None if it is none of their concern, or nobody is there to hear."""
    if complaint.subscriber_id is None or step.action in _SILENT:
        return None
    return OutboundMessage(
        dedupe_key=f"update:{key}",
        subscriber_id=complaint.subscriber_id,
        text=_text(office, complaint, step),
        priority=Priority.UPDATE,
        complaint_id=complaint.id,
    )


def _text(office: Office, complaint: AnyRow, step: StepTaken) -> str:
    texts = office.texts_for(complaint.region)
    values: dict[str, str | int] = {
        "number": complaint.number,
        "agency": office.agency_name(complaint.region, step.agency),
        "status": texts.status(step.after),
        "text": step.said,
    }
    return texts.render_with(_key(step), values)


def _key(step: StepTaken) -> str:
    """Choose the text for a step: the office's own words where it has some, else what the new state is called."""
    if step.said and step.action in _SPOKEN:
        return _SPOKEN[step.action]
    if step.action is Action.REOPEN:
        return "update_reopened"
    if step.after in ENDED:
        return "update_ended"
    return _KEYS.get(step.after, "update")
