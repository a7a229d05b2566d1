"""Where phrases stand."""

from __future__ import annotations

import pytest

from config.phrases import parse_phrase
from config.topics import Words
from routing.features import Reader
from routing.spans import Seeker, between, covered, gap, longest


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("minta uang", [(0, 2)]),
        ("minta 200 rb", [(0, 3)]),
        ("minta, uang", [(0, 2)]),
        ("minta duit tunai", [(0, 2)]),
        ("petugas minta uang lalu minta uang rokok", [(1, 3), (4, 6)]),
        ("uang diberi tanpa minta", []),
        ("minta surat lalu tanda tangan dan uang", []),
        ("minta", []),
        ("", []),
    ],
)
def test_a_phrase_is_found_every_time_with_its_parts_in_order_and_near(text: str, spans: list[tuple[int, int]]) -> None:
    seeker = Seeker([parse_phrase("minta + uang|rb")], {"duit": "uang"}, near=3)
    reader = Reader(Words(spellings={"duit": "uang"}), seeker.words())
    assert seeker.spans(reader.read(text).places) == spans


def test_words_of_a_sequence_stand_side_by_side() -> None:
    seeker = Seeker([parse_phrase("kepala =dinas kesehatan")], {})
    places = {"kepala": (0, 4), "=dinas": (1, 6), "kesehatan": (2, 7)}
    assert seeker.spans(places) == [(0, 3)]
    assert seeker.covered(places) == {0, 1, 2}


def test_an_abbreviation_in_a_phrase_is_written_out() -> None:
    seeker = Seeker([parse_phrase("pol pp")], {"pp": "pamong praja"})
    assert seeker.spans({"pol": (0,), "pamong": (1,), "praja": (2,)}) == [(0, 3)]
    assert set(seeker.words()) == {"pol", "pamong", "praja"}


def test_without_phrases_nothing_is_found() -> None:
    assert Seeker([], {}).spans({"minta": (0,)}) == []


def test_spans_are_measured_from_one_to_the_other() -> None:
    assert gap((0, 2), (5, 6)) == gap((5, 6), (0, 2)) == 3
    assert gap((0, 2), (2, 3)) == 0
    assert gap((0, 3), (2, 4)) < 0
    assert list(between((5, 6), (0, 2))) == [2, 3, 4]
    assert covered([(0, 2), (4, 5)]) == {0, 1, 4}


def test_a_span_within_a_longer_one_is_left_out() -> None:
    assert longest([(0, 1), (0, 2), (1, 2), (3, 4)]) == {(0, 2), (3, 4)}
