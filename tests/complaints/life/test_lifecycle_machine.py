"""Whatever citizens, officers, admins and clocks do, and in whatever order: the table holds, also in a database."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from shutil import copyfile
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

from complaints.jobs import unhanded
from complaints.jobs.news import tell_due
from complaints.life.deeds import Deed
from complaints.life.lifecycle import (
    DONE,
    ENDED,
    IN_HAND,
    Action,
    Actor,
    Outcome,
    Status,
    steps_from,
)
from complaints.steps import closing, moving
from complaints.steps.actions import apply, find
from complaints.steps.by_hand import open_by_hand
from complaints.steps.opening import NewComplaint
from complaints.steps.settling import ENCLOSES
from complaints.who.office import Office
from config.local_places import Unit
from config.regions import load_region
from config.settings import load_settings
from parsers.meaning import Kind
from routing.shipped import router_of
from sms.errors import UserError
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
UNITS = (Unit("UPT1", "UPT Utara", ("Bantarjati",)), Unit("UPT2", "UPT Selatan", ("Empang",)))
# What is not done by a deed alone, or has a rule of its own.
OTHERS = frozenset({Action.OPEN, Action.UNDO, Action.MOVE})
OFFICE = st.sampled_from([Actor.OFFICER, Actor.ADMIN])
PARTS = (Action.ACCEPT, Action.START, Action.RESOLVE, Action.RETURN, Action.ASK)
# What jobs write without a step, and every step.
RESTLESS = frozenset({"updated_at", "news_due_at", "told_event_id", "verify_told_at"})
KABUPATEN = 'name = "Kabupaten Bogor"\nkeyword = "kabbogor"\ntimezone = "Asia/Jakarta"\nadmin = "Diskominfo"\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def office(folder: Path) -> Office:
    """Two regions, each of whose agencies have units."""
    (folder / "aduan.toml").write_text(
        'database = "sqlite:///aduan.db"\nregions = ["bogor"]\n[outbox]\noverload_minutes = 525600\n'
    )
    (folder / "kabbogor.toml").write_text(KABUPATEN)
    office = Office.of(load_settings(folder / "aduan.toml", {}), b"")
    regions = {**office.regions, "kabbogor": load_region(str(folder / "kabbogor.toml"))}
    units = dict.fromkeys(AGENCIES, UNITS)
    two = replace(office, regions={code: replace(region, units=units) for code, region in regions.items()})
    two.__dict__["routers"] = {code: router_of(region) for code, region in regions.items()}
    return two


@pytest.fixture(scope="module")
def empty(folder: Path, office: Office) -> Path:
    """A database with nothing in it, of which each example gets a copy."""
    database = Database(f"sqlite:///{folder / 'empty.db'}")
    upgrade(database)
    with database.read() as connection:
        object.__setattr__(office, "number_key", number_key(connection))
    database.close()
    return folder / "empty.db"


class InADatabase(RuleBasedStateMachine):
    """One complaint in a real database, to which everybody does what they can think of."""

    office: Office
    empty: Path
    before: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.database = Database(f"sqlite:///{copyfile(self.empty, Path(self.folder.name) / 'aduan.db')}")
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
        self._look()

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

    @rule(data=st.data(), actor=st.sampled_from(sorted(Actor)), agency=st.sampled_from(AGENCIES))
    def led_on(self, data: st.DataObject, actor: Actor, agency: str) -> None:
        """Take a step that the table knows; to an end, or into a circle, the rule above leads often enough."""
        rows = [step for step in steps_from(Status(self.row.status), actor) if step.after not in {None, *ENDED}]
        actions = sorted({step.action for step in rows} - OTHERS - ENCLOSES)
        if actions:
            self.done(data.draw(st.sampled_from(actions)), actor, "sudah diukur petugas", agency)

    @precondition(lambda self: self.row.status in IN_HAND)
    @rule(
        action=st.sampled_from([Action.ASK, Action.POSTPONE, Action.DECLINE]), unit=st.sampled_from(["", "UPT1", None])
    )
    def worked_on(self, action: Action, unit: str) -> None:
        self._do(Deed(action, Actor.OFFICER, "budi", "sudah diukur petugas"))
        if self.row.status in IN_HAND:
            self.given_to_a_unit_or_back(unit, Actor.OFFICER)

    @precondition(lambda self: self.row.status not in ENDED)
    @rule(unit=st.sampled_from(["UPT1", "UPT2", "", None]), actor=OFFICE)
    def given_to_a_unit_or_back(self, unit: str | None, actor: Actor) -> None:
        self._do(Deed(Action.ASSIGN, actor, "budi", "", self.row.agency or "PUPR", unit=unit))

    @precondition(lambda self: self.row.status not in ENDED)
    @rule(actor=OFFICE, slip=st.booleans())
    def moved(self, actor: Actor, *, slip: bool) -> None:
        there = "kabbogor" if self.row.region == "bogor" else "bogor"
        self._do(Deed(Action.MOVE, actor, "budi", "jalan di sana", region=there), moving.move)
        if slip:
            self.taken_back(actor)

    @precondition(lambda self: self.events[-1]["actor_kind"] in {Actor.OFFICER, Actor.ADMIN})
    @rule(actor=OFFICE)
    def taken_back(self, actor: Actor) -> None:
        before = self.before
        self._do(Deed(Action.UNDO, actor, "budi", "salah tekan"))
        if self.events[-1]["at"] == self.now:
            assert self._kept(self.row) == self._kept(before), "all is as it was"

    @precondition(lambda self: any(not hand.lead for hand in self.hands))
    @rule(action=st.sampled_from(PARTS), agency=st.sampled_from(AGENCIES))
    def helped(self, action: Action, agency: str) -> None:
        self._do(Deed(action, Actor.OFFICER, "budi", "bagian kami selesai", part=agency))

    @rule(hours=st.sampled_from([1, 30, 24 * 20]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        for job in (tell_due, closing.close_due, closing.resume_due, unhanded.tell_due):
            job(self.database, self.office, self.now)
            assert job is tell_due or job(self.database, self.office, self.now) == 0, "twice does nothing more"
        self._look()

    @precondition(lambda self: self.row.status == Status.POSTPONED)
    @rule()
    def put_off(self) -> None:
        with self.database.write() as connection:
            until = assignment.update().where(assignment.c.id == self.row.assignment_id)
            connection.execute(until.values(postponed_until=self.now + timedelta(days=3)))
        self._look()

    def _do(self, deed: Deed, act: Callable[..., Status] = apply) -> None:
        self.now += timedelta(minutes=1)
        before = self.row, self.whole, self.events, self.hands
        try:
            with self.database.write() as connection:
                after = act(connection, self.office, self.number, deed, self.now)
        except UserError:
            self._look()
            assert (self.row, self.whole, self.events, self.hands) == before, "what is refused changes nothing"
            return
        self._look()
        assert (self.row.status, len(self.events) > len(before[2])) == (after, True)
        # What is told to all of an incident stands in no step's way of being taken back.
        if deed.action is not Action.GATHER:
            self.before = before[0]
        if deed.action not in {Action.UNDO, Action.GATHER}:
            self._keeps_time()

    def _keeps_time(self) -> None:
        """Hold the clocks after a step against what was before it."""
        before, row = self.before, self.row
        if {before.status, row.status} <= IN_HAND and before.assignment_id == row.assignment_id:
            assert row.assigned_at == before.assigned_at, "who keeps it gets no new time"
        if before.status in DONE and row.status not in DONE and row.agency:
            new = row.assigned_at, row.accepted_at, row.told_at, row.rung, row.pauses
            assert new == (self.now, None, None, 0, None), "what comes back is new"
        if row.status == Status.TRIAGE and (before.status, before.region) != (row.status, row.region):
            assert (row.status_since, row.verify_told_at) == (self.now, None), "who is to look has the whole time"

    def _look(self) -> None:
        with self.database.read() as connection:
            self.row = find(connection, self.number)
            self.whole = connection.execute(select(complaint)).one()
            self.events = complaints.events_of(connection, self.row.id)
            self.hands = hands_of(connection, self.row.id)

    @staticmethod
    def _kept(row: Any) -> dict[str, Any]:
        return {name: value for name, value in row._asdict().items() if name not in RESTLESS}

    def _leads(self) -> list[Any]:
        return [hand for hand in self.hands if hand.lead and hand.ended_at is None]

    @invariant()
    def every_change_is_an_event(self) -> None:
        assert all(event["actor_kind"] and event["actor"] and event["at"] for event in self.events)
        assert all(one["after"] == other["before"] for one, other in pairwise(self.events))
        assert self.events[-1]["after"] == self.row.status

    @invariant()
    def the_leads_state_is_the_complaints(self) -> None:
        leads = self._leads()
        assert [lead.state for lead in leads] in ([], [self.row.status])
        assert leads or self.row.agency is None
        helping = [hand.agency for hand in self.hands if not hand.lead and hand.ended_at is None]
        assert len({*helping, self.row.agency}) == len(helping) + 1
        assert self.row.status not in ENDED or not helping

    @invariant()
    def in_triage_no_agency_has_it_and_an_admin_has_until_then(self) -> None:
        if self.row.status == Status.TRIAGE:
            assert not self._leads()
            assert self.row.verify_by or self.row.kind == Kind.PRAISE

    @invariant()
    def what_an_agency_works_on_has_its_date(self) -> None:
        if self.row.status in {Status.ASSIGNED, Status.IN_PROGRESS} and self.row.kind != Kind.PRAISE:
            assert self.row.due_at is not None

    @invariant()
    def an_outcome_is_what_ended_it(self) -> None:
        assert self.row.outcome or self.row.status not in {Status.CLOSED, Status.WITHDRAWN}
        assert not self.row.outcome or self.row.status in ENDED
        assert not (self.row.compensation and self.row.outcome == Outcome.TIMED_OUT)

    @invariant()
    def only_what_is_solved_waits_to_close(self) -> None:
        assert self.row.close_at is None or (self.row.status == Status.RESOLVED and not self.row.compensation)

    @invariant()
    def a_clock_stands_still_only_while_somebody_is_waited_for(self) -> None:
        leads = self._leads()
        moments = [moment for lead in leads for pause in lead.pauses or () for moment in pause]
        assert (closed := [moment for moment in moments if moment]) == sorted(closed)
        assert None not in moments[:-1]
        if moments and moments[-1] is None:
            assert leads[0].state in {Status.WAITING, Status.POSTPONED}

    @invariant()
    def statistics_tell_the_outcomes_apart(self) -> None:
        with self.database.read() as connection:
            counted = counts.by_status_and_outcome(connection)
        assert counted == {(self.row.status, self.row.outcome): 1}
        closer = next((event for event in reversed(self.events) if event["action"] == Action.CLOSE), None)
        by = {Outcome.TIMED_OUT: Actor.SYSTEM, Outcome.CONFIRMED: Actor.CITIZEN}.get(self.row.outcome)
        assert by is None or (closer and closer["actor_kind"] == by)


def test_whatever_is_done_in_a_database_the_table_holds(office: Office, empty: Path) -> None:
    InADatabase.office, InADatabase.empty = office, empty
    checked = settings(max_examples=45, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(InADatabase, settings=checked)
