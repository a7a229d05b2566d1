"""Looking at what is hidden: it takes a reason, stands in the history, and those who look after it are told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action
from complaints.steps.actions import apply, find
from complaints.who.circles import hearers_of
from complaints.who.office import Office
from complaints.who.people import People
from config.text_limits import LONGEST_WORDS
from sms.message import OutboundMessage, Priority
from sms.safe_text import one_line
from storage.changes import Changes
from storage.complaints import last_event


def reveal(connection: Connection, office: Office, number: int, looks: Deed, now: datetime) -> None:
    """Write down who looks at a complaint and its reporter, and why; of a delicate one its circle is told.

    Raises what `actions.apply` raises: what is about the admin is not shown to them.
    """
    apply(connection, office, number, looks, now)
    complaint = find(connection, number)
    if complaint.circle is None:
        return
    why = one_line(looks.said, LONGEST_WORDS)
    text = office.texts_for(complaint.region).render("officer_revealed", number=number, text=why)
    event_id, changes = last_event(connection, complaint.id, Action.REVEAL).id, Changes()
    for person in hearers_of(People(connection, now), complaint):
        told = OutboundMessage(
            dedupe_key=f"revealed:{event_id}:{person}",
            subscriber_id=person,
            text=text,
            priority=Priority.UPDATE,
            complaint_id=complaint.id,
            quiet_region=complaint.region,
        )
        changes.send(told, now)
    changes.write(connection)
