"""The check digit finds what people do to numbers when they copy them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.damm import check_digit, is_valid

NUMBERS = [payload + check_digit(payload) for payload in ("100000", "123456", "999999", "112233", "908172", "55555555")]


def test_it_is_the_digit_of_the_published_example() -> None:
    assert check_digit("572") == "4"


@given(st.text("0123456789", min_size=1, max_size=12))
def test_a_number_with_its_check_digit_is_valid_and_with_no_other(payload: str) -> None:
    valid = [last for last in "0123456789" if is_valid(payload + last)]
    assert valid == [check_digit(payload)]


@pytest.mark.parametrize("number", NUMBERS)
def test_every_single_wrong_digit_is_found(number: str) -> None:
    for place, right in enumerate(number):
        for wrong in set("0123456789") - {right}:
            assert not is_valid(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize("number", NUMBERS)
def test_every_swap_of_different_neighbours_is_found(number: str) -> None:
    for place in range(len(number) - 1):
        left, right = number[place : place + 2]
        if left != right:
            assert not is_valid(number[:place] + right + left + number[place + 2 :])


@given(st.integers(10**5, 10**8), st.data())
def test_slips_are_found_in_any_number(payload: int, data: st.DataObject) -> None:
    number = f"{payload}{check_digit(str(payload))}"
    place = data.draw(st.integers(0, len(number) - 2))
    left, right = number[place : place + 2]
    assert left == right or not is_valid(number[:place] + right + left + number[place + 2 :])
    wrong = data.draw(st.sampled_from(sorted(set("0123456789") - {left})))
    assert not is_valid(number[:place] + wrong + number[place + 1 :])
