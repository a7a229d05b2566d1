"""Where is it? What is taken for the answer, and what is not."""

from __future__ import annotations

from datetime import timedelta

import pytest


@pytest.fixture
def asked(town):
    """A lamp is dark, nobody knows where."""
    (answer,) = town.text("lampu jalan mati pak")
    assert "Di mana tempatnya?" in answer
    return town


@pytest.mark.parametrize(
    "text", ["pasar anyar", "seberang pom bensin", "perumahan griya indah blok c", "depan rumah saya"]
)
def test_a_place_is_no_matter_for_the_office_that_it_sounds_like(asked, text: str) -> None:
    asked.clock.advance(timedelta(hours=1))
    (answer,) = asked.text(text)
    assert "tempatnya kami catat" in answer
    assert len(asked.complaints()) == 1


@pytest.mark.parametrize(
    "text", ["kucing saya hilang", "sudah bagus tapi tetangga belum dapat air", "stop pak", "halo"]
)
def test_words_that_are_no_place_are_not_noted_as_one(asked, text: str) -> None:
    asked.clock.advance(timedelta(hours=1))
    (answer,) = asked.text(text)
    assert "tempatnya kami catat" not in answer
    (place,) = asked.text("rt 3 tajur")
    assert "tempatnya kami catat" in place, "the question stands until it is answered"
