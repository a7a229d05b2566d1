"""The number of a complaint inside a text, however it was typed.

Dots, hyphens and blanks between the digits are passed over, and the letters that look like digits are read as such:
"1.672.888", "16 72 888", "l672888", "167288O".
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from sms import damm

_LOOKS_LIKE_DIGIT = re.compile(r"(?<![^\W\d_])[liIoO|]+(?=\d)|(?<=\d)[liIoO|]+(?![^\W\d_])")
_DIGITS_MEANT = str.maketrans("liIoO|", "111001")
_BEGINS = re.compile(r"[liIoO|]*\d")
_RUN = re.compile(r"\d(?:[\s.\-]{0,3}\d)*")
_NUMBER = re.compile(r"[1-9]\d{4,8}", re.ASCII)
_DIGITS = re.compile(r"\d+")
_SOME_DIGITS = re.compile(r"(?:\D*\d){4}")
_FILLERS = re.compile(
    r"(?:\W|(?:no|nomor|nomer|nmr|laporan|lap|lapor|aduan|pengaduan|tiket|saya|sy|untuk|utk)\b)*(?:no(?=\d))?",
    re.IGNORECASE,
)
_FRONT = 80
_SHORTEST_COMPLETE, _LONGEST = 7, 9
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
    def ours(self) -> bool:
        """Tell whether it has as many digits as a complaint's number, and is no round sum of money."""
        return len(str(self.number)) in range(_SHORTEST_COMPLETE, _LONGEST + 1) and (
            self.valid or self.number % 1000 > 0
        )

    @property
    def valid(self) -> bool:
        """Tell whether it can be the number of a complaint: it is complete and its check digit is right."""
        return self.complete and damm.is_valid(str(self.number))


def leading_number(text: str) -> Found | None:
    """Find the number that a text begins with, and what comes after it.

    Where more digits follow ("1672888 3 lubang ditambal"), the fewest groups that make a valid number are the number.
    """
    text = text.lstrip(" \t\r\n#<(:.,*-")
    if not _BEGINS.match(text):
        return None
    meant = _meant(text[:_FRONT])
    run = _RUN.match(meant)
    if run is None:
        return None
    ends = [group.end() for group in _DIGITS.finditer(meant, 0, run.end())]
    candidates = [_found(meant, end, text) for end in ends[:_MOST_DIGITS]]
    valid = [found for found in candidates if found and found.valid]
    complete = [found for found in candidates if found and found.complete]
    return next(iter([*valid, *complete, *candidates[-1:]]), None)


def _found(meant: str, end: int, text: str) -> Found | None:
    """Take the digits up to a place as a number, unless they are too many; what follows is given as it was written."""
    digits = re.sub(r"\D", "", meant[:end])
    return Found(int(digits), text[end:]) if len(digits) <= _MOST_DIGITS else None


def number_after(text: str, start: int = 0) -> Found | None:
    """Find the number that follows a command, of as many digits as a complaint's, after words for "number"."""
    fillers = _FILLERS.match(text, start)
    found = leading_number(text[fillers.end() if fillers else start :])
    return found if found and found.ours else None


def only_number(text: str) -> Found | None:
    """Find the number in a text that has no other digits."""
    text = _meant(text) if _SOME_DIGITS.match(text) else ""
    runs = list(itertools.islice(_RUN.finditer(text), 2))
    digits = re.sub(r"\D", "", runs[0][0]) if len(runs) == 1 else ""
    if not _NUMBER.fullmatch(digits):
        return None
    return Found(int(digits), f"{text[: runs[0].start()]} {text[runs[0].end() :]}")


def numbers_in(text: str) -> set[int]:
    """Find every number in a text that can be a complaint's, of whatever groups of digits that follow each other."""
    meant, found = _meant(text), set()
    for run in _RUN.finditer(meant):
        groups = _DIGITS.findall(run[0])
        for first, last in itertools.combinations(range(min(len(groups), _MOST_DIGITS) + 1), 2):
            digits = "".join(groups[first:last])
            if len(digits) in range(_SHORTEST_COMPLETE, _LONGEST + 1) and damm.is_valid(digits):
                found.add(int(digits))
    return found


def _meant(text: str) -> str:
    """Write the letters that look like digits beside digits as digits; the places stay."""
    return _LOOKS_LIKE_DIGIT.sub(lambda found: found[0].translate(_DIGITS_MEANT), text)
