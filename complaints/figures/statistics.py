"""How a region and its agencies stand: the figures that leaders and officers read, each with one definition.

docs/statistics.md tells them to people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce

from sqlalchemy import Connection

from storage import statistics
from storage.contacts import POSTS
from storage.engine import AnyRow

DAY = timedelta(days=1)
WINDOW = timedelta(days=30)
"""Shares are of the last thirty days: what was longer ago says nothing about now."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int = 0
    whole: int = 0

    @property
    def percent(self) -> int | None:
        """The share in whole percent, rounded down so that 100 means all; None of nothing."""
        return 100 * self.part // self.whole if self.whole else None

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)


@dataclass(frozen=True, slots=True)
class Figures:
    """How an agency stands: what has come since yesterday, is open, is not taken up, is past its date, and the shares.

    `on_time` is the share that was finished in time of what was finished with a date or is past it: to leave things
    lying betters no share. `confirmed` the share of what has been
    closed that a citizen confirmed: what closed by time-out counts against it.
    """

    new: int = 0
    open: int = 0
    silent: int = 0
    overdue: int = 0
    on_time: Share = field(default_factory=Share)
    confirmed: Share = field(default_factory=Share)


@dataclass(frozen=True, slots=True)
class Oldest:
    """The complaint that has been open longest: its number, whose it is, and for how many days."""

    number: int
    agency: str
    days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a region stands: its figures, those of its agencies that may be named, and what is oldest."""

    whole: Figures
    agencies: Mapping[str, Figures]
    oldest: Oldest | None


def of_region(connection: Connection, region: str, now: datetime) -> Standing:
    """Give the figures of a region; a complaint that several agencies have is counted once, with its lead."""
    counts = _Counts.read(connection, region, now)
    agencies = {agency: counts.of(agency) for agency in counts.agencies() if agency not in POSTS}
    row = statistics.oldest(connection, region, POSTS)
    found = Oldest(row.number, row.agency, (now - row.created_at).days) if row else None
    return Standing(counts.whole(), agencies, found)


_Rows = Mapping[str | None, Share]


@dataclass(frozen=True, slots=True)
class _Counts:
    """The counts by agency, as the database gives them."""

    new: _Rows
    waiting: _Rows
    overdue: _Rows
    finished: _Rows
    judged: _Rows

    @classmethod
    def read(cls, connection: Connection, region: str, now: datetime) -> _Counts:
        return cls(
            new=_by_agency(statistics.new(connection, region, now - DAY)),
            waiting=_by_agency(statistics.waiting(connection, region)),
            overdue=_by_agency(statistics.overdue(connection, region, now)),
            finished=_by_agency(statistics.finished(connection, region, now - WINDOW)),
            judged=_by_agency(statistics.judged(connection, region, now - WINDOW)),
        )

    def agencies(self) -> list[str]:
        """Give the agencies that have any figure at all."""
        rows = self.new, self.waiting, self.overdue, self.finished, self.judged
        return sorted({agency for each in rows for agency in each if agency})

    def of(self, agency: str) -> Figures:
        nothing = Share()
        waiting, late = self.waiting.get(agency, nothing), self.overdue.get(agency, nothing)
        return Figures(
            new=self.new.get(agency, nothing).whole,
            open=waiting.whole,
            silent=waiting.part,
            overdue=late.whole,
            on_time=self.finished.get(agency, nothing) + Share(0, late.whole),
            confirmed=self.judged.get(agency, nothing),
        )

    def whole(self) -> Figures:
        waiting, late = _sum(self.waiting.values()), _sum(self.overdue.values())
        return Figures(
            new=_sum(self.new.values()).whole,
            open=waiting.whole,
            silent=waiting.part,
            overdue=late.part,
            on_time=_sum(self.finished.values()) + Share(0, late.whole),
            confirmed=_sum(self.judged.values()),
        )


def _by_agency(rows: Iterable[AnyRow]) -> _Rows:
    return {row.agency: Share(int(row.part), row.whole) for row in rows}


def _sum(shares: Iterable[Share]) -> Share:
    return reduce(Share.__add__, shares, Share())
