"""The check digit of a complaint's number.

Damm's scheme (H. M. Damm, 2004, over a totally anti-symmetric quasigroup of order ten) finds every single wrong
digit and every swap of two neighbours: the two mistakes people make when they copy a number from one phone to
another.
"""

from __future__ import annotations

_TABLE = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def check_digit(digits: str) -> str:
    """Compute the digit that makes `digits` followed by it valid."""
    interim = 0
    for digit in digits:
        interim = int(_TABLE[interim][int(digit)])
    return str(interim)


def is_valid(number: str) -> bool:
    """Tell whether the last digit of the number is its check digit."""
    return check_digit(number) == "0"
