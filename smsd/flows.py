"""The three flows through the daemon, each a step that a loop repeats: intake, processing, sending.

They meet only in the database. Each step is one transaction for everything that has come up while the last one ran
(natural batching): a quiet line commits per message, a busy one shares each commit among many.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sms.clock import Clock
from smsd import inbox, outbox
from smsd.inbox import Windows
from smsd.outbox import Result
from smsd.processing import BATCH, Processor
from smsd.rate import RateLimit
from smsd.supervisor import Line
from smsd.wire import Arrived
from storage import outbound
from storage.engine import Database, DatabaseError

_TIDY_EVERY = timedelta(minutes=1)


class Intake:
    """Stores what the lines hand up, and lets them delete it once the commit is through."""

    def __init__(self, database: Database, clock: Clock, windows: Windows, log: Any) -> None:
        self._database = database
        self._clock = clock
        self.windows = windows
        self._log = log
        self._arrivals: queue.SimpleQueue[tuple[Line, Arrived]] = queue.SimpleQueue()
        self._unstored: list[tuple[Line, Arrived]] = []
        self.stored: Callable[[], None] = lambda: None

    def put(self, line: Line, arrived: Arrived) -> None:
        """Take what a line has read; a line hands up nothing more until this is stored."""
        self._arrivals.put((line, arrived))

    def step(self) -> bool:
        """Store everything that has come; if the database is out of reach it is kept and stored the next time."""
        while not self._arrivals.empty():
            self._unstored.append(self._arrivals.get())
        if not self._unstored:
            return False
        try:
            self._store(self._unstored)
        except DatabaseError:
            raise
        except Exception:  # noqa: BLE001 - whatever is wrong with one part must not keep the others waiting
            unstorable = self._store_one_by_one()
        else:
            unstorable = {}
        for line, arrived in self._unstored:
            keep = arrived.handles & unstorable.get(line.name, set())
            line.delete(arrived.handles - keep, keep)
        self._unstored.clear()
        self.stored()
        return False

    def _store(self, arrivals: Sequence[tuple[Line, Arrived]]) -> None:
        """Store arrivals in one transaction."""
        parts = [part for _, arrived in arrivals for part in arrived.parts]
        reports = [report for _, arrived in arrivals for report in arrived.reports]
        with self._database.write() as connection:
            now = self._clock.now()
            line_ids = {line.name: line.row_id for line, _ in arrivals}
            stored = inbox.store(connection, parts, line_ids, now, self.windows)
            matched = outbox.record_reports(connection, reports, now)
        if parts:
            self._log.info("stored", parts=stored.parts, repeated=len(parts) - stored.parts, messages=stored.messages)
        if reports:
            self._log.info("delivery reports", matched=matched, unmatched=len(reports) - matched)

    def _store_one_by_one(self) -> dict[str, set[str]]:
        """Store each part alone; gives the handles of those that cannot be stored, by line. They stay on their SIM."""
        unstorable: dict[str, set[str]] = {}
        for line, arrived in self._unstored:
            for single in arrived.singles():
                try:
                    self._store([(line, single)])
                except DatabaseError:
                    raise
                except Exception as error:  # noqa: BLE001
                    unstorable.setdefault(line.name, set()).update(single.handles)
                    self._log.error(
                        "cannot be stored; it stays on the SIM", line=line.name, slots=sorted(single.handles),
                        error=type(error).__name__,
                    )  # fmt: skip
        return unstorable


class Processing:
    """Processes what is stored, and lets the messages go on whose missing parts never came."""

    def __init__(self, database: Database, processor: Processor, clock: Clock, windows: Windows) -> None:
        self._database = database
        self.processor = processor
        self._clock = clock
        self.windows = windows
        self._next_tidy = clock.now()
        self.processed: Callable[[], None] = lambda: None

    def step(self) -> bool:
        """Process one batch; there may be more if it was full."""
        if self._clock.now() >= self._next_tidy:
            self._tidy()
        done = self.processor.process()
        if done.messages:
            self.processed()
        return done.messages >= BATCH

    def _tidy(self) -> None:
        now = self._clock.now()
        with self._database.write() as connection:
            inbox.close_overdue(connection, now - self.windows.join)
            outbound.expire(connection, now)
        self._next_tidy = now + _TIDY_EVERY


class Sending:
    """Gives each line the next message as soon as it has room, and writes down what became of the last."""

    def __init__(self, database: Database, clock: Clock, log: Any) -> None:
        self._database = database
        self._clock = clock
        self._log = log
        self._results: queue.SimpleQueue[Result] = queue.SimpleQueue()
        self._unrecorded: list[Result] = []
        self._limits: dict[str, RateLimit] = {}
        self.lines: Mapping[str, Line] = {}

    def limit(self, line: str, per_minute: int) -> None:
        """Set how fast a line may send; what it has sent in this minute still counts."""
        self._limits.setdefault(line, RateLimit(per_minute)).per_minute = per_minute

    def put(self, result: Result) -> None:
        """Take what a line made of its message."""
        self._results.put(result)

    def step(self) -> bool:
        """Record results and claim for every line that has room, in one transaction; then hand over."""
        while not self._results.empty():
            self._unrecorded.append(self._results.get())
        room = {name: self._room(line) for name, line in self.lines.items()}
        if self._unrecorded or self._anything_due([name for name, count in room.items() if count]):
            for name, jobs in self._record_and_claim(room).items():
                for job in jobs:
                    self._limits[name].take(len(job.segments), self._clock.now())
                    self.lines[name].send(job)
        return False

    def _anything_due(self, lines: Sequence[str]) -> bool:
        """Look before claiming: most looks find nothing, and looking writes nothing."""
        if not lines:
            return False
        with self._database.read() as connection:
            return outbound.anything_due(connection, [self.lines[name].row_id for name in lines], self._clock.now())

    def _record_and_claim(self, room: Mapping[str, int]) -> dict[str, list[outbox.Job]]:
        with self._database.write() as connection:
            now = self._clock.now()
            outbox.record(connection, self._unrecorded, now)
            jobs = {
                name: outbox.claim(connection, self.lines[name].row_id, count, now)
                for name, count in room.items()
                if count
            }
        for result in self._unrecorded:
            self._tell(result)
        self._unrecorded.clear()
        return jobs

    def _tell(self, result: Result) -> None:
        failure = result.failure
        if failure is None:
            self._log.info("sent", message=result.message_id, segments=len(result.outcomes))
        else:
            self._log.warning("not sent", message=result.message_id, outcome=failure.outcome.value, error=failure.error)

    def _room(self, line: Line) -> int:
        return min(line.room, self._limits[line.name].free(self._clock.now()))
