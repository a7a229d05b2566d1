"""The days and hours on which a region's offices work, in the table `[calendar]` of its file.

National holidays and cuti bersama come from a library, but the government moves them within the year, and each region
has days of its own: so the file adds and removes dates, each with its reason, which is shown where a date is explained.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictBool, ValidationInfo, field_validator

from config.errors import ConfigError
from config.field_types import ClockTime, Table, Text
from config.toml_file import TomlFile

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_OPENS, _CLOSES = time(8), time(16)

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _day(value: object) -> date:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        day = None
    # There are other ways to write a date that Python understands too.
    if day is None or day.isoformat() != value:
        raise ValueError(f"{value!r} should be a date, such as 2026-06-03")
    return day


Days = dict[Annotated[date, BeforeValidator(_day)], Text]
"""Dates, each with the reason why it is another kind of day."""


class CalendarTable(Table):
    """The table `[calendar]` of a region's file."""

    working_days: Annotated[tuple[Weekday, ...], Field(min_length=1)] = ("mon", "tue", "wed", "thu", "fri")
    opens: ClockTime = _OPENS
    closes: ClockTime = _CLOSES
    national: StrictBool = True
    free: Days = Field(default_factory=dict)
    working: Days = Field(default_factory=dict)

    @field_validator("closes")
    @classmethod
    def _closes(cls, closes: time, info: ValidationInfo) -> time:
        opens = info.data.get("opens")
        if opens is not None and closes <= opens:
            raise ValueError(f"{closes:%H:%M} should be later than opens, {opens:%H:%M}")
        return closes


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """When the offices of a region work: `week` are the days of the week, 0 for Monday; the hours are local.

    `national`: its offices keep the holidays of the country. `free` and `working` are dates that are another kind of
    day than week and holidays make them, with the reason.
    """

    week: frozenset[int] = frozenset(range(5))
    opens: time = _OPENS
    closes: time = _CLOSES
    national: bool = True
    free: Mapping[date, str] = field(default_factory=dict)
    working: Mapping[date, str] = field(default_factory=dict)


def calendar_of(table: CalendarTable) -> Calendar:
    """Give the calendar that a table describes."""
    week = frozenset(_WEEK.index(day) for day in table.working_days)
    return Calendar(week, table.opens, table.closes, table.national, table.free, table.working)


def wrong_calendar(file: TomlFile, table: CalendarTable) -> Iterator[ConfigError]:
    """Find dates that are said to be both free and working."""
    for day in table.working:
        if day in table.free:
            line = file.line_of("calendar", "working", day.isoformat())
            yield ConfigError(f"calendar: {day} is in both free and working", path=file.path, line=line)
