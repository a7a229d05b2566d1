"""How a date came about, in a sentence for whoever asks why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from complaints.time.deadlines import Pause, date_of, received_at
from complaints.time.working_days import free_days
from config.limits import Limit, Unit
from config.regions import Region

_DAY = timedelta(days=1)
_IN_OFFICE_TIME = frozenset({Unit.WORKING_DAY, Unit.DAY, Unit.OFFICE_HOUR})
_SKIPS_FREE_DAYS = frozenset({Unit.WORKING_DAY, Unit.OFFICE_HOUR})


def account_of(region: Region, limit: Limit, start: datetime, pauses: Sequence[Pause] = ()) -> str:
    """Tell until when and why: `2026-12-01 16:00 WIB: 5 working days from 2026-11-23 12:00`, and what came between."""
    at = date_of(region, limit, start, pauses)
    zone = ZoneInfo(region.timezone)
    ends = f"{_moment(at, zone)} {at.astimezone(zone):%Z}" if at else "no date"
    counted = f"{ends}: {limit} from {_moment(start, zone)}"
    stood = [pause for pause in pauses if at is None or pause[0] < at]
    between = *_received(region, limit, start, zone), *_stood(stood, start, zone), *_days(region, limit, start, at)
    return "; ".join([counted, *between])


def _received(region: Region, limit: Limit, start: datetime, zone: ZoneInfo) -> Iterator[str]:
    if limit.unit in _IN_OFFICE_TIME:
        received = received_at(region, start)
        if received != start:
            yield f"counts as received {_moment(received, zone)}, when the offices opened"


def _stood(pauses: Sequence[Pause], start: datetime, zone: ZoneInfo) -> Iterator[str]:
    """Tell how long the clock stood still, and since when it does."""
    stood = [(max(since, start), until) for since, until in pauses if until is None or until > start]
    done = [f"{_moment(since, zone)} to {_moment(until, zone)}" for since, until in stood if until]
    if done:
        length = sum((until - since for since, until in stood if until), timedelta())
        yield f"stood still for {_length(length)}: {', '.join(done)}"
    if stood and stood[-1][1] is None:
        yield f"stands still since {_moment(stood[-1][0], zone)}"


def _days(region: Region, limit: Limit, start: datetime, at: datetime | None) -> Iterator[str]:
    """Name the days between that are not what the week makes them."""
    if at is None or limit.unit not in _SKIPS_FREE_DAYS:
        return
    zone = ZoneInfo(region.timezone)
    first, last = start.astimezone(zone).date(), at.astimezone(zone).date()
    years = [free_days(region.calendar, year) for year in range(first.year, last.year + 1)]
    free = {day: name for each in years for day, name in each.items()}
    for word, days in (("free", free), ("worked", region.calendar.working)):
        between = [f"{day} {name}" for day, name in sorted(days.items()) if first <= day <= last]
        if between:
            yield f"{word}: {', '.join(between)}"


def _moment(at: datetime, zone: ZoneInfo) -> str:
    """Write a moment in local time; midnight as the end of its day, since days end there."""
    local = at.astimezone(zone)
    if local.time() == time():
        return f"{local - _DAY:%Y-%m-%d} 24:00"
    return f"{local:%Y-%m-%d %H:%M}"


def _length(length: timedelta) -> str:
    """Write how long something was, in its two largest units."""
    minutes = int(length.total_seconds()) // 60
    parts = (minutes // 1440, "days"), (minutes // 60 % 24, "hours"), (minutes % 60, "minutes")
    said = [f"{count} {name[:-1] if count == 1 else name}" for count, name in parts if count]
    return " ".join(said[:2]) or "less than a minute"
