"""A report without a place is filed, and the place is asked for; on both databases."""

from __future__ import annotations

import pytest


@pytest.fixture
def asked(town):
    """A citizen who has been asked where the bad road is."""
    (receipt,) = town.text("bogor jalan rusak parah")
    assert "Di mana tempatnya?" in receipt
    return town


@pytest.mark.parametrize("text", ["{}", "...", "??!", "🙏🙏", "halo pak", "p"])
def test_what_tells_no_place_is_not_thanked_for_as_one(asked, text: str) -> None:
    assert not any("tempatnya kami catat" in answer for answer in asked.text(text))
    (noted,) = asked.text("di depan pasar anyar")
    assert "tempatnya kami catat" in noted


@pytest.mark.parametrize("text", ["RT 3 RW 4", "jl. Merdeka no 5", "tajur"])
def test_the_next_words_are_the_place(asked, text: str) -> None:
    assert "tempatnya kami catat" in asked.text(text)[0]
    assert len(asked.complaints()) == 1
