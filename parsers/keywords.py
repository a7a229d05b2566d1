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
from parsers.ordinary import ORDINARY
from parsers.words import BEFORE_KEYWORD, fold

WORD = re.compile(r"[^\W_](?:[^\W_]|['\u0300-\u036f])*")
"""A word in a plain text."""

_BETWEEN = re.compile(r"\.?[ \t\u00a0-]{1,3}")
"""What may stand between the words of one name."""

_FORGIVEN = 5
"""A word must have so many letters to be known again with a slip in it."""

_LONGEST_NAME = 40
_PART = 4


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
        self._last: dict[str, str] = {}
        self._first_words: set[str] = set()
        for word, regions in words.items():
            joined = bare(word).replace(" ", "")
            self._regions[joined] = (*self._regions.get(joined, ()), *regions)
            self._first_words.add(bare(word).partition(" ")[0])
            self._last[joined] = bare(word).rpartition(" ")[2]
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
        self._ordinary = frozenset(map(bare, ordinary)) | ORDINARY | BEFORE_KEYWORD

    def meant_by(self, name: str) -> tuple[str, ...]:
        """Give the regions that a name or keyword may mean, mistyped or not; none if it is none."""
        found = self.at(bare(name).strip(), 0)
        return found.regions if found and found.end >= len(name.strip()) else ()

    def at(self, plain: str, start: int) -> Call | None:
        """Find the keyword that begins at a place of a plain text: the longest, mistyped or not.

        A slip in a longer name counts more than a shorter name: "bangka blitung" is not Bangka. But who writes an
        ordinary word means that: "padang awas banjir" is not Padang Lawas.
        """
        word = WORD.match(plain, start)
        if word is None or (word[0] in BEFORE_KEYWORD and word[0] not in self._first_words):
            return None
        for words, end in reversed(list(self._spans(plain, start))):
            if found := self._meant("".join(words), words):
                return Call(found, end)
        return None

    def _meant(self, joined: str, words: list[str]) -> tuple[str, ...]:
        # A slip, and a letter held down, leave the front or the end of a long word as it was.
        if len(joined) > 2 * _PART + 1 and joined[:_PART] not in self._fronts and joined[-_PART:] not in self._ends:
            return () if joined.isalpha() else self._exact(joined)
        return self._exact(joined) or self._mistyped(joined, words)

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

    def _mistyped(self, joined: str, words: list[str]) -> tuple[str, ...]:
        """Give what is nearly called. An ordinary word is no slip, but may be part of the name: "bnagka tengah"."""
        if self._ordinary.issuperset(words):
            return ()
        is_ordinary = words[-1] in self._ordinary
        for word in dict.fromkeys((joined, fold(joined), *letters_meant(joined))):
            near = [keyword for keyword in self._near(word) if not is_ordinary or words[-1] == self._last.get(keyword)]
            if near:
                return tuple(dict.fromkeys(region for keyword in near for region in self._regions[keyword]))
        return ()

    def _near(self, word: str) -> list[str]:
        """Give the keywords from which a word differs by one slip: a letter too few, too many, wrong, or swapped."""
        if len(word) not in self._lengths or len(word) < _FORGIVEN - 1:
            return []
        near: list[str] = []
        for form in (word, *_shorter(word)):
            near += self._slips.get(form, ())
        return [keyword for keyword in dict.fromkeys(near) if OSA.distance(word, keyword, score_cutoff=1) <= 1]


def _shorter(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]
