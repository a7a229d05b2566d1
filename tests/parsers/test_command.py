"""Commands count alone or before a number; a complaint may begin with the same word."""

from __future__ import annotations

import pytest

from parsers.grammar import parse
from parsers.meaning import Check, Help, Meaning, Report, TooShort, Vocabulary

VOCABULARY = Vocabulary({"bogor": "bogor", "bgr": "bogor"}, "bogor")


def meaning(text: str) -> Meaning:
    return parse(text, VOCABULARY).meaning


@pytest.mark.parametrize(
    "text",
    [
        "CEK 1234567",
        "cek 1234567",
        "Cek: 1234567",
        "cek#1234567",
        "CEK/1234567",
        "cek.1234567",
        "cek\n1234567",
        "cek1234567",
        "CEK1234567.",
        "cek123 4567",
        "check 1234567",
        "status 1234567",
        "STATUS:1234567",
        "cek 123 4567",
        "cek 123-4567",
        "cek 12.34.567",
        "Cek <1234567>",
        "CEK (1234567)?",
        "CEK nomor 1234567",
        "cek no. 1234567",
        "cek no1234567",
        "cek laporan 1234567",
        "status laporan saya no 1234567",
        "bogor cek 1234567",
        "BGR#CEK#1234567",
        "lapor bogor cek 1234567",
        "cek 1234567 ya",
        "cek 1234567, terima kasih",
        "1234567",
        "#1234567",
        "123 4567",
        "123-4567",
        "bogor 1234567",
        "lapor 1234567",
        "Laporan 1234567",
        "no 1234567",
        "nomor: 1234567!",
    ],
)
def test_a_question_with_a_number_is_read(text: str) -> None:
    assert meaning(text) == Check(1234567)


@pytest.mark.parametrize(("text", "number"), [("cek 12345678", 12345678), ("123456789", 123456789), ("cek 12", 12)])
def test_longer_numbers_are_read_and_short_ones_too_so_that_they_can_be_told_mistyped(text: str, number: int) -> None:
    assert meaning(text) == Check(number)


@pytest.mark.parametrize(
    "text",
    ["cek", "CEK.", " status? ", "Cek nomor", "cek laporan", "cek laporan saya", "bgr cek"],
)
def test_a_question_without_a_number_is_told_how_to_ask(text: str) -> None:
    assert meaning(text) == Check(None)


@pytest.mark.parametrize(
    "text",
    ["BANTUAN", "bantuan.", "Help", "HELP!", "?", "???", "info", "Menu", "tolong", "cara", "cara lapor", "bogor help"],
)
def test_a_call_for_help_is_read_when_it_stands_alone(text: str) -> None:
    assert meaning(text) == Help()


@pytest.mark.parametrize(
    "text",
    [
        "Bantuan sosial belum turun",
        "Cek lampu jalan",
        "Cek lampu jalan itu mati",
        "cek 2 lampu jalan mati",
        "cek laporan warga RT 5 soal banjir",
        "status tanah saya tidak jelas",
        "Status bantuan 3 bulan belum cair",
        "cekungan di jalan raya",
        "tolong ada banjir",
        "tolong rapihkan parkir liar",
        "info listrik padam",
        "cara urus KTP bagaimana",
        "menu makan siang sekolah basi",
        "Laporan saya diabaikan petugas",
        "nomor antrian 1234567 dipanggil terus",
        "Help us, banjir di sini",
    ],
)
def test_a_complaint_may_begin_with_a_command(text: str) -> None:
    assert meaning(text) == Report(text)


@pytest.mark.parametrize("text", ["08111000222", "081110002222", "cek 1234567890123", "123456", "12 34 56 7"])
def test_a_number_that_is_none_of_ours_asks_for_nothing(text: str) -> None:
    assert meaning(text) == TooShort()
