"""Text as the grammar compares it: small letters, no accents, straight quotes, letters where digits stand for them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_QUOTES = str.maketrans("\u2018\u2019\u201a\u201b\u2032`\u00b4\u201c\u201d\u201e\u00ab\u00bb", "'''''''\"\"\"\"\"")
_MARKS = re.compile(r"[\u0300-\u036f]+")
_MIXED = re.compile(r"(?=[^\W_]*\d)(?=[^\W_]*[^\W\d_])[^\W_]+")
_LETTERS_MEANT = str.maketrans("0134579", "oieastg")
_L_MEANT = str.maketrans("0134579", "oleastg")

# A text that tells what to send, as it stands on a poster: "Ketik BOGOR (spasi) jalan rusak".
_COPIED = re.compile(r"\s*[<\[\"'(]|\s*(?:ketik|ktik|tulis|kirim|balas|bales|bls)\b|.{0,40}\bspasi\b", re.DOTALL)
_LEAD = re.compile(r"[\s\"'<(\[]*(?:ketik|ktik|tulis|kirim|balas|bales|bls)(?:\s+(?:sms|dengan|dgn))?\b[\s:;,.]*")
_PLEA = re.compile(r"\s*kirim\w*\s+(?:bantuan|tolong|petugas|bantu)\b")
_BLANK = re.compile(r"[(<\[]\s*spasi\s*[)>\]]|(?<=[\w>\]])\s+spasi\s+(?=\S)")
_BRACKETS = re.compile(r"[<\[]([^<>\[\]]*)[>\]]")
_OUTSIDE = " \t\r\n\"'\u201c\u201d\u2018\u2019"


def plain(text: str) -> str:
    """Write a text in small letters without accents and with straight quotes; its length and places stay."""
    return text.lower() if text.isascii() else "".join(map(_plain_character, text))


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    """Give what a character is by itself; one that would become several stays."""
    straight = character.translate(_QUOTES)
    base = unicodedata.normalize("NFKD", straight)[:1].lower()
    return base if len(base) == 1 else character


def bare(text: str) -> str:
    """Write a text as `plain` does, and without the accents that are characters of their own."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.translate(_QUOTES))).lower()


def letters_meant(word: str) -> tuple[str, ...]:
    """Give what a word may be in which digits stand for letters: `b0g0r`, `c3k`; nothing if none does."""
    if word.isalpha() or not _MIXED.fullmatch(word):
        return ()
    return tuple(dict.fromkeys((word.translate(_LETTERS_MEANT), word.translate(_L_MEANT))))


def without_instructions(text: str) -> str:
    """Take off what people copy with an instruction: "ketik", "(spasi)", brackets around words, quotes around all.

    The same text if there is nothing of it. Whether it was an instruction, what is left must show.
    """
    small = plain(text)
    if not _COPIED.match(small) or _PLEA.match(small):
        return text
    lead = _LEAD.match(small)
    cut = text[lead.end() :] if lead else text
    cut = _substitute(_BLANK, " ", cut)
    return _BRACKETS.sub(r"\1", cut).strip(_OUTSIDE)


def _substitute(pattern: re.Pattern[str], by: str, text: str) -> str:
    """Replace what the pattern finds in the plain text, whose places are those of the text."""
    pieces, at = [], 0
    for found in pattern.finditer(plain(text)):
        pieces += [text[at : found.start()], by]
        at = found.end()
    return "".join([*pieces, text[at:]])
