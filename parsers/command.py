"""CEK and its like: how does my complaint stand.

A command counts only if nothing but words of its own kind stands beside it: "Bantuan sosial belum turun" and "Cek lampu
jalan itu" are complaints.
"""

from __future__ import annotations

import re

from parsers import report
from parsers.entry import Entry, Group, each
from parsers.meaning import Add, Check, Help, Verdict
from parsers.number import Found, leading_number
from parsers.opening import end_of_command, spoken
from parsers.reading import Reading
from parsers.service_words import CHECK, STILL
from parsers.words import (
    NUMBER_WORDS,
    POLITE,
    QUESTION,
    RESULT_WORDS,
    STATE_WORDS,
    STATUS_WORDS,
    SUBJECT_WORDS,
    THANKS,
    words_of,
)

# What people write between the command and the number, because our own texts say "CEK nomor".
_FILLERS = re.compile(
    r"[\W_]*(?:(?:(?:dan[\W_]+)?(?:no|nomor|nomer)(?:nya)?|laporan|lapor|aduan|pengaduan|tiket|saya)(?![^\W\d_])[\W_]*)*",
    re.IGNORECASE,
)
# Letters before at least five digits, in one word: no house, no plate and no road is called so. With the system or not.
_ELSEWHERE = re.compile(r"\W*(?=[a-z])((?:[a-z]{2,20}:)?(?:[a-z]{2,8}[-/.:]?)?\d{5,20})\W*", re.IGNORECASE | re.ASCII)
_POLITE = QUESTION | THANKS | POLITE
_COMPLETE_DIGITS = range(7, 10)
_OUR_NUMBER = re.compile(r"(?<!\d)\d{7,9}(?!\d)")


def sent_back(reading: Reading) -> Check | Help | None:
    """Know our own text again, which somebody forwards or a machine sends back."""
    numbered = reading.vocabulary.ours.find(reading.text)
    if numbered is None:
        return None
    numbers = (int(digits) for digits in _OUR_NUMBER.findall(reading.text)) if numbered else iter(())
    valid = next((number for number in numbers if Found(number, "").valid), None)
    return Check(valid, sent_back=True) if valid else Help()


def check(reading: Reading) -> Check | Verdict | Add | None:
    """Read CEK or STATUS with a number, glued or spaced; alone it asks without a number.

    Words that say more than that are not lost: "CEK 1672888 belum selesai juga, masih bolong".
    """
    end = end_of_command(reading.plain, CHECK)
    if end is None:
        return None
    fillers = _FILLERS.match(reading.body, end)
    rest = reading.body[fillers.end() if fillers else end :]
    found = leading_number(rest)
    if elsewhere := _ELSEWHERE.fullmatch(rest):
        return Check(None, elsewhere=elsewhere[1].upper())
    if found is None:
        return None if spoken(rest) or rest.strip(" .,!?<>()\n\"'#") else Check(None)
    return _with_words(found, reading)


def _with_words(found: Found, reading: Reading) -> Check | Verdict | Add | None:
    said = spoken(found.rest)
    if not said:
        return Check(found.number)
    if len(str(found.number)) not in _COMPLETE_DIGITS:
        return None
    words = set(words_of(said)) - reading.keywords
    if words <= _POLITE and not (words & STILL and "?" not in said):
        return Check(found.number)
    if not found.ours:
        return None
    return Verdict(solved=False, number=found.number, words=said) if words & STILL else Add(found.number, said)


def lone_number(reading: Reading) -> Check | None:
    """Read a number that stands alone as the question how that complaint stands."""
    found = reading.number
    if found is None or not NUMBER_WORDS.issuperset(words_of(found.rest)):
        return None
    return Check(found.number)


def question(reading: Reading) -> Check | None:
    """Read a question about a complaint in people's own words, with its number or without.

    A number of ours in a text that would be too short for a complaint is such a question as well. An officer who
    writes so means to tell something, and would take our answer for a yes.
    """
    if reading.officer:
        return None
    found = reading.number
    words = frozenset(words_of(found.rest)) - reading.keywords if found else reading.said
    asks = words <= QUESTION and _asks(words)
    if found is None:
        return Check(None) if asks else None
    polite = words <= _POLITE or report.too_short(reading)
    return Check(found.number) if asks or (found.valid and polite) else None


def _asks(words: frozenset[str]) -> bool:
    return bool(words & STATUS_WORDS or (words & (SUBJECT_WORDS | RESULT_WORDS) and words & STATE_WORDS))


OURS = Entry(
    "ours",
    Group.NOTHING,
    sent_back,
    "SMS kami yang dikirim kembali: kami jawab dengan keadaan laporan itu.",
    "nearly all words of one of our own texts",
    each(
        "Laporan 1672888 diterima, diteruskan ke Dinas PUPR. Kabar kami kirim ke nomor ini.",
        "> Laporan 1672888: sudah diteruskan, Dinas PUPR (22/11 03:14). Kalau ada perubahan, kami kabari.",
    ),
)
CHECK_COMMAND = Entry(
    "check",
    Group.STATUS,
    check,
    "Menanyakan keadaan laporan: CEK dan nomornya, atau CEK saja untuk semua laporan Anda yang masih terbuka.",
    "CEK or STATUS, alone or before a number",
    each(
        "CEK 1234567 | cek | status 1234567 | cek#1234567 | cek1234567 | CEK 123 4567 | CEK nomor 1234567",
        "status laporan saya | c3k l672888 | priksa 1672888 | cek 1672888 belum selesai juga, masih bolong",
        "CEK dan nomornya | CEK LGWP48151623 | cek 202611220017",
    ),
    explained=True,
)
NUMBER = Entry(
    "number",
    Group.STATUS,
    lone_number,
    "Nomor laporan saja juga berarti CEK.",
    "a number and nothing but words for number",
    each("1234567 | 1.234.567 | 12345 | bogor 1234567 | Laporan 1234567"),
    explained=True,
)
ASKED = Entry(
    "question",
    Group.STATUS,
    question,
    "Bertanya dengan kata sendiri.",
    "nothing but words of asking, and a number or a word that asks how it stands",
    each(
        "laporan saya 1672888 sudah sampai mana | tolong cek l672888 | 1672888 pak | laporan saya gimana pak",
        "kok belum ada kabar | sdh ada hasilnya blm pak",
    ),
    explained=True,
)
