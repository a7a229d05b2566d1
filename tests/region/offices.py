"""What the offices do: quick ones every working day, slow ones twice a week, silent ones nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import groupby

from tests.ledger import DAY, Stint, at_local
from tests.region import days
from tests.region.phones import Got
from tests.region.region import Region
from tests.region.report import Report
from tests.region.texts import MATTERS

AGENCIES = (*MATTERS, "INSPEKTORAT")
STANDING_IN = ("ADMIN", "INTEGRITY", "OVERSIGHT")
SILENT = ("DISDAG", "BPN", "DPMD", "KOMINFO")
DEAF = ("DPMD", "KOMINFO")
"""Whose officers do not even say that they are still there."""
SLOW = ("DINSOS", "DISDIK", "BPJS", "BAPENDA", "RSUD", "DISNAKER")
QUICK = tuple(code for code in AGENCIES if code not in SILENT + SLOW)
OFFICERS = {code: f"+6281112{place:06}" for place, code in enumerate((*AGENCIES, *STANDING_IN), 1)}
HEADS = {code: f"+6281113{place:06}" for place, code in enumerate((*SILENT, *SLOW, "PUPR"), 1)}
LEADER = "+62811140001"
AT_ONCE = 10
"""So many numbers stand in one SMS."""

_MORNING, _NOON, _AFTERNOON, _EVENING = time(8, 10), time(9, 40), time(14), time(16, 31)


class Offices:
    """All officers of the region, and who leads them."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.asked: dict[str, datetime] = {}
        region.hearers.append(self._hear)
        for on in days.working_days():
            region.plan(at_local(on, _MORNING), self._take_up)
            region.plan(at_local(on, _NOON), self._choose)
            region.plan(at_local(on, _AFTERNOON), self._finish)
            if on.weekday() == 4:
                region.plan(at_local(on, _EVENING), self._ask_lists)
        for at in days.flood_looks():
            region.plan(at, self._rescue)

    def hearer(self, code: str, now: datetime) -> str:
        """Tell who hears of an agency's matters: its officer, or its head where that one has said nothing for long."""
        officer = OFFICERS[code]
        is_gone = code in DEAF and officer in self.asked and self.asked[officer] + 14 * DAY <= now
        return HEADS[code] if is_gone else officer

    def of(self, code: str) -> list[Report]:
        """Give what an agency has to do, the oldest first."""
        theirs = (each for each in self.region.open.values() if each.agency == code and not each.hidden)
        return [each for each in theirs if each.number and each.touched != self.region.now]

    def _order(self, code: str, verb: str, reports: Sequence[Report], words: str, at: datetime) -> None:
        for begin in range(0, len(reports), AT_ONCE):
            numbers = " ".join(str(each.number) for each in reports[begin : begin + AT_ONCE])
            self.region.phones.text(OFFICERS[code], f"{verb} {numbers} {words}".rstrip(), at)
        for each in reports:
            each.touched = self.region.now

    def _hear(self, got: Got, report: Report | None) -> None:
        """Say that one is still there; a few never do."""
        if "asih bertugas di " in got.text:
            self.asked.setdefault(got.phone, self.region.now)
            if got.phone not in {OFFICERS[code] for code in DEAF}:
                self.region.plan(self.region.now, lambda at: self.region.phones.text(got.phone, "YA", at))
        assert report is None or "belum dimengerti" not in got.text

    def _take_up(self, at: datetime) -> None:
        """Take up what is new, ask about some of it, and hand on what is not theirs."""
        slow = SLOW if at.weekday() in {1, 3} else ()
        for code in (*QUICK, *slow):
            parts: dict[Callable[..., None], list[Report]] = {}
            for report in self.of(code):
                if report.last.taken is None and (what := self._first_step(report)):
                    parts.setdefault(what, []).append(report)
            for what, reports in parts.items():
                what(code, reports, at)

    def _first_step(self, report: Report) -> Callable[..., None] | None:
        if report.bounced == 0 and report.reopened == 0 and not report.urgent and report.place % 40 < 3:
            return self._give_back if report.place % 40 == 0 else self._hand_on
        if report.place % 9 == 4 and not report.last.pauses:
            return self._ask
        return self._accept if report.place % 3 == 1 else None

    def _accept(self, code: str, reports: list[Report], at: datetime) -> None:
        self._order(code, "TERIMA", reports, "", at)
        self._taken(reports)

    def _taken(self, reports: list[Report]) -> None:
        for each in reports:
            each.last.taken = each.last.taken or self.region.now
            each.answered = each.answered or self.region.now

    def _ask(self, code: str, reports: list[Report], at: datetime) -> None:
        self._order(code, "TANYA", reports, "di sebelah mana?", at)
        self._taken(reports)
        for each in reports:
            each.asked += 1
            each.last.pauses.append([self.region.now])

    def _give_back(self, code: str, reports: list[Report], at: datetime) -> None:
        self._order(code, "BUKAN", reports, "itu bukan tugas kami", at)
        for each in reports:
            each.bounced, each.waits_since = each.bounced + 1, self.region.now
            each.stints.clear()

    def _hand_on(self, code: str, reports: list[Report], at: datetime) -> None:
        for target, theirs in groupby(sorted(reports, key=_other), _other):
            moved = list(theirs)
            self._order(code, "OPER", moved, f"{target} itu urusan mereka", at)
            for each in moved:
                each.bounced += 1
                each.stints[:] = [Stint(target, self.region.now)]

    def _choose(self, at: datetime) -> None:
        """The admin finds an agency for what has none."""
        waiting = [each for each in self.region.open.values() if each.agency is None and each.number]
        waiting = [each for each in waiting if each.touched != self.region.now]
        for target, theirs in groupby(sorted(waiting, key=_other), _other):
            moved = list(theirs)
            self._order("ADMIN", "OPER", moved, target, at)
            for each in moved:
                each.waits_since, each.stints[:] = None, [Stint(target, self.region.now)]

    def _finish(self, at: datetime) -> None:
        slow = SLOW if at.weekday() in {1, 3} else ()
        for code in (*QUICK, *slow):
            done = [each for each in self.of(code) if self._is_time(each)]
            self._order(code, "SELESAI", done, "sudah kami kerjakan di tempat", at)
            self._taken(done)
            for each in done:
                self.region.done(each)

    def _is_time(self, report: Report) -> bool:
        now = self.region.now
        if report.last.stands_still(now):
            return False
        days_ago = 6 + report.place % 11 if report.agency in SLOW else 1 + report.place % 8
        taken = report.last.taken
        is_mine = taken is not None or report.place % 3 != 1
        return is_mine and now - report.last.since >= timedelta(days=days_ago, hours=-12)

    def _rescue(self, at: datetime) -> None:
        reports = [each for each in self.of("BPBD") if each.urgent and each.last.taken is None]
        self._accept("BPBD", reports, at)

    def _ask_lists(self, at: datetime) -> None:
        """Ask for the list of what is open, after all else of this look."""
        self.region.exchange()
        for code in QUICK:
            self.region.phones.text(OFFICERS[code], "TUGAS", at)
            self.region.lists.append((self.region.now, OFFICERS[code], len(list(self._all_of(code)))))

    def _all_of(self, code: str) -> Iterator[Report]:
        return (each for each in self.region.open.values() if each.agency == code)


def _other(report: Report) -> str:
    """Choose an agency that it is handed to, another than the one that has it."""
    others = [code for code in AGENCIES if code != report.agency]
    return others[report.place % len(others)]
