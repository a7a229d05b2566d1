"""The topic table, walked over a text: which phrases of which topics are met, and by which words.

A phrase counts by its words: the more of them, the surer it is. What it counts for against the phrases of other
topics is weighed in `routing.decide`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from config.phrases import Phrase
from config.topics import Catalogue, Topic
from routing.features import Features, Reader, respell

NEAR = 8
"""The words of a phrase stand within as many words of the text, fillers not counted."""

_FIRST_WORD = 1.2
_FURTHER_WORD = 0.6
_HINT = 0.4
"""Evidence: a phrase of one word decides alone, even against a hint; two hints alone do not."""

_Part = Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that was met: for its topic, as so much evidence, by the words of which `mask` has the bits."""

    topic: Topic
    evidence: float
    mask: int
    hint: bool

    def words(self, features: Features) -> str:
        """Write the words as the citizen typed them."""
        typed = (word for place, word in enumerate(features.typed) if self.mask >> place & 1)
        return " ".join(dict.fromkeys(typed))


@dataclass(frozen=True, slots=True)
class _Rule:
    """A phrase ready to be looked for; a part maps the word that an alternative begins with to those that follow."""

    topic: Topic
    order: int
    parts: tuple[_Part, ...]
    hint: bool

    def find(self, features: Features) -> int:
        """Give the mask of the nearest words that meet the phrase, 0 if none do."""
        places = features.places
        for part in self.parts:
            if part.keys().isdisjoint(places):
                return 0
        return _nearest([_occurrences(part, places) for part in self.parts])

    def evidence(self, mask: int) -> float:
        """Weigh the phrase by the words that met it."""
        return _HINT if self.hint else _FIRST_WORD + _FURTHER_WORD * (mask.bit_count() - 1)

    def words(self) -> Iterator[str]:
        """Give all words that the phrase asks for."""
        for part in self.parts:
            for first, endings in part.items():
                yield first
                yield from (word for ending in endings for word in ending)


class Rules:
    """The topics of a catalogue, compiled: an index leads from a word to the rules that may be met by it."""

    def __init__(self, catalogue: Catalogue) -> None:
        spellings = catalogue.words.spellings
        rules = list(_compile_all(catalogue.topics, spellings))
        self._excluding = {
            topic.code: [_compile(topic, 0, phrase, spellings) for phrase in topic.excluded]
            for topic in catalogue.topics
            if topic.excluded
        }
        self._index = _index(rules)
        every = [*rules, *(rule for excluding in self._excluding.values() for rule in excluding)]
        self._reader = Reader(catalogue.words, (word for rule in every for word in rule.words()))

    def read(self, text: str) -> Features:
        """Read a text into the features that `hits` takes."""
        return self._reader.read(text)

    def hits(self, features: Features) -> list[Hit]:
        """Give all phrases that are met, strongest first; those of a topic that the text excludes are left out."""
        candidates = {rule.order: rule for word in features.places for rule in self._index.get(word, ())}
        met = [(rule, mask) for _, rule in sorted(candidates.items()) if (mask := rule.find(features))]
        excluded = {code for code in {rule.topic.code for rule, _ in met} if self._excludes(code, features)}
        hits = (
            Hit(rule.topic, rule.evidence(mask), mask, rule.hint)
            for rule, mask in met
            if rule.topic.code not in excluded
        )
        return sorted(hits, key=lambda hit: -hit.evidence)

    def _excludes(self, code: str, features: Features) -> bool:
        return any(rule.find(features) for rule in self._excluding.get(code, ()))


def _compile_all(topics: Sequence[Topic], spellings: Mapping[str, str]) -> Iterator[_Rule]:
    order = 0
    for topic in topics:
        for phrases, hint in ((topic.phrases, False), (topic.hints, True)):
            for phrase in phrases:
                order += 1
                yield _compile(topic, order, phrase, spellings, hint=hint)


def _compile(topic: Topic, order: int, phrase: Phrase, spellings: Mapping[str, str], *, hint: bool = False) -> _Rule:
    return _Rule(topic, order, tuple(_compile_part(part, spellings) for part in phrase.parts), hint)


def _compile_part(alternatives: Iterable[tuple[str, ...]], spellings: Mapping[str, str]) -> _Part:
    part: dict[str, tuple[tuple[str, ...], ...]] = {}
    for alternative in alternatives:
        first, *rest = _respelled(alternative, spellings)
        part[first] = (*part.get(first, ()), tuple(rest))
    return part


def _respelled(alternative: tuple[str, ...], spellings: Mapping[str, str]) -> Iterator[str]:
    """Write a phrase as texts are written when they are read; a word meant as written stays."""
    for word in alternative:
        yield from (word,) if word.startswith("=") else respell(word, spellings)


def _index(rules: Iterable[_Rule]) -> dict[str, list[_Rule]]:
    """Index each rule by the part that begins with the fewest words; all parts must be met anyway."""
    index: dict[str, list[_Rule]] = {}
    for rule in rules:
        for word in min(rule.parts, key=len):
            index.setdefault(word, []).append(rule)
    return index


def _occurrences(part: _Part, places: Mapping[str, tuple[int, ...]]) -> list[int]:
    """Give a mask for each time that an alternative of the part occurs, in the order of the text."""
    found = {
        (1 << len(ending) + 1) - 1 << start
        for first in part.keys() & places.keys()
        for start in places[first]
        for ending in part[first]
        if all(start + step in places.get(word, ()) for step, word in enumerate(ending, 1))
    }
    return sorted(found)


def _nearest(found: list[list[int]]) -> int:
    """Choose one occurrence of each part so that all stand together, beginning from each of the first part's."""
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
