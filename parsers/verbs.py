"""One officer's command in a text: a verb with its number before or after it, and the words that follow."""

from __future__ import annotations

import re

from parsers.named import named
from parsers.number import only_number
from parsers.officer_meaning import Order, Verb
from parsers.opening import spoken
from parsers.words import THANKS_ONLY, fold, words_of

_WORD = re.compile(r"\W*(?P<word>[^\W\d_]+)[\s:#.,/<(-]*")
# What may stand before a verb or a number and says nothing: "sdh selesai ...", "laporan no ... selesai".
_BEFORE_VERB = re.compile(
    r"\W*(?:(?:(?P<done>sdh|sudah|sudh|udah|udh|dah|telah|tlh)|laporan|lap|no|nomor|nomer)\b[\s:#.,]*)*", re.IGNORECASE
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
# With SUDAH before them these say that it is done.
_VERBS_WHEN_DONE = {Verb.RESOLVE: "dikerjakan ditangani"}


def _by_word(*tables: dict[Verb, str]) -> dict[str, Verb]:
    return {fold(word): verb for table in tables for verb, words in table.items() for word in words.split()}


CLEAR, ANY = _by_word(_VERBS), _by_word(_VERBS, _VERBS_WITH_NUMBER)
"""The words that are commands by themselves, and those that are beside a number too."""

_WHEN_DONE = _by_word(_VERBS_WHEN_DONE)
SILENT = frozenset({Verb.ACCEPT, Verb.READ})
"""What says nothing to anybody: whatever number follows names a complaint."""


def verb_first(text: str, verbs: dict[str, Verb]) -> Order | None:
    """Read "SELESAI 1672888 sudah ditambal"; talk is a command only with a number."""
    found = _verb_at_front(text, verbs)
    if found is None:
        return None
    verb, rest, is_clear = found
    order = _order(verb, rest)
    return order if order.numbers or is_clear else None


def number_first(text: str, verbs: dict[str, Verb]) -> Order | None:
    """Read "1672888 SELESAI sudah ditambal" and "1, 3 dan 4 terima"."""
    for silent in (False, True):
        numbers, rest = named(text, silent=silent)
        found = _verb_at_front(rest, verbs) if numbers else None
        if found and (not silent or found[0] in SILENT):
            return Order(found[0], numbers, spoken(found[1]))
    return None


def _verb_at_front(text: str, verbs: dict[str, Verb]) -> tuple[Verb, str, bool] | None:
    """Give the verb that a text begins with, the rest, and whether it needs no number; "terima kasih" is none."""
    before = _BEFORE_VERB.match(text)
    first = _WORD.match(text, before.end() if before else 0)
    word = fold(first["word"]) if first else ""
    if first is None or word not in verbs:
        return None
    verb, rest = verbs[word], text[first.end() :]
    if before and before["done"]:
        verb = _WHEN_DONE.get(word, verb)
    is_thanks = verb is Verb.ACCEPT and set(words_of(rest)[:1]) & THANKS_ONLY
    return None if is_thanks else (verb, rest, word in CLEAR)


def _order(verb: Verb, text: str) -> Order:
    """Read the numbers, one or several, and the words after them; or a number that stands among the words."""
    numbers, rest = named(text, silent=verb in SILENT, dated=verb is Verb.POSTPONE)
    if not numbers and (among := only_number(text)) and among.complete:
        return Order(verb, (among.number,), spoken(among.rest))
    return Order(verb, numbers, spoken(rest))
