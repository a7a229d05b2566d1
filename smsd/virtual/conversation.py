"""Scripted conversations: what is texted and what must come back, how time passes, and what an admin does.

    # An officer takes up a complaint, and the citizen hears of it.
    budi = 0811 1200 0001
    $ contact add bogor PUPR +6281112000001 --name Budi
    0811 1000 0100 > bogor jalan rusak di depan pasar
    0811 1000 0100 < Laporan 1234567 diterima, diteruskan ke Dinas PUPR. ...
    @ 15:30
    budi < Dinas PUPR ...: 1 laporan baru, ...
    budi > TERIMA 1234567
    + 15 minutes
    0811 1000 0100 < Laporan 1234567 sudah dibaca petugas Dinas PUPR ...
    0811 1000 0100 calls

- `PHONE > text` is what a phone sends, `PHONE < text` what it must receive: a number, letters (TELKOMSEL), a short
  code, or the name that a line such as `budi = 0811 1200 0001` has given to a number: a word in small letters. A line
  without a phone is the default citizen's, and one without `>` or `<` is texted.
- `PHONE calls` is a call that nobody answers: a number, or a name that has been given. It rings and they hang up.
- `...` stands for anything, a blank for a line break too. A seven-digit number stands for the complaint's: the first
  `<` line with it learns which one it really is, later lines mean that one. Six digits after YA are a one-time code.
- `+ 15 minutes` (`hours`, `days`) lets time pass, `@ 07:30` goes on to the next such time of day in the region.
- `$ complaint list` runs that command of `aduan`.
- Empty lines, and those that begin with `# `, say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time
from types import MappingProxyType
from typing import TypeAlias

from sms.errors import UserError
from sms.msisdn import classify
from smsd.virtual.pauses import Pause, read_pause

CITIZEN = "+6281110000100"
"""Who texts when nobody is named."""

NOBODY: Mapping[str, str] = MappingProxyType({})

_NUMBER = r"\+?\d[\d \-]{1,19}\d"
_NAME = "[a-z][a-z0-9]{0,19}"
_NAMING = re.compile(rf"(?P<name>{_NAME}) *= *(?P<phone>{_NUMBER})")
_TURN = re.compile(
    rf"(?:(?P<phone>{_NUMBER}|[A-Z][A-Z0-9]{{2,10}})|(?P<name>{_NAME}))? *(?P<direction>[<>]) ?(?P<text>.*)"
)
_CALLING = re.compile(rf"(?:(?P<phone>{_NUMBER})|(?P<name>{_NAME})) +calls")
_STAND_IN = re.compile(r"(?<!\d)\d{7}(?!\d)|(?<=YA )\d{6}(?!\d)")


_CODE_DIGITS = 6


class ScriptError(UserError):
    """A line of a script means nothing; the message tells which line, and how to write it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One line: `phone` texts us (`expected` False), or must receive something like `text`. `line` is its place."""

    phone: str
    text: str
    expected: bool
    line: int


@dataclass(frozen=True, slots=True)
class Call:
    """One line: `phone` calls us, and nobody answers."""

    phone: str
    line: int


@dataclass(frozen=True, slots=True)
class Wait:
    """One line: time passes. `text` is the line as it is written."""

    pause: Pause
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Command:
    """One line: a command of `aduan`, its words as in a shell."""

    text: str
    line: int


Line: TypeAlias = Turn | Call | Wait | Command


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
        for piece in re.split(rf"(\.\.\.|{_STAND_IN.pattern})", expectation.strip()):
            if piece == "...":
                pieces.append(".*")
            elif re.fullmatch(r"\d{6,7}", piece):
                pieces.append(self._number(piece, seen))
            else:
                # A list has its line breaks where the script has blanks.
                pieces.append(r"\s+".join(map(re.escape, piece.split(" "))))
        return "".join(pieces)

    def _number(self, stand_in: str, seen: set[str]) -> str:
        if stand_in in self._real:
            return self._real[stand_in]
        if stand_in in seen:
            return f"(?P=n{stand_in})"
        seen.add(stand_in)
        digits = "6" if len(stand_in) == _CODE_DIGITS else "7,9"
        return rf"(?P<n{stand_in}>\d{{{digits}}})"


def read(lines: Iterable[str], names: Mapping[str, str] = NOBODY) -> Iterator[Line]:
    """Read a script, line by line; `names` are phones that have a name already. Raises ScriptError."""
    phones = dict(names)
    for place, raw in enumerate(lines, 1):
        text = raw.strip()
        if not text or text.startswith("# ") or text == "#":
            continue
        naming = _NAMING.fullmatch(text)
        if naming:
            phones[naming["name"]] = _address(naming["phone"])
        else:
            yield _line(text, place, phones)


def _line(text: str, place: int, phones: Mapping[str, str]) -> Line:
    sign, _, rest = text.partition(" ")
    if sign == "$":
        return Command(rest.strip(), place)
    if sign in {"+", "@"}:
        return _wait(text, rest, place)
    calling = _CALLING.fullmatch(text)
    if calling:
        return Call(_phone(calling, place, phones), place)
    return _turn(text, place, phones)


def _wait(text: str, length: str, place: int) -> Wait:
    pause = read_pause(length)
    if pause is None or isinstance(pause, time) is not text.startswith("@"):
        raise ScriptError(f"line {place}: {text!r} is no time; write `+ 15 minutes`, `+ 2 hours` or `@ 07:30`")
    return Wait(pause, text, place)


def _turn(text: str, place: int, phones: Mapping[str, str]) -> Turn:
    found = _TURN.fullmatch(text)
    if found is None:
        return Turn(CITIZEN, text, expected=False, line=place)
    return Turn(_phone(found, place, phones), found["text"], expected=found["direction"] == "<", line=place)


def _phone(found: re.Match[str], place: int, phones: Mapping[str, str]) -> str:
    """Give the phone that a line names, by its number or its name; nobody named is the default citizen."""
    name = found["name"]
    if name and name not in phones:
        raise ScriptError(f"line {place}: nobody is called {name}; give a number the name: {name} = 0811 1000 0200")
    return phones[name] if name else _address(found["phone"] or CITIZEN)


def _address(written: str) -> str:
    """Give who texts: a number in one way of writing, a short code or letters as they are."""
    return classify(written).address
