"""Fitting: a ridge regression for each label over the features of texts. Only numpy, so that a small machine can do it.

Each label stands against all others (Hoerl and Kennard 1970), all solved at once by conjugate gradients. Rare labels
weigh more than their number of texts, by its square root, or the big offices would swallow the small.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from routing.grams import letters, pairs
from routing.model import Heat, Model, Vocabulary
from routing.sparse import Sparse, from_rows
from routing.weights import STEPS, Floats, pack

_RIDGE = 0.3
_STEPS = 15
_LETTERS = 0.45
"""What a run of letters weighs beside a word: there are twenty of them in each."""
_BALANCE = 0.5
_RESERVE = 3
"""How many words longer a text is taken to be when it is answered, not when it is learned from."""
_KEPT_WEIGHTS = 12_000_000
"""How many weights a model may have: it drops the rarest pairs and runs of letters, which few texts will meet."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what it is: its label, and the group of that. One of the two may be unknown, and is empty.

    It counts as much as `weight` others.
    """

    text: str
    label: str
    group: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Known:
    """All features of the texts, in the order of their rows, and what each weighs."""

    vocabulary: Vocabulary
    weights: Floats
    counts: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Design:
    """Texts as matrices: which words a text has, what a word is made of, which pairs a text has."""

    texts: Sparse
    words: Sparse
    pairs: Sparse

    def dot(self, weights: Floats) -> Floats:
        return self.texts.dot(self.words.dot(weights)) + self.pairs.dot(weights)

    def transposed_dot(self, backwards: _Design, errors: Floats) -> Floats:
        return backwards.words.dot(backwards.texts.dot(errors)) + backwards.pairs.dot(errors)

    def transposed(self) -> _Design:
        return _Design(self.texts.transposed(), self.words.transposed(), self.pairs.transposed())


@dataclass(frozen=True, slots=True)
class _Columns:
    """What is learned: a column for each label, then one for each group."""

    labels: tuple[str, ...]
    groups: tuple[str, ...]
    member: NDArray[np.int64]

    def targets(self, examples: Sequence[Example]) -> tuple[Floats, Floats]:
        """Give 1 and -1 for each text and column, and how much each counts there: nothing where it is unknown."""
        halves = [
            _targets(names, [wanted(example) for example in examples])
            for names, wanted in ((self.labels, _label), (self.groups, _group))
            if names
        ]
        targets, counts = zip(*halves, strict=True)
        return np.hstack(targets), np.hstack(counts)


def fit(examples: Sequence[Example], rows: Sequence[Sequence[str]]) -> Model:
    """Fit a model to examples, whose words are `rows`; it does not know yet how sure it may be."""
    known = _known(rows)
    design = _design(rows, known)
    columns = _columns(examples)
    targets, counts = columns.targets(examples)
    own = np.array([example.weight for example in examples], np.float32)
    weights, bias = _ridge(design, targets, counts * own[:, None])
    return _kept(known, weights, bias, columns)


def _known(rows: Sequence[Sequence[str]]) -> _Known:
    """Gather all features and weigh each by its rarity: the logarithm of how many texts there are to one with it."""
    in_words = Counter(word for row in rows for word in set(row))
    in_pairs = Counter(pair for row in rows for pair in pairs(row))
    in_runs = Counter(run for row in rows for run in {run for word in row for run in letters(word)})
    counters = (in_words, in_pairs, in_runs)
    counts = np.array([counter[feature] for counter in counters for feature in sorted(counter)], np.int64)
    weights = (np.log((1 + len(rows)) / (1 + counts)) + 1).astype(np.float32)
    weights[len(in_words) + len(in_pairs) :] *= _LETTERS
    return _Known(_numbered(*map(sorted, counters)), weights, counts)


def _design(rows: Sequence[Sequence[str]], known: _Known) -> _Design:
    """Make the matrices of texts, each text scaled to the length of one."""
    here = {word: place for place, word in enumerate(dict.fromkeys(word for row in rows for word in row))}
    width, vocabulary = len(known.weights), known.vocabulary
    words = from_rows([list(_features(word, vocabulary)) for word in here], width).scaled(by_column=known.weights)
    two = from_rows([[vocabulary.pairs[p] for p in pairs(row) if p in vocabulary.pairs] for row in rows], width)
    two = two.scaled(by_column=known.weights)
    texts = from_rows([[here[word] for word in dict.fromkeys(row)] for row in rows], max(1, len(here)))
    lengths = texts.dot(words.square_sums()[:, None])[:, 0] + two.square_sums() if here else np.ones(len(rows))
    shrink = (1 / np.sqrt(np.maximum(lengths, 1e-9))).astype(np.float32)
    return _Design(texts.scaled(by_row=shrink), words, two.scaled(by_row=shrink))


def _features(word: str, vocabulary: Vocabulary) -> Iterable[int]:
    if word in vocabulary.words:
        yield vocabulary.words[word]
    yield from (vocabulary.letters[run] for run in letters(word) if run in vocabulary.letters)


def _columns(examples: Sequence[Example]) -> _Columns:
    group_of: dict[str, str] = {}
    for example in examples:
        if example.label and (example.group or example.label not in group_of):
            group_of[example.label] = example.group or example.label
    labels = tuple(sorted(group_of))
    named = {example.group for example in examples if example.group}
    groups = tuple(sorted(named | set(group_of.values()))) if named else ()
    member = np.array([groups.index(group_of[label]) for label in labels] if groups else [], np.int64)
    return _Columns(labels, groups, member)


def _label(example: Example) -> str:
    return example.label


def _group(example: Example) -> str:
    return example.group


def _targets(names: tuple[str, ...], wanted: Sequence[str]) -> tuple[Floats, Floats]:
    counted = Counter(name for name in wanted if name)
    counts = np.array([counted[name] ** -_BALANCE if name else 0.0 for name in wanted], np.float32)
    counts /= counts[counts > 0].mean()
    targets = np.where(np.array(wanted)[:, None] == np.array(names), 1.0, -1.0).astype(np.float32)
    return targets, np.broadcast_to(counts[:, None], targets.shape)


def _ridge(design: _Design, targets: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """Solve (X'CX + ridge) W = X'C(Y - mean) for all columns at once, each with its own counts."""
    backwards = design.transposed()
    bias = (counts * targets).sum(axis=0) / counts.sum(axis=0)
    residual = design.transposed_dot(backwards, counts * (targets - bias))
    weights, direction = np.zeros_like(residual), residual.copy()
    norm = (residual**2).sum(axis=0)
    for _ in range(_STEPS):
        curved = design.transposed_dot(backwards, counts * design.dot(direction)) + _RIDGE * direction
        step = norm / np.maximum((direction * curved).sum(axis=0), 1e-12)
        weights += step * direction
        residual -= step * curved
        before, norm = norm, (residual**2).sum(axis=0)
        direction = residual + norm / np.maximum(before, 1e-12) * direction
    return weights, bias


def _kept(known: _Known, weights: Floats, bias: Floats, columns: _Columns) -> Model:
    """Keep what other texts can meet, and fold the letters of each known word into it."""
    vocabulary, scaled = known.vocabulary, weights * known.weights[:, None]
    runs = [[vocabulary.letters[run] for run in letters(word)] for word in vocabulary.words]
    folded = scaled[: len(runs)] + from_rows(runs, len(scaled)).dot(scaled)
    squares = known.weights**2
    lengths = squares[: len(runs)] + from_rows(runs, len(scaled)).dot(squares[:, None])[:, 0]
    two, apart = _frequent(known, _KEPT_WEIGHTS // weights.shape[1] - len(runs))
    others = [*(vocabulary.pairs[pair] for pair in two), *(vocabulary.letters[run] for run in apart)]
    small, scales = _small(np.vstack([folded, scaled[others]]))
    return Model(
        labels=columns.labels,
        groups=columns.groups,
        member=columns.member,
        vocabulary=_numbered(vocabulary.words, two, apart),
        weights=pack(small),
        scales=scales,
        squares=np.concatenate([lengths, squares[others]]),
        bias=bias.astype(np.float32),
        heat=Heat(1.0),
        summary={},
        reserve=_RESERVE * float(np.median(lengths)),
    )


def _frequent(known: _Known, room: int) -> tuple[list[str], list[str]]:
    """Choose the pairs and runs to keep: those in two texts or more, or in so many that they fit into the room."""
    vocabulary, least = known.vocabulary, 2
    while True:
        two = [pair for pair, row in vocabulary.pairs.items() if known.counts[row] >= least]
        apart = [run for run, row in vocabulary.letters.items() if known.counts[row] > least]
        if len(two) + len(apart) <= max(room, 0) or not two:
            return two, apart
        least += 1


def _numbered(*features: Iterable[str]) -> Vocabulary:
    """Number features through, list after list: the rows that they have in the weights."""
    number = count()
    return Vocabulary(*({feature: next(number) for feature in each} for each in features))


def _small(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Round weights to the whole numbers that are kept, and give the scale of each row.

    They need no finer steps: a score is the sum of dozens of them.
    """
    scales = np.maximum(np.abs(weights).max(axis=1), 1e-9) / STEPS
    return np.round(weights / scales[:, None]).astype(np.int8), scales.astype(np.float32)
