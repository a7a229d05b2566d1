"""Several commands in one SMS: "1 selesai lubang ditambal, 2 proses tim turun besok".

Taken for one, the second would be read to the citizen of the first as its words.
"""

from __future__ import annotations

import itertools
import re

from parsers.named import COUNTED
from parsers.number import Found
from parsers.officer_meaning import MOST_PLACES, Order
from parsers.verbs import ANY, CLEAR, SILENT, number_first, verb_first
from parsers.words import word_list, words_of

_NUMBER = r"(?:(?:no|nomor|nomer|laporan|lap)\b\W*)?\d{1,9}"
# What parts two commands; or only a blank, where a word and a number follow that stand side by side.
_BREAK = re.compile(
    rf"[,;&\n\r]|\.\s|\s(?:dan|dn)\s|(?P<blank>[^\S\n\r]+)"
    rf"(?={_NUMBER}\W+[^\W\d]|(?:(?:sdh|sudah|udah|telah)\s+)?(?P<verb>[^\W\d_]+)\W*{_NUMBER})",
    re.IGNORECASE,
)
_MOST_BREAKS = 40

_LABELS = word_list(
    "jam pukul pkl tgl tanggal hari minggu bulan rt rw gang gg jalan jl jln blok km lantai tahap ke dari titik pos sd",
    "smp sma kelurahan kecamatan dusun unit",
)
"""The number after these is no place in a list, but an hour, a house or a stage: "tim turun jam 2 selesai sore"."""

_DOERS = word_list("kami kita saya sy aku tim petugas warga untuk utk yang yg akan dalam dlm tunggu nunggu menunggu")
"""A verb after these is what somebody does, and no command: "kami tanya 2 warga"."""

_COUNTED = COUNTED | word_list("laporan aduan keluhan kk keluarga kabel tetangga rt rw")
"""What follows is an amount, and no place: "kami terima 3 laporan serupa"."""

_COMPARED = re.compile(r"\W*\d+\W+(?:bukan|bkn)\W+\d", re.IGNORECASE)


def orders_in(text: str) -> tuple[Order, ...]:
    """Read the commands of a text, in their order: one as a rule, none if it begins with none."""
    for found in itertools.islice(_BREAK.finditer(text), _MOST_BREAKS):
        before, after = text[: found.start()], text[found.end() :]
        head = _order(before)
        if not (head and head.numbers and _begins_another(after)) or _goes_on(before, head, after):
            continue
        if not found["blank"] or _stands_alone(before, after, by_verb=bool(found["verb"])):
            return (head, *orders_in(after))
    whole = _order(text)
    return (whole,) if whole else ()


def _order(text: str) -> Order | None:
    return verb_first(text, ANY) or number_first(text, ANY)


def _begins_another(text: str) -> bool:
    """Tell whether a text begins with a command: a clear verb beside a place or a valid number."""
    read = (verb_first(text, CLEAR), number_first(text, CLEAR))
    return any(_is_place_or_valid(number) for order in read if order for number in order.numbers)


def _stands_alone(before: str, after: str, *, by_verb: bool) -> bool:
    """Tell a command after a mere blank from ordinary words, by the words around it; in doubt it is a command."""
    last = words_of(before)[-1:]
    if _COMPARED.match(" ".join([*last, after]) if by_verb else after):
        return False
    if by_verb:
        after_number = itertools.dropwhile(lambda word: not word.isdigit(), words_of(after))
        return not (_DOERS.intersection(last) or _COUNTED.intersection(itertools.islice(after_number, 1, 2)))
    return not (_LABELS.intersection(last) or any(len(word) == 1 for word in last))


def _goes_on(before: str, head: Order, after: str) -> bool:
    """Tell whether further numbers of the first verb follow, which is said once more: "selesai 1 dan 2 beres semua"."""
    again = number_first(after, CLEAR)
    if head.words or head.verb in SILENT:
        return False
    return again is not None and again.verb is head.verb and bool(verb_first(before, ANY))


def _is_place_or_valid(number: int) -> bool:
    return number <= MOST_PLACES or Found(number, "").valid
