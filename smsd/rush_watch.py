"""Tells in the log when a rush begins on a line and when it is over; nothing depends on what it remembers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaints.who.office import Office
from sms.clock import Clock
from storage import overload
from storage.engine import AnyRow, Database


class RushWatch:
    """Looks now and then at the queue of answers, and logs what is different from the last time."""

    def __init__(self, database: Database, clock: Clock, log: Any) -> None:
        self._database = database
        self._clock = clock
        self._log = log
        self._rushed: frozenset[str] = frozenset()

    def look(self, office: Office) -> None:
        """Log the lines on which a rush has begun or ended."""
        now = self._clock.now()
        with self._database.read() as connection:
            names = frozenset(overload.lines(connection, now - office.patience).values())
            rows = overload.queues(connection, now - office.patience, now) if names - self._rushed else []
        waiting: Mapping[str, AnyRow] = {row.name: row for row in rows}
        for name in sorted(names - self._rushed):
            answers = waiting[name].answers if name in waiting else 0
            self._log.warning("overload: danger first, one short SMS each", line=name, answers_waiting=answers)
        for name in sorted(self._rushed - names):
            self._log.info("overload is over", line=name)
        self._rushed = names
