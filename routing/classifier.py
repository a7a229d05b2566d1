"""A trained classifier at work: the probabilities that a text gets, and by which of its words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from routing.grams import HINT, letters, pairs
from routing.model import Heat, Model
from routing.weights import Floats

Ranked = tuple[tuple[str, float], ...]
"""Names with their probability, the likeliest first."""

OFFERED = 3
"""How many names an officer is offered."""

_REMEMBERED = 20_000
_LEAST = np.float32(1e-30)
"""What is less is as good as nothing, and has no logarithm."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The probabilities of a text, by label and by group, in the order of the model; without groups both are one.

    `scores` are those of the labels and then the groups of which the probabilities were made, about -1 to 1.
    """

    labels: Floats
    groups: Floats
    scores: Floats


@dataclass(frozen=True, slots=True)
class Read:
    """A text as a model sees it: rows of its weights, and the word or pair of the text to which each belongs."""

    features: Sequence[str]
    rows: NDArray[np.intp]


class Classifier:
    """A model at work; remembers which letters a word has that the model does not know."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._spread = spread_of(model)
        self._column = {name: place for place, name in enumerate((*model.labels, *model.groups))}
        self._letters = lru_cache(_REMEMBERED)(self._known_letters)

    def read(self, words: Sequence[str]) -> Read:
        """Look up the features of a text by its words, as `routing.grams.Speller` reads them."""
        known_words, known_pairs = self.model.vocabulary.words, self.model.vocabulary.pairs
        features: list[str] = []
        rows: list[int] = []
        for word in dict.fromkeys(words):
            row = known_words.get(word)
            if row is None:
                runs = self._letters(word)
                features += [word] * len(runs)
                rows += runs
            else:
                features.append(word)
                rows.append(row)
        for pair in pairs(words):
            row = known_pairs.get(pair)
            if row is not None:
                features.append(pair)
                rows.append(row)
        return Read(features, np.array(rows, np.intp))

    def rank(self, words: Sequence[str]) -> Ranked:
        """Give the likeliest groups of a text, or labels where there are none."""
        names = self.model.groups or self.model.labels
        chances = self.guess(self.read(words)).groups
        best = (-chances).argsort(kind="stable")[:OFFERED]
        return tuple((names[place], float(chances[place])) for place in best)

    def guess(self, read: Read) -> Guess:
        """Give the probabilities of a text."""
        return guess(self.scores(read), self.model, self._spread)

    def scores(self, read: Read) -> Floats:
        """Score a text for each label and group: the weights of its features, by the length of the text."""
        model, rows = self.model, read.rows
        if not len(rows):
            return model.bias
        length = math.sqrt(model.squares.take(rows).sum() + model.reserve)
        return model.weights.summed(rows, model.scales.take(rows) / np.float32(length)) + model.bias

    def knows(self, name: str) -> bool:
        """Tell whether this is one of its labels or groups."""
        return name in self._column

    def telling(self, read: Read, name: str) -> Iterator[str]:
        """Give the words and pairs that spoke for a label or group, the loudest first; a word in a pair only there."""
        column, model = self._column[name], self.model
        spoken = model.scales.take(read.rows) * model.weights.column(read.rows, column)
        shares: dict[str, float] = {}
        for feature, share in zip(read.features, spoken.tolist(), strict=True):
            shares[feature] = shares.get(feature, 0.0) + share
        loudest = sorted(
            (feature for feature, share in shares.items() if share > 0), key=shares.__getitem__, reverse=True
        )
        yield from _without_repetition(loudest)

    def _known_letters(self, word: str) -> tuple[int, ...]:
        known = self.model.vocabulary.letters
        return tuple(known[run] for run in letters(word) if run in known)


def _without_repetition(features: Iterable[str]) -> Iterator[str]:
    """Leave out features whose words have all been told already, numbers, which are only their length, and hints."""
    told: set[str] = set()
    for feature in features:
        words = feature.split()
        if not told.issuperset(words) and not feature.startswith(("0", HINT)):
            yield feature
            told.update(words)


def spread_of(model: Model) -> Floats:
    """Make the matrix that sums labels into groups."""
    width = len(model.groups)
    spread: Floats = (model.member[:, None] == np.arange(width)).astype(np.float32)
    return spread


def guess(scores: Floats, model: Model, spread: Floats) -> Guess:
    """Make probabilities of scores; of a group, from what its labels say and what it says itself, in equal parts."""
    count = len(model.labels)
    raised = powers(scores[:count] * np.float32(model.heat.labels))
    if not model.groups:
        labels = raised / raised.sum()
        return Guess(labels, labels, scores)
    summed = raised @ spread
    groups = together(summed, scores[count:], model.heat)
    return Guess(raised * (groups / np.maximum(summed, _LEAST)).take(model.member), groups, scores)


def powers(scores: Floats) -> Floats:
    """Raise e to scores, in proportion: one for the highest, less for the others."""
    raised: Floats = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised


def together(summed: Floats, own: Floats, heat: Heat) -> Floats:
    """Combine what the labels of groups say, in any scale, with the groups' own scores: the geometric mean."""
    raised = powers((np.log(np.maximum(summed, _LEAST)) + own * np.float32(heat.groups)) * np.float32(heat.both / 2))
    probabilities: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return probabilities
