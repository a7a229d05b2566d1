"""The clocks of a complaint, as its steps start, pause and stop them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import apply
from complaints.time.deadlines import date_of
from config.limits import parse_limit
from config.regions import load_region
from storage.models import assignment, complaint

ROAD, KTP, VAGUE = (
    "bogor jalan berlubang di depan pasar",
    "bogor ktp saya belum jadi",
    "mohon diperhatikan keluhan warga soal yang kemarin itu",
)
BOGOR = load_region("bogor")


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


class Case:
    """A complaint whose clocks are looked at."""

    def __init__(self, town: Any, text: str) -> None:
        self.town = town
        self.began = town.clock.now() + timedelta(seconds=1)
        town.text(text)
        self.number = town.complaints()[-1]["number"]

    def do(self, action: Action, actor: Actor = Actor.ADMIN, **more: Any) -> datetime:
        """Do something to it, and give when."""
        now: datetime = self.town.clock.now()
        with self.town.database.write() as connection:
            deed = Deed(action, actor, "rina", more.pop("said", "kata"), **more)
            apply(connection, self.town.processor.office, self.number, deed, now)
        return now

    def later(self, **by: float) -> None:
        self.town.clock.advance(timedelta(**by))

    @property
    def row(self) -> Any:
        """The complaint."""
        with self.town.database.read() as connection:
            return connection.execute(select(complaint).where(complaint.c.number == self.number)).one()

    @property
    def hands(self) -> list[Any]:
        """Its assignments, oldest first."""
        with self.town.database.read() as connection:
            wanted = select(assignment).join(complaint, complaint.c.id == assignment.c.complaint_id)
            return list(connection.execute(wanted.where(complaint.c.number == self.number).order_by(assignment.c.id)))


@pytest.fixture
def road(town) -> Case:
    return Case(town, ROAD)


@pytest.fixture
def vague(town) -> Case:
    return Case(town, VAGUE)


def test_an_agency_that_gets_a_complaint_has_until_then_to_answer_and_to_solve(road: Case) -> None:
    (hands,) = road.hands
    # 60 days, because roads have to be looked at, from the Monday on which it came; Bogor's midnight is 17:00 UTC.
    assert (hands.respond_by, hands.due_at) == (utc(30, 9), datetime(2027, 1, 22, 17, tzinfo=UTC))
    assert road.row.verify_by is None


def test_matters_that_lie_nowhere_have_less_time(town) -> None:
    (hands,) = Case(town, KTP).hands
    assert hands.due_at == utc(7, 17, month=12)


def test_a_question_is_answered_within_working_days(town) -> None:
    asked = Case(town, "TANYA bogor syarat membuat ktp apa saja")
    assert asked.row.kind == "question"
    assert asked.hands[0].due_at == utc(30, 9)


def test_praise_waits_for_nothing(town) -> None:
    praise = Case(town, "PUJIAN bogor petugas ktp sangat ramah")
    assert praise.row.kind == "praise"
    assert all(hands.respond_by is None and hands.due_at is None for hands in praise.hands)
    assert praise.row.verify_by is None


def test_praise_that_its_reporter_objects_to_is_a_complaint_with_its_dates(town) -> None:
    praise = Case(town, "PUJIAN bogor petugas ktp sangat ramah")
    praise.do(Action.REOPEN, Actor.CITIZEN)
    assert praise.row.kind == "complaint"
    assert (praise.hands[-1].respond_by, praise.hands[-1].due_at) == (utc(30, 9), utc(7, 17, month=12))


def test_what_waits_for_an_admin_is_to_be_handed_on_in_time(vague: Case) -> None:
    assert vague.row.verify_by == utc(26, 9)
    vague.later(days=1)
    vague.do(Action.ASSIGN, agency="DUKCAPIL")
    assert vague.row.verify_by is None
    assert vague.hands[0].due_at == utc(8, 17, month=12)


def test_what_comes_back_waits_for_an_admin_anew(road: Case) -> None:
    road.later(days=2)
    road.do(Action.RETURN)
    assert road.row.verify_by == utc(30, 9)
    assert road.hands[0].ended_at


def test_the_clock_stands_still_while_the_citizen_is_asked(road: Case) -> None:
    road.later(days=1)
    since = road.do(Action.ASK, Actor.OFFICER, said="RT berapa?")
    assert road.hands[0].due_at is None
    assert road.hands[0].pauses == [[since.isoformat(), None]]
    road.later(days=3)
    until = road.do(Action.ANSWER, Actor.CITIZEN, said="RT 3")
    assert road.hands[0].pauses == [[since.isoformat(), until.isoformat()]]
    assert road.hands[0].due_at == date_of(BOGOR, parse_limit("60 days"), road.began, [(since, until)])
    assert road.hands[0].due_at == datetime(2027, 1, 25, 17, tzinfo=UTC)


def test_the_first_word_has_its_date_whatever_stands_still(road: Case) -> None:
    before = road.hands[0].respond_by
    road.do(Action.ASK, Actor.OFFICER, said="RT berapa?")
    assert road.hands[0].respond_by == before


def test_what_stands_still_already_is_not_stopped_twice(road: Case) -> None:
    since = road.do(Action.ASK, Actor.OFFICER, said="RT berapa?")
    road.later(days=1)
    road.do(Action.POSTPONE, Actor.OFFICER)
    road.later(days=1)
    until = road.do(Action.START, Actor.OFFICER)
    road.do(Action.START, Actor.OFFICER)
    assert road.hands[0].pauses == [[since.isoformat(), until.isoformat()]]


def test_what_is_solved_while_it_stands_still_keeps_the_date_that_it_had(road: Case) -> None:
    since = road.do(Action.POSTPONE, Actor.OFFICER)
    road.later(days=2)
    until = road.do(Action.RESOLVE, Actor.OFFICER)
    (hands,) = road.hands
    assert hands.done_at == until
    assert hands.due_at == date_of(BOGOR, parse_limit("60 days"), road.began, [(since, until)])


def test_an_objection_gives_the_agency_its_whole_time_again(town) -> None:
    case = Case(town, KTP)
    case.do(Action.ASK, Actor.OFFICER)
    case.do(Action.RESOLVE, Actor.OFFICER)
    case.later(days=7)
    again = case.do(Action.REOPEN, Actor.CITIZEN)
    (hands,) = case.hands
    assert (hands.assigned_at, hands.pauses, hands.done_at) == (again, None, None)
    assert (hands.respond_by, hands.due_at) == (utc(7, 9, month=12), utc(14, 17, month=12))


def test_another_agency_has_its_own_whole_time_and_the_clock_of_the_first_ends(road: Case) -> None:
    since = road.do(Action.ASK, Actor.OFFICER, said="RT berapa?")
    road.later(days=1)
    until = road.do(Action.ASSIGN, agency="DUKCAPIL")
    first, second = road.hands
    assert first.pauses == [[since.isoformat(), until.isoformat()]]
    assert first.assigned_at == road.began
    assert (second.assigned_at, second.pauses, second.due_at) == (until, None, utc(8, 17, month=12))


def test_a_step_that_the_clock_does_not_know_changes_no_date(road: Case) -> None:
    (before,) = road.hands
    road.later(days=1)
    road.do(Action.ACCEPT, Actor.OFFICER)
    road.do(Action.REPLY, Actor.OFFICER)
    (after,) = road.hands
    assert (after.due_at, after.respond_by, after.pauses) == (before.due_at, before.respond_by, None)


def test_a_complaint_of_a_region_that_is_gone_keeps_its_pauses_but_has_no_dates(road: Case) -> None:
    object.__setattr__(road.town.processor.office, "regions", {})
    since = road.do(Action.ASK, Actor.OFFICER)
    until = road.do(Action.ANSWER, Actor.CITIZEN)
    (hands,) = road.hands
    assert (hands.pauses, hands.due_at) == ([[since.isoformat(), until.isoformat()]], None)


def test_an_agency_that_helps_has_a_time_of_its_own(road: Case) -> None:
    road.later(days=1)
    road.do(Action.JOIN, agency="DUKCAPIL")
    lead, helper = road.hands
    assert (helper.lead, helper.due_at) == (False, utc(8, 17, month=12))
    assert lead.due_at == datetime(2027, 1, 22, 17, tzinfo=UTC)
