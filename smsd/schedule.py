"""When the scheduled jobs run: APScheduler rings, and the database says what is due.

A ring that comes late, twice, or is missed during a downtime changes nothing: jobs look for what should be there by
now (see `complaints.jobs.table`). That is why a plain interval is enough, and no ring is remembered.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from complaints.jobs import table as jobs
from complaints.jobs.table import Job
from complaints.who.office import Office
from sms.clock import Clock
from sms.errors import UserError
from storage.engine import Database, DatabaseError

RING_SECONDS = 5.0


class Schedule:
    """Runs every job when it is due, one at a time; `done` is called after one that did something."""

    def __init__(self, database: Database, clock: Clock, office: Callable[[], Office], log: Any) -> None:
        self._database = database
        self._clock = clock
        self._office = office
        self._log = log
        self.done: Callable[[], None] = lambda: None
        # It would write down every ring.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(max_workers=1)},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        for job in jobs.JOBS:
            self._scheduler.add_job(self._run, "interval", [job], seconds=RING_SECONDS, id=job.name)

    def start(self) -> None:
        """Begin, and look at once what a downtime has left undone."""
        self._scheduler.start()
        self.ring()

    def ring(self) -> None:
        """Look now what is due."""
        for job in jobs.JOBS:
            self._scheduler.modify_job(job.name, next_run_time=datetime.now(UTC))

    def stop(self) -> None:
        """Let the job that runs come to its end, and run no other."""
        self._scheduler.shutdown()

    def _run(self, job: Job) -> None:
        try:
            count = jobs.run_if_due(job, self._database, self._office(), self._clock.now())
            if count is not None:
                self._log.info("job", job=job.name, result=job.done.format(count))
                self.done()
        except DatabaseError as error:
            self._log.error("a job could not reach the database, it is tried again", job=job.name, error=str(error))
        except UserError as error:
            self._log.error("a job failed, it is tried again", job=job.name, error=str(error))
        except Exception:  # noqa: BLE001 - whatever a job raises must not end the others
            self._log.exception("a job failed, it is tried again", job=job.name)
