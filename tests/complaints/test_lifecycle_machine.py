"""Whatever citizens, officers, admins and clocks do, and in whatever order: the table holds, also in a database."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from complaints import closing
from complaints.actions import apply, find
from complaints.by_hand import open_by_hand
from complaints.circles import NotTheirsError
from complaints.deeds import Deed, DoneAlreadyError, NoSuchAgencyError, WordsMissingError
from complaints.lifecycle import (
    ENDED,
    Action,
    Actor,
    IllegalStepError,
    Outcome,
    Status,
    next_status,
    outcome_after,
    steps_from,
)
from complaints.news import tell_due
from complaints.office import Office
from complaints.opening import NewComplaint
from config.settings import load_settings
from parsers.meaning import Kind
from storage import complaints, counts
from storage.complaints import number_key
from storage.engine import Database
from storage.hands import hands_of
from storage.migrate import upgrade
from storage.models import assignment, complaint

MONDAY = datetime.fromisoformat("2026-11-23T05:00:00+00:00")
TEXTS = (
    ("jalan berlubang di depan pasar", Kind.COMPLAINT),
    ("mohon perhatiannya pak", Kind.COMPLAINT),
    ("salut buat petugas damkar, cepat sekali datangnya", Kind.PRAISE),
    ("kebakaran rumah di jalan roda", Kind.COMPLAINT),
    ("jalan rusak, motor saya jatuh, minta ganti rugi", Kind.COMPLAINT),
)
AGENCIES = ("PUPR", "DLH", "DISHUB", "DAMKAR")
# What is not done by a deed alone, or belongs to the tests of what does it.
OTHERS = frozenset({Action.OPEN, Action.UNDO, Action.MOVE})
PARTS = (Action.ACCEPT, Action.START, Action.RESOLVE, Action.RETURN, Action.ASK)
REFUSED = (IllegalStepError, NotTheirsError, DoneAlreadyError, NoSuchAgencyError, WordsMissingError)


class InThought(RuleBasedStateMachine):
    """The table alone: who walks it never leaves it, and never stands still for ever."""

    def __init__(self) -> None:
        super().__init__()
        self.status = Status.NEW
        self.outcome: str | None = None

    @rule(action=st.sampled_from(sorted(Action)), actor=st.sampled_from(sorted(Actor)))
    def walk(self, action: Action, actor: Actor) -> None:
        try:
            self.status = next_status(self.status, action, actor)
        except IllegalStepError:
            assert action not in {step.action for step in steps_from(self.status, actor)}
            return
        self.outcome = outcome_after(self.outcome, action, actor, self.status)

    @invariant()
    def there_is_a_way_on(self) -> None:
        ways = {step.after for actor in Actor for step in steps_from(self.status, actor)} - {None, self.status}
        assert ways

    @invariant()
    def an_outcome_is_what_ended_it(self) -> None:
        if self.status in {Status.CLOSED, Status.WITHDRAWN}:
            assert self.outcome is not None
        if self.status not in ENDED:
            assert self.outcome is None


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    path = tmp_path_factory.mktemp("office") / "aduan.toml"
    path.write_text('database = "sqlite:///aduan.db"\nregions = ["bogor"]\n')
    return Office.of(load_settings(path, {}), b"")


class InADatabase(RuleBasedStateMachine):
    """One complaint in a real database, to which everybody does what they can think of."""

    office: Office

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.database = Database(f"sqlite:///{Path(self.folder.name) / 'aduan.db'}")
        upgrade(self.database)
        with self.database.read() as connection:
            object.__setattr__(self.office, "number_key", number_key(connection))
        self.now, self.number = MONDAY, 0

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    @initialize(text=st.sampled_from(TEXTS), has_phone=st.booleans())
    def opened(self, text: tuple[str, Kind], has_phone: bool) -> None:
        new = NewComplaint("bogor", text[0], "walkin", None, Actor.ADMIN, "siti", kind=text[1])
        sender = "+6281110000100" if has_phone else None
        with self.database.write() as connection:
            self.number = open_by_hand(connection, self.office, new, sender, self.now).number

    @rule(
        action=st.sampled_from(sorted(set(Action) - OTHERS)),
        actor=st.sampled_from(sorted(Actor)),
        said=st.sampled_from(["", "sudah diukur petugas"]),
        agency=st.sampled_from(AGENCIES),
    )
    def done(self, action: Action, actor: Actor, said: str, agency: str) -> None:
        names = action in {Action.ASSIGN, Action.JOIN}
        sets = {Action.RATE: {"rating": 4}, Action.TAG: {"compensation": not said}}.get(action, {})
        self._do(Deed(action, actor, "budi", said, agency if names else None, sets=sets))

    @rule(action=st.sampled_from(PARTS), agency=st.sampled_from(AGENCIES))
    def helped(self, action: Action, agency: str) -> None:
        self._do(Deed(action, Actor.OFFICER, "budi", "bagian kami selesai", part=agency))

    @rule(hours=st.sampled_from([1, 30, 24 * 20]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        for job in (tell_due, closing.close_due, closing.resume_due):
            job(self.database, self.office, self.now)
            assert job is tell_due or job(self.database, self.office, self.now) == 0, "twice does nothing more"

    @precondition(lambda self: self._row().status == Status.POSTPONED)
    @rule()
    def put_off(self) -> None:
        with self.database.write() as connection:
            row = find(connection, self.number)
            until = assignment.update().where(assignment.c.id == row.assignment_id)
            connection.execute(until.values(postponed_until=self.now + timedelta(days=3)))

    def _do(self, deed: Deed) -> None:
        self.now += timedelta(minutes=1)
        before = self._everything()
        try:
            with self.database.write() as connection:
                after = apply(connection, self.office, self.number, deed, self.now)
        except REFUSED:
            assert self._everything() == before, "what is refused changes nothing"
            return
        assert self._row().status == after
        assert len(self._events()) > len(before[1])

    def _row(self) -> Any:
        with self.database.read() as connection:
            return find(connection, self.number)

    def _events(self) -> list[Any]:
        with self.database.read() as connection:
            return complaints.events_of(connection, find(connection, self.number).id)

    def _hands(self) -> list[Any]:
        with self.database.read() as connection:
            return hands_of(connection, find(connection, self.number).id)

    def _everything(self) -> tuple[Any, ...]:
        with self.database.read() as connection:
            whole = connection.execute(select(complaint)).one()
        return whole, self._events(), self._hands()

    @invariant()
    def every_change_is_an_event(self) -> None:
        if not self.number:
            return
        events = self._events()
        assert all(event["actor_kind"] and event["actor"] and event["at"] for event in events)
        assert [(one["after"]) for one, _ in pairwise(events)] == [other["before"] for _, other in pairwise(events)]
        assert events[-1]["after"] == self._row().status

    @invariant()
    def the_leads_state_is_the_complaints(self) -> None:
        if not self.number:
            return
        leads = [hand for hand in self._hands() if hand.lead and hand.ended_at is None]
        row = self._row()
        assert [lead.state for lead in leads] == [row.status] * len(leads)
        assert len(leads) <= 1
        assert leads or row.agency is None
        helping = [hand.agency for hand in self._hands() if not hand.lead and hand.ended_at is None]
        assert len({*helping, row.agency}) == len(helping) + 1
        assert not (helping and row.status in ENDED)

    @invariant()
    def an_outcome_is_what_ended_it(self) -> None:
        if not self.number:
            return
        row = self._row()
        assert (row.outcome is not None) or row.status not in {Status.CLOSED, Status.WITHDRAWN}
        assert row.outcome is None or row.status in ENDED
        assert not (row.compensation and row.outcome == Outcome.TIMED_OUT)

    @invariant()
    def only_what_is_solved_waits_to_close(self) -> None:
        if not self.number:
            return
        row = self._row()
        assert row.close_at is None or (row.status == Status.RESOLVED and not row.compensation)

    @invariant()
    def a_clock_stands_still_only_while_somebody_is_waited_for(self) -> None:
        if not self.number:
            return
        leads = [hand for hand in self._hands() if hand.lead and hand.ended_at is None]
        moments = [moment for lead in leads for pause in lead.pauses or () for moment in pause]
        closed = [moment for moment in moments if moment is not None]
        assert closed == sorted(closed)
        assert None not in moments[:-1]
        if moments and moments[-1] is None:
            assert leads[0].state in {Status.WAITING, Status.POSTPONED}

    @invariant()
    def statistics_tell_the_outcomes_apart(self) -> None:
        if not self.number:
            return
        with self.database.read() as connection:
            counted = counts.by_outcome(connection)
        row = self._row()
        assert counted == ({row.outcome: 1} if row.outcome else {})
        closer = next((event for event in reversed(self._events()) if event["action"] == Action.CLOSE), None)
        by = {Outcome.TIMED_OUT: Actor.SYSTEM, Outcome.CONFIRMED: Actor.CITIZEN}.get(row.outcome)
        assert by is None or (closer and closer["actor_kind"] == by)


def test_the_table_is_never_left() -> None:
    run_state_machine_as_test(InThought, settings=settings(max_examples=200, stateful_step_count=60, deadline=None))


def test_neither_is_it_in_a_database(office: Office) -> None:
    InADatabase.office = office
    checked = settings(max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(InADatabase, settings=checked)
