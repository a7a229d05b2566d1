"""What a word may be made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.affixes import forms


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("berlubang", "lubang"),
        ("lubangnya", "lubang"),
        ("dilubangi", "lubang"),
        ("diperbaiki", "perbaiki"),
        ("menyapu", "sapu"),
        ("memukul", "pukul"),
        ("pengangkutan", "angkut"),
        ("ngurus", "urus"),
        ("nyolong", "colong"),
        ("balubang", "lubang"),
        ("lampune", "lampu"),
        ("lampuna", "lampu"),
        ("matimi", "mati"),
    ],
)
def test_a_word_meets_its_root(word: str, root: str) -> None:
    assert root in forms(word)


def test_the_word_itself_comes_first() -> None:
    assert forms("berlubang")[0] == "berlubang"


def test_a_whole_word_is_not_taken_apart() -> None:
    assert forms("keluar", {"keluar"}) == ("keluar",)
    assert "luar" not in forms("keluarnya", {"keluar"})


@pytest.mark.parametrize("word", ["ia", "air", "dia", "anu"])
def test_short_words_have_no_parts(word: str) -> None:
    assert forms(word) == (word,)


@given(st.text("abdeikmngprsty", max_size=30))
def test_no_form_but_the_word_itself_is_shorter_than_a_root(word: str) -> None:
    assert all(len(form) >= 3 for form in forms(word)[1:])
