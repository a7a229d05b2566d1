"""The citizen's commands.

A command counts only if nothing but words of its own kind stands beside it: "Bantuan sosial belum turun" and "Cek lampu
jalan itu" are complaints.
"""

from __future__ import annotations

import re

from parsers import report
from parsers.meaning import Check, Help, Reading, Thanks
from parsers.number import only_number
from parsers.words import (
    DONE,
    GRATITUDE,
    GREETINGS,
    INTENT,
    NUMBER_WORDS,
    POLITE,
    QUESTION,
    SMALL,
    STATE_WORDS,
    STATUS_WORDS,
    SUBJECT_WORDS,
    THANKS,
    words_of,
)

# What people write between the command and the number, because our own texts say "CEK nomor".
_WORD_ENDS = r"(?![^\W\d_])[\W_]*"
_FILLERS = rf"(?:(?:no|nomor|nomer|laporan|lapor|aduan|pengaduan|tiket|saya){_WORD_ENDS})*"
_CHECK = re.compile(
    rf"(?:cek|check|status){_WORD_ENDS}{_FILLERS}(?P<number>\d[\d\s.\-]*)?(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
# Our own answers begin so; people send them back to ask.
_OUR_ANSWER = re.compile(
    r"[\W_]*(?:(?P<number>laporan\s\d{7,9})(?:\sditerima[.,]|\.\sbahaya|[\s:].*\(\d\d/\d\d \d\d:\d\d\))"
    r"|darurat\s(?P<alert>\d{7,9})[,:])",
    re.IGNORECASE | re.DOTALL,
)
_QUESTION_MARKS = re.compile(r"\?[?\s]*")
_COMPLETE_DIGITS = range(7, 10)
_MOST_DIGITS = 12


def check(reading: Reading) -> Check | None:
    """Read CEK or STATUS with a number, glued or spaced; alone it asks without a number."""
    found = _CHECK.match(reading.body)
    if found is None:
        return None
    digits = re.sub(r"\D", "", found["number"] or "")
    rest = found["rest"].strip(" .,!?<>()\n")
    if not digits:
        return None if rest else Check(None)
    if len(digits) > _MOST_DIGITS or (rest and len(digits) not in _COMPLETE_DIGITS):
        return None
    return Check(int(digits))


def lone_number(reading: Reading) -> Check | None:
    """Read a number that stands alone as the question how that complaint stands, and our own answer sent back."""
    answer = _OUR_ANSWER.match(reading.body)
    found = only_number(answer["number"] or answer["alert"] if answer else reading.body)
    if found is None or not NUMBER_WORDS.issuperset(words_of(found.rest)):
        return None
    return Check(found.number, sent_back=answer is not None) if found.valid or not answer else None


def question(reading: Reading) -> Check | None:
    """Read a question about a complaint in people's own words, with its number or without.

    A number of ours in a text that would be too short for a complaint is such a question as well. An officer who
    writes so means to tell something, and would take our answer for a yes.
    """
    if reading.officer:
        return None
    found = only_number(reading.body)
    words = _words(found.rest if found else reading.body, reading)
    asks = words <= QUESTION and _asks(words)
    if found is None:
        return Check(None) if asks else None
    polite = words <= QUESTION | THANKS | POLITE or report.too_short(reading)
    return Check(found.number) if asks or (found.valid and polite) else None


def _asks(words: set[str]) -> bool:
    return bool(words & STATUS_WORDS or (words & SUBJECT_WORDS and words & STATE_WORDS))


def thanks(reading: Reading) -> Thanks | None:
    """Read thanks and nothing else; "Terima kasih pasukan kuning, tapi ..." goes on and is a complaint."""
    words = _words(reading.body, reading)
    if not words & THANKS or not words <= THANKS | POLITE | DONE | GREETINGS | SMALL:
        return None
    return Thanks(agrees=not words & GRATITUDE)


def help_wanted(reading: Reading) -> Help | None:
    """Read BANTUAN, a question mark, "mau lapor pak" and their like: an intention without a matter."""
    words = _words(reading.body, reading)
    wanted = words & INTENT and words <= INTENT | GREETINGS | SMALL
    return Help() if wanted or _QUESTION_MARKS.fullmatch(reading.body) else None


def _words(text: str, reading: Reading) -> set[str]:
    return set(words_of(text)) - reading.keywords
