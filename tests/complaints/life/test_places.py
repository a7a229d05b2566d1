"""Units of an agency get the complaints of their places, and officers read where to go."""

from __future__ import annotations

from typing import Any

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import apply
from complaints.watch.task_list import Item

MOSQUITOES = "bogor banyak warga kena demam berdarah"


def test_the_unit_that_covers_the_village_gets_it_else_that_of_the_district(staff) -> None:
    village, district = staff.report(f"{MOSQUITOES} di kel bantarjati"), staff.report(f"{MOSQUITOES} di ciluar", BY[1])
    elsewhere = staff.report(f"{MOSQUITOES} di kel empang", BY[2])
    assert [staff.row(number)["agency"] for number in (village, district, elsewhere)] == ["DINKES"] * 3
    assert [staff.row(number)["unit"] for number in (village, district, elsewhere)] == [
        "PKM-TEGAL-GUNDIL",
        "PKM-BOGOR-UTARA",
        None,
    ]


def test_another_agency_has_its_own_units_or_none(staff) -> None:
    number = staff.report(f"{MOSQUITOES} di kel bantarjati")
    for agency, unit in (("PUPR", None), ("DINKES", "PKM-TEGAL-GUNDIL")):
        assign(staff, number, agency)
        assert (staff.row(number)["agency"], staff.row(number)["unit"]) == (agency, unit)


def test_a_line_of_a_list_names_the_place_where_the_text_is_cut_before_it() -> None:
    text = "sudah tiga bulan jalan ini rusak dan berlubang di kel bantarjati"
    line = Item(1234567, "", text, "Bantarjati").written(45)
    assert line.startswith("1234567 sudah tiga bulan ")
    assert line.endswith(" (Bantarjati)")


def test_a_line_is_never_longer_for_its_place_and_does_not_say_it_twice() -> None:
    text = "di jl mawar sudah tiga bulan jalan ini rusak dan berlubang"
    assert len(Item(1234567, "", text, "Bantarjati").written(45)) <= 45
    assert "Jalan Mawar" not in Item(1234567, "", text, "Jalan Mawar").written(45)
    assert Item(1234567, "", "jalan rusak", "Bantarjati").written(45) == "1234567 jalan rusak"


def test_a_list_names_the_street_of_a_long_complaint(staff) -> None:
    staff.appoint("PUPR")
    long = "bogor sudah tiga bulan lebih jalan ini rusak dan berlubang, " + "mohon sekali lagi diperbaiki pak, " * 3
    for place in range(9):
        staff.report(f"{long} lokasinya di jl kenari", f"+62811100003{place:02}")
    assert "(Jalan Kenari)" in "\n".join(staff.town.text("TUGAS", "+6281112000001"))


BY = tuple(f"+628111000020{place}" for place in range(3))


def assign(staff: Any, number: int, agency: str) -> None:
    town = staff.town
    with town.database.write() as connection:
        deed = Deed(Action.ASSIGN, Actor.ADMIN, "siti", agency=agency)
        apply(connection, town.processor.office, number, deed, town.clock.now())
