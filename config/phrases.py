"""The notation of phrases, `jalan + rusak|lubang`; topics/README.md explains it to administrators."""

from __future__ import annotations

import re
from dataclasses import dataclass
from sys import intern

_WORD = re.compile(r"=?[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a text must contain: each of `parts` near the others, a part in one of its alternatives.

    An alternative is its words in order, side by side. A word that begins with `=` is meant as written.
    """

    text: str
    parts: tuple[tuple[tuple[str, ...], ...], ...]

    @property
    def words(self) -> frozenset[str]:
        """All words of the phrase, as written."""
        return frozenset(word for part in self.parts for alternative in part for word in alternative)


def parse_phrase(text: object) -> Phrase:
    """Read a phrase; a malformed one is a `ValueError` that says what to write."""
    if not isinstance(text, str):
        raise ValueError("a phrase should be text in quotes")  # noqa: TRY004  # pydantic collects ValueError
    parts = tuple(_part(part, text) for part in text.split("+"))
    return Phrase(text, parts)


def _part(part: str, text: str) -> tuple[tuple[str, ...], ...]:
    alternatives = tuple(tuple(map(intern, alternative.split())) for alternative in part.split("|"))
    if not all(alternatives):
        raise ValueError(f"{text!r} has nothing before or after a + or |; write it as jalan + rusak|lubang")
    for word in (word for alternative in alternatives for word in alternative):
        if not _WORD.fullmatch(word):
            raise ValueError(f"{word!r} in {text!r} is no word of small letters and digits")
    return alternatives
