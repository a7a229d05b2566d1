"""The flows through the daemon, each a step that a loop repeats: intake, processing, and upkeep; `sending` is another.

They meet only in the database. Each step is one transaction for everything that has come up while the last one ran
(natural batching): a quiet line commits per message, a busy one shares each commit among many.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from sms.clock import Clock
from sms.message import InboundPart
from smsd import inbox, outbox
from smsd.calls import Calls
from smsd.decoding import Decoding
from smsd.inbox import Windows
from smsd.loop import drain
from smsd.processing import Processor
from smsd.sending import Sending
from smsd.supervisor import Line
from smsd.wire import Arrived
from storage import outbound
from storage.engine import Database, DatabaseError


class Intake:
    """Stores the parts that the lines hand up, and lets them delete those once the commit is through.

    So it does with `calls`, of which there is nothing to delete. Whole texts are offered, with their lines, to whoever
    thinks about them before their turn comes.
    """

    def __init__(self, database: Database, clock: Clock, windows: Windows, log: Any) -> None:
        self._database = database
        self._clock = clock
        self.windows = windows
        self._log = log
        self._arrivals: queue.SimpleQueue[tuple[Line, Arrived]] = queue.SimpleQueue()
        self._unstored: list[tuple[Line, Arrived]] = []
        self._undecoded: list[int] = []
        self.decoding = Decoding(database, clock, log, lambda: self.windows)
        self.calls = Calls(database, clock, log)
        self.stored: Callable[[], None] = lambda: None
        self.offer: Callable[[Iterable[tuple[str, str]]], None] = lambda _texts: None

    def put(self, line: Line, arrived: Arrived) -> None:
        """Take what a line has read; a line hands up nothing more until this is stored."""
        self._arrivals.put((line, arrived))

    def step(self) -> bool:
        """Store everything that has come; if the database is out of reach it is kept and stored the next time."""
        drain(self._arrivals, self._unstored)
        if self._unstored:
            self._store_arrived()
            self.stored()
        if self._undecoded:
            self.decoding.decode(self._undecoded)
            self._undecoded.clear()
            self.stored()
        if self.calls.store():
            self.stored()
        return False

    def _store_arrived(self) -> None:
        """Store the parts together, or if that fails one by one, and let their lines delete them.

        What is not decoded yet is stored as it is.
        """
        pdus = [(line.row_id, pdu) for line, arrived in self._unstored for pdu in arrived.pdus]
        if pdus:
            self._undecoded += self.decoding.store(pdus)
        try:
            self._store([(line, part) for line, arrived in self._unstored for part in arrived.parts])
            unstorable: set[InboundPart] = set()
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001 - what is wrong with one part must not keep the others waiting
            self._log.warning("not stored together, now part by part", error=type(error).__name__)
            unstorable = self._store_one_by_one()
        for line, arrived in self._unstored:
            line.delete(arrived, keep={part.handle for part in arrived.parts if part in unstorable})
        self._unstored.clear()

    def _store(self, arrivals: Sequence[tuple[Line, InboundPart]]) -> None:
        """Store parts in one transaction."""
        if not arrivals:
            return
        parts = [part for _, part in arrivals]
        line_ids = {line.name: line.row_id for line, _ in arrivals}
        with self._database.write() as connection:
            stored = inbox.store(connection, parts, line_ids, self._clock.now(), self.windows)
        self.offer(stored.texts)
        self._log.info("stored", parts=stored.parts, repeated=len(parts) - stored.parts, messages=stored.messages)

    def _store_one_by_one(self) -> set[InboundPart]:
        """Store each part alone; gives those that cannot be stored. They stay on their SIM."""
        unstorable: set[InboundPart] = set()
        for line, arrived in self._unstored:
            for part in arrived.parts:
                try:
                    self._store([(line, part)])
                except DatabaseError:
                    raise
                except Exception as error:  # noqa: BLE001
                    unstorable.add(part)
                    why = type(error).__name__
                    self._log.error("cannot be stored and stays", line=line.name, slot=part.handle, error=why)
        return unstorable


class Processing:
    """Processes what is stored."""

    def __init__(self, processor: Processor) -> None:
        self.processor = processor
        self.processed: Callable[[], None] = lambda: None

    def step(self) -> bool:
        """Process one batch, and tell whether there may be more."""
        done = self.processor.process()
        if done.messages:
            self.processed()
        return done.more


DEAD_AFTER = timedelta(minutes=10)
"""After so long without its modem what waits for a line leaves by others."""


class Upkeep:
    """What is done now and then: parts that never came, messages nobody needs any more, sends that got lost."""

    def __init__(self, database: Database, clock: Clock, windows: Windows, sending: Sending, log: Any) -> None:
        self.line_patience = DEAD_AFTER
        self._database = database
        self._clock = clock
        self.windows = windows
        self._sending = sending
        self._log = log
        self._suspects: set[int] = set()
        self.overdue: Callable[[], None] = lambda: None

    def step(self) -> bool:
        """Do all of it once."""
        now = self._clock.now()
        lines = list(self._sending.lines.values())
        with self._database.write() as connection:
            closed = inbox.close_overdue(connection, now - self.windows.join)
            outbound.expire(connection, now)
            marked = set(outbound.sending_on(connection, [line.row_id for line in lines]))
            orphans = marked - {message_id for line in lines for message_id in line.sending}
            # Seen twice: a result may just be on its way to the database.
            lost = outbox.abandon(connection, orphans & self._suspects, now)
            self._suspects = orphans - self._suspects
        self._sending.release_stranded(self.line_patience.total_seconds())
        if lost:
            self._log.warning("marked as being sent, but no line sends them", outcome_unknown=lost)
        if closed:
            self.overdue()
        return False
