"""The citizen's commands.

A command word counts only alone or before a number: "Bantuan sosial belum turun" and "Cek lampu jalan itu" are
complaints.
"""

from __future__ import annotations

import re

from parsers.meaning import Check, Help, Reading, Thanks

# What people write between the command and the number, because our own texts say "CEK nomor".
_WORD_ENDS = r"(?![^\W\d_])[\W_]*"
_FILLERS = rf"(?:(?:no|nomor|nomer|laporan|lapor|aduan|pengaduan|tiket|saya){_WORD_ENDS})*"
_CHECK = re.compile(
    rf"(?:cek|check|status){_WORD_ENDS}{_FILLERS}(?P<number>\d[\d\s.\-]*)?(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_LONE_NUMBER = re.compile(rf"[\W_]*{_FILLERS}(?P<number>\d{{3}}[ .\-]?\d{{4,6}})[\W_]*", re.IGNORECASE)
_HELP = re.compile(r"(?:\?+|(?:bantuan|help|tolong|info|menu|cara(?:\s+(?:me)?lapor)?|petunjuk)\W*)", re.IGNORECASE)
_THANKS_WORD = (
    r"(?:t(?:e)?rima\s*kasih|tr?im(?:s|akasih)|ma?ka?sih|mksh|thanks?|thx|tks|(?:hatur\s+)?nuhun|(?:matur\s+)?(?:nu|su)wun"
    r"|ok(?:e|ey|ay)?|sip|siap|baik(?:lah)?)"
)
_POLITE_WORD = r"(?:banyak|sangat|ya+|pak|bapak|bu|ibu|kak|min|admin|atas|info(?:nya)?|bantuan(?:nya)?|jawaban(?:nya)?)"
_THANKS = re.compile(rf"\W*{_THANKS_WORD}(?:\W+(?:{_THANKS_WORD}|{_POLITE_WORD}))*\W*", re.IGNORECASE)
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
    """Read a number that stands alone as the question how that complaint stands."""
    found = _LONE_NUMBER.fullmatch(reading.body)
    return Check(int(re.sub(r"\D", "", found["number"]))) if found else None


def help_wanted(reading: Reading) -> Help | None:
    """Read BANTUAN, HELP, a question mark and their like, alone."""
    return Help() if _HELP.fullmatch(reading.body) else None


def thanks(reading: Reading) -> Thanks | None:
    """Read thanks and nothing else; "Terima kasih pasukan kuning, tapi ..." goes on and is a complaint."""
    return Thanks() if _THANKS.fullmatch(reading.body) else None
