"""What officers tell of themselves by SMS: that they are still at their post, have left it, or are on leave.

Leave and leaving take an officer's complaints away from them, so that they count when a one-time code comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from complaints.life.asking import Asked
from complaints.officers import codes
from complaints.officers.posts import about_post, release, silence
from complaints.talk.desk import Desk
from complaints.who.office import Office
from complaints.who.people import People, is_away
from config.text_limits import LONGEST_NAME, LONGEST_POSTS
from parsers.meaning import Consent, Meaning, Parsed
from parsers.officer_meaning import Leave, Moved, Order, Orders, Stays, Tasks
from sms.message import InboundMessage
from sms.safe_text import one_line
from storage import contacts
from storage.engine import AnyRow

LEAVE, LEFT = "leave", "left"
"""What the actions are called that wait for their codes."""

_DAY = timedelta(days=1)
_LONGEST_LEAVE = timedelta(days=180)
"""For no longer: a day that has just passed is not meant to be one of next year."""


def answer(message: InboundMessage, parsed: Parsed, asked: AnyRow, desk: Desk) -> bool:
    """Take YA, PINDAH or TIDAK as the answer to whether somebody is still at their post."""
    region = asked.state["region"]
    match parsed.meaning:
        case Consent(given=True) | Stays():
            _stay(message, _of_region(message, region, desk), asked, desk)
        case Consent() | Moved():
            ask_to_leave(message, region, desk)
        case _:
            return False
    return True


def ask_to_leave(message: InboundMessage, region: str, desk: Desk) -> None:
    """Send the code with which somebody leaves their posts in a region, asked or not."""
    codes.ask(message, region, {"kind": LEFT, "region": region}, "PINDAH", desk)


def _stay(message: InboundMessage, held: Sequence[AnyRow], asked: AnyRow, desk: Desk) -> None:
    """Confirm who says that they are still there; at a circle that has passed them over, the word is too late."""
    late = [contact for contact in held if desk.people.is_passed_over(contact)]
    if late:
        _say(message, "duty_late", late, desk)
        return
    _confirm(held, desk)
    desk.settle(asked)
    _say(message, "duty_confirmed", held, desk)


def left(message: InboundMessage, _region: str, action: Mapping[str, Any], desk: Desk) -> None:
    """Let an officer go who has confirmed that they have left their posts in a region."""
    held = _of_region(message, action["region"], desk)
    _leave_posts(message, held, desk)
    for asked in desk.floor(message).dialogues:
        if asked.kind == Asked.DUTY:
            desk.settle(asked)
    _say(message, "duty_left", held, desk)


def acted(message: InboundMessage, meaning: Meaning, desk: Desk) -> None:
    """Take an officer's command for the answer that they are still there, if that has been asked."""
    for asked in desk.floor(message).dialogues if isinstance(meaning, Order | Orders | Tasks) else ():
        if asked.kind == Asked.DUTY:
            _confirm(_of_region(message, asked.state["region"], desk), desk)
            desk.settle(asked)


def take_leave(message: InboundMessage, leave: Leave, desk: Desk) -> None:
    """Do what CUTI says: until that day their deputies hear instead; alone, or with BATAL, it ends the leave."""
    held = contacts.of_person(desk.connection, message.subscriber_id, desk.now)
    if leave.over:
        codes.forget(message, LEAVE, desk)
    if leave.until is None and not leave.unclear and any(is_away(contact, desk.now) for contact in held):
        _come_back(message, held, desk)
        return
    if leave.over:
        _say(message, "leave_none", held, desk)
        return
    today = desk.now.astimezone(desk.office.zone(held[0].region)).date()
    until = leave.until.after(today) if leave.until else None
    if until is None or not today <= until <= today + _LONGEST_LEAVE:
        _say(message, "leave_how", held, desk)
    else:
        action = {"kind": LEAVE, "until": until.isoformat()}
        codes.ask(message, held[0].region, action, f"CUTI {_day(until, today)}", desk)


def begin_leave(message: InboundMessage, _region: str, action: Mapping[str, Any], desk: Desk) -> None:
    """Let an officer's leave begin that they have confirmed."""
    held = contacts.of_person(desk.connection, message.subscriber_id, desk.now)
    _go(message, held, date.fromisoformat(action["until"]), desk)


def agencies_named(office: Office, held: Sequence[AnyRow]) -> str:
    """Name the agencies of contacts: the only one by its name, several by their codes."""
    if len(held) == 1:
        return office.agency_name(held[0].region, held[0].agency)
    return one_line(" ".join(dict.fromkeys(contact.agency for contact in held)), LONGEST_POSTS)


def _go(message: InboundMessage, held: Sequence[AnyRow], until: date, desk: Desk) -> None:
    zone = desk.office.zone(held[0].region)
    ends = datetime.combine(until + _DAY, time(), zone)
    _write(held, {"away_until": ends}, desk)
    values = {"date": _day(until, desk.now.astimezone(zone).date())}
    stand_ins = _deputies(held, desk)
    for deputy, instead in stand_ins.items():
        _tell_deputy(message, deputy, "deputy_begins", instead, desk, **values)
    others = [person for contact in held for person in _hearing_for(contact, desk) if person != message.subscriber_id]
    deputies = [person for person in others if person in stand_ins]
    if others:
        key = "leave_begins" if deputies else "leave_no_deputy"
        _say(message, key, held, desk, name=_names(deputies or others, desk), **values)
    else:
        _say(message, "leave_nobody", held, desk, **values)


def _day(day: date, today: date) -> str:
    """Write a day as it is echoed: with its year, if that is another."""
    return f"{day.day}/{day.month}" + (f"/{day.year}" if day.year != today.year else "")


def _come_back(message: InboundMessage, held: Sequence[AnyRow], desk: Desk) -> None:
    _write(held, {"away_until": None}, desk)
    for deputy, instead in _deputies(held, desk).items():
        _tell_deputy(message, deputy, "deputy_ends", instead, desk)
    _say(message, "leave_ends", held, desk)


def _hearing_for(contact: AnyRow, desk: Desk) -> list[int]:
    return desk.people.recipients(contact.region, contact.agency, contact.unit)


def _deputies(held: Iterable[AnyRow], desk: Desk) -> dict[int, list[AnyRow]]:
    """Give the phones of those who stand in for these contacts, each with whom they stand in for."""
    found: dict[int, list[AnyRow]] = {}
    for contact in held:
        rows = contacts.of_agency(desk.connection, contact.region, contact.agency, desk.now)
        for row in rows:
            if row.id == contact.deputy_id and not is_away(row, desk.now):
                found.setdefault(row.subscriber_id, []).append(contact)
    return found


def _tell_deputy(
    message: InboundMessage, deputy: int, text: str, instead: Sequence[AnyRow], desk: Desk, **values: str
) -> None:
    region = instead[0].region
    listed, name = agencies_named(desk.office, instead), one_line(instead[0].name, LONGEST_NAME)
    written = desk.office.texts_for(region).render(text, posts=listed, name=name, **values)
    desk.changes.send(about_post(f"duty:{message.id}:{deputy}", deputy, written, region), desk.now)


def _leave_posts(message: InboundMessage, held: Sequence[AnyRow], desk: Desk) -> None:
    """End somebody's time at their posts, and that of who only stood in for them; tell who has to find another."""
    _write(held, {"valid_until": desk.now}, desk)
    silence(desk.connection, message.subscriber_id, desk.now)
    if release(desk.connection, desk.office, held, desk.now):
        desk.people = People(desk.connection, desk.now)
    told: dict[int, list[AnyRow]] = {}
    for contact in held:
        heads = desk.people.heads(contact.region, contact.agency)
        for person in {*heads, *desk.people.recipients(contact.region, None)} - {message.subscriber_id}:
            told.setdefault(person, []).append(contact)
    for person, left in told.items():
        listed, name = agencies_named(desk.office, left), one_line(left[0].name, LONGEST_NAME)
        written = desk.office.texts_for(left[0].region).render("duty_left_told", posts=listed, name=name)
        desk.changes.send(about_post(f"duty:{message.id}:{person}", person, written, left[0].region), desk.now)


def _confirm(held: Sequence[AnyRow], desk: Desk) -> None:
    """Write down that somebody is there; at a circle it is too late for that when they have been passed over."""
    late = {contact.id for contact in held if desk.people.is_passed_over(contact)}
    _write([contact for contact in held if contact.id not in late], {"confirmed_at": desk.now}, desk)


def _write(held: Sequence[AnyRow], changed: Mapping[str, datetime | None], desk: Desk) -> None:
    """Change contacts; who is looked for after that finds them as they are now."""
    contacts.write(desk.connection, [{"id": contact.id, **changed} for contact in held])
    desk.people = People(desk.connection, desk.now)


def _of_region(message: InboundMessage, region: str, desk: Desk) -> list[AnyRow]:
    held = contacts.of_person(desk.connection, message.subscriber_id, desk.now)
    return [contact for contact in held if contact.region == region]


def _names(people: Sequence[int], desk: Desk) -> str:
    names = contacts.names(desk.connection, set(people))
    return one_line(", ".join(names[person] for person in dict.fromkeys(people)), LONGEST_NAME)


def _say(message: InboundMessage, key: str, held: Sequence[AnyRow], desk: Desk, **values: str) -> None:
    """Answer with a text about one's own posts."""
    region = held[0].region if held else desk.posts[message.subscriber_id][0].region
    listed = agencies_named(desk.office, held) if held else "-"
    text = desk.office.texts_for(region).render_with(key, {"posts": listed, **values})
    desk.answer(message, text, dedupe_key=f"answer:{message.id}", always=True)
