"""Complaints that nobody has handed to an agency in time: the admin is told of them, together and once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection

from complaints.life.lifecycle import Action, Actor
from complaints.watch.ladder_texts import unhanded
from complaints.who.office import Office
from complaints.who.people import People
from sms.message import OutboundMessage, Priority
from storage import ladder
from storage.changes import Changes
from storage.engine import AnyRow, Database

BATCH = 1000


def is_due(database: Database, office: Office, now: datetime) -> bool:
    """Tell whether a complaint waits for an agency longer than it may, and nobody has been told."""
    with database.read() as connection:
        return ladder.any_unhanded(connection, now, _awake(office, now))


def tell_due(database: Database, office: Office, now: datetime) -> int:
    """Tell the admins of what waits for an agency too long; gives how many complaints that is."""
    told = 0
    while True:
        with database.write() as connection:
            rows = ladder.take_unhanded(connection, now, _awake(office, now), BATCH)
            _tell(connection, office, rows, now)
        if not rows:
            return told
        told += len(rows)


def _awake(office: Office, now: datetime) -> frozenset[str]:
    return frozenset(office.regions) - office.quiet_regions(now)


def _tell(connection: Connection, office: Office, rows: Sequence[AnyRow], now: datetime) -> None:
    changes, people = Changes(), People(connection, now)
    for region, waiting in groupby(sorted(rows, key=_region), _region):
        bundled = list(waiting)
        for subscriber_id in people.recipients(region, None):
            message = OutboundMessage(
                dedupe_key=f"ladder:unhanded:{subscriber_id}:{bundled[0].id}:{now.isoformat()}",
                subscriber_id=subscriber_id,
                text=unhanded(office, region, bundled),
                priority=Priority.UPDATE,
                quiet_region=region,
            )
            changes.send(message, now)
    for row in rows:
        changes.complaint_updates.append({"id": row.id, "verify_told_at": now})
        changes.events.append(_event(row, now))
    changes.write(connection)


def _region(row: AnyRow) -> str:
    region: str = row.region
    return region


def _event(row: AnyRow, now: datetime) -> dict[str, object]:
    return {
        "complaint_id": row.id,
        "at": now,
        "actor_kind": Actor.SYSTEM,
        "actor": "ladder",
        "action": Action.ESCALATE,
        "before": row.status,
        "after": row.status,
        "agency": None,
        "reason": "no agency in time: admin told",
    }
