"""The officers' commands: TUGAS, and a verb with the number of a complaint.

From an officer's phone, whatever begins with a verb is a command, also one that lacks its number: it must not become a
complaint. From any other phone a verb and a valid number are an officer's attempt from the wrong phone, and nothing
else is.
"""

from __future__ import annotations

import re

from parsers import command
from parsers.meaning import Meaning, Misplaced, Order, Reading, Report, Tasks, Usage, Verb
from parsers.number import Found, leading_number
from parsers.words import ALARM, THANKS_ONLY, fold, words_of

_TASKS = re.compile(r"(?:tugas|daftar|task|list)(?:\s+(?P<page>\d{1,3}))?[\s.!?]*", re.IGNORECASE)
_FIRST_WORD = re.compile(r"\W*(?P<word>[^\W\d_]+)[\s:#.,/<(-]*")
_FILLERS = re.compile(r"(?:(?:no|nomor|nomer|laporan|lapor|aduan|pengaduan|tiket|dan|dn)\b[\s:#.,]*)+", re.IGNORECASE)

_VERBS = {
    fold(word): verb
    for verb, words in {
        Verb.ACCEPT: "terima trima terimah diterima",
        Verb.START: "proses proces diproses",
        Verb.RESOLVE: "selesai slesai slsai selsai selese beres",
        Verb.REJECT: "bukan bkn",
        Verb.PASS_ON: "teruskan terusin trskan",
        Verb.ASK: "tanya tny tanyakan nanya",
    }.items()
    for word in words.split()
}


_ALSO_ASKED = frozenset({Verb.RESOLVE, Verb.ASK})


def order(reading: Reading) -> Meaning | None:
    """Read a command from an officer's phone; without a number it is one too, which will be asked for."""
    if not reading.officer:
        return None
    tasks = _TASKS.fullmatch(reading.body)
    if tasks:
        return Tasks(max(1, int(tasks["page"] or 1)))
    return _verb_first(reading.body) or _number_first(reading.body)


def misplaced(reading: Reading) -> Misplaced | None:
    """Read a verb and a valid number from a phone that is no officer's; "selesai 1672888?" asks, as citizens do."""
    found = None if reading.officer else _verb_first(reading.body)
    if found is None or not found.numbers or not Found(found.numbers[0], "").valid:
        return None
    if found.verb in _ALSO_ASKED and command.question(reading):
        return None
    return Misplaced(found.numbers[0], Report(reading.body))


def usage(reading: Reading) -> Usage | None:
    """Take what else an officer's phone writes as a slip: a complaint of their own begins with the keyword.

    Who cries fire is heard from any phone.
    """
    heard = reading.named or ALARM.intersection(words_of(reading.body))
    return None if heard or not reading.officer else Usage()


def _verb_first(text: str) -> Order | None:
    """Read "SELESAI 1672888 sudah ditambal"; "terima kasih" is none."""
    first = _FIRST_WORD.match(text)
    verb = _VERBS.get(fold(first["word"])) if first else None
    if first is None or verb is None:
        return None
    rest = _strip_fillers(text[first.end() :])
    if verb is Verb.ACCEPT and set(words_of(rest)[:1]) & THANKS_ONLY:
        return None
    return _order(verb, rest)


def _number_first(text: str) -> Order | None:
    """Read "1672888 SELESAI sudah ditambal"."""
    found = leading_number(text)
    first = _FIRST_WORD.match(found.rest) if found else None
    verb = _VERBS.get(fold(first["word"])) if first else None
    if found is None or first is None or verb is None:
        return None
    return Order(verb, (found.number,), _words(found.rest[first.end() :]))


def _order(verb: Verb, text: str) -> Order:
    """Read the number and the words; TERIMA alone may take several, for it needs no words."""
    numbers: list[int] = []
    while (found := leading_number(text)) and (not numbers or (verb is Verb.ACCEPT and found.complete)):
        numbers.append(found.number)
        text = _strip_fillers(_words(found.rest))
    return Order(verb, tuple(numbers), _words(text))


def _strip_fillers(text: str) -> str:
    filler = _FILLERS.match(text)
    return text[filler.end() :] if filler else text


def _words(text: str) -> str:
    return text.strip(" \t\r\n.,:;#>)-")
