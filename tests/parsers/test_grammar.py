"""The table: each example is read by its own entry, and no text at all breaks it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.entry import Entry
from parsers.grammar import TABLE, parse
from parsers.keywords import Keywords
from parsers.meaning import Awaited, Check, Report, Situation, TooShort
from parsers.reading import Vocabulary
from tests.parsers.installations import BOGOR, nation
from tests.parsers.random_texts import texts as random_texts

NATION = nation()

# Pieces that make texts which nearly are commands, between pieces that are anything.
pieces = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=12),
    st.sampled_from(["bogor", "BGR", "sukabumi", "\u017fukabumi", "lapor", "LAPOR", "cek", "status", "nomor", "?"]),
    st.sampled_from(["bantuan", "1234567", "123 4567", "9" * 40, "\u0664" * 7, "²²", "#", "/", ":", "\n", " "]),
    st.sampled_from(
        ["selamat pagi", "Assalamu'alaikum", "kota", "barat", "wali", "tolong", "makasih", "l672888", "1672888"]
    ),
    st.sampled_from(["kapan", "laporan saya", "kebakarannn", "Laporan 1672888 diterima,", "mau", "!", "(", "'"]),
    st.sampled_from(["\x00", "\ud800", "\u202e", "😀", "\u0130", "\u212a"]),
)
texts = st.lists(pieces, max_size=12).map("".join) | st.lists(pieces, max_size=12).map(" ".join)
words = st.lists(st.text("abcdefghijklmnopqrstuvwxyzéK😀漢", min_size=2, max_size=9), min_size=2, max_size=30)


@pytest.mark.parametrize(("entry", "text"), [(entry, text) for entry in TABLE for text in entry.examples])
def test_every_example_is_read_by_its_entry(entry: Entry, text: str) -> None:
    assert parse(text, BOGOR, entry.situation).entry == entry.name


def test_every_entry_has_a_name_of_its_own_and_examples() -> None:
    assert len({entry.name for entry in TABLE}) == len(TABLE)
    assert all(entry.examples for entry in TABLE)


@given(texts)
def test_every_text_means_something(text: str) -> None:
    parsed = parse(text, BOGOR)
    assert parsed.entry in {entry.name for entry in TABLE}
    assert parsed.region in {"bogor", "sukabumi"}


@given(texts, st.sampled_from([{}, {"a": ["x"]}, {"cek": ["y"]}, {"lapor": ["z", "x"]}, {"hulu sungai": ["h"]}]))
def test_every_text_means_something_whatever_the_keywords_are(text: str, keywords: dict[str, list[str]]) -> None:
    assert parse(text, Vocabulary(Keywords(keywords), "bogor")).entry


situations = st.builds(Situation, st.booleans(), st.frozensets(st.sampled_from(Awaited)))


@given(texts, situations)
def test_every_text_means_something_whatever_has_been_asked(text: str, situation: Situation) -> None:
    parsed = parse(text, NATION, situation)
    assert parsed.candidates == () or parsed.region == parsed.candidates[0]


@given(
    st.sampled_from(["", "bogor ", "BGR#", "Bogor: ", "lapor bogor ", "LAPOR ", "lapor#bgr/", "\nbogor\n"]),
    words,
    st.sampled_from([" ", "  ", "\n", ", ", ". "]),
)
def test_a_report_keeps_all_that_the_citizen_said(before: str, said: list[str], between: str) -> None:
    text = between.join(["jalan rusak", *said])
    assert parse(before + text, BOGOR).meaning == Report(text)


@given(texts)
def test_whatever_is_a_report_is_an_end_of_the_text_with_nothing_but_blanks_missing(text: str) -> None:
    meaning = parse(text, BOGOR).meaning
    if isinstance(meaning, Report):
        assert text.rstrip().endswith(meaning.text)


@given(
    st.lists(st.sampled_from(["Selamat pagi.", "assalamu'alaikum", "Pak wali,", "tolong", "lapor"]), min_size=1),
    words,
)
def test_greetings_before_the_keyword_go_with_it_and_nothing_else_does(greetings: list[str], said: list[str]) -> None:
    text = " ".join(["jalan rusak", *said])
    assert parse(" ".join([*greetings, "bogor", text]), BOGOR).meaning == Report(text)


@given(texts)
def test_without_a_keyword_or_lapor_a_report_is_the_whole_text(text: str) -> None:
    # A keyword after # at the end is one, mistyped too.
    said = f"jalan rusak {text}".replace("#", "+")
    assert parse(said, BOGOR).meaning == Report(said.rstrip())


@given(st.integers(10**6, 10**9 - 1), st.sampled_from(["", "cek ", "STATUS ", "bogor ", "Laporan ", "cek nomor "]))
def test_a_number_of_ours_is_always_a_question_about_it(number: int, before: str) -> None:
    assert parse(f"{before}{number}", BOGOR).meaning == Check(number)


@pytest.mark.parametrize("text", ["", " ", "\n", "p", "tes", "halo", "assalamualaikum", "...", "😀😀😀😀"])
def test_a_greeting_or_a_slip_is_too_short(text: str) -> None:
    assert parse(text, BOGOR).meaning == TooShort()


@pytest.mark.parametrize("text", ["bogor", "bogor a", "bogor tes", "bogor 😀😀😀😀", "BGR 1234"])
def test_after_the_keyword_three_letters_are_too_short(text: str) -> None:
    assert parse(text, BOGOR).meaning == TooShort()


@pytest.mark.parametrize("text", ["air mati", "pln padam", "ada banjir", "tolong kebakaran", "Сломан фонарь"])
def test_two_words_of_seven_letters_are_a_complaint(text: str) -> None:
    assert parse(text, BOGOR).meaning == Report(text)


@pytest.mark.parametrize(
    "text",
    [
        "selamat pagi pak",
        "Assalamu'alaikum wr wb",
        "ass wr wb pak wali",
        "hallo pak",
        "pagi min",
        "tes tes",
        "test 123",
        "bogor bogor",
        "bogor barat",
        "pagi bogor",
        "permisi bu admin",
    ],
)
def test_greetings_are_too_short_however_long_they_are(text: str) -> None:
    assert parse(text, BOGOR).meaning == TooShort()


@pytest.mark.parametrize(
    "text",
    [
        "KEBAKARANNN",
        "kebakaraaan!!",
        "banjirrr",
        "banjir!!!",
        "maling!!",
        "Kemalingan",
        "KEBAKARAN KEBAKARAN",
        "gempa",
        "caah",
        "kahuruan",
        "kobongan",
        "tsunami",
        "ledakan",
        "meledak",
        "tabrakan",
        "pingsan",
        "penculikan",
    ],
)
def test_who_cries_fire_needs_no_sentence(text: str) -> None:
    assert parse(text, BOGOR).meaning == Report(text.rstrip())


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "1",
        "l",
        "o1",
        " ",
        "1 ",
        "1   ",
        "cek ",
        "no ",
        "'",
        "a'",
        "selamat ",
        "kota ",
        "bogor ",
        "?",
        "? ",
        "#",
        "laporan ",
        "Laporan 1672888: 1/",
        "terima ",
        "mau ",
        "kebakarannn ",
        ".",
        "_",
        "11/11 ",
    ],
)
def test_a_text_of_ten_thousand_characters_is_read(piece: str) -> None:
    for before in ("", "bogor ", "cek ", "Laporan 1672888: "):
        assert parse(before + piece * (10_000 // len(piece)) + "x", BOGOR).entry


def test_after_the_keyword_one_word_is_a_complaint() -> None:
    assert parse("bogor banjir", BOGOR).meaning == Report("banjir")


def test_a_text_of_ten_sms_is_one_report() -> None:
    text = "jalan rusak di depan pasar " * 57
    assert parse(f"bogor {text}", BOGOR).meaning == Report(text.strip())


def test_a_text_names_its_own_region() -> None:
    assert parse("sukabumi jalan rusak", BOGOR).region == "sukabumi"
    assert parse("jalan rusak parah", BOGOR).region == "bogor"


def test_a_hundred_thousand_random_texts_mean_something() -> None:
    for text, situation in random_texts(0, 100_000):
        assert parse(text, NATION, situation).region
