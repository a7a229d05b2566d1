"""Places in the last list: what they mean, and that nothing is done where none is meant; on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.life.asking import Asked, question
from storage import dialogues
from storage.models import subscriber

BUDI = "+6281112000001"


@pytest.fixture
def crew(staff):
    staff.appoint("PUPR", BUDI, "Budi")
    return staff


def send_list(crew, *numbers: int) -> None:
    """Keep in mind that Budi's phone was sent a list."""
    with crew.town.database.write() as connection:
        budi = connection.scalar(select(subscriber.c.id).where(subscriber.c.address == BUDI))
        asked = question(Asked.LIST, budi, crew.town.clock.now(), state={"numbers": list(numbers)})
        dialogues.begin(connection, [asked])


@pytest.fixture
def numbers(crew) -> list[int]:
    made = [crew.report(f"bogor jalan rusak di gang {name}", f"+62811100002{place:02}")
            for place, name in enumerate(("melati", "mawar", "kenanga"))]  # fmt: skip
    send_list(crew, *made)
    return made


@pytest.mark.parametrize("text", ["1 terima", "terima 1", "TERIMA1", "1. ok", "bogor terima 1"])
def test_a_place_means_the_complaint_and_is_echoed_with_its_number_and_first_words(crew, numbers, text: str) -> None:
    (echo,) = crew.town.text(text, BUDI)
    assert echo.startswith(f"Laporan {numbers[0]} Anda terima (jalan rusak di gang melati). ")
    assert crew.row(numbers[0])["accepted_at"]


def test_several_places_are_taken_up_at_once(crew, numbers) -> None:
    assert [int(echo.split()[1]) for echo in crew.town.text("terima 1 3", BUDI)] == [numbers[0], numbers[2]]
    assert [int(echo.split()[1]) for echo in crew.town.text("terima 1-3", BUDI)] == numbers


def test_the_words_after_a_place_are_the_citizens(crew, numbers) -> None:
    (echo,) = crew.town.text("selesai 2 3 lubang sudah ditambal", BUDI)
    assert echo.startswith(f"Laporan {numbers[1]}: selesai (jalan rusak di gang mawar).")
    crew.later(minutes=10)
    told = crew.town.answers("+6281110000201")[-1]
    assert f"Laporan {numbers[1]} selesai menurut Dinas PUPR: 3 lubang sudah ditambal - " in told


@pytest.mark.parametrize("text", ["terima 4", "4 terima", "selesai 9 sudah ditambal semua", "batal 77", "cek 5"])
def test_a_place_beyond_the_list_is_refused(crew, numbers, text: str) -> None:
    (answer,) = crew.town.text(text, BUDI)
    assert "di daftar terakhir. Daftar baru: TUGAS" in answer
    assert [crew.row(number)["status"] for number in numbers] == ["assigned"] * 3


def test_of_many_wrong_places_one_is_told(crew, numbers) -> None:
    answers = crew.town.text("terima 3-20", BUDI)
    assert len(answers) == 2


def test_without_a_list_the_way_to_one_is_told(crew) -> None:
    crew.report()
    assert crew.town.text("terima 1", BUDI)[0].startswith("Urutan 1 dari daftar mana? Balas TUGAS dulu")


def test_a_list_is_forgotten_after_two_weeks(crew, numbers) -> None:
    # No other list has come meanwhile.
    crew.town.clock.advance(timedelta(days=14))
    assert "dari daftar mana" in crew.town.text("terima 1", BUDI)[0]


def test_what_left_the_list_since_is_told_by_its_number(crew, numbers) -> None:
    crew.town.text(f"OPER {numbers[0]} DLH itu sampah", BUDI)
    assert crew.town.text("terima 1", BUDI)[0].startswith(f"Laporan {numbers[0]} ada di Dinas LH, bukan tugas Anda")


@pytest.mark.parametrize("text", ["baca 2", "CEK 2", "2 baca"])
def test_a_place_is_read(crew, numbers, text: str) -> None:
    detail, history = crew.town.text(text, BUDI)
    assert detail.startswith(f"Laporan {numbers[1]} (baru, 23/11 12:00): jalan rusak di gang mawar")
    assert history == f"Riwayat {numbers[1]}: 23/11 12:00 baru; 23/11 12:00 diteruskan Dinas PUPR"


def test_of_a_secret_report_the_number_alone_is_echoed(crew) -> None:
    number = crew.report("RAHASIA bogor jalan rusak di gang melati depan rumah pak lurah")
    send_list(crew, number)
    for text in ("TERIMA 1", "selesai 1 sudah ditambal semua"):
        assert all("melati" not in answer for answer in crew.town.text(text, BUDI))


def test_the_history_of_years_is_a_few_sms(crew, numbers) -> None:
    for day in range(20):
        crew.town.text(f"PROSES {numbers[0]} kabar hari ke {day} dari lapangan, masih menunggu aspal", BUDI)
        crew.later(minutes=30)
    _, history = crew.town.text(f"BACA {numbers[0]}", BUDI)
    assert history.startswith(f"Riwayat {numbers[0]}: ... ")
    assert "kabar hari ke 19" in history
    assert len(history) <= 430


def test_figures_are_told(crew, numbers) -> None:
    crew.town.text("terima 1", BUDI)
    crew.town.text("selesai 2 sudah ditambal semua", BUDI)
    (told,) = crew.town.text("REKAP", BUDI)
    assert told.startswith("Dinas PUPR 23/11 12:00: 2 laporan terbuka, 1 baru, ")
    assert "Selesai 7 hari terakhir: 1." in told
