"""The figures of a time, counted by hand from what was written down: no database, and nothing of the program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from tests.ledger import CLOSES, DAY, Stint, at_local, awake, local, received_on, working_days_after
from tests.region.report import POSTS, Report, Span

Look = Callable[[datetime], datetime | None]
"""Gives the first look of the daemon from a moment on."""

ALMOST, UNHAPPY, RED_FROM, LEAST, LISTED = 0.25, 2, 0.2, 5, 10


@dataclass
class Account:
    """What was done in a time, and how it stood at its end, of a region or one of its agencies."""

    reports: Sequence[Report]
    since: datetime
    until: datetime
    look: Look
    now: datetime
    agency: str | None = None
    came: list[Report] = field(init=False)
    done: list[Report] = field(init=False)
    held: list[Report] = field(init=False)

    def __post_init__(self) -> None:
        mine = [each for each in self.reports if self._is_mine(each) and not each.hidden]
        self.hidden = sum(each.hidden and self._is_in(each.filed) for each in self.reports)
        self.came = [each for each in mine if self._is_in(each.filed)]
        self.done = [each for each in mine if each.is_finished and self._is_in(each.last.done)]
        self.held = [each for each in mine if self._is_open(each)]
        self.judged = [each for each in mine if each.closed and self._is_in(each.closed)]
        self._due = {id(each): each.due(self.now) for each in (*self.done, *self.held)}

    def _is_mine(self, each: Report) -> bool:
        return self.agency is None or each.agency == self.agency

    def _is_in(self, at: datetime | None) -> bool:
        return at is not None and self.since <= at < self.until

    def _is_open(self, each: Report) -> bool:
        """Tell whether an agency had it at the end, and had not finished."""
        if not each.stints or each.last.since >= self.until:
            return False
        return each.last.done is None or each.last.done >= self.until

    def figures(self) -> dict[str, Any]:
        """Give all figures by their names; a share is so many of so many."""
        counting = [each for each in self.came if each.counts]
        fresh, back = len(self.done), sum(each.reopened > 0 for each in self.held)
        again = sum(each.reopened > 0 for each in self.done)
        rated = [each.rating for each in self.done if each.rating is not None]
        return {
            "new": len(self.came),
            "praise": sum(each.kind == "praise" for each in self.came),
            "spam": 0,
            "duplicates": sum(each.gone == "duplicate" for each in self.came),
            "unasked": (sum(each.asked == 0 for each in counting), len(counting)),
            **self._answers(counting),
            "finished": fresh,
            "on_time": self._on_time(),
            "solution": middle([whole_seconds(each.filed, each.last.done) for each in self.done]),
            "confirmed": (sum(each.confirmed is not None for each in self.judged), len(self.judged)),
            "reopened": (again + back, fresh + back),
            "rated": (sum(rated), len(rated)),
            "messages": (len(self.done), sum(each.heard + each.sent for each in self.done)),
            **self._standing(),
        }

    def _answers(self, counting: Iterable[Report]) -> dict[str, Any]:
        """What has not been answered took longer than all that has; what ended without is owed nothing."""
        owed = [each for each in counting if each.answered or not each.is_done]
        took = [
            whole_seconds(each.filed, each.answered) if each.answered and each.answered < self.until else None
            for each in owed
        ]
        return {"answered": (sum(each is not None for each in took), len(took)), "answer": middle(took)}

    def _on_time(self) -> tuple[int, int]:
        """What lies past its date was not done in time either."""
        lies = sum(self.is_late(each) for each in self.held)
        dated = [each for each in self.done if self._due[id(each)]]
        return sum(each.last.done <= self._due[id(each)] for each in dated), len(dated) + lies

    def _standing(self) -> dict[str, Any]:
        red = [each for each in self.held if self._is_red(each)]
        yellow = [each for each in self.held if not self._is_red(each) and self._is_yellow(each)]
        late = [each for each in (*self.held, *self.done) if self.is_late(each)]
        return {
            "open": len(self.held),
            "silent": sum(self._is_silent(each) for each in self.held),
            "overdue": sum(self.is_late(each) for each in self.held),
            "overdue_silent": sum(self.is_late(each) and each.last.taken is None for each in self.held),
            "red": len(red),
            "yellow": len(yellow),
            "done_red": sum(self.is_late(each) or self._is_unhappy(each) for each in self.done),
            "late": len(late),
            "reasons": self._reasons(late),
        }

    def is_late(self, each: Report) -> bool:
        """Tell whether it was past its date at the end, or was finished after it."""
        due = self._due[id(each)]
        done = each.last.done
        return due is not None and (due < done if done and done < self.until else due < self.until)

    def _is_silent(self, each: Report) -> bool:
        return each.last.taken is None or each.last.taken >= self.until

    @staticmethod
    def _is_unhappy(each: Report) -> bool:
        return each.rating is not None and each.rating <= UNHAPPY

    def _is_red(self, each: Report) -> bool:
        return self.is_late(each) or each.reopened > 0 or self._is_unhappy(each)

    def _is_yellow(self, each: Report) -> bool:
        due = self._due[id(each)]
        almost = due is not None and (due - self.until) < ALMOST * (due - each.last.since)
        return almost or not self._is_silent(each)

    def _reasons(self, late: Sequence[Report]) -> dict[str, int]:
        told = [told_above(each, self.look) for each in late]
        return {
            "silent": sum(each.last.taken is None for each in late),
            "slow": sum(bool(each.last.taken and each.respond_by() < each.last.taken < self.until) for each in late),
            "paused": sum(bool(each.last.pauses) for each in late),
            "bounced": sum(each.bounced > 0 for each in late),
            "reopened": sum(each.reopened > 0 for each in late),
            "head": sum(head for head, _ in told),
            "leader": sum(leader for _, leader in told),
        }

    def topics(self) -> Counter[str | None]:
        """Count what came by topic."""
        return Counter(each.topic for each in self.came)

    def places(self) -> Counter[tuple[str, str]]:
        """Count what came by village and by district."""
        shown = [each for each in self.came if each.counts and each.village]
        found = Counter(("village", str(each.village)) for each in shown)
        return found + Counter(("district", str(each.district)) for each in shown)

    def days(self) -> dict[int, tuple[int, int]]:
        """Count what came and what was finished on each day, as days since 1970."""
        came = Counter(_day(each.filed) for each in self.came)
        done = Counter(_day(each.last.done) for each in self.done)
        return {day: (came[day], done[day]) for day in sorted({*came, *done})}

    def oldest(self) -> list[datetime]:
        """Give since when there were the ten that were open longest."""
        return sorted(each.filed for each in self.held)[:LISTED]

    def latest(self) -> list[datetime]:
        """Give the dates of the ten that were furthest past them."""
        late = [each for each in self.held if self.is_late(each)]
        return sorted(due for each in late if (due := self._due[id(each)]))[:LISTED]


def agencies(reports: Iterable[Report]) -> list[str]:
    """Give the agencies that have anything, without the posts in their place."""
    return sorted({each.agency for each in reports if each.agency and each.agency not in POSTS and not each.hidden})


def ranking(figures: dict[str, dict[str, Any]]) -> tuple[list[tuple[int, str]], list[str]]:
    """Rank agencies by what they did in time, among equals by how soon they answered; and name those of too few."""
    enough = {code: each for code, each in figures.items() if each["on_time"][1] >= LEAST}
    keys = {code: _rank_key(each) for code, each in enough.items()}
    ranked = sorted((1 + sum(other < key for other in keys.values()), code) for code, key in keys.items())
    return ranked, sorted(set(figures) - set(enough))


def _rank_key(each: dict[str, Any]) -> tuple[float, float]:
    part, whole = each["on_time"]
    median = each["answer"][1]
    return -part / whole, float("inf") if median is None else median


def colour(figures: dict[str, Any]) -> str:
    """Tell the colour of an agency."""
    if figures["red"] == 0:
        return "green"
    return "red" if figures["red"] > RED_FROM * figures["open"] else "yellow"


def told_above(report: Report, look: Look) -> tuple[bool, bool]:
    """Tell whether the ladder has told its head, or the leader, of what lies in the same hands."""
    stint = report.last
    silent = [(1, 0), (2, 1)]
    found = [False, False]
    for count, whom in silent:
        at = stint.since + count * DAY
        found[whom] |= _is_told(stint, at if report.urgent else awake(at), look, until_taken=True)
    if report.urgent:
        found[0] |= _is_told(stint, stint.since + timedelta(minutes=15), look, until_taken=True)
    due = report.due(stint.done or datetime.max.replace(tzinfo=stint.since.tzinfo))
    for count, whom in ((1, 0), (5, 1)):
        at = due and at_local(working_days_after(received_on(due), count), CLOSES)
        found[whom] |= at is not None and _is_told(stint, at, look, until_taken=False)
    return found[0], found[1]


def _is_told(stint: Stint, at: datetime, look: Look, *, until_taken: bool) -> bool:
    """A rung is told at the first look from its time on, if it still lies there then."""
    tick = look(at)
    if tick is None or (stint.done and stint.done <= tick):
        return False
    return not (until_taken and stint.taken and stint.taken <= tick)


def middle(took: Sequence[int | None]) -> tuple[int, int | None]:
    """Give of how many a time is, and the median: none if half of them are not over."""
    known = sorted(float("inf") if each is None else each for each in took)
    count = len(known)
    if not count:
        return 0, None
    mean = (known[(count - 1) // 2] + known[count // 2]) / 2
    return count, None if mean == float("inf") else int(mean)


def whole_seconds(since: datetime, until: datetime | None) -> int:
    """Give the whole seconds between two moments."""
    assert until is not None
    return int(until.timestamp()) - int(since.timestamp())


def span_of(span: Span) -> tuple[datetime, datetime]:
    """Give the midnights between which a time lies."""
    return at_local(span.first, time()), at_local(span.end, time())


def _day(at: datetime | None) -> int:
    assert at is not None
    return local(at).date().toordinal() - 719_163
