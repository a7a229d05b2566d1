"""A keyword that calls two governments: Kota and Kabupaten Bogor on one line, asked back, on both databases."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from complaints.jobs import overdue
from complaints.officers.contacts import NewContact, register
from complaints.who.office import Office
from complaints.who.people import Post
from config.settings import load_settings
from storage.complaints import number_key

KABUPATEN = 'name = "Kabupaten Bogor"\nkeyword = "bogor"\ntimezone = "Asia/Jakarta"\nadmin = "Diskominfo Kab. Bogor"\n'
ASKED = "Untuk daerah mana? 1) Kota Bogor, 2) Kabupaten Bogor. Balas angkanya, tidak usah menulis ulang."


@pytest.fixture
def both(town, settings_file: Path):
    """Kota and Kabupaten Bogor, called by the same word, on one line that belongs to neither."""
    (settings_file.parent / "kabbogor.toml").write_text(KABUPATEN)
    text = settings_file.read_text().replace('regions = ["bogor"]', 'regions = ["bogor", "kabbogor.toml"]')
    settings_file.write_text(text)
    with town.database.read() as connection:
        town.processor.office = Office.of(load_settings(settings_file, {}), number_key(connection))
    return town


def where(town) -> list[tuple[str, str]]:
    return [(row["region"], row["text"]) for row in town.complaints()]


@pytest.mark.parametrize(
    ("answer", "region"),
    [("1", "bogor"), ("2", "kabbogor"), ("nomor 2", "kabbogor"), ("kab", "kabbogor"), ("kota bogor pak", "bogor")],
)
def test_the_answer_files_the_report_without_typing_it_again(both, answer: str, region: str) -> None:
    assert both.text("bogor jalan rusak di depan pasar") == [ASKED]
    assert both.complaints() == []
    (receipt,) = both.text(answer)
    assert where(both) == [(region, "jalan rusak di depan pasar")]
    assert receipt.startswith(f"Laporan {both.complaints()[0]['number']} diterima")
    assert both.complaints()[0]["asked"] == 1


def test_who_says_which_is_not_asked(both) -> None:
    both.text("kab bogor jalan rusak di depan pasar")
    both.text("kota bogor lampu jalan mati di tajur")
    assert [region for region, _ in where(both)] == ["kabbogor", "bogor"]


def test_a_line_of_one_government_means_that_one(both, settings_file: Path) -> None:
    settings_file.write_text(settings_file.read_text().replace("poll_seconds", 'region = "kabbogor"\npoll_seconds'))
    with both.database.read() as connection:
        both.processor.office = Office.of(load_settings(settings_file, {}), number_key(connection))
    both.text("bogor jalan rusak di depan pasar")
    assert where(both) == [("kabbogor", "jalan rusak di depan pasar")]


def test_two_reports_that_wait_are_filed_by_one_answer(both) -> None:
    both.text("bogor jalan rusak di depan pasar")
    both.clock.advance(timedelta(minutes=31))
    both.text("bogor lampu jalan mati di depan sekolah")
    receipts = both.text("2")
    assert len(receipts) == 2
    assert sorted(where(both)) == [
        ("kabbogor", "jalan rusak di depan pasar"),
        ("kabbogor", "lampu jalan mati di depan sekolah"),
    ]


def test_danger_waits_for_no_answer(both) -> None:
    (answer,) = both.text("bogor kebakaran di pasar anyar")
    assert "112" in answer
    assert [row["urgent"] for row in both.complaints()] == [True]


def test_a_report_without_an_answer_is_filed_all_the_same(both) -> None:
    both.text("bogor RAHASIA pungli di kelurahan")
    both.clock.advance(timedelta(hours=2))
    assert overdue.settle(both.database, both.processor.office, both.clock.now()) == 1
    assert where(both) == [("bogor", "pungli di kelurahan")]
    assert both.complaints()[0]["secret"]
    assert both.text("2") != []
    assert len(both.complaints()) == 1


def test_a_digit_that_is_no_choice_files_nothing(both) -> None:
    both.text("bogor jalan rusak di depan pasar")
    both.text("7")
    assert both.complaints() == []
    both.text("1")
    assert len(both.complaints()) == 1


def serves_only(town, settings_file: Path, region: str) -> None:
    """Load the settings again, with one region less."""
    text = settings_file.read_text().replace('["bogor", "kabbogor.toml"]', f'["{region}"]')
    settings_file.write_text(text)
    with town.database.read() as connection:
        town.processor.office = Office.of(load_settings(settings_file, {}), number_key(connection))


@pytest.mark.parametrize("answer", ["1", "2", "kota"])
def test_a_choice_that_has_left_the_settings_is_filed_with_who_is_there(both, settings_file: Path, answer: str) -> None:
    both.text("bogor jalan rusak di depan pasar")
    serves_only(both, settings_file, "bogor")
    both.text(answer)
    assert both.errors == []
    assert where(both) == [("bogor", "jalan rusak di depan pasar")]


def test_baru_is_filed_with_who_is_there_when_the_region_has_left(both, settings_file: Path) -> None:
    both.text("kota bogor jalan rusak di depan pasar")
    (joined,) = both.text("lubangnya dalam sekali")
    assert joined.endswith("balas BARU")
    serves_only(both, settings_file, "kabbogor.toml")
    both.text("BARU")
    assert both.errors == []
    assert where(both)[1:] == [("kabbogor", "lubangnya dalam sekali")]


def test_who_reported_to_a_region_that_has_left_may_add_and_withdraw(both, settings_file: Path) -> None:
    both.text("kab bogor jalan rusak di depan pasar")
    (row,) = both.complaints()
    budi = "+6281112000001"
    with both.database.write() as connection:
        new = NewContact(Post("kabbogor", row["agency"]), "Budi", budi)
        register(connection, both.processor.office, new, both.clock.now())
    both.text(f"TERIMA {row['number']}", budi)
    serves_only(both, settings_file, "bogor")
    before = both.answers(budi)
    for text in (f"TAMBAH {row['number']} makin dalam lubangnya", f"BATAL {row['number']}", "YA"):
        both.text(text)
    assert both.errors == []
    assert [row["status"] for row in both.complaints()] == ["withdrawn"]
    heard = [text.partition(str(row["number"]))[2] for text in both.answers(budi)[len(before) :]]
    assert heard == [", tambahan pelapor: makin dalam lubangnya", " dicabut pelapor, tidak perlu dikerjakan lagi."]


def test_two_reports_that_wait_and_tell_no_place_are_both_filed(both) -> None:
    both.text("bogor jalan rusak parah")
    both.text("bogor lampu jalan mati")
    both.text("2")
    assert both.errors == []
    assert len(where(both)) == 2
