"""What 100 000 open complaints cost: counting their dates, and each scheduled job, with nothing due and with some.

    python bench/complaints.py [--database sqlite|postgresql|URL] [--open 100000] [--done 50000] [--runs 3]

The complaints are written straight into the tables, of all agencies of Kota Bogor, over sixty days: a tenth waits
for its citizen, a fifth has waited once, a twentieth is in triage. Each job runs, and then looks again at the same
moment. Prints a table; exits with an error if a date is missing or a job finds something to do twice.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import Connection, Table, func, select, update  # noqa: E402

from bench.databases import fresh  # noqa: E402
from complaints.jobs import recounting  # noqa: E402
from complaints.jobs import table as jobs  # noqa: E402
from complaints.jobs.table import JOBS, Job  # noqa: E402
from complaints.life.numbers import number_of  # noqa: E402
from complaints.officers.tasks import waiting  # noqa: E402
from complaints.who.office import Office  # noqa: E402
from complaints.who.people import People, Post  # noqa: E402
from config.limits import DeadlinesTable, Limits  # noqa: E402
from config.modem_settings import ModemSettings  # noqa: E402
from config.settings import Settings  # noqa: E402
from sms.msisdn import Sender, SenderKind  # noqa: E402
from storage import contacts, subscribers  # noqa: E402
from storage.complaints import number_key  # noqa: E402
from storage.engine import Database  # noqa: E402
from storage.models import assignment, complaint, event, subscriber  # noqa: E402
from storage.tasks import Duty, Share  # noqa: E402

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
"""A Monday, noon in Bogor."""
_BATCH = 10_000
_DAYS = 60
_STANDS = [[(NOW - timedelta(days=1)).isoformat(), None]]
_KINDS = ("complaint", "complaint", "complaint", "aspiration", "question")
_TIMES_DUE = {100: 0, 1000: 100}
"""How many are made due, and how many are skipped before: those of the time before."""
_DUE = NOW - timedelta(minutes=1)

MADE_DUE: dict[str, tuple[Table, dict[str, Any]]] = {
    "news": (complaint, {"news_due_at": _DUE, "told_event_id": 0}),
    "ladder": (assignment, {"rung_at": _DUE, "rung": 0}),
    "unhanded": (complaint, {"verify_by": _DUE, "status": "triage"}),
    "closing": (complaint, {"close_at": _DUE, "status": "resolved"}),
}
"""What makes a complaint something that a job has to do something about."""


def office_of(database: Database) -> Office:
    """Make the office of Kota Bogor."""
    line = ModemSettings(name="bind", transport="gammu", device="none", msisdn="+628111000001")
    with database.read() as connection:
        return Office.of(Settings(regions=("bogor",), lines=(line,)), number_key(connection))


def with_limits(office: Office, **limits: str) -> Office:
    """Give the office with other limits; the names are the keys of `[deadlines]`."""
    region = office.regions["bogor"]
    table = DeadlinesTable.model_validate(limits)
    return replace(office, regions={"bogor": replace(region, limits=Limits(table, region.limits.on_site))})


def fill(database: Database, office: Office, count: int, done: int) -> None:
    """Write open complaints and some that are done, each of another phone, and an officer for each agency."""
    with database.write() as connection:
        _appoint(connection, office)
    rows = _rows(office, count, done)
    while batch := list(islice(rows, _BATCH)):
        with database.write() as connection:
            for place, table in enumerate((subscriber, complaint, assignment, event)):
                connection.execute(table.insert(), [row[place] for row in batch if row[place]])


def _appoint(connection: Connection, office: Office) -> None:
    posts = [contacts.ADMIN, *office.regions["bogor"].catalogue.agencies]
    phones = {f"+62811120{place:05}": agency for place, agency in enumerate(posts)}
    ids = subscribers.ids_of(connection, [Sender(SenderKind.NUMBER, phone) for phone in phones], NOW)
    for phone, agency in phones.items():
        contacts.add(connection, ids[phone], region="bogor", agency=agency, name=agency, now=NOW)


def _rows(office: Office, count: int, done: int) -> Iterator[tuple[dict[str, Any], ...]]:
    """Give the rows of each complaint: its subscriber, itself, its assignment (nothing in triage), its beginning."""
    agencies, kinds = cycle(office.regions["bogor"].catalogue.agencies), cycle(_KINDS)
    for place in range(1, count + done + 1):
        began = NOW - timedelta(days=_DAYS) * (place / (count + done))
        status = "closed" if place > count else "triage" if place % 20 == 0 else "assigned"
        person = {
            "id": place + 1000,
            "address": f"+6281110{place:06}",
            "kind": "number",
            "created_at": began,
        }
        itself = {
            "id": place,
            "number": number_of(place, office.number_key),
            "region": "bogor",
            "subscriber_id": place + 1000,
            "channel": "sms",
            "kind": next(kinds),
            "text": "jalan berlubang di depan pasar",
            "status": status,
            "routing": {"reasons": []},
            **dict.fromkeys(("created_at", "updated_at", "status_since"), began),
        }
        history = {
            "complaint_id": place,
            "at": began,
            "actor_kind": "officer",
            "actor": "1",
            "action": "accept",
            "after": status,
            "agency": "PUPR",
        }
        hands = {} if status == "triage" else _hands(place, next(agencies), status, began)
        yield person, itself, hands, history


def _hands(place: int, agency: str, status: str, began: datetime) -> dict[str, Any]:
    since, until = (began + timedelta(hours=hours) for hours in (2, 2 + place % 200))
    stood = [[since.isoformat(), until.isoformat()]] if place % 5 == 1 else None
    return {
        "complaint_id": place,
        "agency": agency,
        "lead": True,
        "state": status,
        "assigned_at": began,
        "done_at": NOW if status == "closed" else None,
        "pauses": _STANDS if place % 10 == 2 else stood,
    }


def seconds(work: Callable[[], object]) -> float:
    """Measure something once."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def count_dates(database: Database, office: Office, runs: int) -> None:
    """Count all dates: for the first time, with nothing to change, and after limits have changed."""
    sooner = with_limits(office, respond="4 working days", resolve="13 days", resolve_on_site="50 days")
    hours = [with_limits(office, respond="24 hours", resolve=f"{count} hours") for count in (400, 401)]
    _row("dates: of complaints that had none, s", [seconds(lambda: recounting.run(database, office, NOW))])
    _verify(database)
    _row("dates: counted again, all as they were, s", _each(database, [office] * runs))
    began = time.process_time()
    others = _each(database, list(islice(cycle([sooner, office]), 2 * runs)))
    _row("dates: counted again, all others, s", others)
    _row("of it, this process's own computing, s", [(time.process_time() - began) / len(others)])
    _row("dates: the same, by the hour, no two alike, s", _each(database, list(islice(cycle(hours), runs))))
    recounting.run(database, office, NOW)


def _each(database: Database, offices: list[Office]) -> list[float]:
    return [_counted(database, office) for office in offices]


def _counted(database: Database, office: Office) -> float:
    """Measure one count; what the one before it left in the tables, PostgreSQL has cleared away long ago elsewhere."""
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE) assignment")
    return seconds(partial(recounting.run, database, office, NOW))


def _verify(database: Database) -> None:
    """Make sure that whatever runs has a date, and what stands still has none."""
    open_ = select(func.count()).select_from(assignment).where(assignment.c.done_at.is_(None))
    with database.read() as connection:
        undated = connection.scalar(open_.where(assignment.c.due_at.is_(None)))
        stands = connection.scalar(open_.where(assignment.c.id.in_(select(assignment.c.id)), _stands_still()))
    assert undated == stands, f"{undated} have no date, {stands} stand still"


def _stands_still() -> Any:
    return (assignment.c.complaint_id % 10) == 2


def look(database: Database, office: Office, job: Job, runs: int) -> None:
    """Let a job do what is due, then measure how long it takes to find that nothing is, and to run all the same."""
    first = seconds(lambda: jobs.run(job, database, office, NOW))
    _row(f"{job.name}: what was due at first, s", [first])
    assert not job.is_due(database, office, NOW), f"{job.name} is never done"
    _row(
        f"{job.name}: nothing is due, ms",
        [1000 * seconds(lambda: job.is_due(database, office, NOW)) for _ in range(runs)],
    )
    _row(
        f"{job.name}: run with nothing due, ms",
        [1000 * seconds(lambda: job.run(database, office, NOW)) for _ in range(runs)],
    )
    for count, skipped in _TIMES_DUE.items() if job.name in MADE_DUE else ():
        _make_due(database, job.name, count, skipped)
        _row(f"{job.name}: {count} are due, ms", [1000 * seconds(lambda: job.run(database, office, NOW))])


def write_lists(database: Database, office: Office, runs: int) -> None:
    """Measure what one digest takes to write: of who serves one agency, five, and of the admin."""
    agencies = list(office.regions["bogor"].catalogue.agencies)
    with database.read() as connection:
        served = People(connection, NOW)
        admin = served.duty(Post("bogor", contacts.ADMIN))
        five = Duty("bogor", tuple(Share(agency) for agency in agencies[:5]))
        of = {"one agency": served.duty(Post("bogor", agencies[0])), "five agencies": five, "the admin": admin}
        for whose, duty in of.items():
            write = partial(waiting, connection, office, duty, NOW, None)
            _row(f"digest of {whose}, ms", [1000 * seconds(write) for _ in range(runs)])


def _make_due(database: Database, name: str, count: int, skipped: int) -> None:
    table, values = MADE_DUE[name]
    wanted = select(table.c.id).order_by(table.c.id).limit(count).offset(skipped)
    if table is assignment:
        wanted = wanted.where(assignment.c.done_at.is_(None))
    with database.write() as connection:
        connection.execute(update(table).where(table.c.id.in_(wanted)).values(values))


def _row(name: str, values: list[float]) -> None:
    shown = (statistics.median(values), min(values), max(values))
    print(f"{name:<52} {' '.join(f'{value:>9.2f}' for value in shown)}", flush=True)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Many open complaints: their dates, and the scheduled jobs.")
    parser.add_argument("--database", default="sqlite", help="sqlite, postgresql, or the address of an empty one")
    parser.add_argument("--open", type=int, default=100_000)
    parser.add_argument("--done", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with fresh(options.database) as database:
        office = office_of(database)
        fill(database, office, options.open, options.done)
        print(f"{options.database:<52} {'median':>9} {'least':>9} {'most':>9}")
        count_dates(database, office, options.runs)
        for job in (job for job in JOBS if job.name != recounting.NAME):
            look(database, office, job, options.runs)
        write_lists(database, office, options.runs)


if __name__ == "__main__":
    main()
