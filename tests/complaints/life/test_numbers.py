"""Complaint numbers: short, checked, never twice, and nobody can tell the next one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.life.numbers import _permute, is_mistyped, number_of
from sms.damm import is_valid

KEY = bytes(range(32))
SEVEN, EIGHT, NINE = 900_000, 9_000_000, 90_000_000
"""How many numbers there are of so many digits."""

KEPT = [3573535, 6624130, 49784742, 633437303]
"""The numbers of some positions under that key, as the first release gave them."""

positions = st.one_of(
    st.integers(1, SEVEN + EIGHT + NINE),
    st.integers(SEVEN - 50, SEVEN + 50),
    st.integers(SEVEN + EIGHT - 50, SEVEN + EIGHT + 50),
)


def test_the_first_hundred_thousand_are_seven_digits_and_all_different() -> None:
    numbers = {number_of(position, KEY) for position in range(1, 100_001)}
    assert len(numbers) == 100_000
    assert {len(str(number)) for number in numbers} == {7}


@pytest.mark.parametrize("size", [1, 2, 9, 90, 900, 1023, 1024, 1025])
def test_the_shuffle_takes_every_place_once(size: int) -> None:
    assert sorted(_permute(index, size, KEY) for index in range(size)) == list(range(size))


@given(positions, positions)
def test_two_complaints_never_share_a_number(one: int, other: int) -> None:
    assert (number_of(one, KEY) == number_of(other, KEY)) == (one == other)


@given(positions)
def test_every_number_ends_in_its_check_digit_and_is_not_mistyped(position: int) -> None:
    number = number_of(position, KEY)
    assert is_valid(str(number))
    assert not is_mistyped(number)


@pytest.mark.parametrize(
    ("position", "digits"),
    [(1, 7), (SEVEN, 7), (SEVEN + 1, 8), (SEVEN + EIGHT, 8), (SEVEN + EIGHT + 1, 9), (SEVEN + EIGHT + NINE, 9)],
)
def test_numbers_grow_when_the_shorter_ones_are_used_up(position: int, digits: int) -> None:
    assert len(str(number_of(position, KEY))) == digits


def test_numbers_are_not_in_order_and_do_not_tell_how_many_there_are() -> None:
    numbers = [number_of(position, KEY) for position in range(1, 1001)]
    rises = sum(left < right for left, right in pairwise(numbers))
    assert 400 < rises < 600
    assert min(numbers) < 1_100_000
    assert max(numbers) > 9_900_000
    assert len({right - left for left, right in pairwise(numbers)}) > 990


def test_another_installation_has_other_numbers() -> None:
    ours = [number_of(position, KEY) for position in range(1, 101)]
    theirs = [number_of(position, b"another key") for position in range(1, 101)]
    assert sum(one == other for one, other in zip(ours, theirs, strict=True)) == 0


def test_the_numbers_of_a_key_stay_what_they_are() -> None:
    # Numbers that citizens hold must mean the same complaint after every upgrade.
    assert [number_of(position, KEY) for position in (1, 2, SEVEN + 1, SEVEN + EIGHT + 1)] == KEPT


def test_complaints_are_counted_from_one() -> None:
    with pytest.raises(ValueError, match="counted from 1"):
        number_of(0, KEY)


@given(positions, st.data())
def test_one_wrong_digit_makes_a_number_mistyped(position: int, data: st.DataObject) -> None:
    number = str(number_of(position, KEY))
    place = data.draw(st.integers(0, len(number) - 1))
    wrong = data.draw(st.sampled_from(sorted(set("0123456789") - {number[place]})))
    assert is_mistyped(int(number[:place] + wrong + number[place + 1 :]))


@pytest.mark.parametrize("number", [0, 1, 12, 123456, 10**9, 10**30, -1, -123456, -1234567])
def test_a_number_of_another_length_or_sign_is_mistyped(number: int) -> None:
    assert is_mistyped(number)
