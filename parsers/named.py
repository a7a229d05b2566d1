"""Which complaints an officer's command is about: their numbers, or their places in the last list that was sent."""

from __future__ import annotations

import re

from parsers.dates import MONTHS, leading_day
from parsers.number import Found, leading_number
from parsers.officer_meaning import MOST_PLACES
from parsers.words import word_list, words_of

_BEFORE_NUMBER = re.compile(
    r"(?:\W|(?:no|nomor|nomer|laporan|lap|lapor|aduan|pengaduan|tiket|dan|dn)\b)*(?=\d|[lIoO]\d)", re.IGNORECASE
)
# No decimals, and no date: "2.5", "12-5-2027".
_PLACE = re.compile(r"0?([1-9]\d?)(?![^\W_])(?!\.\d|-\d{3}|-\d{1,2}-\d{2})")
_UP_TO = re.compile(r"\s*(?:-|s\s?/?\s?d|sampai)\s*(?=[1-9]\d?(?![^\W_]))", re.IGNORECASE)
_DECIMALS = re.compile(r",\d+")
_AND = re.compile(r"(?:\bdan|\bdn|&)\W*$", re.IGNORECASE)
_OUR_LENGTHS = range(7, 10)
_MEASURES = MONTHS | word_list(
    "hari hr minggu mgg pekan bulan bln tahun thn jam menit mnt kali x orang org titik lubang meter m km cm",
    "liter persen rb ribu juta jt",
)
"""After a number of one or two digits these make it an amount: "selesai 2 titik" names no complaint."""

COUNTED = word_list(
    "pohon lampu tiang unit buah bh biji truk truck trip rit mobil motor rumah karung sak batang lembar ekor ruas",
    "paket petugas personil personel anggota pekerja tukang warga pelapor tempat lokasi ruko tong bak pot kantong drum",
)
"""After a further number these do too: "selesai 1 2 pohon dipangkas"."""


def named(text: str, *, silent: bool, dated: bool = False) -> tuple[tuple[int, ...], str]:
    """Read the numbers and places that a text begins with, and give what comes after them.

    After a place there may be further places; after a number only what can be a complaint's: the rest is said to the
    citizen. `silent`: the command says nothing to anybody, so what follows are numbers and places too. `dated`: a day
    follows, which is no place.
    """
    numbers: list[int] = []
    while found := _leading(text[_end(text) :]):
        if numbers and not (_is_further(found, numbers[-1], text, dated=dated) or _is_of_silent(found, silent=silent)):
            break
        numbers.append(found.number)
        text = found.rest
        last = _range_end(found, dated=dated)
        if last:
            numbers += range(found.number + 1, last.number + 1)
            text = last.rest
    return tuple(dict.fromkeys(numbers)), text


def _is_of_silent(found: Found, *, silent: bool) -> bool:
    return silent and (found.complete or found.number <= MOST_PLACES)


def _is_further(found: Found, before: int, text: str, *, dated: bool) -> bool:
    """Tell whether a number or place after others is one too, and not the first word of what is said."""
    start = _end(text)
    if found.number > MOST_PLACES:
        return found.valid
    if before > MOST_PLACES or (dated and leading_day(text[start:])):
        return False
    return bool(_AND.search(text[:start])) or not COUNTED.intersection(words_of(found.rest)[:1])


def _range_end(found: Found, *, dated: bool) -> Found | None:
    """Read the last place of "2-5"; before a day "1-4" are places only if the day comes after them."""
    up_to = _UP_TO.match(found.rest) if found.number <= MOST_PLACES else None
    last = _leading_place(found.rest[up_to.end() :]) if up_to else None
    if last is None or last.number < found.number or COUNTED.intersection(words_of(last.rest)[:1]):
        return None
    return None if dated and not leading_day(last.rest) else last


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
    # "7/12" is a date, "3,5 meter" one amount.
    if rest[:1] in {"/", "%"} or _MEASURES.intersection(words_of(_DECIMALS.sub("", rest, count=1))[:1]):
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
