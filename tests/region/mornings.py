"""What each officer should read, and when: counted from what was written down, at the moment of each digest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time

from tests.ledger import CLOSES, DAY, at_local, is_working, local, received_on, working_days_after
from tests.region.days import OUTAGE, SLOTS
from tests.region.offices import HEADS, OFFICERS, Offices
from tests.region.phones import Got
from tests.region.region import Region
from tests.region.report import Report

Counts = tuple[int, int, int, int]
"""How many are past their date, due today, new, and answered by their reporters."""

_HEAD = re.compile(r".+ \d+/\d+ \d\d:\d\d: (.*)\. Balas misalnya")
_SECTIONS = "lewat waktu", "jatuh tempo hari ini", "baru", "dijawab pelapor"
VERIFY = 3
"""Working days in which an agency is to be found."""


class Mornings:
    """The digests as they should be: to whom, when, and how many complaints wait."""

    def __init__(self, region: Region, offices: Offices) -> None:
        self.region, self.offices = region, offices
        self.expected: dict[tuple[str, datetime], Counts] = {}
        self._last: dict[str, datetime] = {}
        self._slots = self._moments()
        region.before_jobs.append(self._note)

    def _moments(self) -> set[datetime]:
        """Give the looks with digests: each slot, and the first look after the outage for all that were missed."""
        ticks = self.region.ticks
        back = [tick for tick in ticks if tick >= OUTAGE[1]][:1]
        return {*back, *(tick for tick in ticks if _is_slot(local(tick)))}

    def _note(self) -> None:
        now = self.region.now
        if now not in self._slots:
            return
        for code in OFFICERS:
            phone = self.offices.hearer(code, now)
            self.expected[phone, now] = self._counts(code, now, self._last.get(phone))
            self._last[phone] = now

    def read(self) -> Iterator[tuple[Got, Counts]]:
        """Give what officers and heads have read in the heads of their digests."""
        for phone in (*OFFICERS.values(), *HEADS.values()):
            for got in self.region.phones.got[phone]:
                if said := _HEAD.match(got.text):
                    yield got, _counted(said[1])

    def _counts(self, code: str, now: datetime, since: datetime | None) -> Counts:
        sections = [self._section(each, now, since) for each in self._of(code)]
        return sections.count(0), sections.count(1), sections.count(2), sections.count(3)

    def _of(self, code: str) -> list[Report]:
        wanted = None if code == "ADMIN" else code
        return [each for each in self.region.open.values() if each.agency == wanted]

    def _section(self, report: Report, now: datetime, since: datetime | None) -> int | None:
        """Tell why it is listed: the date that counts is that of the first word, and then that of the solution."""
        midnight = at_local(local(now).date() + DAY, time())
        date = self._date(report, now)
        if date is not None and date <= midnight:
            return 0 if date <= now else 1
        if report.hands is None or report.hands.taken is None:
            return 2
        return 3 if since is not None and report.spoke is not None and report.spoke > since else None

    @staticmethod
    def _date(report: Report, now: datetime) -> datetime | None:
        if report.hands is None:
            assert report.waits_since is not None
            return at_local(working_days_after(received_on(report.waits_since), VERIFY), CLOSES)
        return report.respond_by() if report.hands.taken is None else report.due(now)


def _is_slot(at: datetime) -> bool:
    """There are digests on working days."""
    return at.time() in SLOTS and is_working(at.date())


def _counted(said: str) -> Counts:
    """Read `2 baru, 1 lewat waktu`."""
    found = {name: int(count) for count, name in (each.split(" ", 1) for each in said.split(", "))}
    assert found.keys() <= set(_SECTIONS), said
    overdue, today, new, answered = (found.get(name, 0) for name in _SECTIONS)
    return overdue, today, new, answered
