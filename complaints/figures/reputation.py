"""How much of what a phone sends is pranks and abuse. Shown to the admin; nothing follows by itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage import reporters
from storage.engine import AnyRow

WINDOW = timedelta(days=90)
"""For so long a complaint speaks for or against its reporter; phones are shared, and people change."""

_WEIGHTS = {"spam": 1.0, "flagged": 0.6, "withdrawn": 0.2}
"""How much each speaks against them: a person's word most, a machine's guess less, a change of mind hardly."""


@dataclass(frozen=True, slots=True)
class Record:
    """How many complaints a phone has sent, and how many of them were marked, each counted once: the worst of it."""

    complaints: int = 0
    spam: int = 0
    flagged: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class Reputation:
    """A score from 0 (nothing against them) to 100 (nothing else), and why in one line."""

    score: int
    reason: str


def reputations(connection: Connection, subscriber_ids: Collection[int], now: datetime) -> dict[int, Reputation]:
    """Tell the reputation of each of these people, by what they have sent lately."""
    theirs: dict[int, list[AnyRow]] = {each: [] for each in subscriber_ids}
    for row in reporters.records(connection, subscriber_ids, now - WINDOW):
        theirs[row.subscriber_id].append(row)
    return {each: reputation(_record(rows)) for each, rows in theirs.items()}


def reputation(record: Record) -> Reputation:
    """Weigh a record, as if there were one honest complaint more: nobody is judged by a single one."""
    against = sum(weight * getattr(record, name) for name, weight in _WEIGHTS.items())
    score = round(100 * against / (record.complaints + 1))
    marked = [f"{count} {name}" for name in _WEIGHTS if (count := getattr(record, name))]
    of = "1 complaint" if record.complaints == 1 else f"{record.complaints} complaints"
    return Reputation(score, f"{of} in {WINDOW.days} days: {', '.join(marked) or 'nothing against them'}")


def _record(rows: Sequence[AnyRow]) -> Record:
    marked = {row.worst: row.complaints for row in rows}
    return Record(sum(marked.values()), **{name: marked.get(name, 0) for name in _WEIGHTS})
