"""Whoever locks several complaints begins with the oldest: nobody who holds one waits for another's."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select, text, update

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps import actions, incidents, merging, telling, triaging
from storage import triage
from storage.engine import DatabaseError
from storage.incidents import open_in
from storage.models import complaint

REASON = "jalan yang sama"
WAITS = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
LIMIT = 30


class Street:
    """Two complaints about one street, the older of which has the greater number, and whoever works on both at once."""

    def __init__(self, town: Any) -> None:
        if town.database.is_sqlite:
            pytest.skip("SQLite has one writer at a time")
        self.town, self.database, self.office = town, town.database, town.processor.office
        self.older, self.newer = self._pair()

    def _pair(self) -> tuple[Any, Any]:
        for each in range(50):
            self.town.text("bogor lampu jalan mati di katulampa", f"+62811100001{each:02}")
            *before, last = self.town.complaints()
            for row in before:
                if row["number"] > last["number"]:
                    return row, last
        raise AssertionError("numbers come in order")

    def do(self, step: Callable[..., Any], *what: Any) -> Any:
        """Do something in a transaction of its own."""
        with self.database.write() as connection:
            return step(connection, self.office, *what, self.town.clock.now())

    def deed(self, action: Action, said: str = REASON) -> Deed:
        """Make a deed of an admin."""
        return Deed(action, Actor.ADMIN, "siti", said)

    def open_incident(self) -> Any:
        """Gather both under an incident; the older one is written last."""
        row = {"name": "Gelap", "region": "bogor", "topics": [self.older["topic"]], "areas": []}
        self.do(incidents.open_incident, row, self.older["created_at"], "siti")
        with self.database.write() as connection:
            connection.execute(update(complaint).where(complaint.c.id == self.older["id"]).values(urgent=True))
            return open_in(connection, "bogor")[0]

    def wait(self) -> None:
        """Wait until somebody waits for a lock."""
        for _ in range(LIMIT * 100):
            with self.database.read() as connection:
                if connection.scalar(WAITS):
                    return
            threading.Event().wait(0.01)
        raise AssertionError("nobody waits")


@pytest.fixture
def street(town: Any) -> Street:
    return Street(town)


def _merge(street: Street) -> Callable[[], Any]:
    numbers = street.older["number"], street.newer["number"]
    return lambda: street.do(merging.merge, *numbers, street.deed(Action.MARK_DUPLICATE))


def _decide(street: Street) -> Callable[[], Any]:
    newer = street.newer
    with street.database.write() as connection:
        connection.execute(update(complaint).where(complaint.c.id == newer["id"]).values(status="triage"))
        seen = triage.last_seen(connection, newer["id"])
    deed = street.deed(Action.MARK_DUPLICATE, str(street.older["number"]))
    return lambda: street.do(triaging.decide, newer["number"], seen, deed)


def _undo(street: Street) -> Callable[[], Any]:
    newer = street.newer["number"]
    street.do(merging.merge, newer, street.older["number"], street.deed(Action.MARK_DUPLICATE))
    return lambda: street.do(actions.apply, newer, street.deed(Action.UNDO))


def _withdraw(street: Street) -> Callable[[], Any]:
    """What was merged into the newer one lives on by itself."""
    older, newer = street.older["number"], street.newer["number"]
    street.do(merging.merge, older, newer, street.deed(Action.MARK_DUPLICATE))
    return lambda: street.do(actions.apply, newer, street.deed(Action.MARK_SPAM, ""))


def _tell(street: Street) -> Callable[[], Any]:
    found = street.open_incident()
    return lambda: street.do(telling.tell, found, "Sabar", "siti")


def _add(street: Street) -> Callable[[], Any]:
    numbers = street.newer["number"], street.older["number"]

    def add() -> None:
        with street.database.write() as connection:
            actions.find_all(connection, numbers)

    return add


@pytest.mark.parametrize("work", [_merge, _decide, _undo, _withdraw, _tell, _add])
def test_who_waits_for_the_older_one_does_not_hold_the_newer(street: Street, work: Callable[..., Any]) -> None:
    step = work(street)
    with ThreadPoolExecutor(1) as beside:
        with street.database.write() as connection:
            ids = select(complaint.c.id).with_for_update(nowait=True)
            connection.execute(ids.where(complaint.c.id == street.older["id"]))
            working = beside.submit(step)
            street.wait()
            connection.execute(ids.where(complaint.c.id == street.newer["id"]))
        working.result(LIMIT)


def test_of_two_who_open_an_incident_at_once_one_is_refused_however_they_write_it(street: Street) -> None:
    row = {"name": "Rob", "region": "bogor", "topics": ["banjir"], "areas": []}
    opened = row, street.older["created_at"], "siti"
    with ThreadPoolExecutor(1) as beside:
        with street.database.write() as connection:
            incidents.open_incident(connection, street.office, *opened, street.town.clock.now())
            other = beside.submit(street.do, incidents.open_incident, {**row, "name": "rob"}, *opened[1:])
            street.wait()
        with pytest.raises(incidents.IncidentError, match="rob is open already"):
            other.result(LIMIT)


def test_who_loses_to_somebody_who_works_on_the_same_is_told_to_try_again(street: Street) -> None:
    with pytest.raises(DatabaseError, match="try again"), ThreadPoolExecutor(1) as beside:
        _cross(street, beside)


def _cross(street: Street, beside: ThreadPoolExecutor) -> None:
    """Have two lock the same two complaints, each in another order."""

    def lock(connection: Any, row: Any) -> None:
        connection.execute(select(complaint.c.id).where(complaint.c.id == row["id"]).with_for_update())

    def other() -> None:
        with street.database.write() as connection:
            lock(connection, street.newer)
            held.set()
            lock(connection, street.older)

    held = threading.Event()
    with street.database.write() as connection:
        lock(connection, street.older)
        working = beside.submit(other)
        assert held.wait(LIMIT)
        street.wait()
        lock(connection, street.newer)
    working.result(LIMIT)
