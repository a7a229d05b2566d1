"""The citizen's commands.

A command word counts only alone or before a number: "Bantuan sosial belum turun" and "Cek lampu jalan itu" are
complaints.
"""

from __future__ import annotations

import re

from parsers.meaning import Check, Help, Reading

_CHECK = re.compile(r"(?:cek|check|status)\b[\W_]*(?P<number>\d[\d\s.\-]*)?(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_GLUED_CHECK = re.compile(r"(?:cek|check|status)(?P<number>\d{7,9})\b(?P<rest>)", re.IGNORECASE)
_LONE_NUMBER = re.compile(r"[\W_]*(?P<number>\d{3}[ .\-]?\d{4,6})[\W_]*")
_HELP = re.compile(r"(?:\?+|(?:bantuan|help|tolong|info|menu|cara|petunjuk)\W*)", re.IGNORECASE)
_COMPLETE_DIGITS = range(7, 10)
_MOST_DIGITS = 12


def check(reading: Reading) -> Check | None:
    """Read CEK or STATUS with a number, glued or spaced; alone it asks without a number."""
    found = _GLUED_CHECK.match(reading.body) or _CHECK.match(reading.body)
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
    """Read a number that stands alone as the question how that complaint stands."""
    found = _LONE_NUMBER.fullmatch(reading.body)
    return Check(int(re.sub(r"\D", "", found["number"]))) if found else None


def help_wanted(reading: Reading) -> Help | None:
    """Read BANTUAN, HELP, a question mark and their like, alone."""
    return Help() if _HELP.fullmatch(reading.body) else None
