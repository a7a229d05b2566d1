"""Taking words out of texts: those that were named, or all that a text shares with another. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher

MARKER = "(...)"
"""What stands where words were; it costs no second alphabet."""

_TELLING = 3

_LEAST = 12
"""So many characters in a row are words of a text; fewer any text may have."""


def without(words: str) -> Callable[[str], str]:
    """Make the cut of some words, however they are written: capitals and blanks make no difference."""
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words.split()), re.IGNORECASE)
    return lambda text: pattern.sub(MARKER, text)


def without_each(words: str) -> Callable[[str], str]:
    """Make the cut of each of some words by itself; "di" tells nothing of anybody."""
    each = [re.escape(word) for word in words.split() if len(word) >= _TELLING]
    pattern = re.compile(rf"\b({'|'.join(each)})\b", re.IGNORECASE) if each else None
    return lambda text: pattern.sub(MARKER, text) if pattern else text


def without_whole(texts: Iterable[str]) -> Callable[[str], str]:
    """Make the cut of texts where they stand whole."""
    cuts = [without(text) for text in texts if text.strip()]

    def cut(text: str) -> str:
        for each in cuts:
            text = each(text)
        return text

    return cut


def without_shared(texts: Iterable[str]) -> Callable[[str], str]:
    """Make the cut of texts also where only a part of one is told, as an SMS has room for."""
    whole = [" ".join(text.split()) for text in texts if text.strip()]

    def cut(text: str) -> str:
        for each in whole:
            text = _cut_shared(text, each)
        return text

    return cut


def _cut_shared(text: str, source: str) -> str:
    least = min(_LEAST, len(source))
    matcher = SequenceMatcher(None, text.lower(), source.lower(), autojunk=False)
    shared = matcher.find_longest_match()
    if len(text) != len(text.lower()) or shared.size < least:
        return text
    end = shared.a + shared.size
    return _cut_shared(text[: shared.a], source) + MARKER + _cut_shared(text[end:], source)
