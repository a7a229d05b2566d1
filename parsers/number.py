"""The number of a complaint inside a text, however it was typed.

Dots, hyphens and blanks between the digits are passed over, and the letters that look like digits are read as such:
"1.672.888", "16 72 888", "l672888", "167288O".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sms import damm

_LOOKS_LIKE_DIGIT = re.compile(r"(?<![^\W\d_])[lIoO]+(?=\d)|(?<=\d)[lIoO]+(?![^\W\d_])")
_DIGITS_MEANT = str.maketrans("lIoO", "1100")
_RUN = re.compile(r"\d(?:[\s.\-]{0,3}\d)*")
_NUMBER = re.compile(r"[1-9]\d{4,8}", re.ASCII)
_DIGITS = re.compile(r"\d+")
_SHORTEST_COMPLETE = 7
_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A number of five to nine digits, and the text around it. Fewer than seven are a number typed incompletely."""

    number: int
    rest: str

    @property
    def complete(self) -> bool:
        """Tell whether it has as many digits as a complaint's number."""
        return len(str(self.number)) >= _SHORTEST_COMPLETE

    @property
    def valid(self) -> bool:
        """Tell whether it can be the number of a complaint: it is complete and its check digit is right."""
        return self.complete and damm.is_valid(str(self.number))


def leading_number(text: str) -> Found | None:
    """Find the number that a text begins with, and what comes after it.

    Where more digits follow ("1672888 3 lubang ditambal"), the fewest groups that make a valid number are the number.
    """
    text = _meant(text).lstrip(" \t\r\n#<(:.,")
    run = _RUN.match(text)
    if run is None:
        return None
    ends = [group.end() for group in _DIGITS.finditer(text, 0, run.end())]
    candidates = [_found(text, end) for end in ends]
    valid = [found for found in candidates if found and found.valid]
    complete = [found for found in candidates if found and found.complete]
    return next(iter([*valid, *complete, *candidates[-1:]]), None)


def _found(text: str, end: int) -> Found | None:
    """Take the digits up to a place as a number, unless they are too many."""
    digits = re.sub(r"\D", "", text[:end])
    return Found(int(digits), text[end:]) if len(digits) <= _MOST_DIGITS else None


def only_number(text: str) -> Found | None:
    """Find the number in a text that has no other digits."""
    text = _meant(text)
    runs = list(_RUN.finditer(text))
    digits = re.sub(r"\D", "", runs[0][0]) if len(runs) == 1 else ""
    if not _NUMBER.fullmatch(digits):
        return None
    return Found(int(digits), f"{text[: runs[0].start()]} {text[runs[0].end() :]}")


def _meant(text: str) -> str:
    """Write the letters that look like digits beside digits as digits."""
    return _LOOKS_LIKE_DIGIT.sub(lambda found: found[0].translate(_DIGITS_MEANT), text)
