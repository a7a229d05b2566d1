"""The scheduled jobs: what is done at its time, whoever rings the bell.

A job looks into the database for what is due by now, so that it may run too often, too late, or again after a crash:
what is done stays done, and what was missed is made up for once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from complaints.figures import leader
from complaints.jobs import digests, drift, escalation, news, overdue, recounting, reports, unhanded
from complaints.jobs.calm import when_calm
from complaints.officers import confirming
from complaints.steps import closing
from complaints.time.hours import next_slot
from complaints.watch import alerts
from complaints.who.office import Office
from sms.errors import UserError
from storage import jobs
from storage.engine import Database


class NoSuchJobError(UserError):
    """There is no job of that name; the message lists those there are."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job: whether there is something to do, doing it, how that is told, and when there may be something next.

    `is_due` only reads. `next_at` is None for what has no times of its own.
    """

    name: str
    help: str
    is_due: Callable[[Database, Office, datetime], bool]
    run: Callable[[Database, Office, datetime], int]
    done: str
    next_at: Callable[[Office, datetime], datetime | None] = lambda _office, _now: None


def _next_digest(office: Office, now: datetime) -> datetime | None:
    return min((at for region in office.regions.values() if (at := next_slot(region, now))), default=None)


JOBS: tuple[Job, ...] = (
    Job(
        name="alerts",
        help="tell who is on duty, every ten minutes, how much danger there is beside what they know",
        is_due=alerts.is_due,
        run=alerts.tell_waiting,
        done="alerts counted: {}",
    ),
    Job(
        name="digests",
        help="tell the agencies, at their regions' times, what waits for them",
        is_due=when_calm(digests.is_due),
        run=digests.send_due,
        done="digests sent: {}",
        next_at=_next_digest,
    ),
    Job(
        name="duties",
        help="ask the officers, once a month, whether they are still at their posts",
        is_due=when_calm(confirming.is_due),
        run=confirming.ask_due,
        done="officers asked: {}",
        next_at=_next_digest,
    ),
    Job(
        name="closing",
        help="close what is solved and to which nobody has objected in time",
        is_due=closing.any_to_close,
        run=closing.close_due,
        done="complaints closed: {}",
    ),
    Job(
        name="resuming",
        help="let complaints go on that were put off until now",
        is_due=closing.any_to_resume,
        run=closing.resume_due,
        done="complaints going on: {}",
    ),
    Job(
        name="leader",
        help="tell the leader of each region, once a day, how it stands",
        is_due=when_calm(leader.is_due),
        run=leader.send_due,
        done="leaders' days told: {}",
        next_at=leader.next_at,
    ),
    # After the digests: what they have just told is not told once more.
    Job(
        name="ladder",
        help="tell those above an agency what it leaves lying",
        is_due=escalation.is_due,
        run=escalation.climb_due,
        done="rungs climbed: {}",
    ),
    Job(
        name="unhanded",
        help="tell the admin what waits for an agency too long",
        is_due=unhanded.is_due,
        run=unhanded.tell_due,
        done="complaints without an agency: {}",
    ),
    Job(
        name="news",
        help="tell citizens what became of their complaints",
        is_due=news.is_due,
        run=news.tell_due,
        done="complaints with news: {}",
    ),
    Job(
        name="overdue",
        help="file what waited for an answer that did not come",
        is_due=overdue.is_due,
        run=overdue.settle,
        done="questions settled: {}",
    ),
    Job(
        name=drift.NAME,
        help="compare the router's decisions with what became of them, each night",
        is_due=drift.is_due,
        run=drift.run,
        done="decisions compared: {}",
        next_at=drift.next_at,
    ),
    Job(
        name=recounting.NAME,
        help="count all dates again when calendars or limits have changed",
        is_due=recounting.is_due,
        run=recounting.run_due,
        done="dates changed: {}",
    ),
    Job(
        name="reports",
        help="write the reports of the weeks and months that are over, if the settings say where",
        is_due=reports.is_due,
        run=reports.write_due,
        done="reports written: {}",
        next_at=reports.next_at,
    ),
)
"""All jobs; each is safe to run at any time, and twice."""


def find(name: str) -> Job:
    """Find a job by its name; raises NoSuchJobError."""
    for job in JOBS:
        if job.name == name:
            return job
    raise NoSuchJobError(f"no job {name}; there are {', '.join(job.name for job in JOBS)}")


def run_if_due(job: Job, database: Database, office: Office, now: datetime) -> int | None:
    """Run a job if it is due, and give how much it did, None if it was not; raises what the job raises."""
    with _blamed(job, database, now):
        is_due = job.is_due(database, office, now)
    return run(job, database, office, now) if is_due else None


def run(job: Job, database: Database, office: Office, now: datetime) -> int:
    """Run a job now, write down what came of it, and give how much it did; raises what the job raises."""
    with database.write() as connection:
        jobs.record(connection, job.name, started_at=now, finished_at=None, error="")
    with _blamed(job, database, now):
        count = job.run(database, office, now)
    with database.write() as connection:
        jobs.record(connection, job.name, finished_at=now, result=job.done.format(count))
    return count


@contextmanager
def _blamed(job: Job, database: Database, now: datetime) -> Iterator[None]:
    """Write down what a job fails with, for `aduan job list`."""
    try:
        yield
    except Exception as error:
        # What is told to people names files and settings, never somebody's number or words; other errors may.
        told = str(error) if isinstance(error, UserError) else type(error).__name__
        with database.write() as connection:
            jobs.record(connection, job.name, started_at=now, finished_at=None, error=told)
        raise
