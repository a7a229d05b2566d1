"""What has been sent by each SIM, for its limits: counted before a message is handed over, so that no restart forgets.

There is one row for each SIM, with a count for each kind of limit, which begins anew with each period. Periods are
written as they stand in the region's calendar: a minute (`2026-11-23T05:07`), an hour, a day, a month (`2026-11`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.message_tables import line_recipient, line_use
from storage.upsert import insert_or_replace

MINUTE, HOUR, DAY, MONTH, ABROAD, RECIPIENTS = "minute", "hour", "day", "month", "abroad", "recipients"
"""Kinds of counts: SMS in a minute, an hour, a day, a month; SMS abroad in a day; recipients in a month."""

_FORMS = {
    MINUTE: "%Y-%m-%dT%H:%M",
    HOUR: "%Y-%m-%dT%H",
    DAY: "%Y-%m-%d",
    MONTH: "%Y-%m",
    ABROAD: "%Y-%m-%d",
    RECIPIENTS: "%Y-%m",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """How many in which period."""

    period: str
    count: int


Use = Mapping[str, Counted]
"""Of one SIM, by kind."""


def period(kind: str, local: datetime) -> str:
    """Name the period of a moment that is given in the region's zone."""
    return local.strftime(_FORMS[kind])


def count_in(use: Use, kind: str, local: datetime) -> int:
    """Give a count, none if it is of an earlier period."""
    counted = use.get(kind)
    return counted.count if counted and counted.period == period(kind, local) else 0


def read(connection: Connection, sims: Collection[str]) -> dict[str, Use]:
    """Give the counts of SIMs."""
    found: dict[str, Use] = {sim: {} for sim in sims}
    for row in connection.execute(select(line_use).where(line_use.c.sim.in_(sims))):
        found[row.sim] = {kind: Counted(*counted) for kind, counted in row.counts.items()}
    return found


def write(connection: Connection, of: Mapping[str, Use]) -> None:
    """Write down what SIMs have sent, in place of what stood there."""
    rows = [
        {"sim": sim, "counts": {kind: (counted.period, counted.count) for kind, counted in use.items()}}
        for sim, use in of.items()
    ]
    insert_or_replace(connection, line_use, rows, ("sim",))


def add_recipients(connection: Connection, sim: str, local: datetime, subscriber_ids: Collection[int]) -> int:
    """Write down to whom a SIM sends this month; gives how many are new."""
    month = period(RECIPIENTS, local)
    rows: list[dict[str, Any]] = [{"sim": sim, "month": month, "subscriber_id": each} for each in set(subscriber_ids)]
    if not rows:
        return 0
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    adding = insert(line_recipient).on_conflict_do_nothing().returning(line_recipient.c.subscriber_id)
    return len(connection.execute(adding, rows).all())


def forget_recipients(connection: Connection, before: datetime) -> None:
    """Forget to whom was sent in earlier months."""
    connection.execute(delete(line_recipient).where(line_recipient.c.month < period(RECIPIENTS, before)))
