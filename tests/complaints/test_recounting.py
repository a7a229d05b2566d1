"""Counting all dates again when calendars or limits have changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from complaints import recounting
from complaints.actions import apply
from complaints.deeds import Deed
from complaints.lifecycle import Action, Actor
from complaints.office import Office
from config.calendar import Calendar
from config.limits import DeadlinesTable, Limits
from config.regions import Region
from storage.models import assignment, complaint

CARD = "bogor ktp saya belum jadi"
SOONER = Limits(DeadlinesTable.model_validate({"resolve": "3 working days", "verify": "1 working day"}))


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
