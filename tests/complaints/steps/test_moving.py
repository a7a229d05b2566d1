"""A complaint for another region that is served moves there, and is routed as if it were new; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from complaints.jobs.unhanded import tell_due
from complaints.life.deeds import Deed, NoSuchRegionError
from complaints.life.lifecycle import Action, Actor, IllegalStepError, Status
from complaints.steps.actions import apply, find
from complaints.steps.clocks import verify_by
from complaints.steps.moving import elsewhere, move
from complaints.who.office import Office
from config.regions import load_region
from routing.shipped import router_of
from sms.msisdn import Sender, SenderKind
from storage import contacts, subscribers
from storage.hands import hands_of

ADMIN = "+6281112000009"
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


def unhanded(staff: Any) -> int:
    return tell_due(staff.town.database, staff.town.processor.office, staff.town.clock.now())


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


def test_the_admin_of_a_region_where_nobody_is_sure_has_the_whole_time_and_is_told(staff_of_two: Any) -> None:
    staff, vague = staff_of_two, "bogor mohon perhatiannya pak"
    staff.appoint("ADMIN", ADMIN)
    number = staff.report(vague)
    staff.town.clock.advance(timedelta(days=7))
    assert unhanded(staff) == 1
    before, now = staff.row(number), staff.town.clock.now()
    assert before["verify_told_at"] == now
    assert moved(staff, number) is Status.TRIAGE
    after = staff.row(number)
    assert (after["status_since"], after["verify_told_at"]) == (now, None)
    assert after["verify_by"] == verify_by(staff.town.processor.office.regions["kabbogor"], "complaint", now)
    staff.town.clock.advance(timedelta(days=7))
    assert unhanded(staff) == 1


def test_a_move_that_is_taken_back_leaves_nothing_of_the_other_region(staff_of_two: Any) -> None:
    staff = staff_of_two
    number = staff.report()
    before = staff.row(number)
    moved(staff, number)
    assert staff.row(number)["routing"] != before["routing"]
    with staff.town.database.write() as connection:
        slip = Deed(Action.UNDO, Actor.ADMIN, "siti")
        apply(connection, staff.town.processor.office, number, slip, staff.town.clock.now())
    assert {**staff.row(number), "updated_at": None} == {**before, "updated_at": None}


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
    assert echo.startswith(f"Laporan {number} dipindahkan ke Kabupaten Bogor, PUPR Kab. Bogor. Keliru? ")
    assert staff_of_two.town.errors == []
    assert staff_of_two.row(number)["region"] == "kabbogor"


def test_the_echo_of_a_move_has_the_first_words_and_the_way_back(staff_of_two: Any) -> None:
    staff_of_two.appoint("PUPR")
    number = staff_of_two.report()
    staff_of_two.town.text("TUGAS", "+6281112000001")
    (echo,) = staff_of_two.town.text("oper 1 kabbogor jalan di Cibinong", "+6281112000001")
    assert "PUPR Kab. Bogor (jalan berlubang" in echo
    assert echo.endswith(f". Keliru? Balas BATAL {number}")
    (undone,) = staff_of_two.town.text(f"BATAL {number}", "+6281112000001")
    assert undone.startswith(f"Laporan {number}: perintah terakhir Anda dibatalkan, ")
    assert staff_of_two.row(number)["region"] == "bogor"


INA, WIDI = "+6281112000005", "+6281112000006"


def appoint_there(staff: Any, phone: str) -> None:
    """Register an integrity contact of the other region."""
    now = staff.town.clock.now()
    with staff.town.database.write() as connection:
        ids = subscribers.ids_of(connection, [Sender(SenderKind.NUMBER, phone)], now)
        contacts.add(connection, ids[phone], region="kabbogor", agency="INTEGRITY", name="Widi", now=now)


def test_what_is_of_a_circle_moves_to_the_same_circle_there_and_names_nobody(staff_of_two: Any) -> None:
    staff_of_two.appoint("INTEGRITY", INA)
    appoint_there(staff_of_two, WIDI)
    number = staff_of_two.report("RAHASIA bogor jalan berlubang di depan pasar")
    told = staff_of_two.order(f"OPER {number} kabbogor bukan kota", INA)
    assert staff_of_two.town.errors == []
    (echo,) = told
    assert echo.startswith(f"Laporan {number} dipindahkan ke Kabupaten Bogor, ")
    row = staff_of_two.row(number)
    assert (row["region"], row["agency"], row["circle"]) == ("kabbogor", "INTEGRITY", "INTEGRITY")
    staff_of_two.later(minutes=15)
    assert staff_of_two.town.answers()[-1] == f"Laporan {number} diteruskan. Tanya kapan saja: CEK {number}"
    assert "jalan berlubang" in staff_of_two.town.text(f"CEK {number}", WIDI)[0]
    assert "tidak ada" in staff_of_two.town.text(f"CEK {number}", INA)[0]
    assert str(number) in staff_of_two.town.text("TUGAS", WIDI)[0]
    staff_of_two.town.text("kejadiannya kemarin pagi")
    assert staff_of_two.town.answers()[-1].startswith(f"Laporan {number} + SMS ini, tetap dirahasiakan.")
    assert len(staff_of_two.town.complaints()) == 1


def test_whom_it_accuses_never_gets_it_there_either(staff_of_two: Any) -> None:
    staff_of_two.appoint("INTEGRITY", INA)
    appoint_there(staff_of_two, WIDI)
    number = staff_of_two.report("bogor petugas dukcapil minta uang 50 ribu untuk cetak ktp")
    staff_of_two.order(f"OPER {number} kabbogor bukan kota", INA)
    assert "DUKCAPIL" in staff_of_two.row(number)["accused"]


def test_an_office_that_was_given_it_cannot_move_it(staff_of_two: Any) -> None:
    staff_of_two.appoint("INTEGRITY", INA)
    staff_of_two.appoint("PUPR")
    number = staff_of_two.report("RAHASIA bogor jalan berlubang di depan pasar")
    staff_of_two.order(f"OPER {number} PUPR", INA)
    (echo,) = staff_of_two.order(f"OPER {number} kabbogor bukan kota")
    assert echo.startswith(f"Laporan {number} RAHASIA, tidak bisa dipindahkan.")
    assert staff_of_two.row(number)["region"] == "bogor"


def test_cek_names_the_region_where_both_have_an_office_of_that_name(staff_of_two: Any) -> None:
    staff_of_two.appoint("DLH")
    number = staff_of_two.report("bogor sampah menumpuk di jalan roda")
    staff_of_two.town.text(f"OPER {number} kabbogor bukan kota", "+6281112000001")
    staff_of_two.later(minutes=15)
    for command, told in (("CEK {}", "diteruskan, "), ("TAMBAH {} makin bau", "ditambah, diteruskan ke ")):
        (answer,) = staff_of_two.town.text(command.format(number))
        assert answer.startswith(f"Laporan {number} {told}Dinas LH Kabupaten Bogor")


def test_what_only_one_region_has_goes_by_its_own_name(two: Office, office: Office) -> None:
    assert two.agency_there("kabbogor", "PUPR") == "PUPR Kab. Bogor"
    assert two.agency_there("bogor", "DLH") == "Dinas LH Kota Bogor"
    assert office.agency_there("bogor", "DLH") == "Dinas LH"


def test_what_is_of_a_circle_stays_where_the_other_region_has_nobody_who_would_hear_of_it(staff_of_two: Any) -> None:
    staff_of_two.appoint("INTEGRITY", INA)
    number = staff_of_two.report("bogor petugas dukcapil minta uang 50 ribu untuk cetak ktp")
    told = staff_of_two.order(f"OPER {number} kabbogor", INA)
    assert told[-1].startswith(f"Laporan {number} tetap di sini: di Kabupaten Bogor belum ada petugas khusus")
    row = staff_of_two.row(number)
    assert (row["region"], row["agency"]) == ("bogor", "INTEGRITY")
