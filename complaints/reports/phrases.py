"""How the figures of a report are written in words: shares, times, dates, colours."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from complaints.figures.colours import Colour
from complaints.figures.measures import LEAST, Measures, Messages, Times
from complaints.figures.periods import Kind, Period
from complaints.figures.statistics import Share
from complaints.reports.document import Mark
from config.report_words import Words

_HOUR, _DAY = 60, 24 * 60
_ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def mark(words: Words, colour: Colour) -> Mark:
    """Write a colour."""
    return Mark(colour, words(colour))


def share(words: Words, found: Share, *, counts: bool = False) -> str:
    """Write a share in percent, with its counts if they are wanted; of too few only the counts."""
    if not found.whole:
        return words("none")
    values = {"part": words.number(found.part), "whole": words.number(found.whole)}
    if found.whole < LEAST:
        return words("few", **values)
    return words("share_counts" if counts else "share", percent=found.percent or 0, **values)


def took(words: Words, found: Times, *, short: bool = False) -> str:
    """Write a median time; what is not over for half of them has none."""
    if not found.count:
        return words("none")
    return words("not_half_short" if short else "not_half") if found.median is None else duration(words, found.median)


def duration(words: Words, seconds: int) -> str:
    """Write how long something took, as exactly as anybody wants to know."""
    minutes = seconds // 60
    if minutes < _HOUR:
        return words("minutes", count=minutes)
    if minutes < 2 * _DAY:
        return words("hours", count=minutes // _HOUR)
    days, hours = minutes // _DAY, minutes % _DAY // _HOUR
    whole = hours == 0 or days >= 10
    return words("days", count=days) if whole else words("days_hours", days=days, hours=hours)


def content(words: Words, found: Measures, *, short: bool = False) -> str:
    """Write how content reporters were, and how many said so."""
    stars, key = found.content, "rating_short" if short else "rating"
    return words("none") if stars is None else words(key, stars=words.decimal(stars), count=found.rated.whole)


def each(words: Words, found: Messages) -> str:
    """Write how many SMS a case took."""
    return words("none") if not found.cases else words("sms_each", count=words.decimal(found.sms / found.cases))


def day(words: Words, on: date) -> str:
    """Write a date."""
    return words("date", day=on.day, month=words.months[on.month - 1], year=on.year)


def moment(words: Words, at: datetime, zone: ZoneInfo) -> str:
    """Write a moment as people of a region do."""
    local = at.astimezone(zone)
    return f"{day(words, local.date())} {local:%H:%M} {_ZONES.get(zone.key, '')}".rstrip()


def period(words: Words, found: Period) -> str:
    """Write what period it is."""
    first, last = day(words, found.first), day(words, found.last)
    if found.kind is Kind.MONTH:
        return words("month", month=words.months[found.first.month - 1], year=found.first.year)
    year, week, _ = found.first.isocalendar()
    values = {"year": year, "week": week} if found.kind is Kind.WEEK else {}
    return words(found.kind, first=first, last=last, **values)


def change(words: Words, now: int, before: int) -> str:
    """Write how a count has changed."""
    return f"{'+' if now > before else '-' if now < before else ''}{words.number(abs(now - before))}"


def points(words: Words, now: Share, before: Share) -> str:
    """Write how a share has changed, in points; of too few nothing is said."""
    if min(now.whole, before.whole) < LEAST:
        return words("none")
    changed = (now.percent or 0) - (before.percent or 0)
    return words("points", points=f"{changed:+d}" if changed else "0")
