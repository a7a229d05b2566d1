"""The reports of the program beside those of the account, both made when a time is over."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from complaints.figures.colours import agency_colour
from complaints.figures.measures import Measures
from complaints.figures.periods import Kind, named
from complaints.figures.report import Report, gather
from tests.ledger import at_local
from tests.region import account
from tests.region.account import Account
from tests.region.region import Region

PERIODS = {
    "December": (Kind.MONTH, date(2026, 12, 1), date(2027, 1, 1)),
    "January": (Kind.MONTH, date(2027, 1, 1), date(2027, 2, 1)),
    "the week of the outage": (Kind.WEEK, date(2026, 12, 14), date(2026, 12, 21)),
    "the week of the flood": (Kind.WEEK, date(2027, 1, 11), date(2027, 1, 18)),
    "the fortnight of the holidays": (Kind.FORTNIGHT, date(2026, 12, 16), date(2027, 1, 1)),
    "the fortnight of the flood": (Kind.FORTNIGHT, date(2027, 1, 1), date(2027, 1, 16)),
}
"""What is reported: of which kind, from its first day until before another."""

NUMBERS = (
    "new", "praise", "spam", "duplicates", "finished", "open", "silent", "overdue", "overdue_silent", "red", "yellow",
    "done_red", "late",
)  # fmt: skip
SHARES = ("unasked", "answered", "on_time", "confirmed", "reopened", "rated")
TIMES = ("answer", "solution")


@dataclass(frozen=True)
class Counted:
    """What the account says, as things stood then: later they are otherwise."""

    figures: dict[str, Any]
    topics: Counter[str | None]
    places: Counter[tuple[str, str]]
    days: dict[int, tuple[int, int]]
    oldest: list[datetime]
    latest: list[datetime]
    held: frozenset[int]
    hidden: int

    @classmethod
    def of(cls, by: Account) -> Counted:
        """Count everything now."""
        return cls(
            figures=by.figures(),
            topics=by.topics(),
            places=by.places(),
            days=by.days(),
            oldest=by.oldest(),
            latest=by.latest(),
            held=frozenset(each.number for each in by.held),
            hidden=by.hidden,
        )


@dataclass(frozen=True)
class Pair:
    """A report of the program, and what the account says of the same time at the same moment."""

    found: Report
    whole: Counted
    parts: dict[str, Counted]


class Compared:
    """All reports, each made at the first look after its time."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.pairs: dict[str, Pair] = {}
        region.after_jobs.append(self._make)

    def _make(self) -> None:
        now = self.region.now
        for name, (kind, first, end) in PERIODS.items():
            if name not in self.pairs and at_local(end, time()) <= now:
                self.pairs[name] = self.pair(kind, first, end)

    def pair(self, kind: Kind, first: date, end: date) -> Pair:
        """Make a report, and count the same by hand."""
        town, now = self.region.town, self.region.now
        with town.database.read() as connection:
            government = town.processor.office.regions["bogor"]
            found = gather(connection, government, named(first.isoformat(), kind), now)
        since, until = at_local(first, time()), min(now, at_local(end, time()))
        return Pair(found, *_accounts(self.region, since, until, now))


def _accounts(region: Region, since: datetime, until: datetime, now: datetime) -> tuple[Counted, dict[str, Counted]]:
    by_agency: dict[str, list[Any]] = {code: [] for code in account.agencies(region.reports)}
    for each in region.reports:
        if each.agency in by_agency:
            by_agency[each.agency].append(each)
    whole = Account(region.reports, since, until, region.look_after, now)
    parts = {code: Account(own, since, until, region.look_after, now, code) for code, own in by_agency.items()}
    some = {code: each for code, each in parts.items() if each.came or each.done or each.held or each.judged}
    return Counted.of(whole), {code: Counted.of(each) for code, each in some.items()}


def as_figures(found: Measures) -> dict[str, Any]:
    """Give measures in the words of the account."""
    figures: dict[str, Any] = {name: getattr(found, name) for name in NUMBERS}
    figures |= {name: (getattr(found, name).part, getattr(found, name).whole) for name in SHARES}
    figures |= {name: (getattr(found, name).count, getattr(found, name).median) for name in TIMES}
    return figures | {"messages": (found.messages.cases, found.messages.sms), "reasons": dict(found.reasons)}


def colours(found: Report) -> dict[str, str]:
    """Give the colours of the agencies, as the program says."""
    bounds = found.government.colours
    return {code: str(agency_colour(each.red, each.open, bounds)) for code, each in found.found.agencies.items()}


def most(counts: Counter[tuple[str, str]]) -> list[tuple[str, str, int]]:
    """Give the places that most have named, from five on, ten at most."""
    enough = [(kind, name, count) for (kind, name), count in counts.items() if count >= account.LEAST]
    return sorted(enough, key=lambda each: (-each[2], each[0], each[1]))[: account.LISTED]
