"""Who really had a complaint: what people have confirmed or changed counts, what nobody touched does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import apply
from storage import dispositions

ROAD = "jalan berlubang di depan pasar"
VAGUE = "mohon diperhatikan keluhan warga soal yang kemarin itu"
"""A complaint that names no matter: nobody gets it by itself."""


class Desk:
    """Complaints come in, and officers and admins do something about them."""

    def __init__(self, town: Any) -> None:
        self._town = town

    def report(self, text: str = ROAD) -> int:
        """Report as a new citizen and give the number."""
        self._town.text(f"bogor {text}", f"+62811100002{len(self._town.complaints()):02}")
        number: int = self._town.complaints()[-1]["number"]
        return number

    def do(
        self, number: int, action: Action, who: Actor = Actor.OFFICER, agency: str | None = None, *, said: str = "ya"
    ) -> None:
        """Do something to a complaint."""
        town = self._town
        with town.database.write() as connection:
            apply(connection, town.processor.office, number, Deed(action, who, "siti", said, agency), town.clock.now())

    def confirmed(self, region: str = "bogor") -> list[tuple[str, str]]:
        """Give what was confirmed: text and agency."""
        with self._town.database.read() as connection:
            return [(row.text, row.agency) for row in dispositions.confirmed(connection, region)]

    def judged(self, region: str = "bogor", *, since: timedelta = timedelta(days=1)) -> list[tuple[str | None, ...]]:
        """Give what was judged of the last time: the agency that was decided for, and the one that has it now."""
        with self._town.database.read() as connection:
            rows = dispositions.judged(connection, region, self._town.clock.now() - since)
        return [(row.routing["agency"], row.agency) for row in rows]


@pytest.fixture
def desk(town: Any) -> Desk:
    """Kota Bogor, where nothing has been reported."""
    return Desk(town)


def test_what_nobody_touched_teaches_nothing(desk: Desk) -> None:
    desk.report()
    desk.report(VAGUE)
    assert desk.confirmed() == []


@pytest.mark.parametrize("action", [Action.ACCEPT, Action.START, Action.ASK, Action.POSTPONE, Action.RESOLVE])
def test_an_agency_that_takes_it_up_confirms_it(desk: Desk, action: Action) -> None:
    number = desk.report()
    desk.do(number, action)
    assert desk.confirmed() == [(ROAD, "PUPR")]


@pytest.mark.parametrize(("who", "text"), [(Actor.OFFICER, "jalan berlubang"), (Actor.ADMIN, VAGUE)])
def test_where_a_person_hands_it_is_where_it_belongs_and_the_former_agency_is_not(
    desk: Desk, who: Actor, text: str
) -> None:
    number = desk.report(text)
    desk.do(number, Action.ASSIGN, who, "DISHUB")
    assert desk.confirmed() == [(text, "DISHUB")]


def test_the_last_agency_counts_though_another_had_taken_it_up(desk: Desk) -> None:
    number = desk.report()
    desk.do(number, Action.ACCEPT)
    desk.do(number, Action.ASSIGN, agency="DISHUB")
    desk.do(number, Action.ASSIGN, Actor.ADMIN, "PERKIM")
    assert desk.confirmed() == [(ROAD, "PERKIM")]


def test_what_an_agency_gives_back_is_confirmed_by_nobody(desk: Desk) -> None:
    number = desk.report()
    desk.do(number, Action.ASSIGN, agency="DISHUB")
    desk.do(number, Action.ACCEPT)
    desk.do(number, Action.RETURN)
    assert desk.confirmed() == []


@pytest.mark.parametrize("action", [Action.CLOSE, Action.MARK_DUPLICATE, Action.WITHDRAW, Action.REPLY])
def test_an_admin_who_only_lays_it_aside_or_answers_confirms_no_agency(desk: Desk, action: Action) -> None:
    desk.do(desk.report(), action, Actor.ADMIN)
    assert desk.confirmed() == []


@pytest.mark.parametrize("action", [Action.DECLINE, Action.MARK_SPAM])
def test_what_turns_out_to_be_nobodys_is_not_that_of_who_had_it(desk: Desk, action: Action) -> None:
    number = desk.report(VAGUE)
    desk.do(number, Action.ASSIGN, Actor.ADMIN, "DISHUB")
    desk.do(number, Action.ACCEPT)
    desk.do(number, action, Actor.ADMIN)
    assert desk.confirmed() == []


def test_what_is_closed_after_it_was_resolved_stays_confirmed(desk: Desk) -> None:
    number = desk.report()
    desk.do(number, Action.RESOLVE)
    desk.do(number, Action.CLOSE, Actor.ADMIN)
    assert desk.confirmed() == [(ROAD, "PUPR")]


def test_one_that_is_reopened_has_to_be_taken_up_again(desk: Desk) -> None:
    number = desk.report()
    desk.do(number, Action.RESOLVE)
    desk.do(number, Action.REOPEN, Actor.ADMIN)
    assert desk.confirmed() == []
    desk.do(number, Action.ACCEPT)
    assert desk.confirmed() == [(ROAD, "PUPR")]


def test_a_row_has_what_there_is_to_learn_from(desk: Desk, town: Any) -> None:
    desk.do(desk.report(), Action.ASSIGN, agency="DISHUB")
    with town.database.read() as connection:
        (row,) = dispositions.confirmed(connection, "bogor")
    assert tuple(row)[:-1] == (ROAD, "jalan-rusak", "DISHUB")


def test_they_are_those_of_the_region_oldest_first(desk: Desk) -> None:
    texts = [f"jalan berlubang di gang {name}" for name in ("mawar", "melati", "kenanga")]
    for number in reversed([desk.report(text) for text in texts]):
        desk.do(number, Action.ACCEPT)
    assert [text for text, _ in desk.confirmed()] == texts
    assert desk.confirmed("depok") == []


def test_what_was_confirmed_is_judged_and_what_nobody_touched_is_not(desk: Desk) -> None:
    numbers = [desk.report() for _ in range(3)]
    desk.do(numbers[0], Action.ACCEPT)
    desk.do(numbers[1], Action.ASSIGN, agency="DISHUB")
    assert desk.judged() == [("PUPR", "PUPR"), ("PUPR", "DISHUB")]
    assert desk.judged("depok") == []


@pytest.mark.parametrize(("action", "who"), [(Action.RETURN, Actor.OFFICER), (Action.DECLINE, Actor.ADMIN)])
def test_what_no_agency_has_to_do_is_judged_to_be_nobodys(desk: Desk, action: Action, who: Actor) -> None:
    number = desk.report()
    desk.do(number, Action.ACCEPT)
    desk.do(number, action, who)
    assert desk.judged() == [("PUPR", None)]


def test_what_is_no_complaint_judges_no_routing(desk: Desk) -> None:
    desk.do(desk.report(), Action.MARK_SPAM, Actor.ADMIN)
    assert desk.judged() == []


def test_a_complaint_is_judged_by_when_it_came_and_not_by_when_it_was_taken_up(desk: Desk, town: Any) -> None:
    old = desk.report()
    town.clock.advance(timedelta(days=2))
    desk.do(old, Action.ACCEPT)
    assert desk.judged() == []
    assert desk.judged(since=timedelta(days=3)) == [("PUPR", "PUPR")]
