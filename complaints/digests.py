"""Digests: at its region's times an agency is told what waits for it. With nothing to tell, nothing is sent.

A digest is a row, made if it is absent, in one transaction with its SMS: whoever comes second, or again after a crash,
finds it made. After a downtime only the last slot is looked at, so that one digest makes up for all that were missed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from complaints.hours import due_slot, next_slot
from complaints.office import Office
from complaints.people import Post
from complaints.tasks import waiting
from config.regions import Region
from sms.message import OutboundMessage, Priority
from storage import contacts, digests, tasks
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
        for place in _not_made(database, region, now):
            with database.write() as connection:
                # The next one tells again of what this one should have told.
                limits = {"quiet_region": region.code, "expires_at": next_slot(region, now)}
                sent += _send(connection, office, place, now, limits) > 0
    return sent


def send_now(connection: Connection, office: Office, post: Post, now: datetime) -> int:
    """Send a digest now, whatever the hour, and give how many complaints it tells of; without any nothing is sent."""
    local = now.astimezone(office.zone(post.region))
    place = Place(post.region, post.agency, local.date(), f"{local:%H:%M:%S}")
    return _send(connection, office, place, now, {})


def _not_made(database: Database, region: Region, now: datetime) -> list[Place]:
    slot = due_slot(region, now)
    if slot is None:
        return []
    with database.read() as connection:
        agencies = contacts.agencies_with(connection, region.code)
        places = [Place(region.code, agency, slot.on, f"{slot.at:%H:%M}") for agency in agencies]
        made = digests.made(connection, [place.key for place in places])
    return [place for place in places if place.key not in made]


def _send(connection: Connection, office: Office, place: Place, now: datetime, limits: Mapping[str, Any]) -> int:
    """Take a digest's place and queue its SMS; gives how many complaints it tells of, none if the place was taken."""
    digest_id = digests.take(connection, place, now)
    if digest_id is None:
        return 0
    found = waiting(connection, office, Post(place.region, place.agency), now)
    changes = Changes()
    for contact in contacts.of_agency(connection, place.region, place.agency):
        for order, text in enumerate(found.texts, 1):
            message = OutboundMessage(
                dedupe_key=f"digest:{digest_id}:{contact.subscriber_id}:{order}",
                subscriber_id=contact.subscriber_id,
                text=text,
                priority=Priority.DIGEST,
                **limits,
            )
            changes.send(message, now)
    changes.write(connection)
    digests.write_count(connection, digest_id, found.count)
    tasks.mark_told(connection, found.assignment_ids, now)
    return found.count
