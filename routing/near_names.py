"""The name that a mistyped word is a slip or two away from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 5
"""A word so long may be a misspelled name."""
_LONG = 8
"""A word so long may be two slips off."""
_REMEMBERED = 20_000


class NearNames:
    """Names by their first letter, which is taken to be right; what `is_word` knows is no mistyped name."""

    def __init__(self, names: Iterable[str], is_word: Callable[[str], bool]) -> None:
        self._names: dict[str, tuple[str, ...]] = {}
        for name in names:
            if len(name) >= SHORTEST:
                self._names[name[0]] = (*self._names.get(name[0], ()), name)
        self._is_word = is_word
        self.nearest = lru_cache(_REMEMBERED)(self._nearest)

    def _nearest(self, written: str, slips: int) -> str | None:
        """Find the name that is nearest, at most so many letters off: wrong, missing, too many or exchanged."""
        if len(written) < SHORTEST or self._is_word(written):
            return None
        names, limit = self._names.get(written[0], ()), slips if len(written) >= _LONG else 1
        best = process.extractOne(written, names, scorer=OSA.distance, score_cutoff=limit)
        return best[0] if best else None
