"""When the offices of a region work: its days and hours as sorted moments, so that a date is looked up, not walked to.

Pure: of the world outside only the library of holidays is asked, which computes them from tables of its own. It costs
a tenth of a second to load, so it is loaded for the first date and each of its years is computed once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from config.calendar import Calendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Some years of a calendar, moments in UTC: when the offices open and close, and when each day ends."""

    opens: list[datetime]
    closes: list[datetime]
    midnights: list[datetime]


def free_days(calendar: Calendar, year: int) -> dict[date, str]:
    """Give the days of a year that are free although they are days of the week to work on, each with its name."""
    found = {**(_national(year) if calendar.national else {}), **calendar.free}
    return {day: name for day, name in found.items() if _is_weekday(calendar, day) and day.year == year}


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Tell whether the offices work on a day."""
    return day in calendar.working or (day.weekday() in calendar.week and day not in free_days(calendar, day.year))


def _is_weekday(calendar: Calendar, day: date) -> bool:
    """Tell whether a day would be worked, were it not for holidays."""
    return day.weekday() in calendar.week and day not in calendar.working


@lru_cache(maxsize=256)
def working_days(calendar: Calendar, zone: ZoneInfo, first: int, years: int) -> WorkingDays:
    """Give so many years of a calendar from the first on, in a time zone."""
    days = [date(first, 1, 1) + count * _DAY for count in range((date(first + years, 1, 1) - date(first, 1, 1)).days)]
    free = {day for year in range(first, first + years) for day in free_days(calendar, year)}
    worked = [day for day in days if day in calendar.working or (day.weekday() in calendar.week and day not in free)]
    return WorkingDays(
        opens=[_moment(day, calendar.opens, zone) for day in worked],
        closes=[_moment(day, calendar.closes, zone) for day in worked],
        midnights=[_moment(day + _DAY, time(), zone) for day in days],
    )


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


@lru_cache(maxsize=256)
def _national(year: int) -> Mapping[date, str]:
    """Give national holidays and cuti bersama of a year; those of the moon are estimates until they are announced."""
    return dict(_indonesia()(years=year, categories=("public", "government"), language="en_US"))


@cache
def _indonesia() -> Any:
    """Load one country of the library; as a part of its package it would bring 250, and 8 MB that stay."""
    import holidays  # noqa: PLC0415 - a tenth of a second, which most commands do not need

    file = Path(holidays.__file__).with_name("countries") / "indonesia.py"
    spec = spec_from_file_location("holidays.countries.indonesia", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is no module of Python")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Indonesia
