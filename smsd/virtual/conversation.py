"""Scripted conversations: what is texted, and what must come back.

    # A report and its number.
    0811 1000 0100 > bogor jalan rusak di depan pasar
    0811 1000 0100 < Laporan 1234567 diterima, diteruskan ke Dinas PUPR. ...
    0811 1000 0100 > CEK 1234567
    0811 1000 0100 < Laporan 1234567: sudah diteruskan ...

`...` stands for anything. A seven-digit number stands for the complaint's: the first `<` line with it learns which one
it really is, later lines mean that one. A line without a phone is the default citizen's, and one without `>` or `<` is
texted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sms.msisdn import classify

CITIZEN = "+6281110000100"
"""Who texts when nobody is named."""

_LINE = re.compile(r"(?P<phone>\+?\d[\d \-]{1,19}\d|[A-Z][A-Z0-9]{2,10})? *(?P<direction>[<>]) ?(?P<text>.*)")
_STAND_IN = re.compile(r"(?<!\d)\d{7}(?!\d)")


@dataclass(frozen=True, slots=True)
class Turn:
    """One line: `phone` texts us (`expected` False), or must receive something like `text`. `line` is its place."""

    phone: str
    text: str
    expected: bool
    line: int


@dataclass(slots=True)
class Numbers:
    """Which real numbers the stand-ins of a script mean."""

    _real: dict[str, str] = field(default_factory=dict)

    def fill(self, text: str) -> str:
        """Put the real numbers into a text that is to be sent; unknown stand-ins stay as they are."""
        return _STAND_IN.sub(lambda found: self._real.get(found[0], found[0]), text)

    def matches(self, expectation: str, text: str) -> bool:
        """Tell whether a text is what was expected, and learn the numbers in it if so."""
        found = re.fullmatch(self._pattern(expectation), text.strip(), re.DOTALL)
        if found is None:
            return False
        self._real |= {name.removeprefix("n"): value for name, value in found.groupdict().items()}
        return True

    def _pattern(self, expectation: str) -> str:
        seen: set[str] = set()
        pieces: list[str] = []
        for piece in re.split(r"(\.\.\.|(?<!\d)\d{7}(?!\d))", expectation.strip()):
            if piece == "...":
                pieces.append(".*")
            elif _STAND_IN.fullmatch(piece):
                pieces.append(self._number(piece, seen))
            else:
                pieces.append(re.escape(piece))
        return "".join(pieces)

    def _number(self, stand_in: str, seen: set[str]) -> str:
        if stand_in in self._real:
            return self._real[stand_in]
        if stand_in in seen:
            return f"(?P=n{stand_in})"
        seen.add(stand_in)
        return rf"(?P<n{stand_in}>\d{{7,9}})"


def read(lines: Iterable[str]) -> Iterator[Turn]:
    """Read a script, line by line; empty lines and those that begin with # say nothing."""
    for place, raw in enumerate(lines, 1):
        text = raw.strip()
        if not text or text.startswith("# ") or text == "#":
            continue
        found = _LINE.fullmatch(text)
        if found is None:
            yield Turn(CITIZEN, text, expected=False, line=place)
        else:
            phone = _phone(found["phone"]) if found["phone"] else CITIZEN
            yield Turn(phone, found["text"], expected=found["direction"] == "<", line=place)


def _phone(written: str) -> str:
    """Give who texts: a number in one way of writing, a short code or letters as they are."""
    return classify(written).address
