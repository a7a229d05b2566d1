"""How many complaints go through the whole daemon, and how long one takes: everything but the radio.

    python bench/pipeline.py [--database sqlite|postgresql|URL] [--messages 5000] [--runs 3]

Each complaint is stored, processed, routed, opened, answered, and its answer claimed, sent and recorded, by the flows
and loops that `aduan run` has. In place of a modem stands an object that accepts every SMS at once and has room for
fifty, as an SMPP bind has. A complaint counts as acknowledged when its deletion is asked for, which is after the
commit. Prints a table; exits with an error if a single complaint, answer or acknowledgement is missing.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, cast
from zoneinfo import ZoneInfo

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import event  # noqa: E402

from bench.complaint_texts import texts  # noqa: E402
from bench.databases import fresh, fsyncs_per_second  # noqa: E402
from complaints.who.office import Office  # noqa: E402
from config.line_settings import LimitSettings  # noqa: E402
from config.logs import configure_logs, get_logger  # noqa: E402
from config.modem_settings import ModemSettings  # noqa: E402
from config.settings import Settings  # noqa: E402
from sms.clock import SystemClock  # noqa: E402
from sms.message import InboundPart, Outcome, SendOutcome  # noqa: E402
from smsd.allowance import Terms  # noqa: E402
from smsd.flows import Intake, Processing  # noqa: E402
from smsd.inbox import Windows  # noqa: E402
from smsd.loop import Loop  # noqa: E402
from smsd.outbox import Job, Result  # noqa: E402
from smsd.processing import Processor  # noqa: E402
from smsd.sending import Sending  # noqa: E402
from smsd.supervisor import Line  # noqa: E402
from smsd.wire import Arrived  # noqa: E402
from storage import complaints, counts, lines, outbound  # noqa: E402
from storage.engine import Database  # noqa: E402

LINE = "bind"
WINDOW = 50
"""Messages that the bind takes before it must have accepted one."""
UNACKNOWLEDGED = 500
"""Complaints that the network offers before it waits for an acknowledgement."""
_PATIENCE = 300.0


@dataclass
class Journey:
    """When one complaint arrived, was durable, and its answer was handed over; seconds."""

    arrived: float
    durable: float = 0.0
    answered: float = 0.0


class Bind:
    """Stands where a `Line` stands: accepts every SMS at once, and counts what it may forget."""

    name, row_id, sending, unready_seconds = LINE, 1, frozenset[int](), 0.0

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self.room = WINDOW
        self.journeys: dict[str, Journey] = {}
        self.acknowledged = self.handed_over = 0
        self.free = threading.Semaphore(UNACKNOWLEDGED)

    def offer(self, place: int, text: str) -> None:
        """Bring in a complaint, as soon as fewer than so many are unacknowledged."""
        self.free.acquire()
        sender = f"+628111{place:07}"
        self.journeys[sender] = Journey(time.perf_counter())
        part = InboundPart(LINE, sender, text, datetime.now(UTC).replace(microsecond=0), handle=sender)
        self._pipeline.arrived(cast("Line", self), Arrived((part,), ()))

    def delete(self, arrived: Arrived, keep: Collection[str] = ()) -> None:
        """Hear that complaints are durable."""
        assert not keep, "a complaint could not be stored"
        now = time.perf_counter()
        for part in arrived.parts:
            self.journeys[part.handle].durable = now
            self.acknowledged += 1
            self.free.release()

    def send(self, jobs: Sequence[Job]) -> None:
        """Accept messages."""
        for job in jobs:
            self.journeys[job.segments[0].to].answered = time.perf_counter()
            outcomes = tuple(SendOutcome(segment.key, Outcome.ACCEPTED, reference=1) for segment in job.segments)
            self.handed_over += 1
            self._pipeline.finished(Result(job.message_id, outcomes, job.attempt))


class Pipeline:
    """The three flows in their loops, as the daemon has them, with a bind on either end."""

    def __init__(self, database: Database) -> None:
        self.database = database
        settings = Settings(
            regions=("bogor",),
            lines=(ModemSettings(name=LINE, transport="gammu", device="none", msisdn="+628111000001"),),
        )
        with database.write() as connection:
            office = Office.of(settings, complaints.number_key(connection))
            lines.ids_of(connection, [(LINE, "gammu")])
        clock, log, windows = SystemClock(), get_logger("aduan"), Windows()
        self._intake = Intake(database, clock, windows, log)
        processing = Processing(Processor(database, office, clock, windows.repeat, _raise))
        self._sending = Sending(database, clock, log, quiet=office.quiet_regions)
        steps = {"intake": self._intake.step, "processing": processing.step, "sending": self._sending.step}
        self._loops = {name: Loop(name, step, 1.0, log) for name, step in steps.items()}
        self._intake.stored = self._loops["processing"].wake
        processing.processed = self._loops["sending"].wake
        self.bind = Bind(self)
        self._sending.agree(LINE, Terms(LimitSettings(per_minute=10**9), ZoneInfo("UTC"), LINE))
        self._sending.lines = {LINE: cast("Line", self.bind)}
        self.texts = texts(office)

    def __enter__(self) -> Self:
        gc.freeze()  # as the daemon does
        for loop in self._loops.values():
            loop.start()
        return self

    def __exit__(self, *_: object) -> None:
        for loop in reversed(self._loops.values()):
            loop.stop()

    def arrived(self, line: Line, arrived: Arrived) -> None:
        """Let intake store what came."""
        self._intake.put(line, arrived)
        self._loops["intake"].wake()

    def finished(self, result: Result) -> None:
        """Let sending record what became of a message."""
        self._sending.put(cast("Line", self.bind), result)
        self._loops["sending"].wake()

    def offer(self, count: int, per_second: float | None = None) -> None:
        """Offer complaints, evenly at so many a second or as fast as they are taken."""
        began = time.perf_counter()
        for place, text in enumerate(itertools.islice(self.texts, count)):
            if per_second:
                time.sleep(max(0.0, began + place / per_second - time.perf_counter()))
            self.bind.offer(place, text)

    def settle(self, count: int) -> None:
        """Wait until so many answers are recorded as sent, and verify that nothing is missing."""
        deadline = time.monotonic() + _PATIENCE
        while self.bind.handed_over < count or self._sent() < count:
            assert time.monotonic() < deadline, f"only {self._sent()} of {count} were sent in time"
            time.sleep(0.005)
        with self.database.read() as connection:
            opened = sum(counts.by_status_and_outcome(connection).values())
            answers = outbound.counts_by_state(connection)
        found = (opened, answers, self.bind.acknowledged)
        assert found == (count, {outbound.SENT: count}, count), f"{found} instead of {count} of each"

    def _sent(self) -> int:
        with self.database.read() as connection:
            return outbound.counts_by_state(connection).get(outbound.SENT, 0)


def messages_per_second(kind: str, count: int) -> float:
    """Measure from the first arrival to the last answer recorded as sent."""
    with fresh(kind) as database, Pipeline(database) as pipeline:
        began = time.perf_counter()
        pipeline.offer(count)
        pipeline.settle(count)
        return count / (time.perf_counter() - began)


def milliseconds(kind: str, seconds: int, per_second: int) -> tuple[list[float], list[float]]:
    """Offer a steady stream; give how long each complaint took to be durable, and to be answered.

    Those of the first second are not counted: they wait for statements to be compiled, once in a daemon's life.
    """
    count = (1 + seconds) * per_second
    with fresh(kind) as database, Pipeline(database) as pipeline:
        pipeline.offer(count, per_second)
        pipeline.settle(count)
        journeys = list(pipeline.bind.journeys.values())[per_second:]
    durable = [1000 * (journey.durable - journey.arrived) for journey in journeys]
    return durable, [1000 * (journey.answered - journey.arrived) for journey in journeys]


def work_per_message(kind: str, count: int, per_second: float | None) -> tuple[float, float]:
    """Count the transactions and statements that a message costs; executing one for many rows is one statement."""
    with fresh(kind) as database, Pipeline(database) as pipeline:
        tally: Counter[str] = Counter()
        event.listen(database.engine, "commit", lambda *_: tally.update(("commit",)))
        event.listen(database.engine, "before_cursor_execute", lambda *_: tally.update(("statement",)))
        pipeline.offer(count, per_second)
        while pipeline.bind.handed_over < count:
            time.sleep(0.01)
        time.sleep(0.1)
        return tally["commit"] / count, tally["statement"] / count


def _raise(message_id: int, error: Exception) -> None:
    raise AssertionError(f"message {message_id} was parked") from error


@contextmanager
def _logging_to_a_file() -> Iterator[None]:
    """Log as the daemon does by default, to where it costs what it costs."""
    with tempfile.TemporaryFile("w") as file:
        configure_logs("info", "json", file)
        yield


def _row(name: str, values: list[float]) -> None:
    digits = 2 if statistics.median(values) < 10 else 0
    shown = (statistics.median(values), min(values), max(values))
    print(f"{name:<60} {' '.join(f'{value:>8.{digits}f}' for value in shown)}", flush=True)


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Complaints through the whole daemon.")
    parser.add_argument("--database", default="sqlite", help="sqlite, postgresql, or the address of an empty one")
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--seconds", type=int, default=20, help="how long the steady stream lasts")
    parser.add_argument("--rate", type=int, default=100, help="complaints a second in it")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with _logging_to_a_file():
        _measure(options.database, options)


def _measure(kind: str, options: argparse.Namespace) -> None:
    runs = range(options.runs)
    print(f"{kind:<60} {'median':>8} {'least':>8} {'most':>8}")
    for name, count, rate in (("in a flood", 1000, None), ("one at a time", 60, 10)):
        done = [work_per_message(kind, count, rate) for _ in runs]
        _row(f"transactions for each complaint, {name}", [commits for commits, _ in done])
        _row(f"statements for each complaint, {name}", [statements for _, statements in done])
    speeds = [messages_per_second(kind, options.messages) for _ in runs]
    syncs = [fsyncs_per_second() for _ in runs]
    _row("complaints answered in the time of one fsync", [speed / statistics.median(syncs) for speed in speeds])
    _row("complaints answered a second, in a flood", speeds)
    _row("the disk's fsyncs a second", syncs)
    streams = [milliseconds(kind, options.seconds, options.rate) for _ in runs]
    for place, name in enumerate(("durable", "answered")):
        for label, share in (("half", 0.5), ("99 of 100", 0.99), ("all", 1.0)):
            taken = [_percentile(stream[place], share) for stream in streams]
            _row(f"{options.rate} a second: ms until {label} are {name}", taken)


if __name__ == "__main__":
    main()
