"""The flow on the way out: results and reports are written down, and each line gets what it may send next."""

from __future__ import annotations

import queue
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from config.operators import load_operators
from sms.clock import Clock
from sms.message import Outcome
from smsd import outbox
from smsd.allowance import Allowance, Terms
from smsd.breaker import Breaker
from smsd.choice import Candidate, Waiting, choose
from smsd.loop import drain
from smsd.outbox import Job, Result
from smsd.supervisor import Line
from smsd.wire import Arrived
from storage import claims, line_use, lines, outbound
from storage.engine import Database
from storage.line_use import RECIPIENTS

_ASSIGNED_AT_ONCE = 200


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
        self._operators = load_operators()
        self._results: queue.SimpleQueue[tuple[Line, Result]] = queue.SimpleQueue()
        self._reports: queue.SimpleQueue[tuple[Line, Arrived]] = queue.SimpleQueue()
        self._unrecorded: list[tuple[Line, Result]] = []
        self._unreported: list[tuple[Line, Arrived]] = []
        self._allowances: dict[str, Allowance] = {}
        self._breakers: dict[str, Breaker] = {}
        self.lines: Mapping[str, Line] = {}

    def agree(self, line: str, terms: Terms) -> None:
        """Set what a line may send; what its SIM has sent still counts."""
        known = self._allowances.get(line)
        if known and known.terms.sim == terms.sim:
            known.change(terms)
            return
        allowance = self._allowances[line] = Allowance(terms)
        self._breakers.setdefault(line, Breaker())
        with self._database.read() as connection:
            allowance.remember(line_use.read(connection, [terms.sim])[terms.sim], self._clock.now())

    def put(self, line: Line, result: Result) -> None:
        """Take what a line made of its message."""
        self._results.put((line, result))

    def put_reports(self, line: Line, arrived: Arrived) -> None:
        """Take the delivery reports that a line has read."""
        self._reports.put((line, arrived))

    def step(self) -> bool:
        """Record results and reports and claim for every line that has room, in one transaction; then hand over."""
        # In this order: a line tells a result before it reads the report on it.
        drain(self._reports, self._unreported)
        heard = len(self._unrecorded)
        drain(self._results, self._unrecorded)
        now = self._clock.now()
        pauses = self._judge(self._unrecorded[heard:], now)
        room = {line: count for line in self.lines.values() if (count := self._room(line, now))}
        if self._unrecorded or self._unreported or self._anything_due(room, now):
            jobs, matched = self._record_and_claim(room, pauses, now)
            for line, theirs in jobs.items():
                line.send(theirs)
            # The modems are at work again: now there is time for words.
            self._tell(matched)
        return False

    def release_stranded(self, patience: float) -> int:
        """Let what waits for lines that have been dead for so many seconds leave by others; gives how many messages.

        So it does for those whose SIM may send nothing more today. What is being sent stays where it is.
        """
        now = self._clock.now()
        with self._database.write() as connection:
            stranded = [line for line in self.lines.values() if not self._helps(line, now, patience)]
            able = len(self.lines) - len(stranded)
            released = outbound.release(connection, [line.row_id for line in stranded]) if able and stranded else 0
            line_use.forget_recipients(connection, now)
        if released:
            names = [line.name for line in stranded]
            self._log.warning("what waited for lines that cannot send leaves by others", lines=names, messages=released)
        return released

    def _anything_due(self, room: Collection[Line], now: datetime) -> bool:
        """Look before claiming: most looks find nothing, and looking writes nothing."""
        if not room:
            return False
        with self._database.read() as connection:
            return claims.anything_due(connection, [line.row_id for line in room], now, self._quiet(now))

    def _record_and_claim(
        self, room: Mapping[Line, int], pauses: Mapping[Line, datetime], now: datetime
    ) -> tuple[dict[Line, list[Job]], int]:
        """Do it in one transaction; gives what the lines are to send, and how many reports meant one of ours."""
        reports = [report for _, arrived in self._unreported for report in arrived.reports]
        quiet = self._quiet(now)
        with self._database.write() as connection:
            outbox.record(connection, [result for _, result in self._unrecorded], now)
            matched = outbox.record_reports(connection, reports, now)
            self._record_failures(connection, pauses, now)
            if len(self.lines) > 1:
                self._assign(connection, quiet, now)
            allowed = {line: self._allowances[line.name].allowed(count, now) for line, count in room.items()}
            claimed = {line: outbox.claim(connection, line.row_id, each, now, quiet) for line, each in allowed.items()}
            jobs = {line: theirs for line, theirs in claimed.items() if theirs}
            self._count(connection, jobs, now)
        return jobs, matched

    def _judge(self, results: Sequence[tuple[Line, Result]], now: datetime) -> dict[Line, datetime]:
        """Hear of each line whether it could send; gives those that are left alone for a while, and until when."""
        pauses: dict[Line, datetime] = {}
        for line, result in results:
            breaker, failure = self._breakers[line.name], result.failure
            if failure is None:
                breaker.succeeded()
            elif failure.outcome is Outcome.LINE_FAULT and (until := breaker.failed(now)):
                pauses[line] = until
        return pauses

    def _record_failures(self, connection: Any, pauses: Mapping[Line, datetime], now: datetime) -> None:
        """Write down for the people who look after them what lines failed at."""
        failed = {line: result.failure for line, result in self._unrecorded if result.failure}
        for line, failure in failed.items():
            seen = {"last_error": failure.error, "last_error_at": now, "paused_until": pauses.get(line)}
            lines.note(connection, line.row_id, **seen)
        for line, until in pauses.items():
            seconds = round((until - now).total_seconds())
            self._log.warning(
                "a line is left alone; then one message is tried",
                line=line.name,
                reason=failed[line].error,
                seconds=seconds,
            )

    def _assign(self, connection: Any, quiet: Collection[str], now: datetime) -> None:
        """Let each message that is for no line leave by the one that suits it best."""
        rows = claims.unassigned(connection, now, quiet, _ASSIGNED_AT_ONCE)
        able = [line for line in self.lines.values() if self._helps(line, now, 0.0)] if rows else []
        if not able:
            return
        queued = claims.queued(connection, [line.row_id for line in able])
        candidates = [self._candidate(line, queued.get(line.row_id, 0), now) for line in able]
        waiting = [
            Waiting(row.id, self._operators.of_number(row.address), claims.is_abroad(row.address), row.segments)
            for row in rows
        ]
        claims.assign(connection, choose(waiting, candidates))

    def _candidate(self, line: Line, queued: int, now: datetime) -> Candidate:
        allowance = self._allowances[line.name]
        terms, abroad = allowance.terms, allowance.allowed(1, now).abroad
        return Candidate(line.row_id, terms.operator, terms.per_minute, queued, sends_abroad=abroad)

    def _helps(self, line: Line, now: datetime, patience: float) -> bool:
        """Tell whether a line sends, or will before so many seconds without a modem have passed."""
        lives = line.unready_seconds <= patience and not self._breakers[line.name].is_open(now)
        return lives and not self._allowances[line.name].used_up(now)

    def _count(self, connection: Any, jobs: Mapping[Line, Sequence[Job]], now: datetime) -> None:
        """Write down what leaves now by each SIM."""
        used: dict[str, line_use.Use] = {}
        for line, theirs in jobs.items():
            allowance = self._allowances[line.name]
            terms = allowance.terms
            allowance.take(theirs, now)
            if terms.limits.recipients_per_month:
                whom, local = [job.subscriber_id for job in theirs], now.astimezone(terms.zone)
                allowance.count(RECIPIENTS, line_use.add_recipients(connection, terms.sim, local, whom), now)
            used[terms.sim] = allowance.use
        line_use.write(connection, used)

    def _tell(self, matched: int) -> None:
        """Let what is recorded go: log what was sent in one line and each failure in its own, have reports deleted."""
        results = [result for _, result in self._unrecorded]
        if sent := [result for result in results if result.failure is None]:
            segments = sum(len(result.outcomes) for result in sent)
            self._log.info("sent", messages=[result.message_id for result in sent], segments=segments)
        for result in results:
            if failure := result.failure:
                outcome = failure.outcome.value
                self._log.warning("not sent", message=result.message_id, outcome=outcome, error=failure.error)
        for line, arrived in self._unreported:
            line.delete(arrived)
        if self._unreported:
            count = sum(len(arrived.reports) for _, arrived in self._unreported)
            self._log.info("delivery reports", matched=matched, unmatched=count - matched)
        self._unrecorded.clear()
        self._unreported.clear()

    def _room(self, line: Line, now: datetime) -> int:
        if self._breakers[line.name].is_open(now):
            return 0
        # What has come in since the results were taken takes up room until it is written down: after a crash no more
        # than a window's messages come twice.
        free = line.room - self._results.qsize()
        return max(0, min(free, self._allowances[line.name].free(now)))
