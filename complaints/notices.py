"""Which text goes to the citizen when a complaint moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from complaints.lifecycle import Action, Status
from complaints.office import Office
from complaints.opening import Opened
from sms.message import OutboundMessage, Priority
from storage.engine import AnyRow

# Steps that concern nobody but the office.
_SILENT = frozenset({Action.UNSURE, Action.ARCHIVE, Action.MARK_SPAM})

# What the office says in its own words goes out as it is; what it says beside other steps is a note in the history.
_SPOKEN = frozenset({Action.REPLY, Action.RESOLVE, Action.ASK})


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
    """Write the first answer to a complaint: its number and who has it."""
    texts = office.texts_for(region)
    if opened.agency is None:
        return texts.render("ack_triage", number=opened.number)
    return texts.render("ack_assigned", number=opened.number, agency=office.agency_name(region, opened.agency))


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
    number, agency = complaint.number, office.agency_name(complaint.region, step.agency)
    match step:
        case StepTaken(action=action, said=said) if said and action in _SPOKEN:
            return texts.render("reply", number=number, agency=agency, text=said)
        case StepTaken(after=Status.NOT_OURS, said=said):
            return texts.render("not_ours", number=number, text=said)
        case StepTaken(after=Status.ASSIGNED):
            return texts.render("update_assigned", number=number, agency=agency)
        case StepTaken(after=Status.RESOLVED):
            return texts.render("update_resolved", number=number, agency=agency)
        case StepTaken(after=Status.CLOSED):
            return texts.render("update_closed", number=number)
        case _:
            return texts.render("update", number=number, status=texts.status(step.after), agency=agency)
