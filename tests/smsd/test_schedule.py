"""The bell: jobs run when they are due, at the start too, and one that fails is tried again."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from complaints.jobs import table as jobs
from complaints.jobs.table import Job
from config.logs import get_logger
from sms.errors import UserError
from smsd.schedule import Schedule
from storage import jobs as runs
from storage.engine import DatabaseError

PATIENCE = 30.0


class Chore:
    """A job that is due until it has run, fails as often as it is told."""

    def __init__(self, failures: list[Exception]) -> None:
        self.failures = failures
        self.due = True
        self.looked = threading.Event()

    def is_due(self, *_: Any) -> bool:
        self.looked.set()
        return self.due

    def run(self, *_: Any) -> int:
        if self.failures:
            raise self.failures.pop()
        self.due = False
        return 3


@pytest.fixture
def schedule(town, monkeypatch):
    """Give a function that makes a schedule of one chore, and stop it at the end."""
    made = []

    def make(chore: Chore) -> Schedule:
        monkeypatch.setattr(jobs, "JOBS", (Job("chore", "a chore", chore.is_due, chore.run, "{} things"),))
        made.append(Schedule(town.database, town.clock, lambda: town.processor.office, get_logger("test")))
        return made[-1]

    yield make
    for each in made:
        each.stop()


def test_what_a_downtime_left_undone_is_done_at_the_start(schedule, town) -> None:
    chore, done = Chore([]), threading.Event()
    bell = schedule(chore)
    bell.done = done.set
    bell.start()
    assert done.wait(PATIENCE)
    run = _run(town)
    assert (run["started_at"], run["finished_at"]) == (town.clock.now(), town.clock.now())
    assert (run["result"], run["error"]) == ("3 things", "")


def test_what_is_not_due_is_only_looked_at(schedule, town) -> None:
    chore = Chore([])
    chore.due = False
    schedule(chore).start()
    assert chore.looked.wait(PATIENCE)
    assert _run(town) == {}


@pytest.mark.parametrize(
    ("failure", "told"),
    [(ZeroDivisionError("a bug"), "ZeroDivisionError"), (DatabaseError("gone"), "gone"), (UserError("full"), "full")],
    ids=["a bug", "no database", "what an admin can mend"],
)
def test_a_job_that_fails_is_written_down_and_done_at_the_next_ring(schedule, town, failure, told) -> None:
    chore, done = Chore([failure]), threading.Event()
    bell = schedule(chore)
    bell.done = done.set
    bell.start()
    while not _run(town).get("error"):
        assert not done.wait(0.01)
    assert _run(town)["error"] == told
    # The failed run may still be ending, and then a ring is not heard.
    while not done.wait(0.2):
        bell.ring()
    assert (_run(town)["error"], _run(town)["result"]) == ("", "3 things")


def _run(town: Any) -> Any:
    with town.database.read() as connection:
        return runs.last_runs(connection).get("chore", {})
