"""A complaint for another region that is served moves there, and is routed as if it were new; on both databases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from complaints.actions import find
from complaints.deeds import Deed, NoSuchRegionError
from complaints.lifecycle import Action, Actor, IllegalStepError, Status
from complaints.moving import elsewhere, move
from complaints.office import Office
from config.regions import load_region
from routing.shipped import router_of
from storage.hands import hands_of

KABUPATEN = """
name = "Kabupaten Bogor"
keyword = "kabbogor"
timezone = "Asia/Jakarta"
admin = "Diskominfo Kab. Bogor"
parent = "jabar"
[agencies.PUPR]
short = "PUPR Kab. Bogor"
"""


@pytest.fixture
def two(office: Office, tmp_path: Path) -> Office:
    """Kota and Kabupaten Bogor."""
    (tmp_path / "kabbogor.toml").write_text(KABUPATEN)
    other = load_region(str(tmp_path / "kabbogor.toml"))
    both = replace(office, regions={**office.regions, "kabbogor": other})
    both.__dict__["routers"] = {**office.routers, "kabbogor": router_of(other)}
    return both


@pytest.fixture
def staff_of_two(staff: Any, two: Office) -> Any:
    staff.town.processor.office = two
    return staff


def moved(staff: Any, number: int, **fields: Any) -> Status:
    deed = Deed(Action.MOVE, Actor.ADMIN, "siti", "jalan di Cibinong", **{"region": "kabbogor", **fields})
    with staff.town.database.write() as connection:
        return move(connection, staff.town.processor.office, number, deed, staff.town.clock.now())


def test_it_goes_to_that_regions_agency_keeps_its_number_and_the_citizen_is_told(staff_of_two: Any) -> None:
    number = staff_of_two.report()
    assert moved(staff_of_two, number) is Status.ASSIGNED
    with staff_of_two.town.database.read() as connection:
        row = find(connection, number)
        hands = [(hand.agency, hand.ended_at is None) for hand in hands_of(connection, row.id)]
    assert (row.region, row.agency, row.number) == ("kabbogor", "PUPR", number)
    assert hands == [("PUPR", False), ("PUPR", True)]
    staff_of_two.later(minutes=10)
    assert staff_of_two.town.answers()[-1] == (
        f"Laporan {number} diteruskan ke Kabupaten Bogor, PUPR Kab. Bogor. Tanya kapan saja: CEK {number}"
    )


def test_what_nobody_is_sure_of_there_waits_for_its_admin(staff_of_two: Any) -> None:
    number = staff_of_two.report("bogor mohon perhatiannya pak")
    assert moved(staff_of_two, number) is Status.TRIAGE
    staff_of_two.later(minutes=10)
    assert staff_of_two.town.answers()[-1].startswith(
        f"Laporan {number} diteruskan ke Kabupaten Bogor, Diskominfo Kab. Bogor."
    )


def test_where_it_is_or_where_nobody_is_it_does_not_move(staff_of_two: Any) -> None:
    number = staff_of_two.report()
    with pytest.raises(IllegalStepError, match=f"{number} is of bogor already"):
        moved(staff_of_two, number, region="bogor")
    with pytest.raises(NoSuchRegionError, match="no region depok in the settings; there are bogor, kabbogor"):
        moved(staff_of_two, number, region="depok")


@pytest.mark.parametrize("words", ["kabbogor itu cibinong", "Kabupaten Bogor", "kab bogor, bukan kota"])
def test_an_officers_words_name_a_region_that_is_served(two: Office, words: str) -> None:
    found = elsewhere(two, "bogor", words)
    assert found is not None
    assert found.region is not None
    assert found.region.code == "kabbogor"


@pytest.mark.parametrize("words", ["depok saja", "Kota Depok", "pemkot depok"])
def test_or_a_neighbour_that_is_not(two: Office, words: str) -> None:
    found = elsewhere(two, "bogor", words)
    assert found is not None
    assert found.neighbour is not None
    assert found.neighbour.name == "Kota Depok"


@pytest.mark.parametrize("words", ["", "bukan kami", "bogor punya", "itu jalan provinsi"])
def test_other_words_name_nobody(two: Office, words: str) -> None:
    assert elsewhere(two, "bogor", words) is None


def test_an_officer_moves_it_by_sms(staff_of_two: Any) -> None:
    staff_of_two.appoint("PUPR")
    number = staff_of_two.report()
    (echo,) = staff_of_two.town.text(f"OPER {number} kabbogor jalan di Cibinong", "+6281112000001")
    assert echo.startswith(f"Laporan {number} dipindahkan ke Kabupaten Bogor, PUPR Kab. Bogor.")
    assert staff_of_two.town.errors == []
    assert staff_of_two.row(number)["region"] == "kabbogor"
