"""The number in a text: found however it was typed, if there is only one."""

from __future__ import annotations

import pytest

from parsers.number import Found, only_number


@pytest.mark.parametrize(
    "text",
    [
        "1672888",
        "1.672.888",
        "16 72 888",
        "1 6 7 2 8 8 8",
        "167-2888",
        "l672888",
        "I672888",
        "167\n2888",
        "1. 672. 888",
    ],
)
def test_a_number_is_found_however_it_was_typed(text: str) -> None:
    found = only_number(text)
    assert found is not None
    assert (found.number, found.valid, found.rest.strip()) == (1672888, True, "")


def test_the_letter_o_is_read_as_zero_beside_digits_only() -> None:
    assert only_number("no 1O2O345 oo") == Found(1020345, "no   oo")


def test_what_stands_around_is_given() -> None:
    assert only_number("cek 1672888, pak") == Found(1672888, "cek  , pak")


@pytest.mark.parametrize(("number", "valid"), [(1672888, True), (1672889, False), (167288, False)])
def test_a_wrong_check_digit_and_a_missing_digit_are_seen(number: int, valid: bool) -> None:
    assert Found(number, "").valid is valid


@pytest.mark.parametrize("text", ["", "cek", "1234", "0251832", "08111000222", "1672888 dan 2", "rt 3, 1672888", "lol"])
def test_no_number_too_many_or_none_of_ours_is_none(text: str) -> None:
    assert only_number(text) is None
