"""Citizens' text does no harm to terminals, tables, spreadsheets and databases."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.safe_text import for_spreadsheet, mask_number, one_line, storable

texts = st.text(st.characters(exclude_categories=()) | st.sampled_from("\x1b\x9b\n\u202e=+-@\x00"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("jalan\nrusak\r\n parah\t!", "jalan rusak parah !"),
        ("\x1b[2J\x1b]0;owned\x07", "�[2J�]0;owned�"),
        ("\x9b31m merah", "�31m merah"),
        ("\u202etxt.exe", "�txt.exe"),
        ("a\u2066b\u2069\u200f", "a�b��"),
        ("\x00", "�"),
        ("air mati 😀", "air mati 😀"),
        ("jalan\u2028rusak", "jalan�rusak"),
    ],
)
def test_control_and_direction_characters_are_shown_as_replaced(text: str, shown: str) -> None:
    assert one_line(text) == shown


@given(texts)
def test_one_line_is_one_line_of_what_can_be_printed(text: str) -> None:
    shown = one_line(text)
    assert len(shown.splitlines()) <= 1
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert one_line(shown) == shown
    shown.encode()


@given(texts, st.integers(3, 80))
def test_a_long_text_is_cut_and_says_so(text: str, limit: int) -> None:
    whole, cut = one_line(text), one_line(text, limit)
    assert len(cut) <= limit
    assert cut == whole if len(whole) <= limit else cut.endswith("...")


@pytest.mark.parametrize("formula", ["=1+1", "+62811", "-5", "@SUM(A1)", "\t=1", " =1", "\n@x", "\r=cmd|'/c calc'!A1"])
def test_a_formula_is_quoted_for_a_spreadsheet(formula: str) -> None:
    assert for_spreadsheet(formula)[0] == "'"


@given(texts)
def test_no_cell_of_a_spreadsheet_begins_like_a_formula(text: str) -> None:
    assert not for_spreadsheet(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.from_regex(r"\+[1-9][0-9]{8,14}", fullmatch=True))
def test_a_masked_number_keeps_its_ends_and_nobody_can_complete_it(number: str) -> None:
    masked = mask_number(number)
    assert number not in masked
    assert (masked[:5], masked[-3:]) == (number[:5], number[-3:])
    assert sum(character.isdigit() for character in masked) == 7


@pytest.mark.parametrize(
    ("address", "shown"),
    [("+6281110002222", "+6281***222"), ("1708", "1708"), ("BANKABC", "BA***"), ("081110002222", "08***"), ("", "")],
)
def test_numbers_are_masked_and_short_codes_are_not(address: str, shown: str) -> None:
    assert mask_number(address) == shown


@given(texts)
def test_what_is_storable_has_no_nul_and_can_be_encoded_and_stays(text: str) -> None:
    stored = storable(text)
    assert "\x00" not in stored
    assert stored.encode().decode() == stored
    assert storable(stored) == stored


@given(st.text().filter(lambda text: "\x00" not in text))
def test_an_honest_text_is_stored_as_it_is(text: str) -> None:
    assert storable(text) == text


def test_the_halves_of_an_emoji_become_one_again() -> None:
    assert storable("\ud83d\ude00") == "😀"
    assert storable("a\ud83db") == "a\ufffdb"
