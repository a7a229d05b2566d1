"""Complaints, and what is too short to be one."""

from __future__ import annotations

import re

from parsers.meaning import Reading, Report, TooShort
from parsers.words import ALARM, GREETINGS, PLACE_PARTS, SMALL, words_of

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LETTERS_AFTER_KEYWORD = 4
_LETTERS_ALONE = 7
_WORDS_ALONE = 2


def too_short(reading: Reading) -> TooShort | None:
    """Tell a greeting or a slip of the thumb from a complaint.

    Who wrote the keyword means it: four letters are enough ("bogor banjir"). Without it, two words and seven letters
    must be there ("air mati" is a complaint, "halo" and "tes" are not), but who cries fire needs no sentence. Greetings
    are none, however long ("Assalamualaikum wr wb").
    """
    words = set(words_of(reading.body))
    if words & ALARM:
        return None
    if words <= GREETINGS | SMALL | reading.keywords | set(PLACE_PARTS):
        return TooShort()
    return None if _is_long_enough(reading) else TooShort()


def _is_long_enough(reading: Reading) -> bool:
    letters = len(_LETTER.findall(reading.body))
    if reading.named:
        return letters >= _LETTERS_AFTER_KEYWORD
    # Writing systems without blanks between words have long words; those count as several.
    words = sum(1 + len(word) // 16 for word in _WORD.findall(reading.body))
    return letters >= _LETTERS_ALONE and words >= _WORDS_ALONE


def report(reading: Reading) -> Report:
    """Take everything else as a complaint: there is no wrong door."""
    return Report(reading.body)
