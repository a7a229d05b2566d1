"""The officers' commands, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.grammar import parse
from parsers.meaning import (
    Check,
    Help,
    Meaning,
    Misplaced,
    Order,
    Report,
    Situation,
    Tasks,
    Thanks,
    Usage,
    Verb,
)
from parsers.number import Found, leading_number
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
    ],
)
def test_a_command_is_read_however_it_is_typed(text: str, order: Order) -> None:
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


@pytest.mark.parametrize("verb", ["TERIMA", "PROSES", "SELESAI", "BUKAN", "TANYA", "TERUSKAN"])
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
