"""The flows through the daemon, each a step that a loop repeats: intake, processing, sending, and upkeep.

They meet only in the database. Each step is one transaction for everything that has come up while the last one ran
(natural batching): a quiet line commits per message, a busy one shares each commit among many.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sms.clock import Clock
from sms.message import InboundPart
from smsd import inbox, outbox
from smsd.calls import Calls
from smsd.decoding import Decoding
from smsd.inbox import Windows
from smsd.outbox import Result
from smsd.processing import Processor
from smsd.rate import RateLimit
from smsd.supervisor import Line
from smsd.wire import Arrived
from storage import outbound
from storage.engine import Database, DatabaseError

Item = TypeVar("Item")


class Intake:
    """Stores the parts that the lines hand up, and lets them delete those once the commit is through.

    So it does with `calls`, of which there is nothing to delete.
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

    def put(self, line: Line, arrived: Arrived) -> None:
        """Take what a line has read; a line hands up nothing more until this is stored."""
        self._arrivals.put((line, arrived))

    def step(self) -> bool:
        """Store everything that has come; if the database is out of reach it is kept and stored the next time."""
        _drain(self._arrivals, self._unstored)
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


class Sending:
    """Gives each line the next message as soon as it has room, and writes down what became of the last.

    Delivery reports pass here too, and not with the parts: one may come before the result of its own message is
    recorded, and would then mean nothing.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        log: Any,
        quiet: Callable[[datetime], Collection[str]] = lambda _now: (),
    ) -> None:
        self._database = database
        self._clock = clock
        self._log = log
        # In which regions it is night: what keeps their quiet hours stays in the queue.
        self._quiet = quiet
        self._results: queue.SimpleQueue[Result] = queue.SimpleQueue()
        self._reports: queue.SimpleQueue[tuple[Line, Arrived]] = queue.SimpleQueue()
        self._unrecorded: list[Result] = []
        self._unreported: list[tuple[Line, Arrived]] = []
        self._limits: dict[str, RateLimit] = {}
        self.lines: Mapping[str, Line] = {}

    def limit(self, line: str, per_minute: int) -> None:
        """Set how fast a line may send; what it has sent in this minute still counts."""
        self._limits.setdefault(line, RateLimit(per_minute)).per_minute = per_minute

    def put(self, result: Result) -> None:
        """Take what a line made of its message."""
        self._results.put(result)

    def put_reports(self, line: Line, arrived: Arrived) -> None:
        """Take the delivery reports that a line has read."""
        self._reports.put((line, arrived))

    def step(self) -> bool:
        """Record results and reports and claim for every line that has room, in one transaction; then hand over."""
        # In this order: a line tells a result before it reads the report on it.
        _drain(self._reports, self._unreported)
        _drain(self._results, self._unrecorded)
        lines = self.lines
        room = {line: count for line in lines.values() if (count := self._room(line))}
        if self._unrecorded or self._unreported or self._anything_due(room):
            for line, job in self._record_and_claim(room):
                self._limits[line.name].take(len(job.segments), self._clock.now())
                line.send(job)
        return False

    def _anything_due(self, lines: Collection[Line]) -> bool:
        """Look before claiming: most looks find nothing, and looking writes nothing."""
        if not lines:
            return False
        now = self._clock.now()
        with self._database.read() as connection:
            return outbound.anything_due(connection, [line.row_id for line in lines], now, self._quiet(now))

    def _record_and_claim(self, room: Mapping[Line, int]) -> list[tuple[Line, outbox.Job]]:
        reports = [report for _, arrived in self._unreported for report in arrived.reports]
        with self._database.write() as connection:
            now = self._clock.now()
            outbox.record(connection, self._unrecorded, now)
            matched = outbox.record_reports(connection, reports, now)
            quiet = self._quiet(now)
            jobs = [
                (line, job)
                for line, count in room.items()
                for job in outbox.claim(connection, line.row_id, count, now, quiet)
            ]
        self._tell(self._unrecorded)
        for line, arrived in self._unreported:
            line.delete(arrived)
        if reports:
            self._log.info("delivery reports", matched=matched, unmatched=len(reports) - matched)
        self._unrecorded.clear()
        self._unreported.clear()
        return jobs

    def _tell(self, results: Sequence[Result]) -> None:
        """Log what was sent together in one line, and each failure in its own."""
        if sent := [result for result in results if result.failure is None]:
            segments = sum(len(result.outcomes) for result in sent)
            self._log.info("sent", messages=[result.message_id for result in sent], segments=segments)
        for result in results:
            if failure := result.failure:
                outcome = failure.outcome.value
                self._log.warning("not sent", message=result.message_id, outcome=outcome, error=failure.error)

    def _room(self, line: Line) -> int:
        return min(line.room, self._limits[line.name].free(self._clock.now()))


class Upkeep:
    """What is done now and then: parts that never came, messages nobody needs any more, sends that got lost."""

    def __init__(self, database: Database, clock: Clock, windows: Windows, sending: Sending, log: Any) -> None:
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
            orphans = marked - {line.sending for line in lines}
            # Seen twice: a result may just be on its way to the database.
            lost = outbox.abandon(connection, orphans & self._suspects, now)
            self._suspects = orphans - self._suspects
        if lost:
            self._log.warning("marked as being sent, but no line sends them", outcome_unknown=lost)
        if closed:
            self.overdue()
        return False


def _drain(source: queue.SimpleQueue[Item], into: list[Item]) -> None:
    while not source.empty():
        into.append(source.get())
