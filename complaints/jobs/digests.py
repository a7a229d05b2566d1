"""Digests: at its region's times each officer is told what waits for them. With nothing to tell, nothing is sent.

A digest is a row for a person and a slot, made if it is absent, in one transaction with its SMS: whoever comes second,
or again after a crash, finds it made. After a downtime only the last slot is looked at, so that one digest makes up
for all that were missed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from complaints.officers.tasks import list_row, waiting
from complaints.time.hours import due_slot, next_slot
from complaints.who.office import Office
from complaints.who.people import People
from config.regions import Region
from sms.message import OutboundMessage, Priority
from storage import digests, tasks
from storage.changes import Changes
from storage.digests import Place
from storage.engine import Database


def is_due(database: Database, office: Office, now: datetime) -> bool:
    """Tell whether a digest should be there that is not."""
    return any(_not_made(database, region, now) for region in office.regions.values())


def send_due(database: Database, office: Office, now: datetime) -> int:
    """Make the digests that are due; gives how many had something to tell."""
    sent = 0
    for region in office.regions.values():
        for person, place in _not_made(database, region, now).items():
            with database.write() as connection:
                # The next one tells again of what this one should have told.
                limits = {"quiet_region": region.code, "expires_at": next_slot(region, now)}
                sent += _send(connection, office, person, place, now, limits) > 0
    return sent


def send_now(connection: Connection, office: Office, region: str, person: int, now: datetime) -> int:
    """Send a digest now, whatever the hour, and give how many complaints it tells of; without any nothing is sent."""
    local = now.astimezone(office.zone(region))
    place = Place(region, person, local.date(), f"{local:%H:%M:%S}")
    return _send(connection, office, person, place, now, {})


def _not_made(database: Database, region: Region, now: datetime) -> dict[int, Place]:
    slot = due_slot(region, now)
    if slot is None:
        return {}
    with database.read() as connection:
        hearers = People(connection, now).hearers(region.code)
        places = {person: Place(region.code, person, slot.on, f"{slot.at:%H:%M}") for person in hearers}
        # On the day of the update the agencies' digests of before stand for those of their people.
        keys = {person: [place.key, *map(place.of_agency, hearers[person].codes)] for person, place in places.items()}
        made = digests.made(connection, {key for each in keys.values() for key in each})
    return {person: place for person, place in places.items() if made.isdisjoint(keys[person])}


def _send(  # noqa: PLR0913, PLR0917 - whose digest, which, and how long it counts
    connection: Connection, office: Office, person: int, place: Place, now: datetime, limits: Mapping[str, Any]
) -> int:
    """Take a digest's place and queue its SMS; gives how many complaints it tells of, none if the place was taken."""
    since = digests.last_made(connection, place.region, person)
    digest_id = digests.take(connection, place, now)
    duty = People(connection, now).hearers(place.region).get(person)
    if digest_id is None or duty is None:
        return 0
    found = waiting(connection, office, duty, now, since)
    changes = Changes()
    for order, text in enumerate(found.texts, 1):
        message = OutboundMessage(
            dedupe_key=f"digest:{digest_id}:{person}:{order}",
            subscriber_id=person,
            text=text,
            priority=Priority.DIGEST,
            **limits,
        )
        changes.send(message, now)
    if found.numbers:
        changes.dialogues.append(list_row(person, found.numbers, now))
    changes.write(connection)
    digests.write_count(connection, digest_id, found.count)
    tasks.mark_told(connection, found.assignment_ids, now)
    return found.count
