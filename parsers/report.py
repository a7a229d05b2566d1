"""Complaints, and what is too short to be one."""

from __future__ import annotations

import re

from parsers.meaning import Reading, Report, TooShort

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LETTERS_AFTER_KEYWORD = 4
_LETTERS_ALONE = 7
_WORDS_ALONE = 2
_ALARM = re.compile(
    r"\W*(?:banjir|kebakaran|longsor|gempa|kecelakaan|begal|tawuran|perampokan|rampok|tenggelam|keracunan)\W*",
    re.IGNORECASE,
)


def too_short(reading: Reading) -> TooShort | None:
    """Tell a greeting or a slip of the thumb from a complaint.

    Who wrote the keyword means it: four letters are enough ("bogor banjir"). Without it, two words and seven letters
    must be there ("air mati" is a complaint, "halo" and "tes" are not), but who cries fire needs no sentence.
    """
    letters = len(_LETTER.findall(reading.body))
    if _ALARM.fullmatch(reading.body):
        return None
    if reading.named:
        return TooShort() if letters < _LETTERS_AFTER_KEYWORD else None
    # Writing systems without blanks between words have long words; those count as several.
    words = sum(1 + len(word) // 16 for word in _WORD.findall(reading.body))
    return TooShort() if letters < _LETTERS_ALONE or words < _WORDS_ALONE else None


def report(reading: Reading) -> Report:
    """Take everything else as a complaint: there is no wrong door."""
    return Report(reading.body)
