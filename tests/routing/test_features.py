"""How a text becomes words with places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.topics import Words
from routing.features import Reader, respell
from routing.plain import LONGEST

WORDS = Words(
    spellings={"jln": "jalan", "rs": "rumah sakit", "dalan": "jalan", "anak2": "anak"},
    whole=frozenset({"berjalan"}),
    fillers=frozenset({"di", "yg"}),
    before=("depan", "jalan ke"),
    landmarks=frozenset({"dinas", "pendidikan", "pasar"}),
)
VOCABULARY = ("jalan", "lubang", "rusak", "sampah", "rumah", "sakit", "pasar", "pendidikan", "=kali", "anak", "rt")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("JALAN Rusak", ["jalan", "rusak"]),
        ("jln yg berlubang", ["jalan", "lubang"]),
        ("dalane", ["jalan"]),
        ("rusakkkk", ["rusak"]),
        ("r u s a k", []),
        ("s4mpah", ["sampah"]),
        ("smph", ["sampah"]),
        ("anak-anak", ["anak"]),
        ("lubang2nya", ["lubang"]),
        ("rt05", ["rt"]),
        ("05rt", ["rt"]),
        ("rsnya", ["rumah", "sakit"]),
        ("rusák", ["rusak"]),
        ("berjalan", []),
        ("kali", ["=kali"]),
        ("sekali", []),
        ("", []),
    ],
)
def test_spelling_does_not_matter(text: str, keys: list[str]) -> None:
    assert list(read(text)) == keys


def test_fillers_take_no_place() -> None:
    assert read("jalan di yg rusak") == {"jalan": (0,), "rusak": (1,)}


def test_a_landmark_after_a_word_of_place_does_not_count() -> None:
    assert read("di depan dinas pendidikan jalan rusak") == {"jalan": (3,), "rusak": (4,)}
    assert read("jalan ke pasar rusak") == {"jalan": (0,), "rusak": (3,)}


def test_a_comma_ends_the_place() -> None:
    assert read("rusak depan, pasar") == {"rusak": (0,), "pasar": (2,)}


def test_a_landmark_elsewhere_counts() -> None:
    assert "pendidikan" in read("dinas pendidikan rusak")


def test_a_pair_stands_where_its_first_word_does_and_its_words_stand_beside_it() -> None:
    assert read("ada jln yg rusak", "jalan rusak") == {"jalan": (1,), "rusak": (2,), "jalan rusak": (1,)}


def test_a_pair_is_found_each_time_it_stands_there() -> None:
    assert read("jalan rusak, jalan rusak", "jalan rusak")["jalan rusak"] == (0, 2)


def test_only_the_pairs_that_phrases_ask_for_are_found() -> None:
    assert "rusak jalan" not in read("rusak jalan", "jalan rusak")
    assert "jalan rusak" not in read("rusak jalan", "jalan rusak")
    assert "jalan rusak" not in read("jalan rusak")


def test_words_that_do_not_stand_side_by_side_are_no_pair() -> None:
    assert "jalan rusak" not in read("jalan sudah rusak", "jalan rusak")


def test_a_pair_does_not_reach_over_a_landmark_that_does_not_count() -> None:
    assert "jalan rusak" not in read("jalan ke pasar rusak", "jalan rusak")


def test_a_pair_is_of_whatever_its_words_stand_for() -> None:
    assert read("dalane berlubang", "jalan lubang")["jalan lubang"] == (0,)
    assert read("rsnya", "rumah sakit")["rumah sakit"] == (0,)
    assert read("kali rusak", "=kali rusak")["=kali rusak"] == (0,)


def test_words_are_remembered_as_they_were_typed() -> None:
    assert Reader(WORDS, VOCABULARY).read("Jln BERLUBANG!!").typed == ("jln", "berlubang")


def test_what_comes_after_the_longest_text_is_not_read() -> None:
    assert read("kata " * LONGEST + "rusak") == {}


def test_a_phrase_is_spelled_like_a_text() -> None:
    assert respell("jln", WORDS.spellings) == ("jalan",)


@given(st.text())
def test_every_text_can_be_read(text: str) -> None:
    features = Reader(WORDS, VOCABULARY).read(text)
    assert all(place < len(features.typed) for places in features.places.values() for place in places)


def read(text: str, *pairs: str) -> dict[str, tuple[int, ...]]:
    return dict(Reader(WORDS, [*VOCABULARY, *pairs]).read(text).places)
