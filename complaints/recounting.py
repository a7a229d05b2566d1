"""Counting all dates again after a change of calendars or limits.

By which of them the dates in the database were counted is kept there as one number, so that a daemon that starts or
reloads with others knows what to do. Each batch is a transaction of its own; a crash in between begins again, and
writes only what is not right yet.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from complaints.clocks import dates_from, verify_by
from complaints.lifecycle import Status
from complaints.office import Office
from config.regions import Region
from storage import deadlines
from storage.engine import AnyRow, Database

NAME = "deadlines"
_BATCH = 10_000


def is_due(database: Database, office: Office, now: datetime) -> bool:  # noqa: ARG001 - as every job
    """Tell whether the dates were counted by other calendars or limits than those of now."""
    with database.read() as connection:
        return deadlines.counted_by(connection) != _fingerprint(office)


def run(
    database: Database, office: Office, now: datetime, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> int:
    """Count all dates of open complaints again, telling how many are done of how many; gives how many changed.

    The ladder looks at once at those that changed.
    """
    with database.read() as connection:
        ids = deadlines.open_assignments(connection)
    changed = _recount_triage(database, office)
    for first in range(0, len(ids), _BATCH):
        batch = ids[first : first + _BATCH]
        changed += _recount_batch(database, office, batch, now)
        progress(first + len(batch), len(ids))
    with database.write() as connection:
        deadlines.set_counted_by(connection, _fingerprint(office))
    return changed


def _recount_batch(database: Database, office: Office, ids: Sequence[int], now: datetime) -> int:
    with database.write() as connection:
        rows = deadlines.running(connection, ids[0], ids[-1])
        found = [changed for row in rows if (changed := _dates_changed(office, row, now))]
        deadlines.set_dates(connection, found)
    return len(found)


def _dates_changed(office: Office, row: AnyRow, now: datetime) -> dict[str, Any] | None:
    # Each attribute of a row is looked up by its name, which takes longer than all the counting.
    key, region_code, kind, agency, assigned_at, pauses, respond_by, due_at = row
    region = office.regions.get(region_code)
    if region is None:
        return None
    dates = dates_from(region, kind, agency, assigned_at, json.loads(pauses) if pauses else None)
    if dates["due_at"] == due_at and dates["respond_by"] == respond_by:
        return None
    return {"id": key, **dates, "rung_at": now}


def _recount_triage(database: Database, office: Office) -> int:
    with database.write() as connection:
        waiting = deadlines.unverified(connection, list(office.regions), Status.TRIAGE)
        dates = {row.id: verify_by(office.regions[row.region], row.kind, row.status_since) for row in waiting}
        found = [{"id": row.id, "verify_by": dates[row.id]} for row in waiting if dates[row.id] != row.verify_by]
        deadlines.set_dates(connection, (), found)
    return len(found)


def _fingerprint(office: Office) -> int:
    """Give a number that changes with whatever dates are counted by, also with a new release of the holidays."""
    said = "\n".join([version("holidays"), *sorted(_said_by(region) for region in office.regions.values())])
    return int.from_bytes(hashlib.blake2b(said.encode(), digest_size=7).digest())


@lru_cache(maxsize=64)
def _said_by(region: Region) -> str:
    calendar, limits = region.calendar, region.limits
    hours = sorted(calendar.week), calendar.opens, calendar.closes, calendar.national
    days = sorted(calendar.free), sorted(calendar.working)
    return repr((region.code, region.timezone, hours, days, limits.table, sorted(limits.on_site)))
