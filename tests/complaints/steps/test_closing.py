"""What is solved closes by itself, what was put off goes on: once, and told once; on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps import closing
from complaints.steps.actions import apply, find
from storage.complaints import events_of
from storage.counts import by_status_and_outcome
from storage.hands import hands_of

SOLVED = Deed(Action.RESOLVE, Actor.ADMIN, "siti", "sudah ditambal")


def do(staff: Any, number: int, deed: Deed) -> None:
    with staff.town.database.write() as connection:
        apply(connection, staff.town.processor.office, number, deed, staff.town.clock.now())


def row(staff: Any, number: int) -> Any:
    with staff.town.database.read() as connection:
        return find(connection, number)


def close(staff: Any) -> int:
    return closing.close_due(staff.town.database, staff.town.processor.office, staff.town.clock.now())


@pytest.fixture
def solved(staff: Any) -> int:
    """A complaint of which the citizen has been told on Monday that it is solved."""
    number: int = staff.report()
    do(staff, number, SOLVED)
    staff.later(minutes=10)
    return number


def test_the_time_runs_from_when_the_citizen_is_told_and_is_ten_working_days(staff: Any, solved: int) -> None:
    # Monday the 23rd, at noon: Friday the 4th of December would be nine.
    assert row(staff, solved).close_at == datetime.fromisoformat("2026-12-07T16:00:00+07:00")
    staff.later(days=13)
    assert close(staff) == 0
    staff.later(days=1, hours=4)
    assert (close(staff), close(staff)) == (1, 0)
    ended = row(staff, solved)
    assert (ended.status, ended.outcome, ended.close_at) == ("closed", "timed_out", None)
    staff.later(hours=14)
    told = [text for text in staff.town.answers() if "tidak ada balasan" in text]
    assert len(told) == 1


def test_many_close_at_once_each_with_its_event(staff: Any) -> None:
    numbers = [
        staff.report(f"bogor jalan berlubang di gang nomor {place}", f"+62811100002{place:02}") for place in range(30)
    ]
    for number in numbers:
        do(staff, number, SOLVED)
    staff.later(minutes=10)
    staff.later(days=20)
    assert close(staff) == len(numbers)
    with staff.town.database.read() as connection:
        assert by_status_and_outcome(connection) == {("closed", "timed_out"): len(numbers)}
        for number in numbers:
            whole = find(connection, number)
            last = events_of(connection, whole.id)[-1]
            assert (last["action"], last["actor_kind"], last["actor"]) == ("close", "system", "closing")
            assert [hand.state for hand in hands_of(connection, whole.id)] == ["closed"]


def test_with_a_word_of_the_citizen_the_time_begins_again_and_does_not_go_on_for_ever(staff: Any, solved: int) -> None:
    staff.later(days=10)
    staff.town.text(f"TAMBAH {solved} kapan diaspal?")
    staff.later(days=10)
    assert close(staff) == 0
    staff.later(days=10)
    assert close(staff) == 1


@pytest.mark.parametrize("words", ["BELUM {} masih rusak", "SUDAH {}"])
def test_whether_it_is_solved_stops_the_time(staff: Any, solved: int, words: str) -> None:
    staff.town.text(words.format(solved))
    assert row(staff, solved).close_at is None
    staff.later(days=40)
    assert close(staff) == 0


def test_an_answer_of_the_office_begins_it_anew(staff: Any, solved: int) -> None:
    staff.town.text(f"TAMBAH {solved} kapan diaspal?")
    asked = row(staff, solved).close_at
    staff.later(days=2)
    do(staff, solved, Deed(Action.REPLY, Actor.ADMIN, "siti", "minggu depan"))
    staff.later(minutes=10)
    assert row(staff, solved).close_at > asked


def test_where_nobody_can_be_told_it_runs_from_the_solution(staff: Any) -> None:
    from complaints.steps.by_hand import open_by_hand
    from complaints.steps.opening import NewComplaint

    new = NewComplaint("bogor", "jalan berlubang di pasar", "letter", None, Actor.ADMIN, "siti")
    with staff.town.database.write() as connection:
        number = open_by_hand(connection, staff.town.processor.office, new, None, staff.town.clock.now()).number
    do(staff, number, SOLVED)
    staff.later(days=20)
    assert close(staff) == 1


def test_what_asks_for_compensation_never_closes_by_itself(staff: Any, solved: int) -> None:
    staff.town.text(f"TAMBAH {solved} saya minta ganti rugi")
    do(staff, solved, Deed(Action.REPLY, Actor.ADMIN, "siti", "diproses"))
    staff.later(minutes=10)
    assert (row(staff, solved).compensation, row(staff, solved).close_at) == (True, None)


def test_what_was_put_off_goes_on_on_its_day(staff: Any) -> None:
    number = staff.report()
    until = staff.town.clock.now() + timedelta(days=3)
    do(staff, number, Deed(Action.POSTPONE, Actor.ADMIN, "siti", "menunggu aspal", until=until))
    office = staff.town.processor.office
    staff.later(days=2)
    assert not closing.any_to_resume(staff.town.database, office, staff.town.clock.now())
    staff.later(days=1)
    now = staff.town.clock.now()
    assert [closing.resume_due(staff.town.database, office, now) for _ in range(2)] == [1, 0]
    assert row(staff, number).status == "in_progress"


def test_what_an_agency_solved_of_a_threatened_reporter_goes_back_to_its_circle_instead_of_closing(staff: Any) -> None:
    staff.appoint("INTEGRITY", "+6281112000005")
    number: int = staff.report()
    staff.town.text(f"ANCAM {number}")
    do(staff, number, Deed(Action.ASSIGN, Actor.OFFICER, "5", "", "PUPR"))
    do(staff, number, Deed(Action.RESOLVE, Actor.OFFICER, "1", "sudah ditambal"))
    staff.later(minutes=10)
    staff.later(days=14, hours=4)
    assert (close(staff), close(staff)) == (1, 0)
    back = row(staff, number)
    assert (back.status, back.agency, back.close_at) == ("assigned", "INTEGRITY", None)
    do(staff, number, Deed(Action.RESOLVE, Actor.OFFICER, "5", "sudah kami periksa"))
    staff.later(minutes=10)
    staff.later(days=20)
    close(staff)
    assert row(staff, number).outcome == "timed_out"
