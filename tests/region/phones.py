"""All phones of the region on one network: what they send waits for the daemon, what they get is kept and counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sms.message import InboundPart, Outcome, SendOutcome
from smsd import outbox
from smsd.outbox import Job, Result
from storage.claims import Allowed
from tests.conftest import Town

ROOM = 500


@dataclass(frozen=True)
class Got:
    """An SMS that has come to a phone, of so many segments."""

    at: datetime
    phone: str
    text: str
    segments: int


class Phones:
    """What people text, and what they read."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._waiting: list[InboundPart] = []
        self.sent = 0
        self.got: dict[str, list[Got]] = defaultdict(list)
        self.doubled: Counter[tuple[str, str]] = Counter()

    def text(self, phone: str, words: str, at: datetime) -> None:
        """Let somebody text us; it waits until the daemon looks."""
        self.sent += 1
        self._waiting.append(self._town.part(words, phone, sent_at=at))

    def bring(self) -> None:
        """Let the daemon take in all that has been sent."""
        if self._waiting:
            self._town.store(*self._waiting)
            self._waiting.clear()
            self._town.process()

    def fetch(self) -> Iterator[Got]:
        """Let all that may be sent by now arrive, and give it."""
        now = self._town.clock.now()
        quiet = self._town.processor.office.quiet_regions(now)
        (line_id,) = self._town.line_ids.values()
        while True:
            with self._town.database.write() as connection:
                jobs = outbox.claim(connection, line_id, Allowed(ROOM), now, quiet)
                outbox.record(connection, [_accepted(job) for job in jobs], now)
            if not jobs:
                return
            for job in jobs:
                got = Got(now, job.segments[0].to, "".join(each.text for each in job.segments), len(job.segments))
                self.got[got.phone].append(got)
                yield got


def _accepted(job: Job) -> Result:
    outcomes = tuple(SendOutcome(segment.key, Outcome.ACCEPTED, 1) for segment in job.segments)
    return Result(job.message_id, outcomes, job.attempt)
