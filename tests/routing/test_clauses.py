"""The clauses of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.clauses import Clauses

CLAUSES = Clauses({"dan", "sekarang"})


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("ktp belum jadi. rumah kebakaran", ["ktp belum jadi", "rumah kebakaran"]),
        ("ktp belum jadi DAN rumah kebakaran", ["ktp belum jadi", "rumah kebakaran"]),
        ("ktp, kebakaran sekarang!", ["ktp", "kebakaran"]),
        ("jl.mawar rt.03 gelap", []),
        ("dana bantuan", []),
        ("kebakaran!!!", []),
        ("", []),
    ],
)
def test_a_text_is_cut_where_it_goes_on_to_something_else(text: str, clauses: list[str]) -> None:
    assert [clause.strip() for clause in CLAUSES.of(text)] == clauses


def test_without_words_signs_cut() -> None:
    assert Clauses(()).of("ktp dan kk, akta") == ["ktp dan kk", " akta"]


@given(st.text(alphabet="ab ,.!dan", max_size=400))
def test_no_word_is_lost(text: str) -> None:
    found = "".join(CLAUSES.of(text)) or text
    assert found.count("b") == text.count("b")
