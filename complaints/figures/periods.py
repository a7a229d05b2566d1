"""The times that reports are about: weeks, fortnights and months of the calendar, in a region's own time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sms.errors import UserError

_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_DAY = timedelta(days=1)
_HALF = 16
"""The day with which the second half of a month begins."""


class Kind(StrEnum):
    """How long a period is: Monday to Sunday, the 1st to the 15th and the 16th to the end, or a month."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


class NoSuchPeriodError(UserError):
    """What was written names no period; the message says how one is written."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` until before `end`."""

    kind: Kind
    first: date
    end: date

    @property
    def last(self) -> date:
        """The last day of it."""
        return self.end - _DAY

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.first).days

    @property
    def name(self) -> str:
        """How it is written: 2026-10, 2026-W45, and a fortnight by its first day."""
        if self.kind is Kind.WEEK:
            year, week, _ = self.first.isocalendar()
            return f"{year}-W{week:02}"
        return f"{self.first:%Y-%m}" if self.kind is Kind.MONTH else self.first.isoformat()

    def before(self) -> Period:
        """Give the period before."""
        return period_of(self.kind, self.first - _DAY)

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Give when it begins, and when it is over."""
        return _begin(self.first, zone), _begin(self.end, zone)


def _begin(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def period_of(kind: Kind, day: date) -> Period:
    """Give the period of a kind that a day lies in."""
    if kind is Kind.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(kind, monday, monday + timedelta(days=7))
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    if kind is Kind.MONTH:
        return Period(kind, first, following)
    half = day.replace(day=_HALF)
    return Period(kind, first, half) if day < half else Period(kind, half, following)


def last_over(kind: Kind, today: date) -> Period:
    """Give the last period of a kind that is over."""
    return period_of(kind, today).before()


def named(written: str, kind: Kind | None = None) -> Period:
    """Give the period that is written as `2026-10`, `2026-W45`, or by a day of it; raises NoSuchPeriodError.

    A month and a week tell what kind they are; a day alone is of a month, unless a kind is said.
    """
    try:
        if week := _WEEK.fullmatch(written):
            return _fitting(Kind.WEEK, kind, date.fromisocalendar(int(week[1]), int(week[2]), 1), written)
        if month := _MONTH.fullmatch(written):
            return _fitting(Kind.MONTH, kind, date(int(month[1]), int(month[2]), 1), written)
        return period_of(kind or Kind.MONTH, date.fromisoformat(written))
    # A year 9999 ends after all that a calendar knows.
    except (ValueError, OverflowError):
        raise NoSuchPeriodError(
            f"{written!r} is no period: write a month (2026-10), a week (2026-W45), or a day of it (2026-10-16)"
        ) from None


def _fitting(found: Kind, wanted: Kind | None, day: date, written: str) -> Period:
    if wanted not in {None, found}:
        raise NoSuchPeriodError(f"{written} is a {found}, not a {wanted}; name a {wanted} by a day of it: {day}")
    return period_of(found, day)
