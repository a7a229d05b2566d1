"""Whether a text tells of danger to life, and whose matter that is.

A word that is met by chance must ring no bell, and a cry must not drown in what else the citizen writes. So phrases and
classifier are asked together about the whole text; where the classifier hears danger behind something louder, both are
asked about each clause by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from config.topics import Topic
from routing.clauses import Clauses
from routing.features import Features
from routing.grams import Speller
from routing.guesses import Danger, Guesses
from routing.rules import Hit, Rules

_URGENT = 0.4
_SURELY = 0.9
_FEW_WORDS = 3
"""From which probability of danger a text is urgent though no phrase says so; and if one says something else, or the
text has hardly any words, or only one of its clauses speaks of it."""
_SURELY_NOT = 0.01
_SENTENCE = 8
"""Below which probability of danger a text of so many words is not urgent though a phrase is met by chance."""
_MURMUR = -0.7
"""Below which score danger is not even whispered of. Nineteen of twenty texts without any are below."""


class Alarm:
    """Hears danger in texts."""

    def __init__(self, rules: Rules, speller: Speller, guesses: Guesses, clauses: Clauses) -> None:
        self._rules = rules
        self._speller = speller
        self._guesses = guesses
        self._clauses = clauses

    def takers(self, text: str, features: Features, hits: Sequence[Hit], danger: Danger) -> tuple[str, ...]:
        """Give who is in charge of the danger that a text tells of, the likeliest first; nobody if there is none."""
        certain = [hit.topic for hit in hits if not hit.hint]
        urgent = [topic for topic in certain if topic.urgent]
        if urgent and not self._is_by_chance(urgent, features, danger):
            return _takers(urgent, danger)
        doubtful = bool(certain) or len(features.typed) < _FEW_WORDS
        if danger.chance >= (_SURELY if doubtful else _URGENT):
            return _takers(urgent, danger)
        return self._in_a_clause(text) if urgent or danger.murmur >= _MURMUR else ()

    def _is_by_chance(self, urgent: Sequence[Topic], features: Features, danger: Danger) -> bool:
        if danger.chance >= _SURELY_NOT or len(features.typed) < _SENTENCE:
            return False
        return not any(self._guesses.is_rare(topic.code) for topic in urgent)

    def _in_a_clause(self, text: str) -> tuple[str, ...]:
        for clause in self._clauses.of(text):
            danger = self._guesses.guess(self._speller.words(clause)).danger
            if danger.chance >= _URGENT:
                hits = self._rules.hits(self._rules.read(clause))
                urgent = [hit.topic for hit in hits if hit.topic.urgent and not hit.hint]
                if urgent or danger.chance >= _SURELY:
                    return _takers(urgent, danger)
        return ()


def _takers(urgent: Sequence[Topic], danger: Danger) -> tuple[str, ...]:
    """Put those of whose topics a phrase was met before those that the classifier holds likely."""
    return tuple(dict.fromkeys([*(topic.agency for topic in urgent), *danger.takers()]))
