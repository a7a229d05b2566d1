"""Letters as they are compared, small and without accents, and the words that they make."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 2_000
"""Characters beyond this are not looked at: thirteen SMS say it all, and a text may cost only so much time."""
BREAKS = frozenset(",;!?\n")
"""The signs over which no phrase goes."""
_UNSEEN = frozenset({"Mn", "Me", "Cf"})
"""Accents, and signs that only format: a soft hyphen, a joiner, a space without width."""
_TOKEN = re.compile(r"[^\W_]+|[,;!?\n]")


def plain(text: str) -> str:
    """Small letters without accents: é is e, and so is a bold or full-width one; what cannot be seen is not there."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if unicodedata.category(letter) not in _UNSEEN).lower()


# The rules ask for a text, and then the classifier for the same one.
@lru_cache(maxsize=4)
def tokens(text: str) -> tuple[str, ...]:
    """Cut a text into words, numbers and the breaks between them, all plain."""
    return tuple(_TOKEN.findall(plain(text[:LONGEST])))
