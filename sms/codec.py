"""Alphabets and segments: how a text becomes one SMS or several.

The default alphabet of 3GPP TS 23.038 section 6.2.1 holds 160 septets in an SMS, 153 in each part of a long one;
ten further characters (euro sign, brackets, ...) cost two septets each. Everything else is UCS-2: 70 code units, or
67 in a part. A two-septet character and a surrogate pair are never split.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

GSM7_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The default alphabet; a character's place is its septet. 0x1B is the escape to the extension table."""

GSM7_EXTENSION = {
    "\f": 0x0A,
    "^": 0x14,
    "{": 0x28,
    "}": 0x29,
    "\\": 0x2F,
    "[": 0x3C,
    "~": 0x3D,
    "]": 0x3E,
    "|": 0x40,
    "€": 0x65,
}
"""The extension table of section 6.2.1.1: character to the septet that follows the escape."""

_COST = dict.fromkeys(GSM7_BASIC.replace("\x1b", ""), 1) | dict.fromkeys(GSM7_EXTENSION, 2)

_LOOKALIKES = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "…": "...", "•": "-", "·": "-",
        "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u200b": "", "\u2060": "", "\ufeff": "", "\t": " ",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Segments:
    """A text cut into the parts that will be sent: `parts` in order, and whether they are UCS-2."""

    parts: tuple[str, ...]
    unicode: bool


def is_gsm7(text: str) -> bool:
    """Tell whether the default alphabet, with its extension, can write the whole text."""
    return _COST.keys() >= set(text)


def foreign_characters(text: str) -> str:
    """Give the characters that make the text UCS-2, each once, in order of appearance."""
    return "".join(dict.fromkeys(character for character in text if character not in _COST))


def to_gsm7_lookalikes(text: str) -> str:
    """Write typographic quotes, dashes and blanks as a keypad would; one curly quote doubles an SMS's price."""
    return text if is_gsm7(text) else text.translate(_LOOKALIKES)


def to_gsm7(text: str) -> str:
    """Write a text in the default alphabet whatever it is: accents go, and what is left of other scripts is a "?"."""
    plain = to_gsm7_lookalikes(text)
    if is_gsm7(plain):
        return plain
    # A letter that the alphabet has stays whole.
    pieces = (each if each in _COST else unicodedata.normalize("NFKD", each) for each in plain)
    bare = (each for each in "".join(pieces) if not unicodedata.combining(each))
    return "".join(each if each in _COST else "?" for each in bare)


def split(text: str) -> Segments:
    """Cut a text into the fewest segments; the empty text is one empty segment."""
    unicode = not is_gsm7(text)
    whole, part = (70, 67) if unicode else (160, 153)
    if _length(text, unicode=unicode) <= whole:
        return Segments((text,), unicode)
    return Segments(tuple(_cut(text, part, unicode=unicode)), unicode)


def segment_count(text: str) -> int:
    """Count the SMS that a text costs."""
    return len(split(text).parts)


def _length(text: str, *, unicode: bool) -> int:
    """Measure in septets, or in UTF-16 code units."""
    return sum(_width(character, unicode=True) for character in text) if unicode else sum(map(_COST.__getitem__, text))


def _width(character: str, *, unicode: bool) -> int:
    if unicode:
        return 2 if ord(character) > 0xFFFF else 1
    return _COST[character]


def _cut(text: str, room: int, *, unicode: bool) -> list[str]:
    parts: list[str] = []
    start = used = 0
    for place, character in enumerate(text):
        width = _width(character, unicode=unicode)
        if used + width > room:
            parts.append(text[start:place])
            start, used = place, 0
        used += width
    return [*parts, text[start:]]
