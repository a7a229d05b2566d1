"""Delicate complaints: whose they are, who hears of them, and who may do what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor, IllegalStepError
from complaints.life.unread import admin_may
from complaints.steps.actions import apply, find
from complaints.who import circles
from complaints.who.circles import AccusedError, NotTheirsError
from complaints.who.people import People
from storage import contacts
from storage.models import complaint
from storage.office_tables import contact

BUDI, INA, OMAR, LEA, ANI = (f"+628111200000{place}" for place in (1, 5, 6, 7, 9))
CITIZEN = "+6281110000100"
BRIBE = "bogor petugas dukcapil minta uang 50 ribu untuk cetak ktp"


def do(town: Any, number: int, action: Action, agency: str | None = None, actor: Actor = Actor.OFFICER) -> Any:
    with town.database.write() as connection:
        apply(connection, town.processor.office, number, Deed(action, actor, "7", "kata", agency), town.clock.now())
        return find(connection, number)


def row(town: Any, number: int) -> Any:
    with town.database.read() as connection:
        return find(connection, number)


def hearers(town: Any, number: int) -> list[int]:
    with town.database.read() as connection:
        return circles.hearers_of(People(connection, town.clock.now()), find(connection, number))


def to(staff: Any, phone: str) -> list[str]:
    return [each["text"] for each in staff.queued() if each["address"] == phone]


@pytest.mark.parametrize(
    ("text", "circle", "accused"),
    [
        ("bogor jalan berlubang di depan pasar", None, None),
        ("RAHASIA bogor jalan berlubang di depan pasar", "INTEGRITY", None),
        ("ANONIM bogor jalan berlubang di depan pasar", None, None),
        (BRIBE, "INTEGRITY", ["DUKCAPIL"]),
        ("bogor ada dugaan korupsi proyek di kantor kecamatan", "INTEGRITY", None),
        ("bogor pegawai inspektorat minta uang 5 juta supaya kasus ditutup", "OVERSIGHT", ["INSPEKTORAT"]),
        ("bogor admin sms ini menghapus laporan saya", "OVERSIGHT", ["KOMINFO"]),
        ("RAHASIA bogor layanan sms ini percuma, admin minta uang", "OVERSIGHT", ["KOMINFO"]),
    ],
)
def test_whose_a_report_is(staff, text: str, circle: str | None, accused: list[str] | None) -> None:
    found = row(staff.town, staff.report(text))
    if circle == "OVERSIGHT" and accused == ["KOMINFO"]:
        accused = sorted(staff.town.processor.office.run_by("bogor")) or None
    assert (found.circle, found.accused) == (circle, accused)
    assert circle is None or (found.agency, found.status) == (circle, "assigned")


def test_an_accusation_reaches_nobody_of_the_office_that_it_is_about(staff) -> None:
    staff.appoint("DUKCAPIL", BUDI)
    staff.appoint("INTEGRITY", INA)
    number = staff.report(BRIBE)
    staff.town.text(f"TAMBAH {number} namanya ada di papan loket")
    staff.town.text(f"CEK {number}", BUDI)
    staff.town.text("TUGAS", BUDI)
    staff.later(hours=4)
    assert [text for text in to(staff, BUDI) if str(number) in text] == [
        f"Laporan {number} tidak ada. Lihat nomor di SMS jawaban kami, lalu kirim CEK dan nomor itu."
    ]
    lists = [text for text in to(staff, INA) if str(number) in text]
    assert lists
    assert not any("minta uang" in text for text in lists)


def test_whoever_is_of_the_accused_office_does_not_hear_of_it_as_integrity_contact_either(staff) -> None:
    staff.appoint("DUKCAPIL", BUDI)
    staff.appoint("INTEGRITY", BUDI)
    staff.appoint("OVERSIGHT", OMAR, "Omar")
    number = staff.report(BRIBE)
    assert len(hearers(staff.town, number)) == 1
    assert "tidak ada" in staff.town.text(f"CEK {number}", BUDI)[0]


def test_who_hears_where_no_integrity_contact_is_and_never_the_admin(staff) -> None:
    staff.appoint("ADMIN", ANI, "Ani")
    number = staff.report(BRIBE)
    assert hearers(staff.town, number) == []
    assert "tidak ada" in staff.town.text(f"CEK {number}", ANI)[0]
    staff.appoint("LEADER", LEA, "Lea")
    assert len(hearers(staff.town, number)) == 1
    staff.appoint("OVERSIGHT", OMAR, "Omar")
    assert BRIBE.removeprefix("bogor ") in staff.town.text(f"CEK {number}", OMAR)[0]


def test_it_is_never_handed_to_whom_it_accuses(staff) -> None:
    number = staff.report(BRIBE)
    with pytest.raises(AccusedError, match=f"{number} accuses people of DUKCAPIL; it never goes there"):
        do(staff.town, number, Action.ASSIGN, "DUKCAPIL")
    assert do(staff.town, number, Action.ASSIGN, "POLRES").agency == "POLRES"


def test_what_goes_back_goes_back_to_its_circle(staff) -> None:
    number = staff.report("RAHASIA bogor jalan berlubang di depan pasar")
    do(staff.town, number, Action.ASSIGN, "PUPR")
    back = do(staff.town, number, Action.RETURN)
    assert (back.agency, back.status, back.circle) == ("INTEGRITY", "assigned", "INTEGRITY")
    with pytest.raises(IllegalStepError, match="nobody to give it back to"):
        do(staff.town, number, Action.RETURN)


def test_an_office_that_was_given_it_cannot_pass_it_on(staff) -> None:
    number = staff.report("RAHASIA bogor jalan berlubang di depan pasar")
    do(staff.town, number, Action.ASSIGN, "PUPR")
    with pytest.raises(NotTheirsError, match="give it back with BUKAN"):
        do(staff.town, number, Action.ASSIGN, "PERKIM")


@pytest.mark.parametrize(
    "action",
    [
        Action.CLOSE, Action.RESOLVE, Action.DECLINE, Action.MARK_DUPLICATE, Action.MARK_SPAM, Action.ARCHIVE,
        Action.ASSIGN, Action.REPLY, Action.WITHDRAW, Action.RETURN, Action.REJECT, Action.JOIN,
        Action.MOVE, Action.UNDO,
    ],
)  # fmt: skip
@pytest.mark.parametrize("text", ["bogor admin sms ini menghapus laporan saya", BRIBE])
def test_the_admin_does_nothing_to_what_is_delicate(staff, text: str, action: Action) -> None:
    number = staff.report(text)
    with pytest.raises(NotTheirsError, match="their contact acts on it by SMS"):
        do(staff.town, number, action, "PUPR" if action is Action.ASSIGN else None, Actor.ADMIN)


def test_what_is_about_the_admin_is_not_shown_to_them() -> None:
    assert admin_may(Action.REVEAL, "INTEGRITY")
    assert not admin_may(Action.REVEAL, "OVERSIGHT")
    assert all(admin_may(action, None) for action in Action)


def test_secret_afterwards_takes_it_from_the_office_and_what_waits_for_its_officers_too(staff) -> None:
    staff.appoint("PUPR", BUDI)
    staff.appoint("INTEGRITY", INA)
    number = staff.report("bogor jalan berlubang di depan pasar")
    staff.town.text(f"TERIMA {number}", BUDI)
    staff.town.text(f"TAMBAH {number} makin dalam")
    assert "dirahasiakan" in staff.town.text("rahasia")[0]
    assert row(staff.town, number).agency == "INTEGRITY"
    assert "tidak ada" in staff.town.text(f"CEK {number}", BUDI)[0]
    states = {each["state"] for each in staff.queued() if "tambahan pelapor" in each["text"]}
    assert states == {"cancelled"}


@pytest.mark.parametrize("way", ["addition", "answer", "objection"])
def test_words_that_accuse_the_office_never_reach_it(staff, way: str) -> None:
    staff.appoint("PUPR", BUDI)
    staff.appoint("INTEGRITY", INA)
    number = staff.report("bogor jalan berlubang di depan pasar")
    staff.town.text(f"TERIMA {number}", BUDI)
    words = "petugas pupr minta uang 200 ribu supaya ditambal"
    if way == "answer":
        staff.town.text(f"TANYA {number} di mana?", BUDI)
        staff.news()
        staff.town.text(words)
    elif way == "objection":
        staff.town.text(f"SELESAI {number} sudah ditambal", BUDI)
        staff.later(minutes=11)
        staff.town.text(f"BELUM {number} {words}")
    else:
        staff.town.text(f"TAMBAH {number} {words}")
    found = row(staff.town, number)
    assert (found.agency, found.circle, found.accused) == ("INTEGRITY", "INTEGRITY", ["PUPR"])
    assert not any("minta uang" in text for text in to(staff, BUDI))


def test_danger_in_an_accusation_is_told_to_who_saves_lives_and_not_to_the_accused(staff) -> None:
    staff.appoint("DAMKAR", BUDI)
    staff.appoint("SATPOLPP", OMAR, "Omar")
    staff.appoint("INTEGRITY", INA)
    text = "bogor KEBAKARAN di pasar anyar, oknum satpol pp yang membakar dan minta uang, ini 0812-3456-7890"
    number = staff.report(text)
    assert row(staff.town, number).circle == "INTEGRITY"
    assert to(staff, OMAR) == []
    assert [told.startswith(f"DARURAT {number}") for told in to(staff, INA)] == [True]
    assert all("0812" not in told and "RAHASIA" in told for told in to(staff, BUDI))
    assert len(to(staff, BUDI)) == 1


def test_a_life_goes_before_the_secret_where_nobody_is_registered_for_it(staff) -> None:
    staff.appoint("ADMIN", ANI, "Ani")
    number = staff.report("RAHASIA bogor KEBAKARAN di pasar anyar")
    assert any(f"DARURAT {number}" in text for text in to(staff, ANI))


def test_an_officer_who_guesses_numbers_cannot_tell_it_from_one_that_nobody_has(staff) -> None:
    staff.appoint("DUKCAPIL", BUDI)
    number = staff.report(BRIBE)
    other = staff.report("bogor jalan berlubang di depan pasar", "+6281110000101")
    with staff.town.database.write() as connection:
        gone = update(complaint).where(complaint.c.number == other)
        connection.execute(gone.values(number=-1))
    for command in (
        "TERIMA {}",
        "SELESAI {} sudah beres semuanya",
        "CEK {}",
        "BUKAN {} salah",
        "apa ini {} pak",
        "{} ok",
    ):
        told = [staff.town.text(command.format(each), BUDI) for each in (number, other)]
        assert [text.replace(str(number), "N") for text in told[0]] == [
            text.replace(str(other), "N") for text in told[1]
        ], command


def test_its_circle_may_take_it_back_from_whom_it_was_given_to(staff) -> None:
    staff.appoint("INTEGRITY", INA)
    staff.appoint("PUPR", BUDI)
    number = staff.report("RAHASIA bogor jalan berlubang di depan pasar")
    staff.order(f"TERUSKAN {number} PUPR", INA)
    assert row(staff.town, number).agency == "PUPR"
    staff.order(f"TERUSKAN {number} INTEGRITY", INA)
    assert row(staff.town, number).agency == "INTEGRITY"


@pytest.mark.parametrize("role", [contacts.HEAD, contacts.DUTY, contacts.OFFICER])
def test_whatever_one_is_at_the_accused_office_nothing_of_it_comes_to_them_at_another_post(staff, role: str) -> None:
    """An officer hears at their office too; its head and who is on duty there do not, where there are officers."""
    staff.appoint("DUKCAPIL", OMAR, "Omar")
    staff.appoint("DUKCAPIL", BUDI, role=role)
    staff.appoint("INTEGRITY", BUDI)
    staff.appoint("OVERSIGHT", LEA, "Lea")
    number = staff.report(BRIBE)
    staff.town.clock.advance(timedelta(minutes=8))
    staff.town.do_jobs()
    staff.town.text(f"ANCAM {number}")
    assert not any(str(number) in text for text in to(staff, BUDI))
    assert any(text.startswith(f"ANCAMAN {number}") for text in to(staff, LEA))


def test_who_is_on_leave_at_the_accused_office_is_of_it_all_the_same(staff) -> None:
    staff.appoint("DUKCAPIL", BUDI)
    staff.appoint("INTEGRITY", BUDI)
    staff.appoint("OVERSIGHT", LEA, "Lea")
    with staff.town.database.write() as connection:
        away = update(contact).where(contact.c.agency == "DUKCAPIL")
        connection.execute(away.values(away_until=staff.town.clock.now() + timedelta(days=9)))
    number = staff.report(BRIBE)
    staff.town.clock.advance(timedelta(minutes=8))
    staff.town.do_jobs()
    assert not any(str(number) in text for text in to(staff, BUDI))
    assert any(str(number) in text for text in to(staff, LEA))


def test_danger_is_not_told_to_the_accused_at_another_post_either(staff) -> None:
    staff.appoint("SATPOLPP", BUDI, role=contacts.HEAD)
    staff.appoint("INTEGRITY", BUDI)
    staff.appoint("LEADER", LEA, "Lea")
    number = staff.report("bogor KEBAKARAN di pasar anyar, oknum satpol pp yang membakar dan minta uang")
    for _ in range(4):
        staff.town.clock.advance(timedelta(minutes=15))
        staff.town.do_jobs()
    assert not any(str(number) in text for text in to(staff, BUDI))
    assert any(text.startswith(f"DARURAT {number}") for text in to(staff, LEA))


def test_a_threat_for_what_accuses_the_watchdog_is_not_told_to_its_contact(staff) -> None:
    staff.appoint("INTEGRITY", INA)
    staff.appoint("OVERSIGHT", OMAR, "Omar")
    number = staff.report("bogor pegawai inspektorat minta uang 5 juta supaya kasus ditutup")
    staff.town.text(f"ANCAM {number} disuruh cabut laporan")
    staff.town.text(f"BATAL {number}")
    assert to(staff, INA) == []
    assert any(text.startswith(f"ANCAMAN {number}") for text in to(staff, OMAR))


def test_the_admin_learns_from_no_agency_that_they_name_whom_it_accuses(staff) -> None:
    number = staff.report(BRIBE)
    for action in (Action.ASSIGN, Action.JOIN, Action.MOVE):
        told = set()
        for agency in ("DUKCAPIL", "PUPR"):
            with pytest.raises(NotTheirsError) as refused:
                do(staff.town, number, action, agency, Actor.ADMIN)
            told.add(str(refused.value))
        assert len(told) == 1
