"""The day until which something waits: "12/5", "12 mei 2027", "2 minggu", "besok", "senin".

What is written is read here without a clock; `When.after` turns it into a day, once it is known what today is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from parsers.words import fold

_BEFORE = re.compile(
    r"(?:\W|(?:sampai|sampe|smp|hingga|hg|sd|s/d|sejak|mulai|tgl|tanggal|hari(?=\s+\D)|selama|dlm|dalam|ke|jadi|utk|untuk)\b)*",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(\d{1,2})\s?[/.\-]\s?(\d{1,2})(?:\s?[/.\-]\s?(\d{4}|\d{2}))?(?!\d)(?![/.\-]\d)")
_NAMED = re.compile(r"(\d{1,2})[\s\-./]*([^\W\d_]+)(?:[\s\-./]+(\d{4})(?!\d))?")
_SPAN = re.compile(r"(\d{1,3}|se)\s*([^\W\d_]+)(?:\s+lagi\b)?", re.IGNORECASE)
_WORDS = re.compile(r"([^\W\d_]+)(?:\s+(depan|dpn|besok|ini)\b)?", re.IGNORECASE)
_DAYS_AFTER = re.compile(r"h\s?\+\s?(\d{1,3})(?!\d)", re.IGNORECASE)
_LATEST_YEAR = 2099
_WEEK, _DECEMBER = 7, 12


def _table(*rows: str) -> dict[str, int]:
    return {fold(word): place for place, row in enumerate(rows) for word in row.split()}


_MONTHS = _table(
    "",
    "januari jan",
    "februari pebruari feb peb",
    "maret mar mrt",
    "april apr",
    "mei may",
    "juni jun",
    "juli jul",
    "agustus agu ags agt agst aug",
    "september sep sept",
    "oktober okt oct",
    "november nopember nov nop",
    "desember des dec",
)

MONTHS = frozenset(_MONTHS)
"""The names of the months, folded."""

_WEEKDAYS = _table(
    "senin sen", "selasa sel", "rabu rab", "kamis kam", "jumat jum'at jumaat", "sabtu sab", "minggu ahad"
)
_DAYS = _table("", "hari hr hri", "", "", "", "", "", "minggu mgg mggu mg pekan")
_MONTH = {fold(word) for word in ("bulan", "bln", "bl")}
_SOON = _table("", "besok bsk esok", "lusa")
_NEXT = {"depan", "dpn"}


@dataclass(frozen=True, slots=True)
class When:
    """A day as somebody writes it: in so many days or months, on a day of the week (0 is Monday), or a date."""

    days: int = 0
    months: int = 0
    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None

    def after(self, today: date) -> date | None:
        """Give the day that is meant on a day; None if the calendar has none.

        A date without a year is the next one there is, today included; a day of the week is after today.
        """
        if self.day is not None and self.month is not None:
            return _of_calendar(self.day, self.month, self.year, today)
        if self.weekday is not None:
            return today + timedelta(days=(self.weekday - today.weekday() - 1) % _WEEK + 1)
        return _months_on(today, self.months) + timedelta(days=self.days)


def leading_day(text: str) -> tuple[When, str] | None:
    """Read the day that a text begins with, and give what comes after it; None if it begins with none."""
    before = _BEFORE.match(text)
    start = before.end() if before else 0
    for pattern, read in _READERS:
        found = pattern.match(text, start)
        if found and (taken := read(found)):
            when, end = taken
            return when, text[end:]
    return None


def _numeric(found: re.Match[str]) -> tuple[When, int] | None:
    """Read "12/5" and "12-5-2027": the day first."""
    year = int(found[3]) if found[3] else None
    if year is not None and len(found[3]) == 2:
        year += 2000
    return When(day=int(found[1]), month=int(found[2]), year=year), found.end()


def _named(found: re.Match[str]) -> tuple[When, int] | None:
    """Read "12 mei" and "12 Mei 2027"; a year is one only if it can be."""
    month = _MONTHS.get(fold(found[2]))
    if not month:
        return None
    year = int(found[3]) if found[3] else None
    if year is not None and year > _LATEST_YEAR:
        return When(day=int(found[1]), month=month), found.end(2)
    return When(day=int(found[1]), month=month, year=year), found.end()


def _span(found: re.Match[str]) -> tuple[When, int] | None:
    """Read "2 minggu", "3 hari lagi", "sebulan"."""
    unit, count = fold(found[2]), 1 if found[1].lower() == "se" else int(found[1])
    if unit in _MONTH:
        return When(months=count), found.end()
    return (When(days=count * _DAYS[unit]), found.end()) if unit in _DAYS else None


def _days_after(found: re.Match[str]) -> tuple[When, int]:
    """Read "H+3"."""
    return When(days=int(found[1])), found.end()


def _by_word(found: re.Match[str]) -> tuple[When, int] | None:
    """Read "besok", "lusa", "senin depan", "minggu depan", which is a week, and "bulan depan"."""
    word, next_one = fold(found[1]), (found[2] or "").lower() in _NEXT
    if word in _SOON:
        return When(days=_SOON[word]), found.end(1)
    if next_one and word in _MONTH:
        return When(months=1), found.end()
    if next_one and word in _DAYS:
        return When(days=_DAYS[word]), found.end()
    return (When(weekday=_WEEKDAYS[word]), found.end()) if word in _WEEKDAYS else None


_READERS = ((_NUMERIC, _numeric), (_NAMED, _named), (_SPAN, _span), (_DAYS_AFTER, _days_after), (_WORDS, _by_word))


def _of_calendar(day: int, month: int, year: int | None, today: date) -> date | None:
    """Find a date; the 29th of February without a year may be years away."""
    for each in [year] if year is not None else range(today.year, today.year + 9):
        try:
            found = date(each, month, day)
        except ValueError:
            continue
        if year is not None or found >= today:
            return found
    return None


def _months_on(today: date, months: int) -> date:
    """Give the same day some months later, or the last of a month that is shorter."""
    later = today.month - 1 + months
    year, month = today.year + later // _DECEMBER, later % _DECEMBER + 1
    last = date(year + month // _DECEMBER, month % _DECEMBER + 1, 1) - timedelta(days=1)
    return last.replace(day=min(today.day, last.day))
