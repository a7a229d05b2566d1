"""The last door: the Ombudsman, of whom a citizen is told once when the office itself has nobody left to ask."""

from __future__ import annotations

from datetime import datetime

from complaints.life.lifecycle import Status
from complaints.who.office import Office
from sms.message import OutboundMessage, Priority
from storage.changes import Changes
from storage.engine import AnyRow


def tell_silent(changes: Changes, office: Office, complaint: AnyRow, now: datetime) -> None:
    """Tell of it whose complaint has climbed the whole ladder, and it is still not done."""
    idle = complaint.status in {Status.TRIAGE, Status.ASSIGNED} and complaint.accepted_at is None
    # Who has read that it is being worked on is not told that nobody does.
    _tell(changes, office, complaint, "ombudsman_silent" if idle else "ombudsman_late", now)


def tell_rejected(changes: Changes, office: Office, complaint: AnyRow, now: datetime) -> None:
    """Tell of it whose complaint will not be acted upon."""
    _tell(changes, office, complaint, "ombudsman_rejected", now)


def _tell(changes: Changes, office: Office, complaint: AnyRow, key: str, now: datetime) -> None:
    """Queue it, once for each complaint; `complaint` has `id`, `number`, `region` and its reporter."""
    if complaint.subscriber_id is None or complaint.opted_out_at is not None:
        return
    message = OutboundMessage(
        dedupe_key=f"ombudsman:{complaint.id}",
        subscriber_id=complaint.subscriber_id,
        text=office.texts_for(complaint.region, complaint.language).render(key, number=complaint.number),
        priority=Priority.UPDATE,
        complaint_id=complaint.id,
        not_before=office.awake_at(complaint.region, now),
        quiet_region=complaint.region,
    )
    changes.send(message, now)
