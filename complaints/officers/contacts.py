"""Registering the officers to whose phones an agency's matters go, as they come, are replaced and leave.

Each phone hears what changes for it, and what it can text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from complaints.life.asking import Asked, question
from complaints.life.deeds import NoSuchAgencyError
from complaints.officers.posts import about_post, release, replaced, silence
from complaints.officers.tasks import list_row
from complaints.time.hours import when_awake
from complaints.who.office import Office
from complaints.who.people import Post, line_of
from config.text_limits import LONGEST_NAME
from sms.errors import UserError
from sms.message import OutboundMessage
from sms.msisdn import Sender, SenderKind, parse_msisdn
from sms.safe_text import one_line
from storage import contacts, dialogues, digests, subscribers
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
    """From when on a new deputy is told, None for a contact there was; who are none any more."""

    told_at: datetime | None
    released: Sequence[str]


@dataclass(frozen=True, slots=True)
class Followed:
    """From when on who takes over a post is told, and when their time ends; None if it does not."""

    told_at: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class Removed:
    """The post that hears of the agency's matters from now on, None if nobody does; and who is no deputy any more."""

    heir: Post | None
    released: Sequence[str]


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


def unregister(connection: Connection, office: Office, post: Post, number: str, now: datetime) -> Removed:
    """End a contact's time, and that of who only stood in for them, who is told.

    Raises NotANumberError or NoSuchContactError.
    """
    address = parse_msisdn(number)
    left = contacts.remove(connection, address, region=post.region, agency=post.agency, now=now)
    if not left:
        raise NoSuchContactError(_unknown(post, number))
    silence(connection, left[0].subscriber_id, now)
    released = release(connection, office, left, now)
    heirs = (Post(post.region, agency) for agency in line_of(post.agency))
    return Removed(next((heir for heir in heirs if _hears(connection, heir, now)), None), released)


def _hears(connection: Connection, post: Post, now: datetime) -> bool:
    """Tell whether somebody is at a post; a deputy of nobody's is not."""
    return any(row.role != DEPUTY for row in contacts.of_agency(connection, post.region, post.agency, now))


def replace_by(connection: Connection, office: Office, number: str, new: NewContact, now: datetime) -> Followed | None:
    """Let another phone take over a post: the same role, unit and end, the same deputy, and the list that it was given.

    Both phones are told. Gives None if the new one was registered already. Raises what `register` and `unregister`
    raise.
    """
    old = _find(connection, office, new.post, number, now)
    term = replace(new.term, unit=old.unit, ends=new.term.ends or old.valid_until)
    made = _add(connection, office, replace(new, role=old.role, term=term), now)
    if made is None:
        return None
    contact_id, person = made
    contacts.write(connection, [{"id": old.id, "valid_until": now}, {"id": contact_id, "deputy_id": old.deputy_id}])
    contacts.hand_deputies(connection, old.id, contact_id)
    silence(connection, old.subscriber_id, now)
    changes = Changes()
    changes.send(replaced(office, old, new.name, f"replaced:{contact_id}"), now)
    _hand_list(connection, changes, old.subscriber_id, person, now)
    changes.write(connection)
    # Who serves another agency has had a digest already: what is inherited comes with one more.
    digests.make_again(connection, old.region, person)
    return Followed(_welcome(connection, office, new, made, now), term.ends)


def name_deputy(connection: Connection, office: Office, number: str, deputy: NewContact, now: datetime) -> Deputed:
    """Let somebody stand in for a contact while that one is on leave; who is no contact yet is registered as deputy.

    Who was deputy before, and of nobody else, is none any more, and is told. Raises what `register` and `unregister`
    raise.
    """
    if parse_msisdn(number) == parse_msisdn(deputy.number):
        raise NoSuchContactError(f"{number} is one phone: nobody stands in for themselves")
    contact = _find(connection, office, deputy.post, number, now)
    known = contacts.at_post(connection, parse_msisdn(deputy.number), deputy.post.region, deputy.post.agency, now)
    if known is not None:
        contacts.write(connection, [{"id": contact.id, "deputy_id": known.id}])
        told_at, name = None, known.name
    else:
        told_at, name = _new_deputy(connection, office, contact, deputy, now), deputy.name
    return Deputed(told_at, release(connection, office, [contact], now, name))


def _new_deputy(connection: Connection, office: Office, contact: AnyRow, deputy: NewContact, now: datetime) -> datetime:
    """Register a deputy of a contact, and give when they are told."""
    made = _add(connection, office, replace(deputy, role=DEPUTY, term=Term(contact.unit)), now) if deputy.name else None
    if made is None:
        raise NoSuchContactError(f"{deputy.number} is no other contact of {deputy.post.agency}; --name registers it")
    contacts.write(connection, [{"id": contact.id, "deputy_id": made[0]}])
    name = one_line(contact.name, LONGEST_NAME)
    return _tell_new(connection, office, deputy, made, now, "deputy_welcome", name=name)


def confirm(connection: Connection, office: Office, post: Post, number: str, now: datetime) -> str:
    """Write down that a contact is at their post, as an admin knows, and give their name; raises NoSuchContactError."""
    contact = _find(connection, office, post, number, now)
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


def _find(connection: Connection, office: Office, post: Post, number: str, now: datetime) -> AnyRow:
    """Find a contact who is there; of one who will be, the error tells from when on."""
    address = parse_msisdn(number)
    found = contacts.at_post(connection, address, post.region, post.agency, now)
    if found is not None:
        return found
    begins = contacts.next_begin(connection, address, post.region, post.agency, now)
    if begins is None:
        raise NoSuchContactError(_unknown(post, number))
    day = f"{begins.astimezone(office.zone(post.region)):%Y-%m-%d}"
    raise NoSuchContactError(
        f"{number} begins at {post.agency} on {day} and is no contact until then; "
        "to change the day: `aduan contact remove`, then `add --from`"
    )


def _unknown(post: Post, number: str) -> str:
    return f"{number} is no contact of {post.agency}; `aduan contact list` has them"


def _hand_list(connection: Connection, changes: Changes, old: int, new: int, now: datetime) -> None:
    """Let the new phone answer the last list of the old one by place, unless it has one of its own to answer."""
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
