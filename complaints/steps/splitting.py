"""Two matters in one text: the second becomes a complaint of its own, of the same reporter, routed like any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from complaints.life.deeds import Deed, NoSuchRegionError, gone
from complaints.life.lifecycle import Actor
from complaints.life.places import place_rows
from complaints.steps.actions import apply, find
from complaints.steps.opening import NewComplaint, Opened, open_complaint
from complaints.who.circles import NotTheirsError, is_apart
from complaints.who.office import Office
from complaints.who.people import People
from parsers.meaning import Kind
from sms.message import OutboundMessage, Priority
from storage import complaints, places
from storage.changes import Changes
from storage.engine import AnyRow


def split(  # noqa: PLR0913, PLR0917 - what is split off what, by whom, and when
    connection: Connection, office: Office, number: int, text: str, deed: Deed, now: datetime
) -> Opened:
    """Open a complaint of what a complaint's text tells beside its own matter, and tell its reporter the number.

    Raises NoSuchRegionError, and what `actions.apply` raises; what is kept apart is not split.
    """
    complaint = find(connection, number, for_change=True)
    if is_apart(complaint):
        raise NotTheirsError(f"{number} is kept apart; who has it hands it on by SMS, and splits nothing off")
    if complaint.region not in office.regions:
        raise NoSuchRegionError(f"{number} is of {gone(complaint.region)}")
    changes = Changes()
    opened = _open(changes, connection, office, complaint, text, deed, now)
    changes.write(connection)
    # Which one it has become stands in the history of the first.
    said = f"{opened.number}: {deed.said}".rstrip(": ")
    apply(connection, office, number, replace(deed, said=said), now)
    return opened


def _open(  # noqa: PLR0913, PLR0917 - what is opened of whose words
    changes: Changes, connection: Connection, office: Office, complaint: AnyRow, text: str, deed: Deed, now: datetime
) -> Opened:
    new = NewComplaint(
        region=complaint.region,
        text=text,
        channel=complaint.channel,
        subscriber_id=complaint.subscriber_id,
        actor_kind=Actor.ADMIN,
        actor=deed.actor,
        kind=Kind(complaint.kind),
        anonymous=complaint.anonymous,
    )
    (complaint_id,) = complaints.allot_ids(connection, 1)
    opened = open_complaint(changes, office, People(connection, now), new, complaint_id=complaint_id, now=now)
    # It reached the government with the other.
    changes.complaints[-1]["created_at"] = complaint.created_at
    changes.events[0]["reason"] = f"{complaint.number}: {deed.said}".rstrip(": ")
    if not changes.places:
        named = {(each["kind"], each["name"]): each["detail"] for each in places.of(connection, complaint.id)}
        changes.places += place_rows(complaint_id, named)
    _tell(changes, office, complaint, opened, now)
    return opened


def _tell(changes: Changes, office: Office, complaint: AnyRow, opened: Opened, now: datetime) -> None:
    if complaint.subscriber_id is None or complaint.opted_out_at is not None:
        return
    values: dict[str, str | int] = {
        "number": opened.number,
        "other": complaint.number,
        "agency": office.agency_name(complaint.region, opened.agency),
    }
    told = OutboundMessage(
        dedupe_key=f"receipt:{opened.id}",
        subscriber_id=complaint.subscriber_id,
        text=office.texts_for(complaint.region, complaint.language).render_with("ack_split", values),
        priority=Priority.UPDATE,
        complaint_id=opened.id,
        quiet_region=complaint.region,
        purpose="ack_split",
    )
    changes.send(told, now)
