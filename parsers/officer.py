"""The officers' commands that are about a complaint: a verb with its number, or its place in the last list.

From an officer's phone, whatever begins with a verb is a command, also one that lacks its number: it must not become a
complaint. From any other phone a verb and a valid number are an officer's attempt from the wrong phone, and nothing
else is. What an officer says after the number is not touched: citizens read it.
"""

from __future__ import annotations

import re

from parsers import command
from parsers.entry import FROM_OFFICER, Entry, Group, each
from parsers.meaning import Misplaced, Order, Report, Usage, Verb
from parsers.named import named
from parsers.number import Found, only_number
from parsers.opening import spoken
from parsers.reading import Reading
from parsers.words import ALARM, THANKS_ONLY, fold, words_of

_WORD = re.compile(r"\W*(?P<word>[^\W\d_]+)[\s:#.,/<(-]*")
# What may stand before a verb or a number and says nothing: "sdh selesai ...", "laporan no ... selesai".
_BEFORE_VERB = re.compile(
    r"\W*(?:(?:sdh|sudah|udah|udh|telah|tlh|laporan|lap|no|nomor|nomer)\b[\s:#.,]*)*", re.IGNORECASE
)

_VERBS = {
    Verb.ACCEPT: "terima trima terimah diterima",
    Verb.START: "proses proces diproses",
    Verb.RESOLVE: "selesai slesai slsai selsai selese beres",
    Verb.REJECT: "bukan bkn",
    Verb.PASS_ON: "oper operkan teruskan terusin trskan",
    Verb.ASK: "tanya tny tanyakan nanya",
    Verb.WITHDRAW: "cabut",
    Verb.POSTPONE: "tunda ditunda tundakan",
    Verb.READ: "baca bacakan",
    # From any other phone it is the citizen's word.
    Verb.UNDO: "batal batalkan batalin btl",
}
# Agreement and talk by themselves, commands beside a number.
_VERBS_WITH_NUMBER = {
    Verb.ACCEPT: "ok oke siap trm trma ambil",
    Verb.START: "otw kerjakan dikerjakan ditangani tangani meluncur",
    Verb.RESOLVE: "done tuntas",
    Verb.PASS_ON: "pindah pindahkan alihkan",
    Verb.READ: "isi detail lihat",
}


def _by_word(*tables: dict[Verb, str]) -> dict[str, Verb]:
    return {fold(word): verb for table in tables for verb, words in table.items() for word in words.split()}


_CLEAR, _ANY = _by_word(_VERBS), _by_word(_VERBS, _VERBS_WITH_NUMBER)
_SMALLEST = 10_000
"""What is less is no number of a complaint, not even one with digits missing: "bogor selesai 2 bulan sudah rusak"."""

_ALSO_ASKED = frozenset({Verb.RESOLVE, Verb.ASK, Verb.READ})


def order(reading: Reading) -> Order | None:
    """Read a command from an officer's phone; without a number it is one too, which will be asked for."""
    if not reading.officer:
        return None
    found = _verb_first(reading.order, _ANY) or _number_first(reading.order)
    # With the keyword it takes a number to be a command: "bogor proses KTP lama" is a complaint.
    return None if found and reading.named and not _has_number(found) else found


def _has_number(found: Order) -> bool:
    """Tell whether a command names a complaint beyond doubt: a place in a list only with nothing after it."""
    return max(found.numbers, default=0) >= _SMALLEST or (bool(found.numbers) and not found.words)


def misplaced(reading: Reading) -> Misplaced | None:
    """Read a verb and a valid number from a phone that is no officer's; "selesai 1672888?" asks, as citizens do.

    Who writes the keyword, or cries for help, reports.
    """
    if reading.officer or reading.named or ALARM.intersection(words_of(reading.body)):
        return None
    found = _verb_first(reading.order, _CLEAR) or _number_first(reading.order)
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


def _verb_first(text: str, verbs: dict[str, Verb]) -> Order | None:
    """Read "SELESAI 1672888 sudah ditambal"; talk is a command only with a number."""
    found = _verb_at_front(text, verbs)
    if found is None:
        return None
    word, rest = found
    order = _order(verbs[word], rest)
    return order if order.numbers or word in _CLEAR else None


def _number_first(text: str) -> Order | None:
    """Read "1672888 SELESAI sudah ditambal" and "1 3 4 terima"."""
    numbers, rest = named(text, several=True)
    found = _verb_at_front(rest, _ANY) if numbers else None
    verb = _ANY[found[0]] if found else None
    if found is None or verb is None or (len(numbers) > 1 and verb is not Verb.ACCEPT):
        return None
    return Order(verb, numbers, spoken(found[1]))


def _verb_at_front(text: str, verbs: dict[str, Verb]) -> tuple[str, str] | None:
    """Give the verb that a text begins with, as the list has it, and the rest; "terima kasih" is none."""
    found = _BEFORE_VERB.match(text)
    first = _WORD.match(text, found.end() if found else 0)
    word = fold(first["word"]) if first else ""
    if first is None or word not in verbs:
        return None
    rest = text[first.end() :]
    is_thanks = verbs[word] is Verb.ACCEPT and set(words_of(rest)[:1]) & THANKS_ONLY
    return None if is_thanks else (word, rest)


def _order(verb: Verb, text: str) -> Order:
    """Read the numbers, one or several, and the words after them; or a number that stands among the words."""
    numbers, rest = named(text, several=verb is Verb.ACCEPT)
    if not numbers and (among := only_number(text)) and among.complete:
        return Order(verb, (among.number,), spoken(among.rest))
    return Order(verb, numbers, spoken(rest))


ORDER = Entry(
    "officer",
    Group.OFFICER,
    order,
    "Perintah petugas dinas: kata perintah, lalu nomor laporan atau urutannya (1-99) di daftar terakhir.",
    "an officer's phone, and a verb (TERIMA, PROSES, SELESAI, BUKAN, OPER, TANYA, TUNDA, BACA, BATAL)",
    each(
        "TERIMA 1672888 | 1 terima | terima 1 3 4 | terima 1-4 | terima laporan no 1.672.888",
        "PROSES 1672888 tim turun besok | selesai 2 sudah ditambal dua titik | selesai#1672888#lubang sudah ditambal",
        "1672888 selesai sudah ditambal | BUKAN 1672888 PLN, itu kabel listrik | OPER 1672888 PLN kabel putus",
        "teruskan 1672888 pln | TANYA 1672888 di RT berapa? | TUNDA 1672888 12/5 tunggu aspal",
        "tunda 3 2 minggu tunggu alat | BACA 1672888 | baca 2 | BATAL 1672888 | selesai",
    ),
    FROM_OFFICER,
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
