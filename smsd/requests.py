"""What administrators ask of running modems: it comes through the database, because the worker holds the line."""

from __future__ import annotations

import queue
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sms.clock import Clock
from smsd.supervisor import Line
from smsd.wire import Ask, Told
from storage import line_requests
from storage.engine import Database
from storage.line_requests import Answer

PATIENCE = timedelta(seconds=120)
"""After so long without an answer a request has failed: the worker that had it is gone."""
KEPT = timedelta(days=1)


class Requests:
    """Hands requests to the lines they are for, and writes down the answers."""

    def __init__(self, database: Database, clock: Clock, log: Any) -> None:
        self._database = database
        self._clock = clock
        self._log = log
        self._told: queue.SimpleQueue[Told] = queue.SimpleQueue()
        self.lines: Callable[[], Mapping[str, Line]] = dict
        self.answered: Callable[[], None] = lambda: None

    def put(self, told: Told) -> None:
        """Take what a modem answered."""
        self._told.put(told)

    def step(self) -> bool:
        """Write answers, give up what nobody answered, and hand over what is new."""
        now = self._clock.now()
        lines = {line.row_id: line for line in self.lines().values()}
        answers = [self._told.get() for _ in range(self._told.qsize())]
        if not answers and not self._anything(list(lines)):
            return False
        with self._database.write() as connection:
            for told in answers:
                line_requests.answer(connection, told.request_id, Answer(told.text, told.is_open, told.error), now)
            line_requests.forget(connection, list(lines), now - KEPT)
            line_requests.give_up(connection, list(lines), now - PATIENCE, now)
            taken = line_requests.take(connection, list(lines))
        if answers:
            self.answered()
        for request in taken:
            self._log.info("asked of a modem", line=lines[request.line_id].name, kind=request.kind, by=request.asked_by)
            if not lines[request.line_id].ask(Ask(request.id, request.kind, request.text)):
                self.put(Told(request.id, error="the modem is not ready: see `aduan modem status`"))
        return bool(taken)

    def _anything(self, line_ids: list[int]) -> bool:
        with self._database.read() as connection:
            return line_requests.anything_open(connection, line_ids)
