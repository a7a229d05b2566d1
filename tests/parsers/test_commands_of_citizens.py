"""What citizens say to their complaints and to the service: each form, and what is nearly one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.grammar import parse
from parsers.meaning import (
    NOBODY_ASKED,
    Add,
    Awaited,
    Check,
    Consent,
    Help,
    Meaning,
    Misplaced,
    OpenMenu,
    Pick,
    Report,
    Resume,
    Situation,
    Speak,
    Stop,
    Thanks,
    TooShort,
    Verdict,
    Withdraw,
)
from sms import damm
from tests.parsers.installations import BOGOR

N = 1672888
LIST, YES_OR_NO, JUDGE = (
    Situation(awaited=frozenset({answer})) for answer in (Awaited.PICK, Awaited.CONSENT, Awaited.VERDICT)
)


def meaning(text: str, situation: Situation = NOBODY_ASKED) -> Meaning:
    return parse(text, BOGOR, situation).meaning


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "cek 1672888 belum selesai juga, masih bolong",
            Verdict(solved=False, number=N, words="belum selesai juga, masih bolong"),
        ),
        ("cek 1672888 di RT 3 airnya keruh", Add(N, "di RT 3 airnya keruh")),
        ("cek 1672888 kapan selesai?", Check(N)),
        ("cek 1672888 ya pak terima kasih", Check(N)),
        ("CEKl672888", Check(N)),
        ("c3k 1672888", Check(N)),
        ("cek l708O12", Check(1708012)),
        ("priksa 1672888", Check(N)),
        ("TAMBAH 1672888 di RT 3", Add(N, "di RT 3")),
        ("tambah1672888 di RT 3", Add(N, "di RT 3")),
        ("BALAS#1672888#di RT 3", Add(N, "di RT 3")),
        ("balas <1672888> di RT O3", Add(N, "di RT O3")),
        ("tambahan untuk laporan no 1.672.888: di RT 3", Add(N, "di RT 3")),
        ("tambah 1672889 di RT 3", Add(1672889, "di RT 3")),
        ("tambah 1672888", Add(N, "")),
        ("TAMBAH: di RT 3", Add(None, "di RT 3")),
        ("tambah", Help("tambah")),
        ("1672888 di RT 3", Add(N, "di RT 3")),
        ("untuk laporan 1672888 lokasinya di gang mawar", Add(N, "lokasinya di gang mawar")),
        ("laporan saya 1672888 diabaikan petugas", Add(N, "diabaikan petugas")),
        ("SUDAH 1672888", Verdict(solved=True, number=N)),
        ("sdh beres 1672888 makasih", Verdict(solved=True, number=N, words="makasih")),
        ("sudah 1672888 tapi masih bolong", Verdict(solved=False, number=N, words="tapi masih bolong")),
        ("BELUM 1672888 masih bolong", Verdict(solved=False, number=N, words="masih bolong")),
        ("teu acan 1672888", Verdict(solved=False, number=N)),
        ("1672888 belum beres", Verdict(solved=False, number=N, words="belum beres")),
        (
            "1672888 sudah diperbaiki terima kasih",
            Verdict(solved=True, number=N, words="sudah diperbaiki terima kasih"),
        ),
        ("1672888 belum selesai?", Check(N)),
        ("1672888 selesai sudah ditambal", Misplaced(N, Report("1672888 selesai sudah ditambal"))),
        ("BATAL 1672888", Withdraw(N)),
        ("batalkan laporan 1672888", Withdraw(N)),
        ("cabut 1672888 sudah diperbaiki", Withdraw(N)),
        ("batal 1672889", Withdraw(1672889)),
        ("batal laporan saya", Withdraw(None)),
        ("MENU", OpenMenu()),
        ("*123*1#", OpenMenu()),
        ("#", OpenMenu()),
        ("bantuan cek", Help("cek")),
        ("BANTUAN petugas", Help("petugas")),
        ("help stop", Help("stop")),
        ("lapor pak", Help()),
        ("lapor", Help()),
        ("stop", Stop()),
        ("Unreg BOGOR.", Stop()),
        ("STOP 12345", TooShort()),
        ("mulai", Resume()),
        ("BAHASA", Speak(None)),
        ("bahasa Inggris", Speak("en")),
        ("basa jawa", Speak("jv")),
        ("bahasa batak", Speak(None)),
        ("1", TooShort()),
        ("ya", Thanks(agrees=True)),
        ("sudah", TooShort()),
        ("belum", TooShort()),
        ("tidak", TooShort()),
    ],
)
def test_what_nobody_was_asked_for_is_understood(text: str, expected: Meaning) -> None:
    assert meaning(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SUDAH", Verdict(solved=True)),
        ("sudah pak makasih", Verdict(solved=True, words="sudah pak makasih")),
        ("ya sudah", Verdict(solved=True, words="ya sudah")),
        ("ok", Thanks(agrees=True)),
        ("alhamdulillah sudah", Verdict(solved=True)),
        ("belum", Verdict(solved=False)),
        ("blm pak masih bolong", Verdict(solved=False, words="blm pak masih bolong")),
        ("Belum ada air", Verdict(solved=False, words="Belum ada air")),
        ("masih rusak", Verdict(solved=False, words="masih rusak")),
        ("sudah diperbaiki tapi bocor lagi", Verdict(solved=False, words="sudah diperbaiki tapi bocor lagi")),
        ("tidak", Verdict(solved=False)),
        ("sudah 3 hari air mati", Report("sudah 3 hari air mati")),
        ("makasih", Thanks()),
        ("bogor lampu mati", Report("lampu mati")),
    ],
)
def test_whether_it_is_solved_is_answered(text: str, expected: Meaning) -> None:
    assert meaning(text, JUDGE) == expected


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("YA", True),
        ("ya cabut saja", True),
        ("Iya pak, betul", True),
        ("muhun", True),
        ("tidak jadi", False),
        ("jangan pak", False),
    ],
)
def test_consent_is_given_or_not(text: str, given: bool) -> None:
    assert meaning(text, YES_OR_NO) == Consent(given)


@pytest.mark.parametrize("text", ["ya tapi jalan rusak", "tidak ada air bersih", "ok google salah arah terus"])
def test_a_sentence_that_begins_with_yes_or_no_is_no_consent(text: str) -> None:
    assert meaning(text, YES_OR_NO) == Report(text)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("2", "2"),
        (" 2. ", "2"),
        ("(12)", "12"),
        ("nomor 2", "2"),
        ("no.2 pak", "2"),
        ("yang 2", "2"),
        ("l", "1"),
        ("O", "0"),
        ("00", "00"),
        ("#", "#"),
        ("*", "*"),
        ("dua", "2"),
        ("kembali", "0"),
    ],
)
def test_a_number_is_picked_from_an_open_list(text: str, typed: str) -> None:
    assert meaning(text, LIST) == Pick(typed)


@pytest.mark.parametrize("text", ["2 lampu jalan mati", "yang 2 lampu lagi belum dipasang", "123 tiang roboh"])
def test_a_sentence_that_begins_with_a_number_picks_nothing(text: str) -> None:
    assert meaning(text, LIST) == Report(text)


@given(st.integers(10**6, 10**8 - 1), st.text("abcdefgh ,.\n", max_size=40))
def test_what_is_added_comes_through(root: int, words: str) -> None:
    number = int(f"{root}{damm.check_digit(str(root))}")
    assert meaning(f"TAMBAH {number} x{words}x") == Add(number, f"x{words}x")
