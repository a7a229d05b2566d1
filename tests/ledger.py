"""A ledger of what happened in a town, and the rules by which a person with a calendar would judge it.

It knows nothing of the program: it is told who did what and when, and walks over days, one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Jakarta")
DAY = timedelta(days=1)
CLOSES = time(16)
Skips = Callable[[datetime], bool]
"""Tells of the end of a day whether the clock stood still then."""
WINDOW = timedelta(days=30)
"""Shares are of the last thirty days."""
NIGHT_FROM, NIGHT_UNTIL = time(21), time(6)
# A day that the region has added, Christmas with its day in lieu, New Year, Isra Mikraj, Imlek's day in lieu.
FREE = frozenset(
    {
        date(2026, 12, 9),
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2027, 1, 1),
        date(2027, 1, 5),
        date(2027, 2, 5),
    }
)


def local(at: datetime) -> datetime:
    """Give a moment as the town's clocks show it."""
    return at.astimezone(ZONE)


def at_local(on: date, at: time) -> datetime:
    """Give the moment of a time of day in the town."""
    return datetime.combine(on, at, ZONE)


def is_working(on: date) -> bool:
    """Tell whether the offices are open on a day."""
    return on.weekday() < 5 and on not in FREE


def working_days_after(on: date, count: int) -> date:
    """Walk to the n-th working day after a day."""
    while count:
        on += DAY
        count -= is_working(on)
    return on


def received_on(at: datetime) -> date:
    """Tell the day on which the offices received what came at a moment."""
    on = local(at).date()
    if is_working(on) and local(at).time() <= CLOSES:
        return on
    return working_days_after(on, 1)


def ends(on: date, *, working: bool) -> datetime:
    """Give the end of a day: that of work, or midnight."""
    return at_local(on, CLOSES) if working else at_local(on + DAY, time())


def nth_end(since: datetime, count: int, *, working: bool, skips: Skips) -> datetime:
    """Walk to the end of the n-th day that counts, after the one on which something was received."""
    on, left = received_on(since), count
    while left:
        on += DAY
        left -= (is_working(on) or not working) and not skips(ends(on, working=working))
    return ends(on, working=working)


@cache
def _undisturbed(since: datetime, count: int, working: bool) -> datetime:
    return nth_end(since, count, working=working, skips=lambda _: False)


def awake(at: datetime) -> datetime:
    """Give the first moment from then on at which somebody may be texted."""
    now = local(at)
    if NIGHT_UNTIL <= now.time() < NIGHT_FROM:
        return at
    return at_local(now.date() + (DAY if now.time() >= NIGHT_FROM else 0 * DAY), NIGHT_UNTIL)


@dataclass
class Stint:
    """A complaint in the hands of an agency, from when it came, or came back, until it is done."""

    agency: str
    since: datetime
    taken: datetime | None = None
    done: datetime | None = None
    pauses: list[list[datetime]] = field(default_factory=list)

    def stands_still(self, at: datetime) -> bool:
        """Tell whether the citizen is waited for."""
        return any(pause[0] <= at and (len(pause) == 1 or at < pause[1]) for pause in self.pauses)

    def due(self, limit: int, at: datetime, *, working: bool = True) -> datetime | None:
        """Walk to the end of the last of so many days that count, as it is known at a moment.

        A working day ends when the offices close, one of the calendar at midnight.
        """
        known = [pause for pause in self.pauses if pause[0] <= at]
        # Nearly all; many came in the same minute.
        if not self.pauses:
            return _undisturbed(self.since, limit, working)
        if known and (len(known[-1]) == 1 or at < known[-1][1]):
            return None
        return nth_end(self.since, limit, working=working, skips=self.stands_still)

    def is_open(self, at: datetime) -> bool:
        """Tell whether somebody has still to do something."""
        return self.since <= at and (self.done is None or at < self.done)


@dataclass
class Case:
    """A complaint as the ledger knows it."""

    number: int
    phone: str
    filed: datetime
    stints: list[Stint]
    confirmed: datetime | None = None
    told: datetime | None = None

    @property
    def last(self) -> Stint:
        """The hands it is in, or was in last."""
        return self.stints[-1]

    def stint_at(self, at: datetime) -> Stint:
        """Give the hands it was in at a moment."""
        return [stint for stint in self.stints if stint.since <= at][-1]

    def times_out(self, after: int) -> datetime | None:
        """Tell when silence closes it: so many working days after its reporter was told that it is done."""
        if self.last.done is None or self.told is None or self.confirmed is not None:
            return None
        return at_local(working_days_after(received_on(self.told), after), CLOSES)


@dataclass(frozen=True)
class Rule:
    """A rung of the ladder: `days` and `working_days` after the silence began, or after the due date."""

    name: str
    of_silence: bool
    days: int = 0
    working_days: int = 0


RULES = (
    Rule("silence for 24 hours", of_silence=True, days=1),
    Rule("silence for 48 hours", of_silence=True, days=2),
    Rule("overdue for 1 working day", of_silence=False, working_days=1),
    Rule("overdue for 5 working days", of_silence=False, working_days=5),
)


ALONG = timedelta(minutes=5)
"""What is due so soon goes along with what is due now."""


def rungs(stint: Stint, limit: int, ticks: list[datetime]) -> Iterator[tuple[str, datetime, datetime | None]]:
    """Tell which rungs are told of a stint: at the earliest, and at the latest, of the moments when things are done.

    Without a latest it may be told or not: its time was near when somebody acted.
    """
    for rule in RULES:
        early = None
        for tick in ticks:
            at = _rung_at(stint, rule, limit, tick)
            if at is not None and at <= tick + ALONG:
                early = early or tick
            if at is not None and at <= tick and stint.is_open(tick):
                yield rule.name, early or tick, tick
                break
            if early and (at is None or not stint.is_open(tick)):
                yield rule.name, early, None
                break
            if not stint.is_open(tick) and stint.since <= tick:
                break


def _rung_at(stint: Stint, rule: Rule, limit: int, now: datetime) -> datetime | None:
    if now < stint.since:
        return None
    if rule.of_silence:
        silent = stint.taken is None or now < stint.taken
        return awake(stint.since + rule.days * DAY) if silent else None
    due = stint.due(limit, now)
    return due and at_local(working_days_after(local(due).date(), rule.working_days), CLOSES)


@dataclass(frozen=True)
class Figures:
    """What a leader is told."""

    new: int
    overdue: dict[str, int]
    on_time: tuple[int, int]
    confirmed: tuple[int, int]


def figures(cases: list[Case], limits: dict[str, int], close_after: int, now: datetime) -> Figures:
    """Count by hand what the leader's SMS should say at a moment."""
    there = [case for case in cases if case.filed <= now]
    late: dict[str, int] = {}
    on_time = finished = confirmed = judged = 0
    for case in there:
        stint = case.stint_at(now)
        due = stint.due(limits[stint.agency], now)
        if stint.is_open(now):
            if due is not None and due < now:
                late[stint.agency] = late.get(stint.agency, 0) + 1
            continue
        if stint.done is not None and stint.done >= now - WINDOW:
            finished += 1
            on_time += due is not None and stint.done <= due
        out = case.times_out(close_after) if stint is case.last else None
        if case.confirmed is not None and now - WINDOW <= case.confirmed <= now:
            confirmed, judged = confirmed + 1, judged + 1
        elif case.confirmed is None and out is not None and now - WINDOW <= out <= now:
            judged += 1
    new = sum(now - case.filed <= DAY for case in there)
    return Figures(new, late, (on_time, finished + sum(late.values())), (confirmed, judged))
