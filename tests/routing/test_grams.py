"""What a text is to the classifier."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.topics import Words
from routing.grams import Speller, letters, pairs
from routing.landmarks import Landmarks
from routing.plain import LONGEST

SPELLER = Speller({"jln": "jalan", "rs": "rumah sakit", "yg": "yang"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("JALAN Rusak!!", ["jalan", "rusak"]),
        ("jln yg rusakkk", ["jalan", "yang", "rusak"]),
        ("rs,rsnya", ["rumah", "sakit", "rumah", "sakit"]),
        ("jalan_rusak", ["jalan", "rusak"]),
        ("s4mpah", ["sampah"]),
        ("rusák", ["rusak"]),
        ("ru\u00adsak, ja\u200blan", ["rusak", "jalan"]),
        ("dana f1234ab", ["dana", "f0000ab"]),
        ("大 улица", ["大", "улица"]),
        ("", []),
        ("?! 😀", []),
    ],
)
def test_a_text_is_the_words_that_are_meant(text: str, words: list[str]) -> None:
    assert SPELLER.words(text) == words


@pytest.mark.parametrize(("text", "words"), [("rp 5.000", ["rp", "0", "000"]), ("081234", ["000000"]), ("٣٤", ["00"])])
def test_of_a_number_only_its_length_is_kept(text: str, words: list[str]) -> None:
    assert SPELLER.words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("parkir depan kantor dinas rusak", ["parkir", "depan", "rusak"]),
        ("depan, kantor dinas", ["depan", "kantor", "dinas"]),
        ("kantor dinas", ["kantor", "dinas"]),
    ],
)
def test_landmarks_after_a_word_of_place_are_left_out(text: str, words: list[str]) -> None:
    landmarks = Landmarks(Words(before=("depan",), landmarks=frozenset({"kantor", "dinas"})))
    assert Speller({}, landmarks).words(text) == words


def test_what_comes_after_the_longest_text_is_not_read() -> None:
    assert SPELLER.words(" " * LONGEST + "rusak") == []


def test_the_words_of_a_text_do_not_depend_on_those_read_before() -> None:
    assert SPELLER.words("rs") == SPELLER.words("rs") == ["rumah", "sakit"]


@given(st.text() | st.text(alphabet=st.characters(categories=("Cs", "Nd", "Mn", "Lo"))))
def test_every_text_can_be_read(text: str) -> None:
    words = SPELLER.words(text)
    assert all(words)
    assert not any(letter.isspace() for word in words for letter in word)


def test_pairs_are_the_words_side_by_side_once_each() -> None:
    assert list(pairs(["air", "mati", "air", "mati"])) == ["air mati", "mati air"]


@pytest.mark.parametrize("words", [[], ["air"]])
def test_less_than_two_words_are_no_pair(words: list[str]) -> None:
    assert list(pairs(words)) == []


def test_the_letters_of_a_word_are_its_runs_of_three_to_five_with_the_blanks_around_it() -> None:
    assert list(letters("ktp")) == [" kt", "ktp", "tp ", " ktp", "ktp ", " ktp "]


def test_a_run_that_a_word_has_twice_is_given_once() -> None:
    assert list(letters("aaaa")) == [" aa", "aaa", "aa ", " aaa", "aaaa", "aaa ", " aaaa", "aaaa "]


def test_the_shortest_word_has_letters_too() -> None:
    assert list(letters("a")) == [" a "]


@given(st.text(alphabet="abc", min_size=2, max_size=12))
def test_words_that_begin_alike_share_letters(word: str) -> None:
    assert set(letters(word + "an")) & set(letters(word + "in"))
