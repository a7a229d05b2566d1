"""A digit from 1 to 5 is how content somebody is, while they are asked, and with nothing but courtesy beside it."""

from __future__ import annotations

import pytest

from parsers.grammar import parse
from parsers.keywords import Keywords
from parsers.meaning import Awaited, Pick, Rating, Situation
from parsers.reading import Vocabulary

ASKED = Situation(awaited=frozenset({Awaited.RATING}))
VOCABULARY = Vocabulary(Keywords({"bogor": ("bogor",)}), "bogor")


@pytest.mark.parametrize(
    ("text", "score"),
    [("5", 5), (" 1 ", 1), ("4.", 4), ("5 terima kasih", 5), ("nilai 3 pak", 3), ("lima", 5), ("terima kasih, 5", 5)],
)
def test_a_digit_is_a_rating(text: str, score: int) -> None:
    assert parse(text, VOCABULARY, ASKED).meaning == Rating(score)


@pytest.mark.parametrize(
    "text", ["0", "6", "12", "5 hari belum diangkut", "rt 5", "5 6", "5 sampah", "enam", "sudah 3 hari mati lampu", ""]
)
def test_what_is_more_or_none_is_no_rating(text: str) -> None:
    assert not isinstance(parse(text, VOCABULARY, ASKED).meaning, Rating)


@pytest.mark.parametrize("text", ["5", "lima", "nilai 5"])
def test_nobody_who_was_not_asked_rates(text: str) -> None:
    assert not isinstance(parse(text, VOCABULARY).meaning, Rating)


def test_where_a_list_is_open_too_a_lone_digit_is_a_place_in_it_for_the_dialogue_to_settle() -> None:
    both = Situation(awaited=frozenset({Awaited.RATING, Awaited.PICK}))
    assert parse("5", VOCABULARY, both).meaning == Pick("5")
    assert parse("5 terima kasih", VOCABULARY, both).meaning == Rating(5)
