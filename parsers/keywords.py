"""The words that call regions: found as they are, joined or in several words, with digits for letters, mistyped.

For mistyped words there is an index of what is left of each keyword without one of its letters: two words one slip
apart share such a form. Looking a word up costs a few microseconds, however many keywords there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from parsers.normalise import bare, letters_meant
from parsers.words import fold

WORD = re.compile(r"[^\W_](?:[^\W_]|['\u0300-\u036f])*")
"""A word in a plain text."""

_BETWEEN = re.compile(r"\.?[ \t\u00a0-]{1,3}")
"""What may stand between the words of one name."""

_FORGIVEN = 6
"""A word must have so many letters to be known again with a slip in it."""

_LONGEST_NAME = 40
_PART = 3


@dataclass(frozen=True, slots=True)
class Call:
    """A keyword found in a text: the regions that it may mean, and where it ends."""

    regions: tuple[str, ...]
    end: int


class Keywords:
    """All keywords of an installation, each with the regions that it may mean, in their order.

    A keyword of several words is also known in one, and the other way round. `ordinary` are words that are no slip of
    the thumb: "lubang" is a hole and not Subang.
    """

    def __init__(self, words: Mapping[str, Collection[str]], ordinary: Iterable[str] = ()) -> None:
        self._regions: dict[str, tuple[str, ...]] = {}
        self._folded: dict[str, tuple[str, ...]] = {}
        self._slips: dict[str, tuple[str, ...]] = {}
        for word, regions in words.items():
            joined = bare(word).replace(" ", "")
            self._regions[joined] = (*self._regions.get(joined, ()), *regions)
        for joined, regions in self._regions.items():
            self._folded[fold(joined)] = tuple(dict.fromkeys((*self._folded.get(fold(joined), ()), *regions)))
            if len(joined) >= _FORGIVEN:
                for form in {joined, *_shorter(joined)}:
                    self._slips[form] = (*self._slips.get(form, ()), joined)
        self.folded = frozenset(fold(word) for word in self._regions)
        self._longest = min(max(map(len, self._regions), default=0), _LONGEST_NAME) + 1
        self._fronts = {word[:_PART] for word in self._regions}
        self._ends = {word[-_PART:] for word in self._regions}
        self._lengths = {len(word) + change for word in self._regions for change in (-1, 0, 1)}
        self._most_words = max((word.count(" ") + 1 for word in words), default=1)
        self._ordinary = frozenset(map(bare, ordinary))

    def meant_by(self, name: str) -> tuple[str, ...]:
        """Give the regions that a name or keyword may mean, mistyped or not; none if it is none."""
        found = self.at(bare(name).strip(), 0)
        return found.regions if found and found.end >= len(name.strip()) else ()

    def at(self, plain: str, start: int) -> Call | None:
        """Find the keyword that begins at a place of a plain text: the longest, mistyped or not.

        A slip in a longer name counts more than a shorter name: "bangka blitung" is not Bangka. But who writes an
        ordinary word means that: "padang awas banjir" is not Padang Lawas.
        """
        if not self._regions:
            return None
        spans = [(words, "".join(words), end) for words, end in self._spans(plain, start)][::-1]
        for words, joined, end in spans:
            if found := self._exact(joined) or (words[-1] not in self._ordinary and self._mistyped(joined)):
                return Call(found, end)
        for words, joined, end in spans:
            if (
                words[-1] in self._ordinary
                and not self._ordinary.issuperset(words)
                and (found := self._mistyped(joined))
            ):
                return Call(found, end)
        return None

    def _spans(self, plain: str, start: int) -> Iterable[tuple[list[str], int]]:
        """Give the first word, the first two, and so on, each with its end."""
        words: list[str] = []
        size, word = 0, WORD.match(plain, start)
        while word is not None:
            words.append(bare(word[0]))
            size += len(words[-1])
            # Held-down letters make a word longer than it is.
            if size > 2 * self._longest or len(words) > self._most_words:
                return
            yield words[:], word.end()
            between = _BETWEEN.match(plain, word.end())
            word = WORD.match(plain, between.end()) if between else None

    def _exact(self, joined: str) -> tuple[str, ...]:
        found = self._regions.get(joined) or self._folded.get(fold(joined))
        readings = (self._folded.get(fold(meant)) for meant in letters_meant(joined)) if not found else ()
        return found or next(filter(None, readings), ())

    def _mistyped(self, joined: str) -> tuple[str, ...]:
        for word in dict.fromkeys((joined, fold(joined), *letters_meant(joined))):
            if near := self._near(word):
                return tuple(dict.fromkeys(region for keyword in near for region in self._regions[keyword]))
        return ()

    def _near(self, word: str) -> list[str]:
        """Give the keywords from which a word differs by one slip: a letter too few, too many, wrong, or swapped."""
        if len(word) not in self._lengths or len(word) < _FORGIVEN - 1:
            return []
        # A slip leaves the front or the end of a long word as it was.
        if len(word) > 2 * _PART + 1 and word[:_PART] not in self._fronts and word[-_PART:] not in self._ends:
            return []
        near: list[str] = []
        for form in (word, *_shorter(word)):
            near += self._slips.get(form, ())
        return [keyword for keyword in dict.fromkeys(near) if OSA.distance(word, keyword, score_cutoff=1) <= 1]


def _shorter(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]
