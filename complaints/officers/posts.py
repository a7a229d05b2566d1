"""What a phone hears of its post, and that it hears nothing more when it has none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from complaints.who.office import Office
from config.text_limits import LONGEST_NAME
from sms.message import OutboundMessage, Priority
from sms.safe_text import one_line
from storage import contacts, unsent
from storage.changes import Changes
from storage.engine import AnyRow


def about_post(key: str, person: int, text: str, region: str) -> OutboundMessage:
    """Make a message to an officer about their post; it keeps the quiet hours, and exists once for its key."""
    return OutboundMessage(key, person, text, Priority.UPDATE, quiet_region=region)


def silence(connection: Connection, subscriber_id: int, now: datetime) -> None:
    """Keep what waits for an officer from reaching a phone that is nobody's contact any more: it may be lost."""
    if not contacts.posts_of(connection, [subscriber_id], now):
        unsent.cancel_for(connection, subscriber_id, unsent.OFFICIAL)


def release(
    connection: Connection, office: Office, left: Iterable[AnyRow], now: datetime, heir: str | None = None
) -> list[str]:
    """End the posts of deputies of those who have left, or have another deputy now: give the names of whom that ends.

    A deputy who stands in for somebody else too stays, and so does who is more than a deputy. They are told.
    """
    changes, names = Changes(), []
    for contact in left:
        old = contacts.end_deputy(connection, contact.deputy_id, now) if contact.deputy_id else None
        if old is None:
            continue
        silence(connection, old.subscriber_id, now)
        if old.region in office.regions:
            changes.send(_released(office, old, contact, heir), now)
        names.append(old.name)
    changes.write(connection)
    return names


def replaced(office: Office, old: AnyRow, heir: str, key: str) -> OutboundMessage:
    """Tell a phone that it is no contact's any more, and who follows."""
    agency, name = office.agency_name(old.region, old.agency), one_line(heir, LONGEST_NAME)
    text = office.texts_for(old.region).render("officer_replaced", agency=agency, name=name)
    return about_post(key, old.subscriber_id, text, old.region)


def _released(office: Office, old: AnyRow, contact: AnyRow, heir: str | None) -> OutboundMessage:
    key = f"replaced:deputy:{old.id}"
    if heir is not None:
        return replaced(office, old, heir, key)
    agency, name = office.agency_name(old.region, old.agency), one_line(contact.name, LONGEST_NAME)
    text = office.texts_for(old.region).render("deputy_released", agency=agency, name=name)
    return about_post(key, old.subscriber_id, text, old.region)
