"""What citizens do: they report, answer, judge what was done, ask how it stands, join others, or want it back."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from tests.ledger import DAY, Stint, at_local
from tests.region import days
from tests.region.days import is_out
from tests.region.phones import Got
from tests.region.region import Region
from tests.region.report import Report
from tests.region.texts import MATTERS, PRAISE, RAIN, SECRET, VAGUE, VILLAGES, WATER, Matter

A_DAY, IN_THE_FLOOD = 266, 1500
_OFFER = re.compile(r"nomor (\d{7})\. Balas YA utk gabung ke sana")
_AGENCIES = list(MATTERS)
_WEIGHTS = [12 if place < 6 else 5 for place in range(len(_AGENCIES))]
_HOUR = timedelta(hours=1)
SOON = timedelta(minutes=110)
"""Who has not answered YA by then has let it be."""


class Citizens:
    """All who live in the region."""

    def __init__(self, region: Region) -> None:
        self.region, self._dice = region, region.dice
        self._places = itertools.count(1)
        self._known: list[tuple[datetime, str]] = []
        self._sent_by: Counter[str] = Counter()
        region.hearers.append(self._hear)
        region.on_told.append(self._judge)
        self._plan_days()

    def _plan_days(self) -> None:
        on = days.FIRST
        while on < days.END:
            for _ in range(A_DAY + self._dice.randint(-25, 25)):
                self.region.plan(self._moment(on), self._report)
            on += DAY
        flood = at_local(days.FLOOD, days.FLOOD_FROM)
        for place in range(IN_THE_FLOOD):
            at = flood + timedelta(seconds=self._dice.randrange(6 * 3600))
            self.region.plan(at, self._cry if place % 5 < 3 else self._rain)

    def _moment(self, on: date) -> datetime:
        """By day mostly, and some at night."""
        hour = self._dice.choices((2, 6, 12, 18), (1, 8, 10, 9))[0]
        return at_local(on, time(hour)) + timedelta(seconds=self._dice.randrange(4 * 3600))

    def _report(self, at: datetime) -> None:
        chance = self._dice.random()
        if chance < 0.01:
            self._file(at, "INTEGRITY", SECRET, hidden=True)
        elif chance < 0.02:
            self._file(at, None, (None, VAGUE))
        elif chance < 0.03:
            self._praise(at, self._dice.choice(list(PRAISE)))
        else:
            agency = self._dice.choices(_AGENCIES, _WEIGHTS)[0]
            self._file(at, agency, self._dice.choice(MATTERS[agency]), named=chance < 0.97)

    def _praise(self, at: datetime, agency: str) -> None:
        report = self._file(at, agency, PRAISE[agency])
        report.kind = "praise"
        report.last.done = report.filed
        self.region.open.pop(report.place, None)

    def _cry(self, at: datetime) -> None:
        self._file(at, "BPBD", WATER, urgent=True)

    def _rain(self, at: datetime) -> None:
        self._file(at, *self._dice.choice(RAIN))

    def _file(
        self,
        at: datetime,
        agency: str | None,
        matter: Matter | tuple[None, str],
        *,
        hidden: bool = False,
        urgent: bool = False,
        named: bool = True,
    ) -> Report:
        now, (topic, words) = self.region.now, matter
        village = self._dice.choice(list(VILLAGES)) if named else None
        phone, is_known = self._phone()
        self._sent_by[phone] += 1
        report = Report(0, phone, now, [Stint(agency, now)] if agency else [], place=next(self._places), topic=topic)
        report.village, report.district = village, village and VILLAGES[village]
        report.hidden, report.urgent = hidden, urgent
        report.waits_since = None if agency else now
        self.region.add(report)
        keyword = "bogor " if is_known or self._dice.random() < 0.6 else ""
        self.region.phones.text(phone, f"{keyword}{words}{f', kelurahan {village}' if village else ''}", at)
        if self._dice.random() < 0.04:
            self.region.plan(now + self._dice.randint(20, 500) * _HOUR, lambda at: self._ask(report, at))
        if self._dice.random() < 0.01 and agency and not hidden:
            self.region.plan_about(report, now + self._dice.randint(2, 40) * _HOUR, lambda at: self._regret(report, at))
        return report

    def _phone(self) -> tuple[str, bool]:
        """Mostly somebody who has never reported anything; else who has not for two days."""
        now = self.region.now
        if self._dice.random() < 0.08 and self._known and self._known[0][0] < now - 2 * DAY:
            phone, is_known = self._known.pop(0)[1], True
        else:
            phone, is_known = f"+62811100{len(self.region.reports):05}", False
        self._known.append((now, phone))
        return phone, is_known

    def _hear(self, got: Got, report: Report | None) -> None:
        """Answer what we ask, or not."""
        if report is None or got.phone != report.phone:
            return
        if "Di mana tempatnya?" in got.text:
            report.asked += 1
            # What waits on the SIM for two days comes too late for its question, and would be a report of its own.
            if self._dice.random() < 0.7 and not is_out(self.region.now + _HOUR):
                self.region.plan_about(report, self.region.now + _HOUR, lambda at: self._tell_where(report, at))
        elif (offer := _OFFER.search(got.text)) and self._dice.random() < 0.05:
            first, now = self.region.numbered[int(offer[1])], self.region.now
            self.region.plan_about(report, now + _HOUR / 2, lambda at: self._join(report, first, now, at))
        elif ", pertanyaan " in got.text and self._dice.random() < 0.8:
            self.region.plan_about(report, self.region.now + 20 * _HOUR, lambda at: self._answer(report, at))

    def _say(self, report: Report, words: str, at: datetime, *, counts: bool = True) -> None:
        self.region.phones.text(report.phone, words, at)
        if counts:
            report.heard += 1
            report.touched = self.region.now

    def _ask(self, report: Report, at: datetime) -> None:
        self._say(report, f"CEK {report.number}", at, counts=False)

    def _tell_where(self, report: Report, at: datetime) -> None:
        if report.is_done:
            return
        village = self._dice.choice(list(VILLAGES))
        self._say(report, f"di kelurahan {village}", at)
        # What answers an officer's question is theirs to read, and not looked at for places.
        if not report.last.stands_still(self.region.now):
            report.village, report.district = village, VILLAGES[village]
        self._answered(report)

    def _answer(self, report: Report, at: datetime) -> None:
        if report.is_done or not report.last.pauses or len(report.last.pauses[-1]) == 2:
            return
        self._say(report, f"{report.number} di depan warung", at)
        self._answered(report)

    def _answered(self, report: Report) -> None:
        """Write down that they have said more: what was asked is answered by it."""
        report.spoke = self.region.now
        if report.last.stands_still(self.region.now):
            report.last.pauses[-1].append(self.region.now)

    def _join(self, report: Report, first: Report, asked: datetime, at: datetime) -> None:
        if self.region.now - asked > SOON or report.is_done or first.is_done or first.touched == self.region.now:
            return
        self._say(report, "YA", at)
        first.touched, report.gone = self.region.now, "duplicate"
        first.heard += 1
        self.region.done(report)

    def _regret(self, report: Report, at: datetime) -> None:
        if report.agency is None or report.is_done or any(self._joined(report)):
            return
        self._say(report, f"BATAL {report.number}", at, counts=False)
        now = self.region.now
        self.region.plan_about(report, now + _HOUR / 4, lambda at: self._withdraw(report, now, at))

    def _joined(self, report: Report) -> Iterator[Report]:
        alike = (report.topic, report.village)
        return (
            each for each in self.region.reports if each.gone == "duplicate" and (each.topic, each.village) == alike
        )

    def _withdraw(self, report: Report, asked: datetime, at: datetime) -> None:
        is_late = self.region.now - asked > SOON
        if is_late or report.agency is None or report.is_done or any(self._joined(report)):
            return
        self._say(report, "YA", at)
        report.gone = "withdrawn"
        self.region.done(report)

    def _judge(self, report: Report) -> None:
        """Say some hours or days later whether it is solved, or nothing."""
        chance, told = self._dice.random(), report.told
        later = self.region.now + self._dice.randint(4, 60) * _HOUR
        if chance < 0.42:
            self.region.plan_about(report, later, lambda at: self._confirm(report, told, at))
        elif chance < 0.44:
            self.region.plan_about(report, later + 20 * DAY, lambda at: self._confirm(report, told, at))
        elif chance < 0.54 and report.reopened < 2:
            self.region.plan_about(report, later, lambda at: self._object(report, told, at))

    def _confirm(self, report: Report, told: datetime | None, at: datetime) -> None:
        if report.told != told:
            return
        self._say(report, f"SUDAH {report.number}", at)
        report.confirmed = self.region.now
        report.closed = report.closed or self.region.now
        # Who has reported twice may be asked twice, and a lone digit does not say about what.
        if self._dice.random() < 0.7 and self._sent_by[report.phone] == 1:
            self.region.plan_about(report, self.region.now + _HOUR / 4, lambda at: self._rate(report, at))

    def _rate(self, report: Report, at: datetime) -> None:
        report.rating = self._dice.choices((1, 2, 3, 4, 5), (1, 1, 2, 4, 3))[0]
        self._say(report, str(report.rating), at)

    def _object(self, report: Report, told: datetime | None, at: datetime) -> None:
        if report.told != told or report.closed:
            return
        self._say(report, f"BELUM {report.number} masih sama saja", at)
        report.reopened += 1
        report.told = None
        report.stints.append(Stint(report.last.agency, self.region.now))
        if not report.asked:
            report.spoke = self.region.now
        self.region.open[report.place] = report
