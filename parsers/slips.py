"""Words with one slip in them that may not be missed: who writes ANCM or RAHSIA is as afraid as who writes it well.

A slip is a letter missing, one too many, a wrong one, or two swapped. Words that people write are none.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from rapidfuzz.distance import OSA

from parsers.words import word_list

_SHORTEST = 4
_ORDINARY = word_list(
    "batas batam bata batak batang batau batap bantal natal gatal bakal fatal batil botol brutal total",
    "anam antam acam ayam awam macam anyaman ancol ancang rancangan dicam rahasianya anonimnya",
)
"""Ordinary words that are one slip away from BATAL, ANCAM or RAHASIA, found among those of the routing's examples."""


@lru_cache(maxsize=4096)
def meant(word: str, words: Collection[str]) -> bool:
    """Tell whether a folded word is one of some words, or one slip away from one of five letters or more."""
    if word in words:
        return True
    if len(word) < _SHORTEST or not word.isalpha() or word in _ORDINARY:
        return False
    return any(OSA.distance(word, each, score_cutoff=1) <= 1 for each in words if len(each) > _SHORTEST)
