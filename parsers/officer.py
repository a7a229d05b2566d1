"""The officers' commands that are about a complaint: a verb with its number, or its place in the last list.

From an officer's phone, whatever begins with a verb is a command, also one that lacks its number: it must not become a
complaint. From any other phone a verb and a valid number are an officer's attempt from the wrong phone, and nothing
else is. What an officer says after the number is not touched: citizens read it.
"""

from __future__ import annotations

import re

from parsers import command
from parsers.entry import FROM_OFFICER, LISTED, Entry, Group, each
from parsers.meaning import Awaited, Misplaced, Report
from parsers.number import Found
from parsers.officer_meaning import Order, Orders, Usage, Verb
from parsers.reading import Reading
from parsers.several import orders_in
from parsers.verbs import ANY, CLEAR, SILENT, number_first, verb_first
from parsers.words import ALARM, words_of

_SMALLEST = 10_000
"""What is less is no number of a complaint, not even one with digits missing: "bogor selesai 2 bulan sudah rusak"."""

_LONE_PLACE = re.compile(r"\W*(?:(?:no|nomor|nomer|laporan|lap)\b\W*)*0?(?P<place>[1-9]\d?)\W*", re.IGNORECASE)
_TAKE_A_DIGIT = frozenset({Awaited.PICK, Awaited.RATING, Awaited.WORDS})
_ALSO_ASKED = frozenset({Verb.RESOLVE, Verb.ASK, Verb.READ})


def order(reading: Reading) -> Order | Orders | None:
    """Read a command from an officer's phone; without a number it is one too, which will be asked for."""
    if not reading.officer:
        return None
    found = orders_in(reading.order)
    # After a greeting, as with the keyword, it takes a number to be a command: "pak selesai kapan?" is none.
    if not found and reading.command != reading.order:
        found = tuple(each for each in orders_in(reading.command) if each.numbers)
    # "bogor proses KTP lama" is a complaint.
    if not found or (reading.named and not all(map(_has_number, found))):
        return None
    return _as_one(found)


def _as_one(found: tuple[Order, ...]) -> Order | Orders:
    """Take several commands for one that names all their numbers, if it says nothing; for others none is obeyed."""
    verbs = {each.verb for each in found}
    if len(found) == 1:
        return found[0]
    if len(verbs) > 1 or not verbs <= SILENT or any(each.words for each in found):
        return Orders()
    return Order(found[0].verb, tuple(dict.fromkeys(number for each in found for number in each.numbers)), "")


def place(reading: Reading) -> Order | None:
    """Read a lone place in the list that was sent lately, as a lone number is read, unless something else is open."""
    listed = reading.officer and reading.awaits(Awaited.PLACE)
    found = _LONE_PLACE.fullmatch(reading.command) if listed else None
    if found is None or reading.situation.awaited & _TAKE_A_DIGIT:
        return None
    return Order(Verb.READ, (int(found["place"]),), "")


def _has_number(found: Order) -> bool:
    """Tell whether a command names a complaint beyond doubt: a place in a list only with nothing after it."""
    return max(found.numbers, default=0) >= _SMALLEST or (bool(found.numbers) and not found.words)


def misplaced(reading: Reading) -> Misplaced | None:
    """Read a verb and a valid number from a phone that is no officer's; "selesai 1672888?" asks, as citizens do.

    Who writes the keyword, or cries for help, reports.
    """
    if reading.officer or reading.named or ALARM.intersection(words_of(reading.body)):
        return None
    found = verb_first(reading.order, CLEAR) or number_first(reading.order, ANY)
    if found is None or not found.numbers or not Found(found.numbers[0], "").valid:
        return None
    if found.verb in _ALSO_ASKED and command.question(reading):
        return None
    return Misplaced(found.numbers[0], Report(reading.order))


def usage(reading: Reading) -> Usage | None:
    """Take what else an officer's phone writes as a slip: a complaint of their own begins with the keyword.

    Who cries fire is heard from any phone.
    """
    heard = reading.named or ALARM.intersection(words_of(reading.body))
    if heard or not reading.officer:
        return None
    found = reading.number
    return Usage(found.number if found and found.valid else None)


ORDER = Entry(
    "officer",
    Group.OFFICER,
    order,
    "Perintah petugas dinas: kata perintah, lalu nomor laporan atau urutannya (1-99) di daftar terakhir.",
    "an officer's phone, and a verb (TERIMA, PROSES, SELESAI, BUKAN, OPER, TANYA, TUNDA, BACA, BATAL)",
    each(
        "TERIMA 1672888 | 1 terima | terima 1 3 4 | terima 1-4 | terima laporan no 1.672.888 | 1 terima, 2 terima",
        "selesai 1 dan 2 sudah ditambal semua | 1,2 proses tim turun besok | baca 1 2",
        "siang bu, 1 sudah dikerjakan lubang ditutup",
        "PROSES 1672888 tim turun besok | selesai 2 sudah ditambal dua titik | selesai#1672888#lubang sudah ditambal",
        "1672888 selesai sudah ditambal | BUKAN 1672888 PLN, itu kabel listrik | OPER 1672888 PLN kabel putus",
        "teruskan 1672888 pln | TANYA 1672888 di RT berapa? | TUNDA 1672888 12/5 tunggu aspal",
        "tunda 3 2 minggu tunggu alat | BACA 1672888 | baca 2 | BATAL 1672888 | selesai",
    ),
    FROM_OFFICER,
    explained=True,
)
PLACE = Entry(
    "place",
    Group.OFFICER,
    place,
    "Urutan di daftar terakhir saja juga berarti BACA, kalau tidak ada pertanyaan kami yang dijawab dengan angka.",
    "an officer's phone that a list was sent to lately, and one or two digits; no open question that takes them",
    each("1 | 2. | no 3"),
    LISTED,
    explained=True,
)
MISPLACED = Entry(
    "misplaced",
    Group.OFFICER,
    misplaced,
    "Perintah petugas dari telepon yang tidak terdaftar: tidak mengubah apa-apa.",
    "an officer's verb and a valid number, from a phone that is no officer's",
    each("TERIMA 1672888 | PROSES 1672888 tim turun besok | bukan 1672888 itu kabel PLN"),
)
USAGE = Entry(
    "usage",
    Group.OFFICER,
    usage,
    "SMS lain dari telepon petugas: kami jelaskan perintahnya. Mau melapor sendiri? Awali dengan kata kunci daerah.",
    "an officer's phone, no keyword, no cry of alarm",
    each("sudah ditangani pak | lampu sudah kami ganti kemarin"),
    FROM_OFFICER,
)
