"""Who really had a complaint: what people have confirmed or changed counts, what nobody touched does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from complaints.actions import Deed, apply
from complaints.lifecycle import Action, Actor
from storage import dispositions

VAGUE = "mohon diperhatikan keluhan warga soal yang kemarin itu"
"""A complaint that names no matter: nobody gets it by itself."""


class Desk:
    """Complaints come in, and officers and admins do something about them."""

    def __init__(self, town: Any) -> None:
        self._town = town

    def report(self, text: str = "jalan berlubang di depan pasar") -> int:
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

    def confirmed(self, **limits: Any) -> list[tuple[int, str]]:
        """Give what was confirmed: number and agency."""
        return [(row.number, row.agency) for row in self.rows(**limits)]

    def rows(self, region: str = "bogor", **limits: Any) -> list[Any]:
        """Give what was confirmed."""
        with self._town.database.read() as connection:
            return list(dispositions.confirmed(connection, region, **limits))


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
    assert desk.confirmed() == [(number, "PUPR")]


@pytest.mark.parametrize(("who", "text"), [(Actor.OFFICER, "jalan berlubang"), (Actor.ADMIN, VAGUE)])
def test_where_a_person_hands_it_is_where_it_belongs_and_the_former_agency_is_not(
    desk: Desk, who: Actor, text: str
) -> None:
    number = desk.report(text)
    desk.do(number, Action.ASSIGN, who, "DISHUB")
    assert desk.confirmed() == [(number, "DISHUB")]


def test_the_last_agency_counts_though_another_had_taken_it_up(desk: Desk) -> None:
    number = desk.report()
    desk.do(number, Action.ACCEPT)
    desk.do(number, Action.ASSIGN, agency="DISHUB")
    desk.do(number, Action.ASSIGN, Actor.ADMIN, "PERKIM")
    assert desk.confirmed() == [(number, "PERKIM")]


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
    assert desk.confirmed() == [(number, "PUPR")]


def test_one_that_is_reopened_has_to_be_taken_up_again(desk: Desk) -> None:
    number = desk.report()
    desk.do(number, Action.RESOLVE)
    desk.do(number, Action.REOPEN, Actor.ADMIN)
    assert desk.confirmed() == []
    desk.do(number, Action.ACCEPT)
    assert desk.confirmed() == [(number, "PUPR")]


def test_a_row_has_what_there_is_to_learn_from(desk: Desk) -> None:
    number = desk.report()
    desk.do(number, Action.ASSIGN, agency="DISHUB")
    (row,) = desk.rows()
    assert (row.number, row.text, row.topic) == (number, "jalan berlubang di depan pasar", "jalan-rusak")
    assert (row.agency, row.routing["agency"]) == ("DISHUB", "PUPR")
    assert 0 < row.confidence <= 1


def test_they_are_the_newest_of_the_region_oldest_first(desk: Desk, town: Any) -> None:
    old, middle, new = (desk.report() for _ in range(3))
    for number in (new, old, middle):
        desk.do(number, Action.ACCEPT)
    assert [number for number, _ in desk.confirmed()] == [old, middle, new]
    assert [number for number, _ in desk.confirmed(limit=2)] == [middle, new]
    assert desk.confirmed(since=town.clock.now() + timedelta(seconds=1)) == []
    assert desk.rows("depok") == []


def test_a_complaint_counts_from_when_it_came_and_not_from_when_it_was_taken_up(desk: Desk, town: Any) -> None:
    old = desk.report()
    town.clock.advance(timedelta(days=2))
    new = desk.report()
    for number in (old, new):
        desk.do(number, Action.ACCEPT)
    assert desk.confirmed(since=town.clock.now() - timedelta(days=1)) == [(new, "PUPR")]
