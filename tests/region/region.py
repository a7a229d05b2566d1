"""The region as it lives: at each look of the daemon people text, it does its work, and they read what they are sent.

Everything that somebody does is written into the reports by hand at the same moment. Nothing here looks into the
database.
"""

from __future__ import annotations

import heapq
import itertools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from tests.conftest import Town
from tests.ledger import NIGHT_FROM, NIGHT_UNTIL, local
from tests.region.days import looks
from tests.region.phones import Got, Phones
from tests.region.report import CLOSE_AFTER, Report

GATHERED = timedelta(minutes=10)
"""News are gathered for so long before the reporter hears them."""
_ABOUT = re.compile(r"(?:Laporan|DARURAT) (\d{7})\b")
_LATER = timedelta(hours=1)


class Region:
    """Who lives there, what was reported, and what happens when."""

    def __init__(self, town: Town) -> None:
        self.town, self.phones = town, Phones(town)
        self.dice = Random(11)  # noqa: S311 - the same region each time
        self.reports: list[Report] = []
        self.numbered: dict[int, Report] = {}
        self.open: dict[int, Report] = {}
        self.ticks = list(looks())
        self.lists: list[tuple[datetime, str, int]] = []
        self.unnumbered: dict[str, list[Report]] = defaultdict(list)
        self.hearers: list[Callable[[Got, Report | None], None]] = []
        self.on_told: list[Callable[[Report], None]] = []
        self.before_jobs: list[Callable[[], None]] = []
        self.after_jobs: list[Callable[[], None]] = []
        self._plans: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._untold: list[Report] = []
        self._closing: list[tuple[datetime, int, Report, datetime]] = []
        self._order = itertools.count()

    @property
    def now(self) -> datetime:
        """The moment of this look."""
        return self.town.clock.now()

    def plan(self, at: datetime, do: Callable[[datetime], None]) -> None:
        """Put something on the list; it is done at the first look from then on."""
        heapq.heappush(self._plans, (at, next(self._order), do))

    def plan_about(self, report: Report, at: datetime, do: Callable[[datetime], None]) -> None:
        """The same about a report: not in the moment in which somebody else does something to it."""

        def once(planned: datetime) -> None:
            if report.touched == self.now:
                self.plan_about(report, self.now + _LATER, do)
            else:
                do(planned)

        self.plan(at, once)

    def add(self, report: Report) -> None:
        """Write down a report that is on its way to us."""
        report.touched = self.now
        self.reports.append(report)
        self.unnumbered[report.phone].append(report)
        if not report.is_done:
            self.open[report.place] = report

    def done(self, report: Report) -> None:
        """Write down that nobody has anything left to do about it."""
        report.last.done = report.touched = self.now
        self.open.pop(report.place, None)
        if report.gone is None:
            self._untold.append(report)

    def play(self) -> None:
        """Let the weeks pass."""
        for tick in self.ticks:
            self.town.clock.advance(tick - self.now)
            while self._plans and self._plans[0][0] <= tick:
                at, _, do = heapq.heappop(self._plans)
                do(at)
            self.exchange()
            for each in self.before_jobs:
                each()
            self.town.do_jobs()
            self._read()
            self._tell()
            self._close()
            for each in self.after_jobs:
                each()
        assert self.town.errors == []

    def exchange(self) -> None:
        """Let the daemon take in what was sent, and people read what it answers."""
        self.phones.bring()
        self._read()

    def _read(self) -> None:
        read = list(self.phones.fetch())
        numbers = [int(said[1]) if (said := _ABOUT.match(got.text)) else 0 for got in read]
        # An officer may hear of a danger before its reporter hears its number.
        for got, number in zip(read, numbers, strict=True):
            self._name(got.phone, number)
        for got, number in zip(read, numbers, strict=True):
            report = self.numbered.get(number)
            if report is not None:
                report.sent += got.segments
            for hear in self.hearers:
                hear(got, report)

    def _name(self, phone: str, number: int) -> None:
        """Take a number that nobody has heard of for that of the report that its phone has sent."""
        waiting = self.unnumbered[phone]
        if number and number not in self.numbered and waiting:
            self.numbered[number] = waiting.pop(0)
            self.numbered[number].number = number

    def _tell(self) -> None:
        """News are told at the first look after they were gathered, and never at night."""
        at = local(self.now).time()
        if at >= NIGHT_FROM or at < NIGHT_UNTIL:
            return
        due = [each for each in self._untold if each.last.done and each.last.done + GATHERED <= self.now]
        self._untold = [each for each in self._untold if each not in due]
        for report in due:
            report.told = self.now
            out = report.times_out(CLOSE_AFTER)
            if out is not None and report.kind != "praise":
                heapq.heappush(self._closing, (out, report.place, report, self.now))
            for tell in self.on_told:
                tell(report)

    def _close(self) -> None:
        """Silence closes at the first look after its time."""
        while self._closing and self._closing[0][0] <= self.now:
            _, _, report, told = heapq.heappop(self._closing)
            if report.told == told and report.closed is None and report.is_done:
                report.closed = self.now

    def look_after(self, at: datetime) -> datetime | None:
        """Give the first look from a moment on; None if it has not come yet."""
        place = bisect_left(self.ticks, at)
        return self.ticks[place] if place < len(self.ticks) and self.ticks[place] <= self.now else None
