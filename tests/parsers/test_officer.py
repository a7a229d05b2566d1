"""The officers' commands, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.dates import When
from parsers.grammar import parse
from parsers.meaning import Awaited, Check, Consent, Help, Meaning, Misplaced, Report, Situation, Thanks
from parsers.number import Found, leading_number
from parsers.officer_meaning import Code, Leave, Moved, Order, Orders, Recap, Stays, Tasks, Usage, Verb
from parsers.words import ALARM, words_of
from tests.parsers.installations import BOGOR

VALID = 1672888


def officer(text: str) -> Meaning:
    return parse(text, BOGOR, Situation(officer=True)).meaning


def stranger(text: str) -> Meaning:
    return parse(text, BOGOR).meaning


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("TERIMA 1672888", Order(Verb.ACCEPT, (VALID,), "")),
        ("trima 1672888.", Order(Verb.ACCEPT, (VALID,), "")),
        ("Terima#1672888", Order(Verb.ACCEPT, (VALID,), "")),
        ("TERIMA1672888", Order(Verb.ACCEPT, (VALID,), "")),
        ("terima no 1.672.888 dan 1672896", Order(Verb.ACCEPT, (VALID, 1672896), "")),
        ("PROSES 1672888 tim turun besok jam 9", Order(Verb.START, (VALID,), "tim turun besok jam 9")),
        ("proses: 1672888: 2 orang", Order(Verb.START, (VALID,), "2 orang")),
        ("selesai 16 72 888 3 lubang ditambal", Order(Verb.RESOLVE, (VALID,), "3 lubang ditambal")),
        ("Selesaiii l672888 beres", Order(Verb.RESOLVE, (VALID,), "beres")),
        ("1672888 selesai, sudah ditambal", Order(Verb.RESOLVE, (VALID,), "sudah ditambal")),
        ("BUKAN 1672888 PLN\nitu kabel", Order(Verb.REJECT, (VALID,), "PLN\nitu kabel")),
        ("teruskan 1672888 pln", Order(Verb.PASS_ON, (VALID,), "pln")),
        ("TANYA 1672888 di RT berapa?", Order(Verb.ASK, (VALID,), "di RT berapa?")),
        ("SELESAI", Order(Verb.RESOLVE, (), "")),
        ("selesai sudah ditambal", Order(Verb.RESOLVE, (), "sudah ditambal")),
        ("TERIMA 167288", Order(Verb.ACCEPT, (167288,), "")),
        ("OPER 1672888 DLH itu sampah", Order(Verb.PASS_ON, (VALID,), "DLH itu sampah")),
        ("pindahkan 1672888 dlh", Order(Verb.PASS_ON, (VALID,), "dlh")),
        ("TUNDA 1672888 12/5 tunggu aspal", Order(Verb.POSTPONE, (VALID,), "12/5 tunggu aspal")),
        # As our own texts show it, which are known again when they come back.
        ("SELESAI 1672888 lubang ditambal dua titik", Order(Verb.RESOLVE, (VALID,), "lubang ditambal dua titik")),
        ("TUNDA 1672888 2 minggu tunggu alat", Order(Verb.POSTPONE, (VALID,), "2 minggu tunggu alat")),
        ("TUNDA 1672888 12-5-2027 tunggu", Order(Verb.POSTPONE, (VALID,), "12-5-2027 tunggu")),
        ("tunda besok", Order(Verb.POSTPONE, (), "besok")),
        ("tunda 12/5 tunggu", Order(Verb.POSTPONE, (), "12/5 tunggu")),
        ("BACA 1672888", Order(Verb.READ, (VALID,), "")),
        ("isi 1672888", Order(Verb.READ, (VALID,), "")),
        ("BATAL 1672888", Order(Verb.UNDO, (VALID,), "")),
        ("batal selesai 1672888", Order(Verb.UNDO, (VALID,), "selesai")),
        ("batal", Order(Verb.UNDO, (), "")),
    ],
)
def test_a_command_is_read_however_it_is_typed(text: str, order: Order) -> None:
    assert officer(text) == order


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("1 terima", Order(Verb.ACCEPT, (1,), "")),
        ("terima 1", Order(Verb.ACCEPT, (1,), "")),
        ("terima1", Order(Verb.ACCEPT, (1,), "")),
        ("1) ok", Order(Verb.ACCEPT, (1,), "")),
        ("terima no 3", Order(Verb.ACCEPT, (3,), "")),
        ("terima 1 3 4", Order(Verb.ACCEPT, (1, 3, 4), "")),
        ("1, 3 dan 4 terima", Order(Verb.ACCEPT, (1, 3, 4), "")),
        ("terima 2-5", Order(Verb.ACCEPT, (2, 3, 4, 5), "")),
        ("terima 1 2 3 4 5 6 7", Order(Verb.ACCEPT, (1, 2, 3, 4, 5, 6, 7), "")),
        ("terima 1 1672888", Order(Verb.ACCEPT, (1, VALID), "")),
        ("bogor terima 1", Order(Verb.ACCEPT, (1,), "")),
        ("selesai 2 sudah ditambal dua titik", Order(Verb.RESOLVE, (2,), "sudah ditambal dua titik")),
        ("selesai#2#sudah ditambal", Order(Verb.RESOLVE, (2,), "sudah ditambal")),
        ("selesai 2 3 lubang ditambal", Order(Verb.RESOLVE, (2,), "3 lubang ditambal")),
        ("selesai 2 081110001000 ditelpon", Order(Verb.RESOLVE, (2,), "081110001000 ditelpon")),
        ("proses 1 12 orang turun jam 9", Order(Verb.START, (1,), "12 orang turun jam 9")),
        ("tanya 3 di RT 2?", Order(Verb.ASK, (3,), "di RT 2?")),
        ("tunda 3 2 minggu tunggu alat", Order(Verb.POSTPONE, (3,), "2 minggu tunggu alat")),
        ("tunda 1 12-5-2027 tunggu", Order(Verb.POSTPONE, (1,), "12-5-2027 tunggu")),
        ("batal 2", Order(Verb.UNDO, (2,), "")),
        # Any command may name several.
        ("selesai 1 dan 2 sudah ditambal semua", Order(Verb.RESOLVE, (1, 2), "sudah ditambal semua")),
        ("selesai 1 2 sudah ditambal", Order(Verb.RESOLVE, (1, 2), "sudah ditambal")),
        ("selesai 1, 2 & 3 sudah ditambal", Order(Verb.RESOLVE, (1, 2, 3), "sudah ditambal")),
        ("selesai 1-3 sudah ditambal", Order(Verb.RESOLVE, (1, 2, 3), "sudah ditambal")),
        ("baca 1 2", Order(Verb.READ, (1, 2), "")),
        ("1 dan 2 selesai sudah ditambal semua", Order(Verb.RESOLVE, (1, 2), "sudah ditambal semua")),
        ("1,2 proses tim turun besok", Order(Verb.START, (1, 2), "tim turun besok")),
        ("tunda 1 2 12/5 tunggu aspal", Order(Verb.POSTPONE, (1, 2), "12/5 tunggu aspal")),
        ("tunda 1-3 besok tunggu alat", Order(Verb.POSTPONE, (1, 2, 3), "besok tunggu alat")),
        ("tunda 1 2 minggu", Order(Verb.POSTPONE, (1,), "2 minggu")),
        ("tunda 1 12/5", Order(Verb.POSTPONE, (1,), "12/5")),
        ("tunda 1 12 mei tunggu", Order(Verb.POSTPONE, (1,), "12 mei tunggu")),
        ("tunda 1 12-5 tunggu", Order(Verb.POSTPONE, (1,), "12-5 tunggu")),
        # An amount, a date or a time after a place is said to the citizen.
        ("proses 1 3 orang turun", Order(Verb.START, (1,), "3 orang turun")),
        ("proses 1 7/12 turun", Order(Verb.START, (1,), "7/12 turun")),
        ("proses 1 9.30 turun", Order(Verb.START, (1,), "9.30 turun")),
        ("proses 1 50% jadi", Order(Verb.START, (1,), "50% jadi")),
        ("selesai 1 3,5 meter diaspal", Order(Verb.RESOLVE, (1,), "3,5 meter diaspal")),
        ("selesai 1 2 pohon dipangkas", Order(Verb.RESOLVE, (1,), "2 pohon dipangkas")),
        # After a number there are only numbers.
        ("selesai 1672888 2 sudah", Order(Verb.RESOLVE, (VALID,), "2 sudah")),
        # Digits of the length of a number are one, also one that is mistyped.
        ("terima 1 672 888", Order(Verb.ACCEPT, (VALID,), "")),
        ("terima 1 672 889", Order(Verb.ACCEPT, (1672889,), "")),
        ("selesai 1.672 sudah", Order(Verb.RESOLVE, (1672,), "sudah")),
        # An amount is none.
        ("selesai 2 bulan lagi", Order(Verb.RESOLVE, (), "2 bulan lagi")),
        ("selesai 2 titik sudah ditambal", Order(Verb.RESOLVE, (), "2 titik sudah ditambal")),
        ("terima 0", Order(Verb.ACCEPT, (), "0")),
    ],
)
def test_a_place_in_the_last_list_stands_for_a_number(text: str, order: Order) -> None:
    assert officer(text) == order


@pytest.mark.parametrize("text", ["selesai 2 bulan", "1 terima", "terima 3 karung beras", "2 3 proses ktp lama sekali"])
def test_a_citizen_has_no_list_to_work_off(text: str) -> None:
    assert not isinstance(stranger(text), Order | Misplaced)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("REKAP", Recap()),
        ("bogor rekap", Recap()),
        ("CUTI 12/5", Leave(When(day=12, month=5))),
        ("cuti 3 hari", Leave(When(days=3))),
        ("CUTI", Leave()),
        ("CUTI BATAL", Leave(over=True)),
        ("CUTI kemarin", Leave(unclear=True)),
        ("CUTI lebaran", Leave(unclear=True)),
        ("cuti sampai habis lebaran tahun depan", Leave(unclear=True)),
        ("CUTI 1 tahun", Leave(unclear=True)),
        ("cuti bersama kapan?", Usage()),
        ("bogor cuti bersama", Report("cuti bersama")),
        ("YA 482193 terima kasih", Code("482193")),
        ("ya 482193 makasih bu", Code("482193")),
        ("482193 YA", Code("482193")),
        ("482193 rupiah ya", Usage()),
        ("cuti bersama kok kantor tutup", Usage()),
        ("YA 482193", Code("482193")),
        ("ya482193", Code("482193")),
        ("Ya 482 193.", Code("482193")),
        ("YA 482193 utk SELESAI 1672888", Code("482193")),
        ("482193", Check(482193)),
        ("pindah", Moved()),
        ("Pindah pak", Moved()),
        ("saya pindah", Moved()),
        ("sudah pindah tugas", Moved()),
        ("pindah 3 DLH", Order(Verb.PASS_ON, (3,), "DLH")),
        ("PINDAH 1672888 DLH", Order(Verb.PASS_ON, (VALID,), "DLH")),
        ("pindah ke rumah baru kapan", Usage()),
        ("masih pak", Usage()),
        ("siang bu, tugas", Tasks()),
        ("siang bu, rekap", Recap()),
    ],
)
def test_what_an_officer_writes_about_no_complaint(text: str, meaning: Meaning) -> None:
    assert officer(text) == meaning


def test_six_digits_are_a_code_while_one_is_waited_for_and_seven_never() -> None:
    waiting = Situation(officer=True, awaited=frozenset({Awaited.CODE}))
    assert parse("482193", BOGOR, waiting).meaning == Code("482193")
    assert parse(f"{VALID}", BOGOR, waiting).meaning == Check(VALID)
    assert not isinstance(stranger("ya 482193"), Code)


def test_who_is_asked_whether_they_are_still_there_may_have_moved() -> None:
    asked = Situation(officer=True, awaited=frozenset({Awaited.DUTY, Awaited.CONSENT}))
    assert parse("PINDAH pak", BOGOR, asked).meaning == Moved()
    assert parse("pindah ke DLH", BOGOR, asked).meaning == Moved()
    assert parse("YA", BOGOR, asked).meaning == Consent(given=True)


@pytest.mark.parametrize("text", ["masih", "masih pak", "ya masih", "Ya, masih bertugas"])
def test_who_is_asked_whether_they_are_still_there_says_that_they_are(text: str) -> None:
    asked = Situation(officer=True, awaited=frozenset({Awaited.DUTY, Awaited.CONSENT}))
    assert parse(text, BOGOR, asked).meaning == Stays()


@pytest.mark.parametrize("text", ["masih banjir di kantor kelurahan", "tidak masih", "masih rusak"])
def test_other_words_do_not_say_that_somebody_is_still_there(text: str) -> None:
    asked = Situation(officer=True, awaited=frozenset({Awaited.DUTY, Awaited.CONSENT}))
    assert parse(text, BOGOR, asked).meaning != Stays()


def test_still_may_be_about_what_is_said_to_be_solved() -> None:
    asked = Situation(officer=True, awaited=frozenset({Awaited.DUTY, Awaited.CONSENT, Awaited.VERDICT}))
    assert parse("masih", BOGOR, asked).meaning != Stays()


@pytest.mark.parametrize("text", ["1", "1.", "no 1", "01"])
def test_a_lone_place_reads_what_stands_there(text: str) -> None:
    listed = Situation(officer=True, awaited=frozenset({Awaited.PLACE}))
    assert parse(text, BOGOR, listed).meaning == Order(Verb.READ, (1,), "")


@pytest.mark.parametrize("awaited", [Awaited.PICK, Awaited.RATING, Awaited.WORDS])
def test_a_lone_digit_is_for_what_is_open(awaited: Awaited) -> None:
    asked = Situation(officer=True, awaited=frozenset({Awaited.PLACE, awaited}))
    assert not isinstance(parse("1", BOGOR, asked).meaning, Order)


@pytest.mark.parametrize(("text", "places"), [("1", Situation(officer=True)), ("1", Situation())])
def test_without_a_list_a_lone_digit_is_no_place(text: str, places: Situation) -> None:
    assert not isinstance(parse(text, BOGOR, places).meaning, Order)


@pytest.mark.parametrize(
    "text",
    [
        "1 selesai lubang sudah ditambal, 2 proses tim turun besok",
        "1 selesai lubang sudah ditambal; 2 proses tim turun besok",
        "1 selesai lubang sudah ditambal. 2 proses tim turun besok",
        "1 selesai sudah ditambal dan 2 proses tim turun besok",
        "terima 1\nselesai 2 sudah diangkut",
        "terima 1, selesai 2 sudah diangkut",
        "1 ok, 2 bukan PLN",
        f"PROSES 1 tim turun, SELESAI {VALID} sudah ditambal",
        "1 selesai sudah ditambal, 2 selesai sudah diangkut",
        "pagi pak, 1 selesai sudah ditambal, 2 proses besok",
        # Only a blank stands between.
        "1 selesai sdh ditambal 2 bukan PLN itu kabel",
        "selesai 1 sudah ditambal semua tanya 2 di RT berapa",
        "2 proses besok pagi 3 tanya di RT berapa",
        "1 proses tim turun 2 sudah selesai ditambal",
        "1 selesai sudah ditambal laporan 2 proses besok",
        "selesai 1 ditambal tunda 2 3 hari tunggu aspal",
        "terima 1 selesai 2 sudah diangkut",
        f"proses 1 besok selesai {VALID} sudah diangkut",
        f"1 selesai sudah ditambal {VALID} proses besok",
    ],
)
def test_several_commands_in_one_text_are_none_that_is_obeyed(text: str) -> None:
    assert officer(text) == Orders()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1. terima\n2. terima", (1, 2)),
        ("3 terima, 4 terima", (3, 4)),
        ("terima 1 dan terima 2", (1, 2)),
        ("1, 2 terima, 3 terima", (1, 2, 3)),
        ("1 terima 2 terima", (1, 2)),
        (f"terima {VALID}; 2 terima", (VALID, 2)),
    ],
)
def test_several_commands_that_say_nothing_are_one(text: str, numbers: tuple[int, ...]) -> None:
    assert officer(text) == Order(Verb.ACCEPT, numbers, "")


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("proses 1 tim turun, selesai 3 hari lagi", Order(Verb.START, (1,), "tim turun, selesai 3 hari lagi")),
        ("proses 1 tim turun, selesai 12/5", Order(Verb.START, (1,), "tim turun, selesai 12/5")),
        ("bukan 1 PLN, proses di PLN", Order(Verb.REJECT, (1,), "PLN, proses di PLN")),
        ("selesai 1 dan 2 beres semua", Order(Verb.RESOLVE, (1, 2), "beres semua")),
        ("1 terima, terima kasih", Order(Verb.ACCEPT, (1,), "terima kasih")),
        ("selesai 1 sudah 2 kali ditambal", Order(Verb.RESOLVE, (1,), "sudah 2 kali ditambal")),
        ("proses 1 kami tanya 2 warga", Order(Verb.START, (1,), "kami tanya 2 warga")),
        ("proses 1 kami terima 3 laporan serupa", Order(Verb.START, (1,), "kami terima 3 laporan serupa")),
        ("proses 1 tim turun jam 2 selesai sore", Order(Verb.START, (1,), "tim turun jam 2 selesai sore")),
        (
            "proses 1 tim turun besok selesai 3 hari lagi",
            Order(Verb.START, (1,), "tim turun besok selesai 3 hari lagi"),
        ),
        ("proses 1 tahap 2 selesai senin", Order(Verb.START, (1,), "tahap 2 selesai senin")),
        ("selesai 1 di RT 2 bukan RT 3", Order(Verb.RESOLVE, (1,), "di RT 2 bukan RT 3")),
        ("tanya 1 jalan merdeka 12 bukan 21?", Order(Verb.ASK, (1,), "jalan merdeka 12 bukan 21?")),
        ("tanya 1 blok c 12 bukan blok d?", Order(Verb.ASK, (1,), "blok c 12 bukan blok d?")),
        ("tunda 1 12/5 tunggu proses 2 minggu", Order(Verb.POSTPONE, (1,), "12/5 tunggu proses 2 minggu")),
        ("bukan 1 PLN proses 12 mei", Order(Verb.REJECT, (1,), "PLN proses 12 mei")),
        ("proses 1 7/12 selesai", Order(Verb.START, (1,), "7/12 selesai")),
    ],
)
def test_words_that_look_like_a_second_command_are_words(text: str, order: Order) -> None:
    assert officer(text) == order


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("1 sudah dikerjakan", Order(Verb.RESOLVE, (1,), "")),
        (f"{VALID} sdh dikerjakan, lubang ditutup", Order(Verb.RESOLVE, (VALID,), "lubang ditutup")),
        ("telah dikerjakan 1 pipa diganti", Order(Verb.RESOLVE, (1,), "pipa diganti")),
        ("1 sudah ditangani tim", Order(Verb.RESOLVE, (1,), "tim")),
        ("1 dikerjakan", Order(Verb.START, (1,), "")),
        ("1 ditangani tim", Order(Verb.START, (1,), "tim")),
        ("1 sudah diproses", Order(Verb.START, (1,), "")),
    ],
)
def test_what_has_been_worked_on_is_done(text: str, order: Order) -> None:
    assert officer(text) == order


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("siang bu, 1 sudah dikerjakan", Order(Verb.RESOLVE, (1,), "")),
        ("pagi pak, selesai 2 sudah diangkut", Order(Verb.RESOLVE, (2,), "sudah diangkut")),
        ("Assalamu'alaikum wr wb, izin lapor 1 terima", Order(Verb.ACCEPT, (1,), "")),
        ("Pak, selesai kapan?", Usage()),
    ],
)
def test_officers_greet_too(text: str, order: Meaning) -> None:
    assert officer(text) == order


@pytest.mark.parametrize(
    ("text", "page"), [("TUGAS", 1), ("daftar.", 1), ("Tugas 3", 3), ("TUGAS 0", 1), ("bogor tugas", 1)]
)
def test_the_list_is_asked_for(text: str, page: int) -> None:
    assert officer(text) == Tasks(page)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("terima kasih", Thanks()),
        ("Terima kasih banyak bu", Thanks()),
        ("ok siap", Thanks(agrees=True)),
        ("CEK 1672888", Check(VALID)),
        ("1672888", Check(VALID)),
        ("BANTUAN", Help()),
        ("sudah ditangani pak", Usage()),
        ("Daftar penerima bantuan tidak jelas", Usage()),
        ("bogor jalan rusak di depan pasar", Report("jalan rusak di depan pasar")),
        ("KEBAKARAN di pasar", Report("KEBAKARAN di pasar")),
    ],
)
def test_what_else_an_officer_writes(text: str, meaning: Meaning) -> None:
    assert officer(text) == meaning


@pytest.mark.parametrize(
    "text",
    [
        "Terima kasih pasukan kuning, tapi jalan masih kotor",
        "Proses KTP saya lama sekali",
        "Selesai hujan jalan selalu banjir lumpur",
        "Bukan cuma lampu, trotoarnya juga rusak",
        "Tanya kapan jalan diperbaiki",
        "Daftar penerima bantuan tidak jelas",
        "Tugas guru terlalu banyak di SD kami",
        "terima 1500000 tanpa kuitansi di kelurahan",
        "bukan 3 bulan lagi tapi setahun jalan rusak",
    ],
)
def test_a_citizens_complaint_may_begin_like_a_command(text: str) -> None:
    assert isinstance(stranger(text), Report)


@pytest.mark.parametrize("verb", ["TERIMA", "PROSES", "SELESAI", "BUKAN", "TANYA", "TERUSKAN", "OPER", "TUNDA"])
def test_a_command_from_another_phone_is_none_and_no_complaint(verb: str) -> None:
    text = f"{verb} {VALID} sudah kami kerjakan di lapangan"
    assert stranger(text) == Misplaced(VALID, Report(text))


@pytest.mark.parametrize("text", ["selesai 1672888?", "tanya 1672888", "sudah selesai 1672888"])
def test_a_citizen_asks_with_the_same_words(text: str) -> None:
    assert stranger(text) == Check(VALID)


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("1672888 3 lubang", VALID, " 3 lubang"),
        ("1.672.888", VALID, ""),
        ("1672889 x", 1672889, " x"),
        ("12 x", 12, " x"),
        ("x 1672888", None, ""),
        ("", None, ""),
        ("1" * 40, None, ""),
    ],
)
def test_the_number_at_the_front(text: str, number: int | None, rest: str) -> None:
    assert leading_number(text) == (None if number is None else Found(number, rest))


@given(st.sampled_from(list(Verb)), st.text(max_size=40))
def test_whatever_follows_a_verb_an_officer_opens_no_complaint(verb: Verb, rest: str) -> None:
    assert not isinstance(officer(f"{verb} {VALID} {rest}"), Report)


@given(st.sampled_from(list(Verb)), st.text("abcdefgh ,.\n", max_size=40))
def test_the_words_after_the_number_come_through(verb: Verb, words: str) -> None:
    order = officer(f"{verb} {VALID} {words}")
    assert isinstance(order, Order)
    assert order.numbers == (VALID,)
    assert order.words == words.strip(" \t\r\n.,:;#>)-")


@given(st.text(max_size=60))
def test_no_text_of_an_officers_phone_is_a_report_without_the_keyword_or_an_alarm(text: str) -> None:
    parsed = parse(text, BOGOR, Situation(officer=True))
    if isinstance(parsed.meaning, Report):
        assert parsed.addressed or ALARM.intersection(words_of(text))
