"""Each month an officer is asked whether they are still at their post, and reminded once.

Whoever says nothing for two weeks is passed over until they do (`people.is_confirmed`). An officer is asked together
with a digest, on a day of the week of their own, so that not all phones are asked at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from complaints.life.asking import Asked, question
from complaints.officers.duties import agencies_named
from complaints.officers.posts import about_post
from complaints.time.hours import Slot, slot_now
from complaints.who.office import Office
from config.regions import Region
from storage import contacts, dialogues
from storage.changes import Changes
from storage.engine import AnyRow, Database

_MONTH, _WEEK = timedelta(days=28), timedelta(days=7)
_WEEKDAYS = 5
"""Days of the week to ask on: a weekend's are those of Monday and Tuesday, where digests are sent then."""


@dataclass(frozen=True, slots=True)
class _Question:
    """Who is to be asked about which of their contacts; `again` if they have been asked already."""

    person: int
    held: tuple[AnyRow, ...]
    again: bool


def is_due(database: Database, office: Office, now: datetime) -> bool:
    """Tell whether somebody is to be asked, or reminded, by now."""
    with database.read() as connection:
        return any(True for region in office.regions.values() for _ in _due(connection, region, now))


def ask_due(database: Database, office: Office, now: datetime) -> int:
    """Ask and remind whoever is to be; gives how many."""
    asked = 0
    for region in office.regions.values():
        with database.write() as connection:
            changes = Changes()
            for each in list(_due(connection, region, now)):
                _ask(connection, changes, office, each, now)
                asked += 1
            changes.write(connection)
    return asked


def _due(connection: Connection, region: Region, now: datetime) -> Iterator[_Question]:
    slot = slot_now(region, now)
    if slot is None:
        return
    held: dict[int, list[AnyRow]] = {}
    for contact in contacts.of_region(connection, region.code, now):
        held.setdefault(contact.subscriber_id, []).append(contact)
    today = {person: rows for person, rows in held.items() if _is_their_day(person, slot)}
    open_ones = {row.subscriber_id: row for row in dialogues.of_kind(connection, Asked.DUTY, today, now)}
    for person, rows in today.items():
        asked = open_ones.get(person)
        if asked is None and any(_is_long_ago(contact, now) for contact in rows):
            yield _Question(person, tuple(rows), again=False)
        elif asked is not None and _is_to_be_reminded(asked, rows, now):
            yield _Question(person, tuple(rows), again=True)


def _is_their_day(person: int, slot: Slot) -> bool:
    return slot.on.weekday() % _WEEKDAYS == person % _WEEKDAYS


def _is_long_ago(contact: AnyRow, now: datetime) -> bool:
    last: datetime = max(contact.confirmed_at or contact.valid_from, contact.valid_from)
    return now - last >= _MONTH


def _is_to_be_reminded(asked: AnyRow, held: list[AnyRow], now: datetime) -> bool:
    """Tell whether a question has stood for a week, nobody was reminded of it, and an admin has not settled it."""
    waits = any(contact.confirmed_at is None or contact.confirmed_at < asked.asked_at for contact in held)
    is_first = asked.state["region"] == held[0].region and not asked.state["again"]
    return is_first and waits and now - asked.asked_at >= _WEEK


def _ask(connection: Connection, changes: Changes, office: Office, each: _Question, now: datetime) -> None:
    region = each.held[0].region
    texts, listed = office.texts_for(region), agencies_named(office, each.held)
    text = texts.render("duty_ask_again" if each.again else "duty_ask", posts=listed)
    changes.send(about_post(f"duty:{each.person}:{now.isoformat()}", each.person, text, region), now)
    changes.dialogues.append(question(Asked.DUTY, each.person, now, state={"region": region, "again": each.again}))
    # The time runs from the first question that was not answered, however often it is asked again.
    fresh = [
        row for row in each.held if row.asked_at is None or (row.confirmed_at and row.confirmed_at >= row.asked_at)
    ]
    contacts.write(connection, [{"id": row.id, "asked_at": now} for row in fresh])
