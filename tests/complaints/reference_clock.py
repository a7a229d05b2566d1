"""A slow and obvious clock to hold `complaints.time.deadlines` against: it walks day by day, or minute by minute."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from holidays import ID

from config.calendar import Calendar
from config.limits import Limit, Unit

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_NATIONAL = ID(years=range(2023, 2032), categories=("public", "government"))
_Pauses = Sequence[tuple[datetime, datetime]]


def is_working_day(calendar: Calendar, day: date) -> bool:
    if day in calendar.working:
        return True
    if day in calendar.free or (calendar.national and day in _NATIONAL):
        return False
    return day.weekday() in calendar.week


def is_running(at: datetime, pauses: _Pauses) -> bool:
    return not any(since <= at < until for since, until in pauses)


def day_of_receipt(calendar: Calendar, start: datetime) -> date:
    """Give the day on which something counts as received; `start` is local."""
    day = start.date()
    if is_working_day(calendar, day) and start.time() <= calendar.closes:
        return day
    day += _DAY
    while not is_working_day(calendar, day):
        day += _DAY
    return day


def after_days(calendar: Calendar, zone: ZoneInfo, limit: Limit, start: datetime, pauses: _Pauses) -> datetime:
    day, counted = day_of_receipt(calendar, start.astimezone(zone)), 0
    while True:
        day += _DAY
        if limit.unit is Unit.WORKING_DAY:
            if not is_working_day(calendar, day):
                continue
            end = datetime.combine(day, calendar.closes, zone)
        else:
            end = datetime.combine(day + _DAY, time(), zone)
        counted += is_running(end, pauses)
        if counted == limit.count:
            return end


def after_minutes(calendar: Calendar, zone: ZoneInfo, limit: Limit, start: datetime, pauses: _Pauses) -> datetime:
    left = limit.count * (1 if limit.unit is Unit.MINUTE else 60)
    at = start
    while left:
        left -= is_running(at, pauses) and (limit.unit is not Unit.OFFICE_HOUR or is_open(calendar, zone, at))
        at += _MINUTE
    return at


def is_open(calendar: Calendar, zone: ZoneInfo, at: datetime) -> bool:
    local = at.astimezone(zone)
    return is_working_day(calendar, local.date()) and calendar.opens <= local.time() < calendar.closes


def reference(calendar: Calendar, zone: ZoneInfo, limit: Limit, start: datetime, pauses: _Pauses) -> datetime:
    walk = after_days if limit.unit in {Unit.WORKING_DAY, Unit.DAY} else after_minutes
    return walk(calendar, zone, limit, start, pauses)
