"""TUNDA: until which day a complaint is put off, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from complaints.life.lifecycle import Status
from config.texts import Texts
from parsers.dates import leading_day
from parsers.opening import spoken
from storage.engine import AnyRow

LONGEST = timedelta(days=180)
"""For no longer is anything put off: who needs half a year says so once more then."""


@dataclass(frozen=True, slots=True)
class Postponed:
    """When it goes on, the first moment of that day, the day as it is echoed, and why it is put off."""

    until: datetime
    day: str
    why: str


@dataclass(frozen=True, slots=True)
class NotPostponed:
    """Why it cannot be put off: the text that says so, and the day that was understood, if one was."""

    key: str
    day: str = ""


def read(words: str, now: datetime, zone: ZoneInfo) -> Postponed | NotPostponed:
    """Read "12/5 tunggu aspal": a day after today, not too far away, and a reason."""
    found, today = leading_day(words), now.astimezone(zone).date()
    day = found[0].after(today) if found else None
    why = spoken(found[1]) if found else ""
    return _put_off(day, why, today, zone) if day and why else NotPostponed("officer_postpone_how")


def read_alone(words: str, why: str, now: datetime, zone: ZoneInfo) -> Postponed | NotPostponed:
    """Read a day that stands for itself, 2027-05-12 or as an officer writes it; the reason may be empty."""
    today, day = now.astimezone(zone).date(), None
    try:
        day = date.fromisoformat(words.strip())
    except ValueError:
        found = leading_day(words)
        if found and not found[1].strip():
            day = found[0].after(today)
    return _put_off(day, why, today, zone) if day else NotPostponed("officer_postpone_how")


def _put_off(day: date, why: str, today: date, zone: ZoneInfo) -> Postponed | NotPostponed:
    written = f"{day:%d/%m/%Y}"
    if not today < day <= today + LONGEST:
        return NotPostponed("officer_postpone_far", written)
    return Postponed(datetime.combine(day, time(), zone), written, why)


def until_day(complaint: AnyRow, texts: Texts, zone: ZoneInfo) -> str:
    """Write until which day a complaint is put off, to stand behind the word for its state; nothing if it is not."""
    if complaint.status != Status.POSTPONED or complaint.postponed_until is None:
        return ""
    return " " + texts.render("until_day", date=f"{complaint.postponed_until.astimezone(zone):%d/%m/%Y}")
