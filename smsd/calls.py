"""Missed calls: for people without credit a call that nobody answers is a free question.

A call lies on no SIM. It is kept in memory until it is stored; one that a crash takes with it is made again.
"""

from __future__ import annotations

import queue
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from sms.clock import Clock
from sms.message import Channel, InboundCall
from sms.msisdn import classify
from smsd.inbox import key_of, text_hash
from smsd.supervisor import Line
from smsd.wire import Rang
from storage import inbound, subscribers
from storage.engine import Database, DatabaseError

SAME_CALL = timedelta(seconds=60)
"""A phone rings every five seconds, and who gets no answer soon tries again: until a minute without a ring it is one
call."""


class Rings:
    """Tells which rings begin a call."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], datetime] = {}

    def begins(self, ring: InboundCall) -> bool:
        """Tell whether a ring is the first of its call."""
        self._last = {key: at for key, at in self._last.items() if ring.at - at <= SAME_CALL}
        key = ring.line, ring.caller
        is_first = key not in self._last
        self._last[key] = ring.at
        return is_first


class Calls:
    """The calls of all lines, from the first ring to a row. `settled` counts the rings that need nothing more."""

    def __init__(self, database: Database, clock: Clock, log: Any) -> None:
        self._database = database
        self._clock = clock
        self._log = log
        self._rung: queue.SimpleQueue[tuple[Line, InboundCall]] = queue.SimpleQueue()
        self._rings = Rings()
        self._heard = 0
        self._line_ids: dict[str, int] = {}
        self._unstored: list[InboundCall] = []
        self.settled = 0

    def put(self, line: Line, rang: Rang) -> None:
        """Take who made a line ring; the call is of now, however late it can be stored."""
        now = self._clock.now()
        for caller in rang.callers:
            self._rung.put((line, InboundCall(line.name, caller, now)))

    def store(self) -> bool:
        """Store the calls that have begun and tell whether any had; they are kept if it raises DatabaseError."""
        while not self._rung.empty():
            self._hear(*self._rung.get())
        calls = len(self._unstored)
        if calls:
            self._store()
            self._unstored.clear()
        self.settled = self._heard
        return calls > 0

    def _hear(self, line: Line, ring: InboundCall) -> None:
        """Keep the first ring of a call; without a number nobody can be answered."""
        self._heard += 1
        if not self._rings.begins(ring):
            return
        if ring.caller:
            self._line_ids[line.name] = line.row_id
            self._unstored.append(ring)
        else:
            self._log.info("called without a number", line=line.name)

    def _store(self) -> None:
        try:
            with self._database.write() as connection:
                stored = store(connection, self._unstored, self._line_ids)
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001 - what is wrong with a call must not keep the SMS waiting
            self._log.error("missed calls cannot be stored", calls=len(self._unstored), error=type(error).__name__)
        else:
            self._log.info("missed calls", stored=stored)


def store(connection: Connection, calls: Sequence[InboundCall], line_ids: Mapping[str, int]) -> int:
    """Store calls as messages without text in the connection's transaction; gives how many were new."""
    callers = {call.caller: classify(call.caller) for call in calls}
    ids = subscribers.ids_of(connection, callers.values(), max(call.at for call in calls))
    rows = [
        _row(call, callers[call.caller].address, ids[callers[call.caller].address], line_ids[call.line])
        for call in calls
    ]
    return len(inbound.add_messages(connection, rows))


def _row(call: InboundCall, address: str, subscriber_id: int, line_id: int) -> dict[str, Any]:
    return {
        # A daemon that is started anew hears the rest of a call that the last one has stored.
        "key": key_of(Channel.CALL, call.line, address, call.at.replace(second=0, microsecond=0)),
        "line_id": line_id,
        "subscriber_id": subscriber_id,
        "state": inbound.READY,
        "channel": Channel.CALL,
        "text": "",
        "text_hash": text_hash(""),
        "parts_total": 0,
        "parts_stored": 0,
        "received_at": call.at,
    }
