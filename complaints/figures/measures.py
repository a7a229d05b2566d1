"""What a region and its agencies have done in a time: the figures of the reports, read set-wise.

The words `open`, `overdue`, `finished`, `on time`, `confirmed` mean what they mean in `complaints.figures.statistics`.
docs/statistics.md tells all of them to people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from complaints.figures.statistics import Share
from storage import measures, report_lists
from storage.contacts import POSTS
from storage.engine import AnyRow
from storage.measures import Bounds
from storage.report_scope import Span

LEAST = 5
"""A place or a topic that fewer have named tells who they are; and of fewer cases no share is told."""

REASONS = ("silent", "slow", "paused", "bounced", "reopened", "head", "leader")
"""What is known of why something was late, and who was told of it."""


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took: of how many, and the median in seconds.

    What has not come yet took longer than all that has; so the median is None, though there are some, if that is half.
    """

    count: int = 0
    median: int | None = None


@dataclass(frozen=True, slots=True)
class Messages:
    """How many cases came by SMS and were finished, and how many SMS they took, in and out."""

    cases: int = 0
    sms: int = 0


@dataclass(frozen=True, slots=True)
class Measures:
    """What was done in a time, and how it stood at its end.

    `new` has come, of it `praise`, `spam`, `duplicates`; `unasked` of what somebody has to do something about.
    `answered` of what is owed an answer. `on_time` of what was finished with a date, or is past it at the end.
    `rated` how many said how content they were, and the sum of their stars.
    `reopened`: of what was finished or is open again, what has been opened again. `late` of what was finished in the
    time or open at its end, and `reasons` why.
    """

    new: int = 0
    praise: int = 0
    spam: int = 0
    duplicates: int = 0
    unasked: Share = field(default_factory=Share)
    answered: Share = field(default_factory=Share)
    answer: Times = field(default_factory=Times)
    finished: int = 0
    on_time: Share = field(default_factory=Share)
    solution: Times = field(default_factory=Times)
    confirmed: Share = field(default_factory=Share)
    reopened: Share = field(default_factory=Share)
    rated: Share = field(default_factory=Share)
    messages: Messages = field(default_factory=Messages)
    open: int = 0
    silent: int = 0
    overdue: int = 0
    overdue_silent: int = 0
    red: int = 0
    yellow: int = 0
    done_red: int = 0
    late: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def green(self) -> int:
        """What is open and neither red nor yellow."""
        return self.open - self.red - self.yellow

    @property
    def content(self) -> float | None:
        """How content reporters were, 1 to 5; None if none said so."""
        return self.rated.part / self.rated.whole if self.rated.whole else None


@dataclass(frozen=True, slots=True)
class Region:
    """The measures of a region, of its agencies, and what came by topic and channel, without what is delicate.

    `hidden` is how much came that is delicate, and counted nowhere else.
    """

    whole: Measures
    agencies: Mapping[str, Measures]
    topics: Mapping[str | None, Mapping[str | None, int]]
    channels: Mapping[str | None, Mapping[str, int]]
    hidden: int


@dataclass(frozen=True, slots=True)
class _Rows:
    """All rows of a time, as the database gives them."""

    arrived: Sequence[AnyRow]
    answers: Sequence[AnyRow]
    solutions: Sequence[AnyRow]
    finished: Sequence[AnyRow]
    held: Sequence[AnyRow]
    judged: Sequence[AnyRow]
    messages: Sequence[AnyRow]

    @classmethod
    def read(cls, connection: Connection, span: Span, bounds: Bounds) -> _Rows:
        return cls(
            arrived=measures.arrived(connection, span),
            answers=measures.answer_times(connection, span),
            solutions=measures.solution_times(connection, span),
            finished=measures.finished(connection, span, bounds),
            held=measures.held(connection, span, bounds),
            judged=measures.judged(connection, span),
            messages=measures.messages(connection, span),
        )

    def by_agency(self) -> dict[str, _Rows]:
        """Part them by agency."""
        parts: dict[str, list[list[AnyRow]]] = defaultdict(lambda: [[] for _ in _NAMES])
        for place, name in enumerate(_NAMES):
            for row in getattr(self, name):
                if row.agency is not None and row.agency not in POSTS:
                    parts[row.agency][place].append(row)
        return {agency: _Rows(*rows) for agency, rows in parts.items()}


_NAMES = ("arrived", "answers", "solutions", "finished", "held", "judged", "messages")


def measure(connection: Connection, span: Span, bounds: Bounds) -> Region:
    """Count what was done in a time, for the region and each of its agencies."""
    rows = _Rows.read(connection, span, bounds)
    return Region(
        whole=_measures(rows, leads=True),
        agencies={code: _measures(theirs, leads=False) for code, theirs in sorted(rows.by_agency().items())},
        topics=_counted(rows.arrived, "topic"),
        channels=_counted(rows.arrived, "channel"),
        hidden=measures.delicate(connection, span),
    )


def _measures(rows: _Rows, *, leads: bool) -> Measures:
    """Sum up; in a region's sums a complaint of several agencies counts once, with its lead, where it is open."""
    held = [row for row in rows.held if row.lead] if leads else rows.held
    done = [row for row in rows.finished if row.lead]
    answers = [row.took for row in rows.answers]
    again, fresh = _of(done, "reopened"), _of(done, "whole")
    back = sum(row.reopened for row in rows.held if row.lead)
    late = [*held, *(done if leads else rows.finished)]
    return Measures(
        new=_of(rows.arrived, "whole"),
        praise=_of(rows.arrived, "praise"),
        spam=_of(rows.arrived, "spam"),
        duplicates=_of(rows.arrived, "duplicates"),
        unasked=Share(_of(rows.arrived, "unasked"), _of(rows.arrived, "counts")),
        answered=Share(sum(each is not None for each in answers), len(answers)),
        answer=times(answers),
        finished=fresh,
        on_time=Share(_of(rows.finished, "on_time"), _of(rows.finished, "timed") + _of(rows.held, "late")),
        solution=times([row.took for row in rows.solutions]),
        confirmed=Share(_of(rows.judged, "confirmed"), _of(rows.judged, "whole")),
        reopened=Share(again + back, fresh + back),
        rated=Share(_of(done, "stars"), _of(done, "rated")),
        messages=Messages(_of(rows.messages, "cases"), _of(rows.messages, "sms")),
        open=_of(held, "whole"),
        silent=_of(held, "silent"),
        overdue=_of(held, "late"),
        overdue_silent=_of(held, "late_silent"),
        red=_of(held, "red"),
        yellow=_of(held, "yellow"),
        done_red=_of(done, "red"),
        late=_of(late, "late"),
        reasons={reason: _of(late, f"late_{reason}") for reason in REASONS},
    )


def times(took: Sequence[int | None]) -> Times:
    """Give the median of times, of which some may not be over yet: the middle one, or the mean of both, rounded."""
    known, count = sorted(each for each in took if each is not None), len(took)
    upper = count // 2
    if count == 0 or upper >= len(known):
        return Times(count)
    lower = (count - 1) // 2
    return Times(count, (known[lower] + known[upper]) // 2)


@dataclass(frozen=True, slots=True)
class Day:
    """What came and what was finished on one day, as days since 1970 in the region's time."""

    day: int
    came: int
    done: int


def days(connection: Connection, span: Span, offset: timedelta, agency: str | None) -> list[Day]:
    """Count each day that something came or was finished on."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for row in report_lists.by_day(connection, span, int(offset.total_seconds()), agency):
        counts[row.day].update(came=row.came, done=row.done)
    return [Day(day, each["came"], each["done"]) for day, each in sorted(counts.items())]


def _counted(rows: Iterable[AnyRow], name: str) -> dict[str | None, dict[Any, int]]:
    """Count what came by agency, and in it by a column; under None those of the whole region."""
    found: dict[str | None, Counter[Any]] = defaultdict(Counter)
    for row in rows:
        for agency in {None, row.agency}:
            found[agency][getattr(row, name)] += row.whole
    return {agency: dict(counts) for agency, counts in found.items()}


def _of(rows: Iterable[AnyRow], name: str) -> int:
    # PostgreSQL sums whole numbers up as exact decimals.
    return int(sum(getattr(row, name) or 0 for row in rows))
