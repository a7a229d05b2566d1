"""What growth costs: the same work in a young database and in one of many years.

    python bench/growth.py [--database sqlite|postgresql] [--complaints 10000000] [--young 10000] [--runs 15]
        [--old URL]

Two databases (`bench/world.py`) with as many open complaints, of which the other has so many more that are done, with
an SMS that came in and four that were sent for each. In both, 50 complaints are stored, processed, claimed and
recorded, somebody asks CEK, the digest of an agency is read and first pages are listed. Prints milliseconds, and how
many times as long it takes in the old one. `--old` takes one that is there already, as these options make it:

    python bench/world.py URL --complaints 10000000 --open 9000 --answers 4
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import select  # noqa: E402

from bench.complaint_texts import MANY_STREETS, texts  # noqa: E402
from bench.databases import fresh  # noqa: E402
from bench.million import first_page  # noqa: E402
from bench.world import NOW, fill, office_of  # noqa: E402
from complaints.officers.tasks import waiting  # noqa: E402
from complaints.who.office import Office  # noqa: E402
from sms.clock import ManualClock  # noqa: E402
from sms.message import InboundPart, Outcome, SendOutcome  # noqa: E402
from smsd import inbox, outbox  # noqa: E402
from smsd.inbox import Windows  # noqa: E402
from smsd.outbox import Job, Result  # noqa: E402
from smsd.processing import Processor  # noqa: E402
from storage.claims import Allowed  # noqa: E402
from storage.engine import Database  # noqa: E402
from storage.listing_filters import Filters  # noqa: E402
from storage.message_tables import inbound_message  # noqa: E402
from storage.models import complaint, subscriber  # noqa: E402
from storage.tasks import Duty, Share  # noqa: E402

OPEN = 9_000
BATCH = 50
_LINE = "bind"
_WARM = 3
_TEXTS = 1_000_000
"""A day has texts that no other day of the database had: what is alike costs more."""
PAGES = {
    "newest": Filters(),
    "of an agency": Filters(agency="PUPR"),
    "in triage": Filters(statuses=("triage",)),
    "overdue": Filters(overdue=True),
    "of a phone": Filters(subscriber_id=4),
}


class Day:
    """A day in a database: each call of `works` does its work once more, with people who have not been there before."""

    def __init__(self, database: Database, office: Office) -> None:
        self._database = database
        self._office = office
        # After a day that the database has seen before.
        columns = inbound_message.c
        last = select(columns.id, columns.received_at).order_by(columns.id.desc()).limit(1)
        with database.read() as connection:
            newest = connection.execute(last).one()
        # Of which an SMS takes two.
        self._numbers = itertools.count(2 * newest.id + 1)
        self._clock = ManualClock(max(NOW, newest.received_at + timedelta(days=1)))
        self._windows = Windows()
        self._processor = Processor(database, office, self._clock, self._windows.repeat, _raise)
        self._texts = itertools.islice(texts(office, MANY_STREETS), newest.id % _TEXTS, None)
        self._jobs: list[Job] = []

    def works(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Give all that is measured, in an order in which each finds what it needs."""
        yield f"{BATCH} SMS are stored", self._store
        yield f"{BATCH} are processed", self._process
        yield f"{BATCH} answers are claimed", self._claim
        yield f"{BATCH} answers are recorded", self._record
        yield "CEK is answered", self._ask
        yield "a digest is read", self._digest
        for name, filters in PAGES.items():
            yield f"first page, {name}", partial(self._page, filters)

    def prepare(self) -> None:
        """Let time pass, and leave nothing to do."""
        self._clock.advance(timedelta(minutes=1))
        while self._processor.process().messages:
            pass
        while jobs := self._claimed():
            self._jobs = jobs
            self._record()

    def _part(self, sender: str, text: str) -> InboundPart:
        number = next(self._numbers)
        return InboundPart(_LINE, sender, text, None, handle=str(number), delivery=f"growth {number}")

    def _store(self) -> None:
        new = itertools.islice(self._texts, BATCH)
        parts = [self._part(f"+62811{next(self._numbers):08}", text) for text in new]
        self._take(parts)

    def _take(self, parts: list[InboundPart]) -> None:
        with self._database.write() as connection:
            inbox.store(connection, parts, {_LINE: 1}, self._clock.now(), self._windows)

    def _process(self) -> None:
        assert self._processor.process().messages == BATCH

    def _claimed(self) -> list[Job]:
        with self._database.write() as connection:
            return outbox.claim(connection, 1, Allowed(BATCH), self._clock.now())

    def _claim(self) -> None:
        self._jobs = self._claimed()
        assert len(self._jobs) == BATCH

    def _record(self) -> None:
        results = [Result(job.message_id, _accepted(job), job.attempt) for job in self._jobs]
        with self._database.write() as connection:
            outbox.record(connection, results, self._clock.now())

    def _ask(self) -> None:
        """Ask as somebody whose complaint is old."""
        place = next(self._numbers) % 1000 + 1
        with self._database.read() as connection:
            wanted = select(complaint.c.number, subscriber.c.address).join(
                subscriber, subscriber.c.id == complaint.c.subscriber_id
            )
            number, address = connection.execute(wanted.where(complaint.c.id == place)).one()
        with self._database.write() as connection:
            inbox.store(
                connection, [self._part(address, f"CEK {number}")], {_LINE: 1}, self._clock.now(), self._windows
            )
        assert self._processor.process().messages == 1

    def _digest(self) -> None:
        duty = Duty("bogor", (Share("BPN"),))
        with self._database.read() as connection:
            waiting(connection, self._office, duty, NOW, NOW - timedelta(hours=12))

    def _page(self, filters: Filters) -> None:
        with self._database.read() as connection:
            first_page(connection, filters, "newest")


def milliseconds(days: Sequence[Day], runs: int) -> dict[str, list[list[float]]]:
    """Measure each work so many times in each database, by turns, after a few that are not counted."""
    taken: dict[str, list[list[float]]] = {}
    for run in range(_WARM + runs):
        for day in days:
            day.prepare()
        for each in zip(*(day.works() for day in days), strict=True):
            spent = [_milliseconds(work) for _, work in each]
            if run >= _WARM:
                taken.setdefault(each[0][0], []).append(spent)
    return taken


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def _accepted(job: Job) -> tuple[SendOutcome, ...]:
    return tuple(SendOutcome(each.key, Outcome.ACCEPTED, message_id=each.key) for each in job.segments)


def _raise(message_id: int, error: Exception) -> None:
    raise AssertionError(f"message {message_id} was parked") from error


@contextmanager
def _old(options: argparse.Namespace) -> Iterator[Database]:
    """Open the old database, or make one for as long as it is measured."""
    if options.old:
        yield Database(options.old)
        return
    with fresh(options.database) as made:
        fill(made, options.complaints, OPEN, answers=4)
        yield made


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="What growth costs.")
    parser.add_argument("--database", default="sqlite", help="sqlite or postgresql")
    parser.add_argument("--complaints", type=int, default=10_000_000)
    parser.add_argument("--young", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--old", metavar="URL", help="of a database with so many complaints")
    options = parser.parse_args()
    with fresh(options.database) as young, _old(options) as old:
        days = [Day(young, fill(young, options.young, OPEN, answers=4)), Day(old, office_of(old))]
        taken = milliseconds(days, options.runs)
    print(f"{options.database}: ms, the median, at {options.young:,} and at {options.complaints:,} complaints")
    for name, spent in taken.items():
        before, after = (statistics.median(each) for each in zip(*spent, strict=True))
        print(f"{name:<40} {before:>8.2f} {after:>8.2f} {after / before:>6.2f} times")


if __name__ == "__main__":
    main()
