"""A complaint leaves for its circle: what waits for those who may not hear of it any more, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import apply
from complaints.watch import alerts
from storage import contacts

BUDI, DEWI, INA, ANI = "+6281112000001", "+6281112000002", "+6281112000005", "+6281112000009"
MINUTE = timedelta(minutes=1)
SECRET = "RAHASIA"
VAGUE = "mohon perhatian bapak ibu yang terhormat"


def cry(staff: Any, place: int) -> int:
    return staff.report(f"bogor kebakaran di gang nomor {place}", f"+62811100{place:05}")


def count(staff: Any) -> int:
    return alerts.tell_waiting(staff.town.database, staff.town.processor.office, staff.town.clock.now())


def coming(staff: Any, phone: str) -> list[str]:
    """Give what has come to a phone or will."""
    return [row["text"] for row in staff.queued() if row["address"] == phone and row["state"] != "cancelled"]


def naming(staff: Any, phone: str, number: int) -> list[str]:
    return [text for text in coming(staff, phone) if str(number) in text]


def test_danger_that_waited_to_be_counted_is_not_told_to_who_had_it(staff) -> None:
    staff.appoint("DAMKAR", BUDI)
    staff.appoint("INTEGRITY", INA)
    first, second, third = (cry(staff, place) for place in range(3))
    staff.town.text(SECRET, f"+62811100{1:05}")
    staff.town.clock.advance(10 * MINUTE)
    assert count(staff) == 1
    assert naming(staff, BUDI, second) == []
    assert naming(staff, BUDI, third) != []
    assert naming(staff, INA, second) != []
    assert first


def test_a_count_that_has_not_left_is_called_back_and_the_others_in_it_are_told_again(staff) -> None:
    staff.appoint("DAMKAR", BUDI)
    staff.appoint("INTEGRITY", INA)
    _, second, third = (cry(staff, place) for place in range(3))
    staff.town.clock.advance(10 * MINUTE)
    assert count(staff) == 2
    assert len(naming(staff, BUDI, second)) == 1
    staff.town.text(SECRET, f"+62811100{1:05}")
    assert naming(staff, BUDI, second) == naming(staff, BUDI, third) == []
    staff.town.clock.advance(10 * MINUTE)
    assert count(staff) == 1
    assert naming(staff, BUDI, second) == []
    assert naming(staff, BUDI, third) != []


def test_what_a_circle_took_back_is_not_counted_for_whom_it_was_given_to(staff) -> None:
    staff.appoint("DAMKAR", BUDI)
    staff.appoint("INTEGRITY", INA)
    cry(staff, 1)
    number = staff.report("RAHASIA bogor kebakaran di gang nomor 2", "+6281110000200")
    before = len(naming(staff, BUDI, number))
    staff.order(f"TERUSKAN {number} DAMKAR", INA)
    staff.order(f"TERUSKAN {number} INTEGRITY", INA)
    staff.town.clock.advance(10 * MINUTE)
    count(staff)
    assert len(naming(staff, BUDI, number)) == before


def test_who_saves_lives_is_told_of_danger_in_what_is_delicate_though_it_waited(staff) -> None:
    staff.appoint("DAMKAR", BUDI)
    staff.appoint("INTEGRITY", INA)
    cry(staff, 1)
    number = staff.report("bogor KEBAKARAN di pasar anyar, oknum satpol pp membakar dan minta uang", "+6281110000200")
    staff.town.clock.advance(10 * MINUTE)
    count(staff)
    assert naming(staff, BUDI, number) != []


@pytest.mark.parametrize("way", ["digest", "ladder"])
def test_a_list_that_has_not_left_is_called_back_and_the_others_in_it_are_listed_again(staff, way: str) -> None:
    staff.appoint("PUPR", BUDI)
    staff.appoint("INTEGRITY", INA)
    number, other = staff.report(), staff.report("bogor aspal jalan rusak di tajur", "+6281110000200")
    if way == "digest":
        staff.town.clock.advance(timedelta(hours=4))
        assert staff.digests() == 1
    else:
        staff.town.clock.advance(8 * MINUTE)
        staff.town.do_jobs()
    assert naming(staff, BUDI, number) != []
    staff.town.text(SECRET)
    assert naming(staff, BUDI, number) == naming(staff, BUDI, other) == []
    assert staff.row(other)["told_at"] is None
    staff.town.clock.advance(timedelta(days=1))
    staff.digests()
    assert naming(staff, BUDI, number) == []
    assert naming(staff, BUDI, other) != []


def test_what_the_admin_was_to_hear_of_is_called_back(staff) -> None:
    staff.appoint("ADMIN", ANI, "Ani")
    staff.appoint("INTEGRITY", INA)
    number, other = staff.report(VAGUE), staff.report(VAGUE, "+6281110000200")
    for _ in range(12):
        staff.town.clock.advance(timedelta(hours=6))
        staff.town.do_jobs()
    assert naming(staff, ANI, number) != []
    staff.town.text(f"ANCAM {number}")
    assert naming(staff, ANI, number) == []
    staff.town.clock.advance(timedelta(days=1))
    staff.town.do_jobs()
    assert naming(staff, ANI, number) == []
    assert naming(staff, ANI, other) != []


def test_a_further_agency_that_is_accused_has_it_in_no_list_any_more(staff) -> None:
    staff.appoint("PUPR", BUDI)
    staff.appoint("DLH", DEWI, "Dewi")
    staff.appoint("DLH", ANI, "Ani", contacts.HEAD)
    staff.appoint("INTEGRITY", INA)
    number = staff.report()
    with staff.town.database.write() as connection:
        joins = Deed(Action.JOIN, Actor.ADMIN, "siti", "", "DLH")
        apply(connection, staff.town.processor.office, number, joins, staff.town.clock.now())
    assert str(number) in staff.town.text("TUGAS", DEWI)[0]
    staff.town.text(f"TAMBAH {number} petugas DLH minta uang 200 ribu")
    assert staff.row(number)["accused"] == ["DLH"]
    for phone in (BUDI, DEWI):
        assert not any(str(number) in text for text in staff.town.text("TUGAS", phone))
    staff.town.clock.advance(timedelta(days=4))
    staff.town.do_jobs()
    assert naming(staff, ANI, number) == []
