"""What the phone of somebody with a secret report tells whoever holds it later, and one that was re-issued."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from complaints.steps.actions import find

BUDI, INA = "+6281112000001", "+6281112000005"
CITIZEN = "+6281110000100"
MATTER = "aspal jalan dadali dicuri mandor proyek"


def told(town: Any, to: str = CITIZEN) -> list[str]:
    return [row["text"] for row in town.arrived() if row["address"] == to]


def names(town: Any) -> set[str]:
    """Give what would tell whose it is: the agencies' names and codes, and those of the posts."""
    office = town.processor.office
    region = office.regions["bogor"]
    known = {name for agency in region.catalogue.agencies.values() for name in (agency.code, agency.short, agency.name)}
    return known | {office.agency_name("bogor", post) for post in ("INTEGRITY", "OVERSIGHT", "ADMIN")}


def test_nothing_that_a_secret_reports_phone_ever_gets_tells_whose_or_what_it_is(staff) -> None:
    town = staff.town
    staff.appoint("INTEGRITY", INA)
    staff.appoint("PUPR", BUDI)
    town.text(f"RAHASIA bogor {MATTER}")
    number = int(re.search(r"\d{7}", told(town)[0])[0])  # type: ignore[index]

    def officer(command: str, phone: str = BUDI) -> None:
        staff.order(command.format(n=number), phone)
        staff.later(minutes=11)

    def citizen(text: str) -> None:
        town.text(text.format(n=number))
        staff.later(minutes=31)

    citizen("CEK {n}")
    officer("TERUSKAN {n} PUPR", INA)
    citizen("CEK {n}")
    officer("TERIMA {n}")
    citizen("TAMBAH {n} malam hari")
    citizen("{n} ada dua orang")
    officer("TANYA {n} kapan?")
    citizen("semalam")
    officer("PROSES {n}")
    officer("PROSES {n} mulai besok")
    officer("BUKAN {n} keliru")
    officer("TERUSKAN {n} PERKIM", INA)
    officer("TERUSKAN {n} INTEGRITY", INA)
    officer("TERUSKAN {n} PUPR", INA)
    officer("SELESAI {n} sudah beres semua")
    citizen("CEK {n}")
    citizen("BELUM {n} masih begitu")
    officer("SELESAI {n} beres semuanya sudah")
    citizen("SUDAH {n}")
    citizen("CEK {n}")
    citizen("BELUM {n}")
    citizen("BATAL {n}")
    citizen("TIDAK")
    citizen("ANCAM {n}")
    citizen("BATAL {n}")
    citizen("YA")
    officer("CABUT {n}", INA)
    citizen("CEK {n}")
    texts = told(town)
    assert len(texts) > 15
    assert town.errors == []
    matter = {word for word in MATTER.split() if len(word) > 3} | {"semalam", "malam", "orang"}
    for text in texts:
        words = set(re.findall(r"\w+", text.lower()))
        assert not words & matter, text
        assert not [name for name in names(town) if re.search(rf"\b{re.escape(name)}\b", text)], text


def test_a_list_a_call_and_the_menu_tell_nothing_of_it(staff) -> None:
    number = staff.report(f"RAHASIA bogor {MATTER}")
    for texts in (staff.town.text("CEK"), staff.town.call(), staff.town.text("BATAL"), staff.town.text("SUDAH")):
        assert not any(str(number) in text for text in texts)


@pytest.mark.parametrize(("silent", "bare"), [(59, False), (61, True)])
def test_after_long_silence_an_update_has_number_and_state_only(staff, silent: int, bare: bool) -> None:
    staff.appoint("PUPR", BUDI)
    number = staff.report("bogor jalan berlubang di depan pasar")
    staff.town.clock.advance(timedelta(days=silent))
    staff.town.text(f"PROSES {number} batu sudah datang", BUDI)
    staff.news()
    staff.later(minutes=11)
    update = told(staff.town)[-1]
    assert (update == f"Laporan {number} dikerjakan. Tanya: CEK {number}") is bare
    assert ("batu sudah datang" in update and "Dinas PUPR" in update) is not bare


def test_a_word_from_the_phone_ends_the_silence(staff) -> None:
    staff.appoint("PUPR", BUDI)
    number = staff.report("bogor jalan berlubang di depan pasar")
    staff.town.clock.advance(timedelta(days=61))
    staff.town.text(f"CEK {number}")
    staff.town.text(f"PROSES {number} batu sudah datang", BUDI)
    staff.later(minutes=11)
    assert "batu sudah datang" in told(staff.town)[-1]


def test_a_question_after_long_silence_waits_for_cek_and_no_other_text_answers_it(staff) -> None:
    staff.appoint("PUPR", BUDI)
    number = staff.report("bogor jalan berlubang di depan pasar")
    staff.town.clock.advance(timedelta(days=61))
    staff.town.text(f"TANYA {number} di RT berapa?", BUDI)
    staff.news()
    assert told(staff.town)[-1] == f"Laporan {number}: ada pertanyaan, balas CEK {number}"
    staff.town.text("halo ini siapa ya")
    assert not any("halo" in text for text in told(staff.town, BUDI))
    assert "di RT berapa?" in staff.town.text(f"CEK {number}")[0]
    staff.town.text("di RT 3")
    assert told(staff.town, BUDI)[-1].endswith("di RT 3")


def test_a_solved_one_after_long_silence_is_not_closed_by_a_strangers_word(staff) -> None:
    staff.appoint("PUPR", BUDI)
    number = staff.report("bogor jalan berlubang di depan pasar")
    staff.town.clock.advance(timedelta(days=61))
    staff.town.text(f"SELESAI {number} sudah ditambal", BUDI)
    staff.later(minutes=11)
    staff.town.text("sudah")
    with staff.town.database.read() as connection:
        assert find(connection, number).status == "resolved"
