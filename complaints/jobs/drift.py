"""How the router's decisions compare with what became of them: a model that grows stale is noticed, not suffered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from complaints.who.office import Office
from config.regions import Region
from storage import dispositions, jobs
from storage.engine import AnyRow, Database

NAME = "routing"
WINDOW = timedelta(days=28)
HOUR = 2
"""Of the night, in the time of the first region: nobody waits for anything then."""
FEWEST = 30
"""Decisions below this number tell nothing."""
_ENOUGH = 5
_NEARLY_ALL = 0.8
"""When a topic is another agency's: so many of its complaints, and such a share of them, went there."""
TOLERATED = 0.05
"""By how much fewer decisions may be right than the router believed."""


class Move(NamedTuple):
    """So many decisions for an agency or body, and about a topic, that another agency has now; None is nobody."""

    chosen: str
    topic: str | None
    now: str | None
    times: int


@dataclass(frozen=True, slots=True)
class Drift:
    """The decisions of a window that people have confirmed or changed.

    `right` of `decided` stayed with the agency that the router had chosen; `believed` is the mean of its confidence.
    `moved` are the others, counted. `cures` are the topics of which nearly all went to one other agency, with it: a
    topic is given away by a line in the region's file, which no training does as well.
    """

    decided: int
    right: int
    believed: float
    moved: tuple[Move, ...]
    cures: tuple[tuple[str, str], ...] = ()

    @property
    def share(self) -> float:
        """The share of right decisions; 1 if there were none."""
        return self.right / self.decided if self.decided else 1.0

    @property
    def is_drifting(self) -> bool:
        """Whether clearly fewer are right than the router believes."""
        return self.decided >= FEWEST and self.share < self.believed - TOLERATED


def drift_of(rows: Iterable[AnyRow]) -> Drift:
    """Compare what the router decided with who has the complaint now; what it left to an officer is no decision.

    That it sent a citizen away is judged only where an agency has the complaint after all: nobody confirms the others.
    """
    decided = [(chosen, row.topic, row.agency, row.confidence) for row in rows if (chosen := _chosen(row))]
    counts = Counter((chosen, topic, now) for chosen, topic, now, _ in decided if chosen != now)
    of_topics = Counter(topic for _, topic, *_ in decided)
    moved = tuple(Move(*which, times) for which, times in counts.most_common())
    return Drift(
        decided=len(decided),
        right=len(decided) - counts.total(),
        believed=sum(confidence for *_, confidence in decided) / len(decided) if decided else 1.0,
        moved=moved,
        cures=tuple(_cures(moved, of_topics)),
    )


def _cures(moved: Iterable[Move], decided: Mapping[str | None, int]) -> Iterator[tuple[str, str]]:
    for move in moved:
        if move.topic and move.now and move.times >= max(_ENOUGH, _NEARLY_ALL * decided[move.topic]):
            yield move.topic, move.now


def _chosen(row: AnyRow) -> str | None:
    chosen: str | None = row.routing.get("agency") or (row.routing.get("body") if row.agency else None)
    return chosen


def check(database: Database, region: Region, now: datetime) -> Drift:
    """Compare the decisions of the last four weeks in a region."""
    with database.read() as connection:
        return drift_of(dispositions.judged(connection, region.code, now - WINDOW))


def is_due(database: Database, office: Office, now: datetime) -> bool:
    """Tell whether last night's comparison has not been made."""
    with database.read() as connection:
        last = jobs.last_runs(connection).get(NAME)
    return last is None or last["started_at"] < next_at(office, now) - timedelta(days=1)


def run(database: Database, office: Office, now: datetime) -> int:
    """Compare in all regions; a drift is a warning in the log. Gives how many decisions were compared."""
    from config.logs import get_logger  # noqa: PLC0415 - for the jobs that log

    compared = 0
    for region in office.regions.values():
        drift = check(database, region, now)
        compared += drift.decided
        if drift.is_drifting:
            get_logger("aduan").warning(
                "routing_drifts",
                region=region.code,
                decided=drift.decided,
                right=round(drift.share, 3),
                believed=round(drift.believed, 3),
                hint="aduan route drift tells what moved where, and what to do",
            )
    return compared


def next_at(office: Office, now: datetime) -> datetime:
    """Give the next time that the comparison is made."""
    zone = ZoneInfo(next(iter(office.regions.values())).timezone)
    tonight = now.astimezone(zone).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return (tonight if tonight > now else tonight + timedelta(days=1)).astimezone(now.tzinfo)
