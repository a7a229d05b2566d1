"""The keyword: any case, any spelling the region lists, any separator people were taught."""

from __future__ import annotations

import re

import pytest

from parsers import keyword
from parsers.keywords import Keywords
from parsers.reading import Reading, Vocabulary

VOCABULARY = Vocabulary(
    Keywords(
        {
            **dict.fromkeys(("bogor", "bgr", "kotabogor", "kota bgr"), ("bogor",)),
            "bogorkab": ["kab-bogor"],
            "kota": ["kota"],
            "sukabumi": ["sukabumi"],
        }
    ),
    default_region="bogor",
)
SEPARATORS = [" ", "  ", "#", "/", ":", ".", ",", "\n", "\r\n", "\t", "\u00a0", " : ", " # ", "...", ", "]


def read(text: str) -> Reading:
    return keyword.read(text, VOCABULARY)


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("word", ["bogor", "BOGOR", "Bogor", "bOgOr", "BGR", "KotaBogor"])
def test_the_keyword_is_read_in_any_case_and_before_any_separator(word: str, separator: str) -> None:
    assert read(f"{word}{separator}jalan rusak") == Reading(("bogor",), named=True, body="jalan rusak")


@pytest.mark.parametrize(
    "text",
    [
        "LAPOR bogor jalan rusak",
        "lapor bogor: jalan rusak",
        "Lapor#bogor#jalan rusak",
        "LAPOR/BGR/jalan rusak",
        "lapor, bogor, jalan rusak",
        "lapor:bogor jalan rusak",
        "lapor\nbogor\njalan rusak\n",
        " . lapor bogor jalan rusak  ",
    ],
)
def test_the_word_lapor_may_stand_before_the_keyword(text: str) -> None:
    assert read(text) == Reading(("bogor",), named=True, body="jalan rusak")


@pytest.mark.parametrize(
    "text",
    [
        "Selamat pagi. Bogor jalan rusak",
        "assalamu'alaikum wr wb, bogor jalan rusak",
        "Pak wali, bogor jalan rusak",
        "tolong bogor jalan rusak",
        "aduan bogor jalan rusak",
        "saya mau lapor. bogor jalan rusak",
        "LAPOR! bogor jalan rusak",
        "kota bogor jalan rusak",
        "Halo, kota bgr: jalan rusak",
        "(bogor) jalan rusak",
    ],
)
def test_a_greeting_or_the_word_kota_may_stand_before_the_keyword(text: str) -> None:
    assert read(text) == Reading(("bogor",), named=True, body="jalan rusak")


@pytest.mark.parametrize(
    "text",
    [
        "bogor barat lampu jalan mati",
        "Bogor Selatan, jalan ambles",
        "bogor raya banjir",
        "bogor kota lampu mati",
        "kota bogor tengah sampah menumpuk",
        "Selamat pagi, bogor utara banjir",
        "pak wali bogor jarang ke lapangan",
        "wali kota bogor jarang ke lapangan",
    ],
)
def test_a_keyword_that_is_part_of_a_name_tells_the_region_and_stays(text: str) -> None:
    vocabulary = Vocabulary(Keywords({"bogor": ["bogor"]}), "depok")
    assert keyword.read(text, vocabulary) == Reading(("bogor",), named=True, body=text)


@pytest.mark.parametrize("text", ["Kab bogor jalan rusak", "kabupaten bogor jln rusak", "pak, kab. bogor jalan rusak"])
def test_the_regency_of_the_same_name_is_not_the_city(text: str) -> None:
    vocabulary = Vocabulary(Keywords({"bogor": ["bogor"]}), "depok")
    assert keyword.read(text, vocabulary) == Reading(("depok",), named=False, body=text)


def test_after_another_separator_than_a_blank_no_name_goes_on() -> None:
    assert read("bogor: baru kemarin jalan ambles").body == "baru kemarin jalan ambles"


@pytest.mark.parametrize("text", ["LAPOR jalan rusak", "lapor: jalan rusak", "lapor#jalan rusak"])
def test_lapor_alone_is_taken_off_and_the_region_is_that_of_the_line(text: str) -> None:
    assert read(text) == Reading(("bogor",), named=False, body="jalan rusak")


@pytest.mark.parametrize(
    "text",
    ["laporan saya hilang", "laporkan parkir liar", "bogorku macet", "bogoran jalan rusak", "jalan bogor rusak", "b"],
)
def test_a_word_that_only_begins_like_a_keyword_is_none(text: str) -> None:
    assert read(text) == Reading(("bogor",), named=False, body=text)


def test_the_longest_keyword_is_read() -> None:
    assert read("bogorkab jalan rusak").region == "kab-bogor"
    assert read("kotabogor jalan rusak").region == "bogor"
    assert read("kota jalan rusak").region == "kota"


@pytest.mark.parametrize("text", ["bogor", " BOGOR. ", "lapor bogor", "#bogor#"])
def test_the_keyword_alone_leaves_nothing(text: str) -> None:
    assert read(text) == Reading(("bogor",), named=True, body="")


@pytest.mark.parametrize(
    "text",
    [
        "\u017fukabumi air mati",
        "SUKABUMİ air mati",
        "sukabum\u0131 air mati",
        "sùkabumí air mati",
        "su\u0301kabumi, air mati",
    ],
)
def test_letters_with_accents_are_letters(text: str) -> None:
    assert read(text) == Reading(("sukabumi",), named=True, body="air mati")


def test_without_keywords_everything_is_for_the_line() -> None:
    reading = keyword.read("bogor jalan rusak", Vocabulary(Keywords({}), "depok"))
    assert reading == Reading(("depok",), named=False, body="bogor jalan rusak")


def test_a_keyword_is_a_word_and_no_pattern() -> None:
    vocabulary = Vocabulary(Keywords({re.escape("a.b"): ["x"]}), "y")
    assert keyword.read("axb jalan rusak", vocabulary).region == "y"
