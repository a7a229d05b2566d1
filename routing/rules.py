"""The topic table, walked over a text: which phrases of which topics are met, and by which words.

A phrase counts by its words: the more of them, the surer it is. What it counts for against the phrases of other
topics is weighed in `routing.claims`, and beside the classifier in `routing.decide`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from config.phrases import Phrase
from config.topics import Catalogue, Topic
from routing.features import Features, Reader, respell

NEAR = 8
"""The words of a phrase stand within as many words of the text, fillers not counted."""

_FIRST_WORD = 1.2
_FURTHER_WORD = 0.6
_HINT = 0.4
"""Evidence: a phrase of one word outweighs a hint, and even two."""

_Part = Mapping[str, tuple[tuple[str, ...], ...]]
"""Alternatives by what they begin with, a word or a pair of words; the words that follow."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that was met: for its topic, as so much evidence, by the words of which `mask` has the bits."""

    topic: Topic
    evidence: float
    mask: int
    hint: bool

    def words(self, features: Features) -> str:
        """Write the words as the citizen typed them, with dots for those between."""
        places = [place for place in range(len(features.typed)) if self.mask >> place & 1]
        written = [features.typed[places[0]]]
        for before, place in pairwise(places):
            word = features.typed[place]
            # A spelling that stands for several words was typed once.
            if place > before + 1:
                written += ["...", word]
            elif word != written[-1]:
                written.append(word)
        return " ".join(written)


class Finder:
    """A phrase ready to be looked for; a part maps the word that an alternative begins with to those that follow."""

    __slots__ = ("_parts", "keys")

    def __init__(self, phrase: Phrase, spellings: Mapping[str, str]) -> None:
        self._parts = tuple(_compile_part(part, spellings) for part in phrase.parts)
        self.keys = tuple(part.keys() for part in self._parts)
        """For each part, words or pairs of words of which one must be in the text."""

    def find(self, features: Features) -> int:
        """Give the mask of the nearest words that meet the phrase, 0 if none do."""
        there = features.places.keys()
        if any(map(there.isdisjoint, self.keys)):
            return 0
        found = []
        for part in self._parts:
            occurrences = _occurrences(part, features.places)
            if not occurrences:
                return 0
            found.append(occurrences)
        return _nearest(found)

    def words(self) -> Iterator[str]:
        """Give all words and pairs that the phrase asks for."""
        for part in self._parts:
            for first, endings in part.items():
                yield from (first, *first.split())
                yield from (word for ending in endings for word in ending)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A phrase of a topic."""

    topic: Topic
    order: int
    finder: Finder
    hint: bool

    def hit(self, mask: int) -> Hit:
        """Weigh the phrase by the words that met it."""
        evidence = _HINT if self.hint else _FIRST_WORD + _FURTHER_WORD * (mask.bit_count() - 1)
        return Hit(self.topic, evidence, mask, self.hint)


class Rules:
    """The topics of a catalogue, compiled: an index leads from a word to the rules that may be met by it.

    `further` are words that others will look for in the features.
    """

    def __init__(self, catalogue: Catalogue, further: Iterable[str] = ()) -> None:
        spellings = catalogue.words.spellings
        rules = list(_compile_all(catalogue.topics, spellings))
        self._excluding = {
            topic.code: [Finder(phrase, spellings) for phrase in topic.excluded]
            for topic in catalogue.topics
            if topic.excluded
        }
        self._index = _index(rules)
        self._laws = [(Finder(phrase, spellings), topic) for phrase, topic in catalogue.laws]
        finders = [rule.finder for rule in rules]
        finders += [finder for excluding in self._excluding.values() for finder in excluding]
        finders += [finder for finder, _ in self._laws]
        words = (word for finder in finders for word in finder.words())
        self._reader = Reader(catalogue.words, [*words, *further])

    def read(self, text: str) -> Features:
        """Read a text into the features that `hits` takes."""
        return self._reader.read(text)

    def hits(self, features: Features) -> list[Hit]:
        """Give all phrases that are met, strongest first; those of a topic that the text excludes are left out."""
        candidates = {rule.order: rule for word in features.places for rule in self._index.get(word, ())}
        met = [(rule, mask) for _, rule in sorted(candidates.items()) if (mask := rule.finder.find(features))]
        doubtful = self._excluding.keys() & {rule.topic.code for rule, _ in met}
        excluded = {code for code in doubtful if any(finder.find(features) for finder in self._excluding[code])}
        hits = (rule.hit(mask) for rule, mask in met if rule.topic.code not in excluded)
        return sorted(hits, key=lambda hit: -hit.evidence)

    def law(self, features: Features) -> Hit | None:
        """Give what the region itself has laid down for a text: the longest of its own phrases that are met."""
        met = [(mask, topic) for finder, topic in self._laws if (mask := finder.find(features))]
        if not met:
            return None
        mask, topic = max(met, key=lambda each: each[0].bit_count())
        return Hit(topic, 0.0, mask, hint=False)


def _compile_all(topics: Sequence[Topic], spellings: Mapping[str, str]) -> Iterator[_Rule]:
    order = 0
    for topic in topics:
        for phrases, hint in ((topic.phrases, False), (topic.hints, True)):
            for phrase in phrases:
                order += 1
                yield _Rule(topic, order, Finder(phrase, spellings), hint)


def _compile_part(alternatives: Iterable[tuple[str, ...]], spellings: Mapping[str, str]) -> _Part:
    part: dict[str, tuple[tuple[str, ...], ...]] = {}
    for alternative in alternatives:
        words = tuple(_respelled(alternative, spellings))
        first, rest = " ".join(words[:2]), words[2:]
        part[first] = (*part.get(first, ()), rest)
    return part


def _respelled(alternative: tuple[str, ...], spellings: Mapping[str, str]) -> Iterator[str]:
    """Write a phrase as texts are written when they are read; a word meant as written stays."""
    for word in alternative:
        yield from (word,) if word.startswith("=") else respell(word, spellings)


def _index(rules: Sequence[_Rule]) -> dict[str, list[_Rule]]:
    """Index each rule by one of its parts, that which other rules ask for least: all parts must be met anyway."""
    asked = Counter(word for rule in rules for keys in rule.finder.keys for word in keys)
    index: dict[str, list[_Rule]] = {}
    for rule in rules:
        for word in min(rule.finder.keys, key=lambda keys: sum(asked[word] for word in keys)):
            index.setdefault(word, []).append(rule)
    return index


def _occurrences(part: _Part, places: Mapping[str, tuple[int, ...]]) -> list[int]:
    """Give a mask for each time that an alternative of the part occurs, in the order of the text."""
    found = []
    for first in part.keys() & places.keys():
        width = 2 if " " in first else 1
        for ending in part[first]:
            whole = (1 << width + len(ending)) - 1
            found += [whole << start for start in places[first] if _follows(ending, start + width, places)]
    return sorted(found)


def _follows(ending: Sequence[str], start: int, places: Mapping[str, tuple[int, ...]]) -> bool:
    return not ending or all(place in places.get(word, ()) for place, word in enumerate(ending, start))


def _nearest(found: list[list[int]]) -> int:
    """Choose one occurrence of each part so that all stand together, beginning from each of the first part's."""
    if len(found) == 1:
        return found[0][0]
    best, best_width = 0, NEAR + 1
    for mask in found[0]:
        whole = mask
        for occurrences in found[1:]:
            free = (whole | other for other in occurrences if not whole & other)
            whole = min(free, key=_width, default=0)
            if not whole:
                break
        if whole and _width(whole) < best_width:
            best, best_width = whole, _width(whole)
    return best


def _width(mask: int) -> int:
    return mask.bit_length() - (mask & -mask).bit_length() + 1
