"""Until when something must be done: a limit, counted from a moment in a region's working time. Pure.

How each unit is counted:

- What comes after the offices have closed, or on a free day, counts as received when the offices open next.
- Days: the day of receipt does not count, and a day counts if the clock runs when it ends. A working day ends when the
  offices close, a day of the calendar at midnight.
- Office hours run while the offices are open; hours and minutes always, and from the moment it came.

While the clock stands still there is no date.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from complaints.time.working_days import WorkingDays, working_days
from config.limits import Limit, Unit
from config.regions import Region

Pause = tuple[datetime, datetime | None]
"""From when until when a clock stands still; None while it still does."""

_PLAIN = {Unit.HOUR: timedelta(hours=1), Unit.MINUTE: timedelta(minutes=1)}
_NOTHING = timedelta()
_YEARS = (4, 16, 64, 256)
"""How many years are looked at: nearly all dates are within the first."""


def date_of(region: Region, limit: Limit | None, start: datetime, pauses: Sequence[Pause] = ()) -> datetime | None:
    """Give the moment, in UTC, at which a limit ends that runs since `start`.

    None without a limit, and while the clock stands still. `pauses` are in order and do not overlap.
    """
    if limit is None or (pauses and pauses[-1][1] is None):
        return None
    return _date_of(region, limit, start, _running(start, pauses)) if pauses else _unpaused(region, limit, start)


# What comes together begins together, and has the same few limits.
@lru_cache(maxsize=1024)
def _unpaused(region: Region, limit: Limit, start: datetime) -> datetime | None:
    return _date_of(region, limit, start, ((start, None),))


def _date_of(region: Region, limit: Limit, start: datetime, running: _Spans) -> datetime | None:
    if limit.unit in _PLAIN:
        return _after(running, limit.count * _PLAIN[limit.unit])
    count, zone, first = _COUNTS[limit.unit], ZoneInfo(region.timezone), start.year - 1
    for years in _YEARS:
        found = count(working_days(region.calendar, zone, first, years), start, limit.count, running)
        if found:
            return found
    return None


def received_at(region: Region, start: datetime) -> datetime:
    """Give the moment at which something counts as received: then, or when the offices open next."""
    for years in _YEARS:
        days = working_days(region.calendar, ZoneInfo(region.timezone), start.year - 1, years)
        place = bisect_left(days.closes, start)
        if place < len(days.closes):
            return max(start, days.opens[place])
    return start


def _running(start: datetime, pauses: Sequence[Pause]) -> list[tuple[datetime, datetime | None]]:
    """Give the spans in which the clock runs, the last without an end."""
    spans: list[tuple[datetime, datetime | None]] = []
    for since, until in pauses:
        if since > start:
            spans.append((start, since))
        start = max(start, until or start)
    return [*spans, (start, None)]


_Spans = Sequence[tuple[datetime, datetime | None]]


def _after(running: _Spans, length: timedelta) -> datetime:
    """Give the moment when the clock has run for so long."""
    left = length
    for since, until in running:
        if until is None or left <= until - since:
            return since + left
        left -= until - since
    raise AssertionError("the last span has no end")


def _working_days(days: WorkingDays, start: datetime, count: int, running: _Spans) -> datetime | None:
    return _nth(days.closes, bisect_left(days.closes, start) + 1, count, running)


def _calendar_days(days: WorkingDays, start: datetime, count: int, running: _Spans) -> datetime | None:
    received = bisect_left(days.closes, start)
    if received == len(days.closes):
        return None
    return _nth(days.midnights, bisect_right(days.midnights, days.closes[received]) + 1, count, running)


def _nth(ends: Sequence[datetime], first: int, count: int, running: _Spans) -> datetime | None:
    """Give the n-th of the ends of days, from the first on, at which the clock runs; None if they do not reach."""
    for since, until in running:
        place = max(first, bisect_left(ends, since))
        beyond = len(ends) if until is None else bisect_left(ends, until)
        if count <= beyond - place:
            return ends[place + count - 1]
        count -= max(0, beyond - place)
    return None


def _office_hours(days: WorkingDays, _start: datetime, count: int, running: _Spans) -> datetime | None:
    left = timedelta(hours=count)
    for since, until in running:
        begun = _worked(days, since)
        if until is None or left <= _worked(days, until) - begun:
            return _when_worked(days, begun + left)
        left -= _worked(days, until) - begun
    return None


def _worked(days: WorkingDays, until: datetime) -> timedelta:
    """Tell how long the offices were open by then, since the first of the days."""
    place = bisect_right(days.opens, until) - 1
    if place < 0:
        return _NOTHING
    length = days.closes[0] - days.opens[0]
    return place * length + min(until - days.opens[place], length)


def _when_worked(days: WorkingDays, length: timedelta) -> datetime | None:
    """Tell when the offices have been open for so long; None if the days do not reach."""
    a_day = days.closes[0] - days.opens[0]
    place = -(-length // a_day) - 1
    return days.opens[place] + (length - place * a_day) if place < len(days.opens) else None


_COUNTS: dict[Unit, Callable[[WorkingDays, datetime, int, _Spans], datetime | None]] = {
    Unit.WORKING_DAY: _working_days,
    Unit.DAY: _calendar_days,
    Unit.OFFICE_HOUR: _office_hours,
}
