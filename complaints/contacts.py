"""Registering the officers to whose phones an agency's matters go: the phone hears of it, and of what it can text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from complaints.deeds import NoSuchAgencyError
from complaints.hours import when_awake
from complaints.office import Office
from complaints.people import Post
from sms.errors import UserError
from sms.message import OutboundMessage, Priority
from sms.msisdn import Sender, SenderKind, parse_msisdn
from storage import contacts, outbound, subscribers
from storage.changes import Changes
from storage.contacts import ADMIN, POSTS


class OwnNumberError(UserError):
    """The number is that of a line of ours: what it texts is never answered."""


class NoSuchContactError(UserError):
    """This phone is not registered for the agency."""


@dataclass(frozen=True, slots=True)
class NewContact:
    """Who is to be registered: for what, by which name, and the phone as people write it."""

    post: Post
    name: str
    number: str


def post_named(office: Office, region: str, agency: str) -> Post:
    """Find the post of an agency of a region, or one of `contacts.POSTS`; raises NoSuchAgencyError."""
    known = (*office.regions[region].catalogue.agencies, *POSTS)
    if agency not in known:
        raise NoSuchAgencyError(f"{region} has no agency {agency}; it has {', '.join(known)}")
    return Post(region, agency)


def register(connection: Connection, office: Office, new: NewContact, now: datetime) -> datetime | None:
    """Register a phone for a post and welcome it, and give from when on it is told; None if it was registered already.

    Raises NotANumberError or OwnNumberError.
    """
    officer = Sender(SenderKind.NUMBER, parse_msisdn(new.number))
    if officer.address in office.own_numbers:
        raise OwnNumberError(f"{officer.address} is the number of one of our lines; an officer has another phone")
    subscriber_id = subscribers.ids_of(connection, [officer], now)[officer.address]
    region, agency = new.post.region, new.post.agency
    if not contacts.add(connection, subscriber_id, region=region, agency=agency, name=new.name, now=now):
        return None
    return _welcome(connection, office, new.post, subscriber_id, now)


def unregister(connection: Connection, post: Post, number: str, now: datetime) -> Post | None:
    """End a contact's time and give the post that hears of the agency's matters from now on; None if nobody does.

    Raises NotANumberError or NoSuchContactError.
    """
    address = parse_msisdn(number)
    if not contacts.remove(connection, address, region=post.region, agency=post.agency, now=now):
        raise NoSuchContactError(f"{number} is no contact of {post.agency}; `aduan contact list` has them")
    _silence(connection, address, now)
    with_contact = contacts.agencies_with(connection, post.region)
    heirs = (Post(post.region, agency) for agency in (post.agency, ADMIN) if agency in with_contact)
    return next(heirs, None)


def _silence(connection: Connection, address: str, now: datetime) -> None:
    """Keep what waits for an officer from reaching a phone that is nobody's contact any more: it may be lost."""
    officer = Sender(SenderKind.NUMBER, address)
    subscriber_id = subscribers.ids_of(connection, [officer], now)[address]
    if not contacts.posts_of(connection, [subscriber_id]):
        outbound.cancel_for(connection, subscriber_id, outbound.OFFICIAL)


def _welcome(connection: Connection, office: Office, post: Post, subscriber_id: int, now: datetime) -> datetime:
    """Tell a phone what it is registered for, not at night; once for each registration."""
    told_at = when_awake(office.regions[post.region], now)
    rows = contacts.of_agency(connection, post.region, post.agency)
    contact_id = next(row.id for row in rows if row.subscriber_id == subscriber_id)
    agency = office.agency_name(post.region, None if post.agency == ADMIN else post.agency)
    changes = Changes()
    message = OutboundMessage(
        dedupe_key=f"welcome:{contact_id}",
        subscriber_id=subscriber_id,
        text=office.texts_for(post.region).render("officer_welcome", agency=agency),
        priority=Priority.UPDATE,
        not_before=told_at,
        quiet_region=post.region,
    )
    changes.send(message, now)
    changes.write(connection)
    return told_at
