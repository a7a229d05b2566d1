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
_SHORTEST_COMPLETE = 7


@dataclass(frozen=True, slots=True)
class Found:
    """A number of five to nine digits, and the text around it. Fewer than seven are a number typed incompletely."""

    number: int
    rest: str

    @property
    def valid(self) -> bool:
        """Tell whether it can be the number of a complaint: it is complete and its check digit is right."""
        digits = str(self.number)
        return len(digits) >= _SHORTEST_COMPLETE and damm.is_valid(digits)


def only_number(text: str) -> Found | None:
    """Find the number in a text that has no other digits."""
    text = _LOOKS_LIKE_DIGIT.sub(lambda found: found[0].translate(_DIGITS_MEANT), text)
    runs = list(_RUN.finditer(text))
    digits = re.sub(r"\D", "", runs[0][0]) if len(runs) == 1 else ""
    if not _NUMBER.fullmatch(digits):
        return None
    return Found(int(digits), f"{text[: runs[0].start()]} {text[runs[0].end() :]}")
