"""Counting all dates again when calendars or limits have changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from complaints.jobs import recounting
from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import apply, find
from complaints.who.office import Office
from config.calendar import Calendar
from config.limits import DeadlinesTable, Limits
from config.regions import Region
from storage import deadlines
from storage.models import assignment, complaint, counter, subscriber

CARD = "bogor ktp saya belum jadi"
SOONER = Limits(DeadlinesTable.model_validate({"resolve": "3 working days", "verify": "1 working day"}))
CLOSES_SOONER = Limits(DeadlinesTable.model_validate({"close": "3 working days"}))
SOLVED = Deed(Action.RESOLVE, Actor.ADMIN, "siti", "sudah jadi")


def office_with(office: Office, **changes: Any) -> Office:
    """Give the office of a Bogor that differs."""
    region: Region = replace(office.regions["bogor"], **changes)
    return replace(office, regions={"bogor": region})


def dates(town: Any) -> list[datetime | None]:
    with town.database.read() as connection:
        return list(connection.scalars(select(assignment.c.due_at).order_by(assignment.c.id)))


def recount(town: Any, office: Office) -> int:
    return recounting.run(town.database, office, town.clock.now())


def test_it_is_due_until_it_has_been_done_and_again_when_something_changes(town, office: Office) -> None:
    now = town.clock.now()
    assert recounting.is_due(town.database, office, now)
    recount(town, office)
    assert not recounting.is_due(town.database, office, now)
    assert not recounting.is_due(town.database, office_with(office), now)
    for changed in (
        {"limits": SOONER},
        {"calendar": Calendar(free={date(2026, 11, 25): "Libur"})},
        {"timezone": "Asia/Makassar"},
    ):
        assert recounting.is_due(town.database, office_with(office, **changed), now)


def test_dates_that_are_right_are_left_alone(town, office: Office) -> None:
    town.text(CARD)
    before = dates(town)
    assert recount(town, office) == 0
    assert dates(town) == before


def test_shorter_limits_hold_for_what_is_open(town, office: Office) -> None:
    town.text(CARD)
    assert recount(town, office_with(office, limits=SOONER)) == 1
    assert dates(town) == [datetime(2026, 11, 26, 9, tzinfo=UTC)]
    with town.database.read() as connection:
        assert connection.scalar(select(assignment.c.rung_at)) == town.clock.now()


def test_a_new_holiday_moves_dates_and_one_taken_back_moves_them_back(town, office: Office) -> None:
    town.text(CARD)
    shorter = office_with(office, limits=SOONER)
    recount(town, shorter)
    free = Calendar(free={date(2026, 11, 25): "Pilkada"})
    assert recount(town, office_with(office, limits=SOONER, calendar=free)) == 1
    assert dates(town) == [datetime(2026, 11, 27, 9, tzinfo=UTC)]
    assert recount(town, shorter) == 1
    assert dates(town) == [datetime(2026, 11, 26, 9, tzinfo=UTC)]


def test_complaints_of_a_time_before_there_were_dates_get_theirs(town, office: Office) -> None:
    town.text(CARD)
    right = dates(town)
    with town.database.write() as connection:
        connection.execute(update(assignment).values(due_at=None, respond_by=None))
    assert recount(town, office) == 1
    assert dates(town) == right


def test_what_waits_for_an_admin_is_counted_again_too(town, office: Office) -> None:
    town.text("mohon diperhatikan keluhan warga soal yang kemarin itu")
    assert recount(town, office_with(office, limits=SOONER)) == 1
    with town.database.read() as connection:
        assert connection.scalar(select(complaint.c.verify_by)) == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_pauses_are_counted_as_they_were(town, office: Office) -> None:
    town.text(CARD)
    number = town.complaints()[0]["number"]
    for action, actor in ((Action.ASK, Actor.OFFICER), (Action.ANSWER, Actor.CITIZEN)):
        with town.database.write() as connection:
            apply(connection, office, number, Deed(action, actor, "budi", "kata"), town.clock.now())
        town.clock.advance(timedelta(days=2))
    recount(town, office_with(office, limits=SOONER))
    # Wednesday, on which it went on at noon, counts; Tuesday does not.
    assert dates(town) == [datetime(2026, 11, 27, 9, tzinfo=UTC)]


def test_what_stands_still_stays_without_a_date_and_what_is_done_keeps_its_own(town, office: Office) -> None:
    for action in (Action.ASK, Action.RESOLVE):
        town.text(CARD, f"+62811100001{len(action):02}")
        number = town.complaints()[-1]["number"]
        with town.database.write() as connection:
            apply(connection, office, number, Deed(action, Actor.OFFICER, "budi", "kata"), town.clock.now())
    before = dates(town)
    recount(town, office_with(office, limits=SOONER))
    assert dates(town) == before
    assert before[0] is None
    assert before[1] is not None


def test_complaints_of_a_region_that_is_gone_are_left_alone(town, office: Office) -> None:
    town.text(CARD)
    before = dates(town)
    elsewhere = replace(office, regions={"depok": replace(office.regions["bogor"], code="depok", limits=SOONER)})
    assert recount(town, elsewhere) == 0
    assert dates(town) == before


def test_it_tells_how_far_it_is(town, office: Office) -> None:
    town.text(CARD)
    told: list[tuple[int, int]] = []
    recounting.run(town.database, office, town.clock.now(), lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]


def do(staff: Any, number: int, deed: Deed) -> None:
    with staff.town.database.write() as connection:
        apply(connection, staff.town.processor.office, number, deed, staff.town.clock.now())


def close_at(town: Any) -> datetime | None:
    with town.database.read() as connection:
        found: datetime | None = connection.scalar(select(complaint.c.close_at))
        return found


def wrote(staff: Any, number: int) -> None:
    staff.town.text(f"TAMBAH {number} kapan bisa diambil?")


def asked_for_nothing_more(staff: Any, number: int) -> None:
    for asks in (True, False):
        do(staff, number, Deed(Action.TAG, Actor.ADMIN, "siti", sets={"compensation": asks}))


def was_answered(staff: Any, number: int) -> None:
    do(staff, number, Deed(Action.REPLY, Actor.ADMIN, "siti", "besok pagi"))
    staff.later(minutes=10)


def nothing(_staff: Any, _number: int) -> None:
    pass


@pytest.mark.parametrize("last", [nothing, wrote, asked_for_nothing_more, was_answered])
def test_when_what_is_solved_closes_is_counted_from_the_last_word(staff: Any, office: Office, last: Any) -> None:
    town = staff.town
    number = staff.report(CARD)
    do(staff, number, SOLVED)
    staff.later(minutes=10)
    staff.later(days=1)
    last(staff, number)
    before, since = close_at(town), town.clock.now() - (timedelta(days=1) if last is nothing else timedelta())
    assert recount(town, office) == 0
    sooner = office_with(office, limits=CLOSES_SOONER)
    assert recount(town, sooner) == 1
    assert close_at(town) == sooner.closes_at(found(town, number), since)
    assert (recount(town, sooner), recount(town, office)) == (0, 1)
    assert close_at(town) == before


def found(town: Any, number: int) -> Any:
    with town.database.read() as connection:
        return find(connection, number)


def test_of_who_wants_no_news_it_is_counted_from_what_there_was_to_tell(staff: Any, office: Office) -> None:
    number = staff.report(CARD)
    with staff.town.database.write() as connection:
        connection.execute(update(subscriber).values(opted_out_at=staff.town.clock.now()))
    do(staff, number, SOLVED)
    staff.later(minutes=10)
    assert recount(staff.town, office) == 0
    assert recount(staff.town, office_with(office, limits=CLOSES_SOONER)) == 1
    assert close_at(staff.town) == datetime(2026, 11, 26, 9, tzinfo=UTC)


def test_what_does_not_close_by_itself_is_left_so(staff: Any, office: Office) -> None:
    number = staff.report(CARD)
    do(staff, number, SOLVED)
    assert recount(staff.town, office_with(office, limits=CLOSES_SOONER)) == 0
    assert close_at(staff.town) is None


def test_daemons_of_other_regions_on_one_database_leave_each_other_alone(town, office: Office) -> None:
    bogor = office.regions["bogor"]
    depok = replace(office, regions={"depok": replace(bogor, code="depok", limits=SOONER)})
    now = town.clock.now()
    for one in (office, depok):
        assert recounting.is_due(town.database, one, now)
        recounting.run_due(town.database, one, now)
    assert [recounting.is_due(town.database, one, now) for one in (office, depok)] == [False, False]


def test_only_the_regions_that_have_changed_are_counted_again(town, office: Office) -> None:
    town.text(CARD)
    now = town.clock.now()
    assert recounting.run_due(town.database, office, now) == 0
    with town.database.write() as connection:
        connection.execute(update(assignment).values(due_at=None))
    both = replace(office, regions={**office.regions, "depok": replace(office.regions["bogor"], code="depok")})
    assert recounting.is_due(town.database, both, now)
    assert recounting.run_due(town.database, both, now) == 0, "bogor is as it was, and nobody looks at it"
    assert recounting.run_due(town.database, office_with(office, limits=SOONER), now) == 1


def test_the_one_number_of_before_goes_and_long_codes_have_room(town, office: Office) -> None:
    codes = ["kabupaten-kepulauan-siau-tagulandang-bia", "kabupaten-kepulauan-siau-tagulandang-bib"]
    with town.database.write() as connection:
        connection.execute(counter.insert().values(name="deadlines", value=1))
        for value in (3, 5):
            deadlines.set_counted_by(connection, {codes[0]: value, codes[1]: 7})
        assert deadlines.counted_by(connection, [*codes, "bogor"]) == {codes[0]: 5, codes[1]: 7}
        names = connection.scalars(select(counter.c.name).where(counter.c.name.startswith("deadlines"))).all()
    assert len(names) == 2
    assert max(map(len, names)) <= counter.c.name.type.length
