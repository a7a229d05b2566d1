"""When a region may be texted: its quiet hours, and the slots of its digests. Pure; a region's times are its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from complaints.time.working_days import is_working_day
from config.region_file import is_between
from config.regions import Region

_DAY = timedelta(days=1)

_LONGEST_REST = 31

SOON = timedelta(hours=2)
"""A digest that was missed is not made up for if the next one comes so soon."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A digest's place in time: a local date and one of the region's times of day."""

    on: date
    at: time


def is_quiet(region: Region, now: datetime) -> bool:
    """Tell whether nobody may be texted now who did not text first."""
    return is_between(_local(region, now).time(), region.quiet_from, region.quiet_until)


def when_awake(region: Region, now: datetime) -> datetime:
    """Give the first moment from now on that is not in the quiet hours."""
    if not is_quiet(region, now):
        return now
    today = _moment(region, _local(region, now).date(), region.quiet_until)
    return today if today > now else _moment(region, _local(region, now + _DAY).date(), region.quiet_until)


def due_slot(region: Region, now: datetime) -> Slot | None:
    """Tell which digest should be there by now: the last one whose time has come, however long ago that was.

    None in the quiet hours, on days without digests, and after a missed one if the next comes soon: two lists of the
    same help nobody.
    """
    if is_quiet(region, now) or not region.digests or not _has_digests(region, _local(region, now).date()):
        return None
    last, following = _slots_around(region, now)
    return None if _is_late(region, last, now) and _begin(region, following) - now < SOON else last


def slot_now(region: Region, now: datetime) -> Slot | None:
    """Tell which digest's time it is now: what is not urgent, and no digest either, is told beside it."""
    slot = due_slot(region, now)
    return None if slot is None or _is_late(region, slot, now) else slot


def next_slot(region: Region, now: datetime) -> datetime | None:
    """Tell when the next digest is due; None if the region has none."""
    return _begin(region, _slots_around(region, now)[1]) if region.digests else None


def next_turn(region: Region, now: datetime) -> datetime:
    """Tell when something may be due next by the clock alone: a digest, or the end of the night."""
    tonight = _moment(region, _local(region, now).date(), region.quiet_until)
    morning = tonight if tonight > now else _moment(region, _local(region, now + _DAY).date(), region.quiet_until)
    return min(morning, next_slot(region, now) or morning)


def _is_late(region: Region, slot: Slot, now: datetime) -> bool:
    return now - _begin(region, slot) >= SOON


def _slots_around(region: Region, now: datetime) -> tuple[Slot, Slot]:
    """Give the last slot that has begun and the first that has not."""
    today = _local(region, now).date()
    days = [_next_day(region, today, -_DAY), today, _next_day(region, today, _DAY)]
    slots = [Slot(day, at) for day in days if day != today or _has_digests(region, day) for at in region.digests]
    begun = [slot for slot in slots if _begin(region, slot) <= now]
    return begun[-1], slots[len(begun)]


def _next_day(region: Region, day: date, step: timedelta) -> date:
    """Give the next day with digests, or the last one before; with no such day within a month, any."""
    days = (day + count * step for count in range(1, _LONGEST_REST))
    return next((each for each in days if _has_digests(region, each)), day + step)


def _has_digests(region: Region, day: date) -> bool:
    return region.digest_days == "every" or is_working_day(region.calendar, day)


def _begin(region: Region, slot: Slot) -> datetime:
    return _moment(region, slot.on, slot.at)


def _moment(region: Region, on: date, at: time) -> datetime:
    return datetime.combine(on, at, ZoneInfo(region.timezone))


def _local(region: Region, now: datetime) -> datetime:
    return now.astimezone(ZoneInfo(region.timezone))
