"""The ladder: who is told next of a complaint that an agency leaves lying, and when. Pure.

Each rung has its time of its own, counted from when the silence began or from the date that has passed, and is told
once. Which have been told is kept as bits, those of the urgent ladder above the others: so they mean the same when a
complaint turns out to be urgent later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from complaints.time.deadlines import date_of
from complaints.time.hours import when_awake
from complaints.who.office import Office
from config.ladder import MOST_RUNGS, Of, Rung, Tell
from config.regions import Region
from parsers.meaning import Kind
from storage.changes import Changes
from storage.engine import AnyRow


@dataclass(frozen=True, slots=True)
class Hands:
    """A complaint in the hands of an agency, as the ladder looks at it.

    `silent_since` is None once somebody has taken it up, `due_at` without a date and while the clock stands still.
    `told` are the rungs that have been told of it.
    """

    region: Region
    urgent: bool
    silent_since: datetime | None
    due_at: datetime | None
    told: int = 0


@dataclass(frozen=True, slots=True)
class Climb:
    """A rung that is still to be told of a complaint: its place, which is its bit, and when."""

    place: int
    rung: Rung
    at: datetime

    @property
    def is_urgent(self) -> bool:
        """Whether it is a rung of the urgent ladder."""
        return self.place >= MOST_RUNGS


def climbs(hands: Hands) -> list[Climb]:
    """Give the rungs that are still to be told, in the order of their times, as things stand now."""
    return sorted(_climbs(hands), key=lambda climb: (climb.at, climb.place))


def _climbs(hands: Hands) -> Iterator[Climb]:
    for place, rung in _rungs(hands):
        since = hands.silent_since if rung.of is Of.SILENCE else hands.due_at
        at = date_of(hands.region, rung.after, since) if since and not hands.told >> place & 1 else None
        if at is not None:
            yield Climb(place, rung, at if hands.urgent else when_awake(hands.region, at))


def _rungs(hands: Hands) -> Iterator[tuple[int, Rung]]:
    """Give the rungs with their places; of danger the officers have been told by the alert."""
    told_by_alert = Of.SILENCE, Tell.OFFICER
    for place, rung in enumerate(hands.region.ladder):
        if not hands.urgent or (rung.of, rung.tell) != told_by_alert:
            yield place, rung
    if hands.urgent:
        yield from enumerate(hands.region.urgent_ladder, MOST_RUNGS)


def next_at(hands: Hands) -> datetime | None:
    """Tell when the ladder has to look at a complaint next; None if nobody is left to tell."""
    return min((climb.at for climb in _climbs(hands)), default=None)


def begin(
    region: Region | None, kind: Kind, now: datetime, due_at: datetime | None, *, urgent: bool
) -> datetime | None:
    """Tell when the ladder has to look at a complaint that an agency gets now; praise waits for nothing."""
    waits = region is not None and kind is not Kind.PRAISE
    return _next_of_new(region, urgent, now, due_at) if region and waits else None


@lru_cache(maxsize=256)
def _next_of_new(region: Region, urgent: bool, now: datetime, due_at: datetime | None) -> datetime | None:  # noqa: FBT001 - a key
    return next_at(Hands(region, urgent, now, due_at))


def begin_late(  # noqa: PLR0913 - what `begin` takes, and when it came here
    region: Region | None,
    kind: str,
    since: datetime | None,
    due_at: datetime | None,
    now: datetime,
    *,
    urgent: bool = False,
) -> dict[str, Any]:
    """Give the ladder's columns of a complaint that has waited elsewhere since then, None if it was taken up there.

    Rungs whose time was over before it came here are passed over: nobody here has left it lying so long.
    """
    if region is None or kind == Kind.PRAISE:
        return {"rung": 0, "rung_at": None}
    ahead = climbs(Hands(region, urgent, since, due_at))
    told = sum(1 << climb.place for climb in ahead if climb.at <= now)
    return {"rung": told, "rung_at": next((climb.at for climb in ahead if climb.at > now), None)}


def look_again(changes: Changes, office: Office, complaint: AnyRow, now: datetime) -> None:
    """Let the ladder look at the hands that a step changes; what it sees there then decides what it does."""
    changed = changes.complaint_updates[0]
    region, urgent = (
        office.regions.get(changed.get("region", complaint.region)),
        changed.get("urgent", complaint.urgent),
    )
    for row in changes.assignments:
        begins = begin(region, Kind(complaint.kind), now, row.get("due_at"), urgent=urgent)
        row["rung_at"] = None if row.get("done_at") else begins
    for row in changes.assignment_updates:
        is_over = row.get("done_at") or row.get("ended_at")
        row["rung_at"] = None if is_over else now
        # Taken up once, and then given to another unit: that is not the silence of the days before.
        if region and complaint.accepted_at and row.get("accepted_at", now) is None and "rung" not in row:
            row["rung"] = complaint.rung | _silences(region)


def _silences(region: Region) -> int:
    """Give the bits of all rungs that wait for silence."""
    ladders = *enumerate(region.ladder), *enumerate(region.urgent_ladder, MOST_RUNGS)
    return sum(1 << place for place, rung in ladders if rung.of is Of.SILENCE)


def bits_of(region: Region, tell: Tell) -> int:
    """Give the bits of all rungs that tell somebody, to see whether they were told of a complaint."""
    ladders = *enumerate(region.ladder), *enumerate(region.urgent_ladder, MOST_RUNGS)
    return sum(1 << place for place, rung in ladders if rung.tell is tell)


def is_last(region: Region, climb: Climb) -> bool:
    """Tell whether nobody stands above a rung: the last for silence, or the last for what is overdue.

    Who hears of danger first and nobody takes it goes on on the ladder of all.
    """
    above = region.ladder[climb.place + 1 :]
    return not climb.is_urgent and not any(rung.of is climb.rung.of for rung in above)


def repeats_digest(climb: Climb) -> bool:
    """Tell whether a rung only tells an agency's own officers of its silence, which a digest may have done by then."""
    return not climb.is_urgent and climb.rung.tell is Tell.OFFICER and climb.rung.of is Of.SILENCE
