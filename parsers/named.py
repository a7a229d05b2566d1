"""Which complaints an officer's command is about: their numbers, or their places in the last list that was sent."""

from __future__ import annotations

import re

from parsers.meaning import MOST_PLACES
from parsers.number import Found, leading_number
from parsers.words import word_list, words_of

_BEFORE_NUMBER = re.compile(
    r"(?:\W|(?:no|nomor|nomer|laporan|lap|lapor|aduan|pengaduan|tiket|dan|dn)\b)*(?=\d|[lIoO]\d)", re.IGNORECASE
)
_PLACE = re.compile(r"0?([1-9]\d?)(?![^\W_])(?!\.\d|-\d{3})")
_UP_TO = re.compile(r"\s*(?:-|s\s?/?\s?d|sampai)\s*([1-9]\d?)(?![^\W_])", re.IGNORECASE)
_OUR_LENGTHS = range(7, 10)
_MEASURES = word_list(
    "hari hr minggu bulan bln tahun thn jam menit mnt kali x orang org titik lubang meter m km",
)
"""After a number of one or two digits these make it an amount: "selesai 2 titik" names no complaint."""


def named(text: str, *, several: bool) -> tuple[tuple[int, ...], str]:
    """Read the numbers and places that a text begins with, and give what comes after them.

    Beyond the first, a number is one only if it can be a complaint's: the rest is said to the citizen. `several`: the
    command says nothing to anybody, so what follows are numbers and places too.
    """
    numbers: list[int] = []
    while found := _leading(text[_end(text) :]):
        if numbers and not (found.valid or (several and (found.complete or found.number <= MOST_PLACES))):
            break
        numbers.append(found.number)
        text = found.rest
        up_to = _UP_TO.match(text) if several and found.number <= MOST_PLACES else None
        if up_to:
            numbers += range(found.number + 1, int(up_to[1]) + 1)
            text = text[up_to.end() :]
    return tuple(dict.fromkeys(numbers)), text


def _end(text: str) -> int:
    found = _BEFORE_NUMBER.match(text)
    return found.end() if found else 0


def _leading(text: str) -> Found | None:
    """Read a number or a place; where both are possible ("1 672 888"), what has the length of a number is one."""
    number, place = leading_number(text), _leading_place(text)
    if place is None:
        return number if number and number.number > MOST_PLACES else None
    return number if number and _is_meant(number, text, place) else place


def _leading_place(text: str) -> Found | None:
    found = _PLACE.match(text)
    if found is None:
        return None
    rest = text[found.end() :]
    # "7/12" is a date.
    if rest[:1] == "/" or _MEASURES.intersection(words_of(rest)[:1]):
        return None
    return Found(int(found[1]), rest)


def _is_meant(number: Found, text: str, place: Found) -> bool:
    """Tell digits in groups that are one number from a place and the figures after it, and from several places.

    A number is written with one kind of separator, and places from the first to the last.
    """
    written = text[: len(text) - len(number.rest)].strip()
    groups = [int(group) for group in re.findall(r"\d+", written)]
    if all(group <= MOST_PLACES for group in groups) and groups == sorted(set(groups)):
        return False
    after = leading_number(place.rest)
    if len(str(number.number)) not in _OUR_LENGTHS or (after and after.valid and not number.valid):
        return False
    return number.valid or len(set(re.findall(r"\D+", written))) <= 1
