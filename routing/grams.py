"""What a text is to the classifier: the words that are meant, the pairs of them side by side, the letters of each.

Words go through the spellings of the catalogue first (`jln` is `jalan`), for what a citizen means says more than how
it was typed. The letters of a word make one that was never seen before still like those it resembles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from routing.features import respell
from routing.landmarks import NOWHERE, Landmarks
from routing.plain import BREAKS, tokens

if TYPE_CHECKING:
    from routing.classifier import Classifier

HINT = "@"
"""What a word begins with that is not of the text but was added by another classifier (`routing.hints`)."""

_NUMBER = re.compile("[0-9]{3,}")
"""In a word only what is so long: 4g is no number."""
_REMEMBERED = 20_000
_SHORTEST, _LONGEST = 3, 5
"""How many letters in a row are looked at together, the blanks around a word included."""


class Speller:
    """Reads texts into the words that are meant; a spelling may stand for several. `landmarks` are left out."""

    def __init__(self, spellings: Mapping[str, str], landmarks: Landmarks | None = None) -> None:
        self._spellings = spellings
        self._landmarks = landmarks
        self._look_up = lru_cache(_REMEMBERED)(self._meant)

    @property
    def hinting(self) -> Classifier | None:
        """The classifier whose hints it adds to the words: none."""
        return None

    def words(self, text: str) -> list[str]:
        """Give the words of a text in their order; never fails, whatever is in it."""
        row: list[str] = []
        for token in tokens(text):
            row += self._look_up(token)
        hidden = self._landmarks.hidden(row) if self._landmarks else NOWHERE
        return [word for place, word in enumerate(row) if word and place not in hidden]

    def _meant(self, token: str) -> tuple[str, ...]:
        """Read one token, a break as nothing.

        A number is as many zeros as it has digits: none means anything, and some are personal.
        """
        if token in BREAKS:
            return ("",)
        if token.isdecimal():
            return ("0" * len(token),)
        return tuple(_NUMBER.sub(_zeros, word) for word in respell(token, self._spellings))


def _zeros(number: re.Match[str]) -> str:
    return "0" * len(number[0])


def pairs(words: Sequence[str]) -> Iterable[str]:
    """Give each pair of words side by side once, in the order of the text; a hint is no word."""
    return dict.fromkeys([f"{first} {second}" for first, second in pairwise(words) if not second.startswith(HINT)])


def letters(word: str) -> Iterable[str]:
    """Give each run of three to five letters of a word once; of a hint none."""
    if word.startswith(HINT):
        return ()
    framed = f" {word} "
    return dict.fromkeys(
        framed[start : start + length]
        for length in range(_SHORTEST, _LONGEST + 1)
        for start in range(len(framed) - length + 1)
    )
