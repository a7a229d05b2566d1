"""Counting all dates again after a change of calendars or limits.

By which of them the dates of a region were counted is kept in the database as a number, so that a daemon that starts or
reloads with others knows what to do, and daemons that serve other regions leave them alone. Each batch is a
transaction of its own; a crash in between begins again, and writes only what is not right yet.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection

from complaints.life.lifecycle import Status
from complaints.steps.clocks import dates_from, verify_by
from complaints.who.office import Office
from config.regions import Region
from storage import deadlines
from storage.engine import AnyRow, Database

NAME = "deadlines"
_BATCH, _SLICE, _SOLVED_BATCH = 20_000, 5_000, 1_000


def is_due(database: Database, office: Office, now: datetime) -> bool:  # noqa: ARG001 - as every job
    """Tell whether the dates of a region were counted by other calendars or limits than those of now."""
    return bool(_others(database, office))


def run_due(database: Database, office: Office, now: datetime) -> int:
    """Count the dates of those regions again that have other calendars or limits; gives how many changed."""
    return run(database, replace(office, regions=_others(database, office)), now)


def run(
    database: Database, office: Office, now: datetime, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> int:
    """Count all dates of an office's regions again, telling how many are done of how many; gives how many changed.

    These are the dates of open complaints, at which the ladder looks at once if they changed, and when those that are
    solved close by themselves.
    """
    with database.read() as connection:
        ids = deadlines.open_assignments(connection)
        solved = deadlines.solved(connection, office.regions)
    changed = _recount_triage(database, office)
    for first in range(0, len(ids), _BATCH):
        batch = ids[first : first + _BATCH]
        changed += _recount_batch(database, office, batch, now)
        progress(first + len(batch), len(ids))
    for first in range(0, len(solved), _SOLVED_BATCH):
        changed += _recount_solved(database, office, solved[first : first + _SOLVED_BATCH])
    with database.write() as connection:
        deadlines.set_counted_by(connection, {code: _fingerprint(each) for code, each in office.regions.items()})
    return changed


def _others(database: Database, office: Office) -> dict[str, Region]:
    """Give the regions whose dates were counted by others than those of now."""
    with database.read() as connection:
        counted = deadlines.counted_by(connection, office.regions)
    return {code: region for code, region in office.regions.items() if counted.get(code) != _fingerprint(region)}


def _recount_batch(database: Database, office: Office, ids: Sequence[int], now: datetime) -> int:
    with database.write() as connection:
        rows = deadlines.running(connection, ids[0], ids[-1])
        # The database writes one slice while the next is counted; after reading, the connection is that thread's alone.
        written: list[Future[int]] = []
        with ThreadPoolExecutor(max_workers=1) as beside:
            for first in range(0, len(rows), _SLICE):
                found = [each for row in rows[first : first + _SLICE] if (each := _dates_changed(office, row, now))]
                written.append(beside.submit(_write, connection, found))
        return sum(each.result() for each in written)


def _write(connection: Connection, found: Sequence[dict[str, Any]]) -> int:
    deadlines.set_dates(connection, found)
    return len(found)


def _dates_changed(office: Office, row: AnyRow, now: datetime) -> dict[str, Any] | None:
    # Each attribute of a row is looked up by its name, which takes longer than all the counting.
    key, region_code, kind, agency, assigned_at, pauses, respond_by, due_at = row
    # Between those of the office there are those of other regions.
    region = office.regions.get(region_code)
    if region is None:
        return None
    dates = dates_from(region, kind, agency, assigned_at, json.loads(pauses) if pauses else None)
    if dates["due_at"] == due_at and dates["respond_by"] == respond_by:
        return None
    return {"id": key, **dates, "rung_at": now}


def _recount_solved(database: Database, office: Office, ids: Sequence[int]) -> int:
    with database.write() as connection:
        rows = deadlines.closing(connection, ids, for_change=True)
        dates = {row.id: (row.close_at, office.closes_at(row, since)) for row, since in rows}
        found = [{"id": key, "close_at": at} for key, (before, at) in dates.items() if at and at != before]
        deadlines.set_dates(connection, (), found)
    return len(found)


def _recount_triage(database: Database, office: Office) -> int:
    with database.write() as connection:
        waiting = deadlines.unverified(connection, office.regions, Status.TRIAGE)
        dates = {row.id: verify_by(office.regions[row.region], row.kind, row.status_since) for row in waiting}
        found = [{"id": row.id, "verify_by": dates[row.id]} for row in waiting if dates[row.id] != row.verify_by]
        deadlines.set_dates(connection, (), found)
    return len(found)


@lru_cache(maxsize=1024)
def _fingerprint(region: Region) -> int:
    """Give a number that changes with whatever dates are counted by, also with a new release of the holidays."""
    calendar, limits = region.calendar, region.limits
    hours = sorted(calendar.week), calendar.opens, calendar.closes, calendar.national
    days = sorted(calendar.free), sorted(calendar.working)
    counts_by = version("holidays"), region.code, region.timezone, hours, days, limits.table, sorted(limits.on_site)
    return int.from_bytes(hashlib.blake2b(repr(counts_by).encode(), digest_size=7).digest())
