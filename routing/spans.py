"""Where phrases stand in a text: every time, and how far from one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from config.phrases import Phrase
from routing.features import respell
from routing.rules import NEAR

Span = tuple[int, int]
"""Words side by side: the place of the first, and the place after the last."""

_Places = Mapping[str, tuple[int, ...]]
_Part = Mapping[str, tuple[tuple[str, ...], ...]]
"""Alternatives by their first word; the words that follow."""


class Seeker:
    """Phrases that are looked for everywhere in a text, over commas too.

    The parts of a phrase stand in their order, within `near` words.
    """

    def __init__(self, phrases: Iterable[Phrase], spellings: Mapping[str, str], near: int = NEAR) -> None:
        self._phrases = [[_compiled(part, spellings) for part in phrase.parts] for phrase in phrases]
        self._near = near
        self.keys = frozenset(word for parts in self._phrases for word in parts[0])
        """The words of which one must be in the text."""

    def words(self) -> Iterator[str]:
        """Give all words of the phrases."""
        for part in chain.from_iterable(self._phrases):
            yield from part
            yield from (word for rests in part.values() for rest in rests for word in rest)

    def spans(self, places: _Places) -> list[Span]:
        """Give where they stand, once for each place of a phrase's first part."""
        if self.keys.isdisjoint(places.keys()):
            return []
        there = places.keys()
        met = (parts for parts in self._phrases if not any(map(there.isdisjoint, parts)))
        return [span for parts in met for span in self._spans(parts, places)]

    def covered(self, places: _Places) -> frozenset[int]:
        """Give the places of all their words."""
        return covered(self.spans(places))

    def _spans(self, parts: list[_Part], places: _Places) -> Iterator[Span]:
        first, *others = (_occurrences(part, places) for part in parts)
        for start, end in first:
            until = _followed(end, others)
            if until and until - start <= self._near:
                yield start, until


def _compiled(part: Iterable[tuple[str, ...]], spellings: Mapping[str, str]) -> _Part:
    compiled: dict[str, tuple[tuple[str, ...], ...]] = {}
    for alternative in part:
        spelled = ((word,) if word.startswith("=") else respell(word, spellings) for word in alternative)
        first, *rest = chain.from_iterable(spelled)
        compiled[first] = (*compiled.get(first, ()), tuple(rest))
    return compiled


def _occurrences(part: _Part, places: _Places) -> list[Span]:
    return [
        (start, start + 1 + len(rest))
        for first in part.keys() & places.keys()
        for rest in part[first]
        for start in places[first]
        if all(place in places.get(word, ()) for place, word in enumerate(rest, start + 1))
    ]


def _followed(end: int, parts: Iterable[list[Span]]) -> int | None:
    """Give where the last of the parts ends, if each follows the one before it; the nearest is taken."""
    for spans in parts:
        ends = [each[1] for each in spans if each[0] >= end]
        if not ends:
            return None
        end = min(ends)
    return end


def covered(spans: Iterable[Span]) -> frozenset[int]:
    """Give all places in spans."""
    return frozenset(place for span in spans for place in range(*span))


def between(one: Span, other: Span) -> range:
    """Give the places between two spans."""
    return range(min(one[1], other[1]), max(one[0], other[0]))


def gap(one: Span, other: Span) -> int:
    """Count the words between two spans; less than 0 if they overlap."""
    return max(one[0] - other[1], other[0] - one[1])


def longest(spans: Iterable[Span]) -> frozenset[Span]:
    """Leave out the spans that lie within longer ones."""
    kept: set[Span] = set()
    taken: set[int] = set()
    for span in sorted(set(spans), key=lambda each: each[0] - each[1]):
        if not taken.issuperset(range(*span)):
            kept.add(span)
            taken.update(range(*span))
    return frozenset(kept)
