"""The dates of a complaint, each with how it came about and what became of it, for `aduan complaint show`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from complaints.steps.clocks import pauses_of
from complaints.time.deadline_account import account_of
from complaints.time.deadlines import Pause, date_of
from config.limits import Limit, Which
from config.regions import Region
from storage.engine import AnyRow


@dataclass(frozen=True, slots=True)
class Date:
    """Until when something is to be done, None while the clock stands still; `how` tells in words where it comes from.

    `done_at` is when it was done; `late`: it was done after the date, or it still is not.
    """

    what: Which
    at: datetime | None
    how: str
    done_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class _Clock:
    """What a date is counted from, and what the database has of it."""

    which: Which
    start: datetime
    at: datetime | None
    done_at: datetime | None = None
    pauses: Sequence[Pause] = ()


def dates_of(region: Region | None, complaint: AnyRow, now: datetime, told_at: datetime | None = None) -> list[Date]:
    """Give the dates of a complaint with its lead; of a region that left the settings only what the database has.

    `told_at` is when its reporter was told that it is solved, or last wrote: from then on it closes by itself.
    """
    found = []
    for clock in _clocks(complaint, told_at):
        limit = region.limits.of(clock.which, complaint.kind, complaint.agency) if region else None
        if limit or clock.at:
            late = clock.at is not None and (clock.done_at or now) > clock.at
            found.append(Date(clock.which, clock.at, _how(region, limit, clock), clock.done_at, late))
    return found


def _clocks(row: AnyRow, told_at: datetime | None) -> Iterator[_Clock]:
    if row.verify_by:
        yield _Clock(Which.VERIFY, row.status_since, row.verify_by)
    if row.assignment_id:
        yield _Clock(Which.RESPOND, row.assigned_at, row.respond_by, row.accepted_at)
        yield _Clock(Which.RESOLVE, row.assigned_at, row.due_at, row.done_at, pauses_of(row.pauses))
    if row.close_at:
        yield _Clock(Which.CLOSE, told_at or row.status_since, row.close_at)


def _how(region: Region | None, limit: Limit | None, clock: _Clock) -> str:
    if region is None or limit is None:
        return "counted by limits that are no more"
    kept = f"{clock.at.astimezone(ZoneInfo(region.timezone)):%Y-%m-%d %H:%M %Z}" if clock.at else "no date"
    told = account_of(region, limit, clock.start, clock.pauses)
    if clock.which is Which.CLOSE:
        told += "; it runs since the citizen was told that it is solved, or wrote again"
    is_as_counted = clock.at is None or date_of(region, limit, clock.start, clock.pauses) == clock.at
    return told if is_as_counted else f"{told}; by earlier limits {kept}, which counts"
