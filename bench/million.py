"""What people wait for at a million complaints: lists, statistics, digests, what is similar, and a monthly report.

    python bench/million.py [--database sqlite|postgresql|URL] [--complaints 1000000] [--runs 5] [--only WORD]

Fills a database (`bench/world.py`), unless it is the address of one that is filled already. Prints a table of
milliseconds; loading the program comes before each first answer and is measured by `bench/start_up.py`. `--only`
measures what begins with a word: list, stats, digest, similar, report.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import Connection  # noqa: E402

from bench.databases import fresh  # noqa: E402
from bench.world import NOW, RARE_AGENCY, RARE_REGION, RARE_UNIT, fill, office_of  # noqa: E402
from commands.stats import counted  # noqa: E402
from complaints.figures.periods import named  # noqa: E402
from complaints.figures.report import gather  # noqa: E402
from complaints.officers.tasks import waiting  # noqa: E402
from complaints.reports.forms import FORMS, render  # noqa: E402
from complaints.reports.writing import write  # noqa: E402
from complaints.who.office import Office  # noqa: E402
from config.regions import Region  # noqa: E402
from storage import alike, listing, places  # noqa: E402
from storage.engine import Database  # noqa: E402
from storage.listing import Page  # noqa: E402
from storage.listing_filters import Filters  # noqa: E402
from storage.tasks import Duty, Share  # noqa: E402

_LIMIT = 50
_WEEK = NOW - timedelta(days=7)
_MONTH = NOW - timedelta(days=30)
_PATIENCE = timedelta(minutes=15)

_REPORTED = "2026-10"

AGENCIES = {"BPN": "one of the hundred", "PUPR": "the largest agency"}
"""Whose digest is written."""
MATTER = "bogor:jalan-rusak"
PLACES = ((("village", "Kelurahan 11"),), (("street", "Jalan Pandu 12"), ("village", "Kelurahan 13")))
"""Where what is similar is looked for."""

PAGES: dict[str, tuple[Filters, str]] = {
    "no filter": (Filters(), "newest"),
    "no filter, oldest": (Filters(), "oldest"),
    "no filter, due": (Filters(), "due"),
    "no filter, updated": (Filters(), "updated"),
    "no filter, rating": (Filters(), "rating"),
    "region": (Filters(region="bogor"), "newest"),
    "region, rare": (Filters(region=RARE_REGION), "newest"),
    "agency": (Filters(agency="PUPR"), "newest"),
    "agency, one of a hundred": (Filters(agency="BPN"), "newest"),
    "agency, rare": (Filters(agency=RARE_AGENCY), "newest"),
    "agency, due": (Filters(agency="BPN"), "due"),
    "unit": (Filters(unit=RARE_UNIT), "newest"),
    "status triage": (Filters(statuses=("triage",)), "newest"),
    "status triage, oldest": (Filters(statuses=("triage",)), "oldest"),
    "status closed": (Filters(statuses=("closed",)), "newest"),
    "status spam": (Filters(statuses=("spam",)), "newest"),
    "topic": (Filters(topic="jalan-rusak"), "newest"),
    "topic nobody has": (Filters(topic="none-such"), "newest"),
    "kind praise": (Filters(kind="praise"), "newest"),
    "channel letter": (Filters(channel="letter"), "newest"),
    "urgent": (Filters(urgent=True), "newest"),
    "urgent praise, which is nowhere": (Filters(urgent=True, kind="praise"), "newest"),
    "overdue": (Filters(overdue=True), "due"),
    "overdue, newest": (Filters(overdue=True), "newest"),
    "due before today": (Filters(due_before=NOW), "due"),
    "silent": (Filters(silent=True), "newest"),
    "silent, oldest": (Filters(silent=True), "oldest"),
    "reopened": (Filters(reopened=True), "newest"),
    "since a week": (Filters(since=_WEEK), "newest"),
    "since a week, due": (Filters(since=_WEEK), "due"),
    "until a week ago": (Filters(until=_WEEK), "newest"),
    "incident": (Filters(incident=1), "newest"),
    "flagged": (Filters(flagged=True), "newest"),
    "text, of 30 days": (Filters(words="trotoar", since=_MONTH), "newest"),
    "text that nobody wrote, of 30 days": (Filters(words="gajah", since=_MONTH), "newest"),
    "from a phone": (Filters(subscriber_id=4), "newest"),
    "agency, spam, reopened": (Filters(agency="PUPR", statuses=("spam",), reopened=True), "newest"),
    "region, agency, overdue, silent": (Filters(region="bogor", agency="DLH", overdue=True, silent=True), "due"),
}
"""What is asked for, by what it is called in the table."""


def first_page(connection: Connection, filters: Filters, sort: str) -> None:
    """Read a first page."""
    listing.find(connection, filters, NOW, Page(_LIMIT, sort))


def by_place(connection: Connection, name: str) -> None:
    """Read the first page of what names a place, which is looked up by a part of its name first."""
    first_page(connection, Filters(place=name, places=tuple(places.called(connection, name, 2000))), "newest")


def measured(runs: int, work: Callable[[], object]) -> list[float]:
    """Give the milliseconds of each run."""
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - began))
    return taken


def works(connection: Connection, office: Office) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give all that is measured, by what it is called in the table."""
    for name, (filters, sort) in PAGES.items():
        yield f"list: {name}", partial(first_page, connection, filters, sort)
    yield "list: place", partial(by_place, connection, "pandu12")
    yield "list: place, a thousand names", partial(by_place, connection, "a")
    yield "stats", partial(counted, connection, NOW, _PATIENCE)
    for agency, whose in AGENCIES.items():
        duty = Duty("bogor", (Share(agency),))
        yield f"digest: {whose}", partial(waiting, connection, office, duty, NOW, NOW - timedelta(hours=12))
    for there in PLACES:
        yield f"similar: {there[0][1]}", partial(alike.find, connection, MATTER, dict.fromkeys(there, ""), _MONTH)
    region, month = office.regions["bogor"], Month()
    yield "report: figures", partial(month.read, connection, region)
    for form in FORMS:
        yield f"report: {form}", partial(month.write, form)


class Month:
    """The report of the last whole month: read once, and written in each form."""

    def read(self, connection: Connection, region: Region) -> None:
        """Read the figures."""
        self._report = gather(connection, region, named(_REPORTED), NOW)
        assert self._report.measures.new, "a report of nothing measures nothing"

    def write(self, form: str) -> None:
        """Write the report, in words and then in a form."""
        assert render(write(self._report, NOW), form)


@contextmanager
def world(kind: str, complaints: int) -> Iterator[Database]:
    """Open a filled database: one that is, by its address, else one that is filled now."""
    if "://" not in kind:
        with fresh(kind) as database:
            fill(database, complaints)
            yield database
        return
    database = Database(kind)
    yield database
    database.close()


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Pages of complaints, and the statistics.")
    parser.add_argument("--database", default="sqlite", help="sqlite, postgresql, or the address of a filled one")
    parser.add_argument("--complaints", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="", help="only what begins with this word")
    options = parser.parse_args()
    with world(options.database, options.complaints) as database, database.read() as connection:
        print(f"{'ms':<44} {'median':>7} {'least':>7} {'most':>7}")
        for name, work in works(connection, office_of(database)):
            if not name.startswith(options.only):
                continue
            taken = measured(options.runs, work)
            print(f"{name:<44} {statistics.median(taken):>7.0f} {min(taken):>7.0f} {max(taken):>7.0f}", flush=True)


if __name__ == "__main__":
    main()
