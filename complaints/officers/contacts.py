"""Registering the officers to whose phones an agency's matters go, as they come, are replaced and leave.

Each phone hears what changes for it, and what it can text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from complaints.life.asking import Asked, question
from complaints.life.deeds import NoSuchAgencyError
from complaints.officers.duties import about_post, silence
from complaints.officers.tasks import list_row
from complaints.time.hours import when_awake
from complaints.who.office import Office
from complaints.who.people import Post, line_of
from config.text_limits import LONGEST_NAME
from sms.errors import UserError
from sms.message import OutboundMessage
from sms.msisdn import Sender, SenderKind, parse_msisdn
from sms.safe_text import one_line
from storage import contacts, dialogues, subscribers
from storage.changes import Changes
from storage.contacts import DEPUTY, OFFICER, POSTS, Term
from storage.engine import AnyRow


class OwnNumberError(UserError):
    """The number is that of a line of ours: what it texts is never answered."""


class NoSuchContactError(UserError):
    """This phone is not registered for the agency."""


class NoSuchUnitError(UserError):
    """The agency has no such unit; the message lists those it has."""


@dataclass(frozen=True, slots=True)
class NewContact:
    """Who is to be registered: for what, by which name, the phone as people write it, as what and for how long."""

    post: Post
    name: str
    number: str
    role: str = OFFICER
    term: Term = Term()  # noqa: RUF009 - it is frozen


@dataclass(frozen=True, slots=True)
class Deputed:
    """From when on a new deputy is told, None for a contact there was; who is none any more, None if nobody ceased."""

    told_at: datetime | None
    released: str | None


def post_named(office: Office, region: str, agency: str) -> Post:
    """Find the post of an agency of a region, or one of `contacts.POSTS`; raises NoSuchAgencyError."""
    known = (*office.regions[region].catalogue.agencies, *POSTS)
    if agency not in known:
        raise NoSuchAgencyError(f"{region} has no agency {agency}; it has {', '.join(known)}")
    return Post(region, agency)


def register(connection: Connection, office: Office, new: NewContact, now: datetime) -> datetime | None:
    """Register a phone for a post and welcome it, and give from when on it is told; None if it was registered already.

    Raises NotANumberError, OwnNumberError or NoSuchUnitError.
    """
    made = _add(connection, office, new, now)
    return made and _welcome(connection, office, new, made, now)


def unregister(connection: Connection, post: Post, number: str, now: datetime) -> Post | None:
    """End a contact's time and give the post that hears of the agency's matters from now on; None if nobody does.

    Raises NotANumberError or NoSuchContactError.
    """
    address = parse_msisdn(number)
    if not contacts.remove(connection, address, region=post.region, agency=post.agency, now=now):
        raise NoSuchContactError(_unknown(post, number))
    silence(connection, _subscriber(connection, address, now), now)
    heirs = (Post(post.region, agency) for agency in line_of(post.agency))
    return next((heir for heir in heirs if contacts.of_agency(connection, heir.region, heir.agency, now)), None)


def replace_by(connection: Connection, office: Office, number: str, new: NewContact, now: datetime) -> datetime | None:
    """Let another phone take over a post: the same role and unit, the same deputy, and the list that it was given.

    Both phones are told. Gives from when on the new one is; None if it was registered already. Raises what `register`
    and `unregister` raise.
    """
    old = _find(connection, new.post, number, now)
    term = replace(new.term, unit=old.unit)
    made = _add(connection, office, replace(new, role=old.role, term=term), now)
    if made is None:
        return None
    contact_id, person = made
    contacts.write(connection, [{"id": old.id, "valid_until": now}, {"id": contact_id, "deputy_id": old.deputy_id}])
    contacts.hand_deputies(connection, old.id, contact_id)
    silence(connection, old.subscriber_id, now)
    changes = Changes()
    changes.send(_replaced(office, old, new.name, f"replaced:{contact_id}"), now)
    _hand_list(connection, changes, old.subscriber_id, person, now)
    changes.write(connection)
    return _welcome(connection, office, new, made, now)


def name_deputy(connection: Connection, office: Office, number: str, deputy: NewContact, now: datetime) -> Deputed:
    """Let somebody stand in for a contact while that one is on leave; who is no contact yet is registered as deputy.

    Who was deputy before, and of nobody else, is none any more, and is told. Raises what `register` and `unregister`
    raise.
    """
    contact = _find(connection, deputy.post, number, now)
    known = contacts.at_post(connection, parse_msisdn(deputy.number), deputy.post.region, deputy.post.agency, now)
    if known is not None and known.id != contact.id:
        contacts.write(connection, [{"id": contact.id, "deputy_id": known.id}])
        told_at, name = None, known.name
    else:
        told_at, name = _new_deputy(connection, office, contact, deputy, now), deputy.name
    return Deputed(told_at, _release(connection, office, contact, name, now))


def _new_deputy(connection: Connection, office: Office, contact: AnyRow, deputy: NewContact, now: datetime) -> datetime:
    """Register a deputy of a contact, and give when they are told."""
    made = _add(connection, office, replace(deputy, role=DEPUTY, term=Term(contact.unit)), now) if deputy.name else None
    if made is None:
        raise NoSuchContactError(f"{deputy.number} is no other contact of {deputy.post.agency}; --name registers it")
    contacts.write(connection, [{"id": contact.id, "deputy_id": made[0]}])
    name = one_line(contact.name, LONGEST_NAME)
    return _tell_new(connection, office, deputy, made, now, "deputy_welcome", name=name)


def _release(connection: Connection, office: Office, contact: AnyRow, heir: str, now: datetime) -> str | None:
    """End the post of who was a contact's deputy until now, if it was for nothing else, and give their name."""
    old = contacts.end_deputy(connection, contact.deputy_id, now) if contact.deputy_id else None
    if old is None:
        return None
    silence(connection, old.subscriber_id, now)
    changes = Changes()
    changes.send(_replaced(office, old, heir, f"replaced:deputy:{old.id}"), now)
    changes.write(connection)
    name: str = old.name
    return name


def _replaced(office: Office, old: AnyRow, heir: str, key: str) -> OutboundMessage:
    """Tell a phone that it is no contact's any more, and who follows."""
    agency, name = office.agency_name(old.region, old.agency), one_line(heir, LONGEST_NAME)
    text = office.texts_for(old.region).render("officer_replaced", agency=agency, name=name)
    return about_post(key, old.subscriber_id, text, old.region)


def confirm(connection: Connection, post: Post, number: str, now: datetime) -> str:
    """Write down that a contact is at their post, as an admin knows, and give their name; raises NoSuchContactError."""
    contact = _find(connection, post, number, now)
    contacts.write(connection, [{"id": contact.id, "confirmed_at": now}])
    # Wrong codes may have been somebody else's, with a forged number.
    dialogues.end(connection, [question(Asked.LOCKED, contact.subscriber_id, now)["key"]])
    name: str = contact.name
    return name


def _add(connection: Connection, office: Office, new: NewContact, now: datetime) -> tuple[int, int] | None:
    """Register a phone and give the contact's id and the subscriber's; None if it was registered already."""
    officer = Sender(SenderKind.NUMBER, parse_msisdn(new.number))
    if officer.address in office.own_numbers:
        raise OwnNumberError(f"{officer.address} is the number of one of our lines; an officer has another phone")
    _check_unit(office, new)
    person = subscribers.ids_of(connection, [officer], now)[officer.address]
    region, agency = new.post.region, new.post.agency
    row: dict[str, Any] = {"region": region, "agency": agency, "name": new.name, "role": new.role, "term": new.term}
    added = contacts.add(connection, person, now=now, **row)
    return None if added is None else (added, person)


def _check_unit(office: Office, new: NewContact) -> None:
    units = [unit.code for unit in office.regions[new.post.region].units.get(new.post.agency, ())]
    if new.term.unit is not None and new.term.unit not in units:
        there = f"it has {', '.join(units)}" if units else "it has none"
        raise NoSuchUnitError(f"{new.post.agency} has no unit {new.term.unit}; {there}")


def _find(connection: Connection, post: Post, number: str, now: datetime) -> AnyRow:
    found = contacts.at_post(connection, parse_msisdn(number), post.region, post.agency, now)
    if found is None:
        raise NoSuchContactError(_unknown(post, number))
    return found


def _unknown(post: Post, number: str) -> str:
    return f"{number} is no contact of {post.agency}; `aduan contact list` has them"


def _subscriber(connection: Connection, address: str, now: datetime) -> int:
    return subscribers.ids_of(connection, [Sender(SenderKind.NUMBER, address)], now)[address]


def _hand_list(connection: Connection, changes: Changes, old: int, new: int, now: datetime) -> None:
    """Let the new phone answer the last list of the old one by place, unless it has one of its own."""
    rows = {row.subscriber_id: row for row in dialogues.of_kind(connection, Asked.LIST, [old, new], now)}
    if old in rows and new not in rows:
        changes.dialogues.append(list_row(new, rows[old].state["numbers"], now))


def _welcome(connection: Connection, office: Office, new: NewContact, made: tuple[int, int], now: datetime) -> datetime:
    """Tell a phone what it is registered for, not at night and not before it is; once for each registration."""
    return _tell_new(connection, office, new, made, now, "officer_welcome")


def _tell_new(  # noqa: PLR0913, PLR0917 - who is told what about which post
    connection: Connection, office: Office, new: NewContact, made: tuple[int, int], now: datetime, key: str, **more: str
) -> datetime:
    contact_id, person = made
    told_at = when_awake(office.regions[new.post.region], max(now, new.term.begins or now))
    agency = office.agency_name(new.post.region, new.post.agency)
    text = office.texts_for(new.post.region).render(key, agency=agency, **more)
    changes = Changes()
    message: OutboundMessage = about_post(f"welcome:{contact_id}", person, text, new.post.region)
    changes.send(replace(message, not_before=told_at), now)
    changes.write(connection)
    return told_at
