"""Words are compared in one form: lower case, held-down letters once."""

from __future__ import annotations

import pytest

from parsers.words import fold, words_of


@pytest.mark.parametrize("word", ["banjir", "BANJIR", "banjirrr", "Bannjirr"])
def test_letters_that_are_held_down_make_no_other_word(word: str) -> None:
    assert fold(word) == "banjir"


def test_digits_are_not_run_together() -> None:
    assert fold("1122") == "1122"


def test_the_words_of_a_text_are_what_stands_between_signs() -> None:
    assert words_of("Assalamu'alaikum, Pak_RT 03!") == ("asalamu'alaikum", "pak", "rt", "03")
