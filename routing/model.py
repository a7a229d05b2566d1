"""A trained classifier: a table of weights, and the probabilities that a text gets from it.

The model is linear: each feature of a text (a word, a pair, a run of letters; `routing.grams`) has a weight for each
label. Labels may belong to groups, as topics belong to agencies; then groups have weights of their own, and both are
asked: a group learns from many more texts, a label knows its own words. Weights are kept as small integers with a
scale for each feature. A file is a numpy archive of plain arrays: data, never code.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile
from zlib import error as ZlibError  # noqa: N812 - a class, however it is spelled

import numpy as np
from numpy.typing import NDArray

from config.errors import ConfigError
from routing.grams import HINT, letters, pairs

Floats = NDArray[np.float32]

_FORMAT = 1
_REMEMBERED = 20_000
_LOUDEST = 12
"""Of how many words and pairs it is asked what they say."""
_LEAST = np.float32(1e-30)
"""What is less is as good as nothing, and would be nothing when it is multiplied."""


@dataclass(frozen=True, slots=True)
class Heat:
    """How decided scores are made into probabilities: of labels, of groups, and of both together."""

    labels: float
    groups: float = 1.0
    both: float = 1.0


@dataclass(frozen=True, slots=True)
class Guess:
    """The probabilities of a text, by label and by group, in the order of the model; without groups both are one."""

    labels: Floats
    groups: Floats


@dataclass(frozen=True, slots=True)
class Read:
    """A text as a model sees it: its words and pairs, each with the rows it has in the weights, and all rows."""

    found: Sequence[tuple[str, tuple[int, ...]]]
    rows: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The features that a model knows: each is a row of its weights."""

    words: Mapping[str, int]
    pairs: Mapping[str, int]
    letters: Mapping[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A classifier as trained. `member` tells the group of each label, `summary` what it was trained on and how well.

    `weights` has a row for each feature and a column for each label, then for each group; `scales` and `squares` are
    those of the features: what a weight is to be multiplied with, and what the feature adds to the length of a text.
    By `reserve` every text is taken to be longer: one word alone must not be as sure as a sentence.
    """

    labels: tuple[str, ...]
    groups: tuple[str, ...]
    member: NDArray[np.int64]
    vocabulary: Vocabulary
    weights: NDArray[np.int8]
    scales: Floats
    squares: Floats
    bias: Floats
    heat: Heat
    summary: Mapping[str, Any]
    reserve: float = 0.0

    @property
    def version(self) -> str:
        """What tells this model from others, for the record of a decision."""
        return str(self.summary["version"])

    @property
    def is_hinted(self) -> bool:
        """Whether it takes the hints of the shipped classifier (`routing.hints`)."""
        return any(word.startswith(HINT) for word in self.vocabulary.words)


class Classifier:
    """A model at work; remembers which letters a word has that the model does not know."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._spread = spread_of(model)
        self._column = {name: place for place, name in enumerate((*model.labels, *model.groups))}
        self._letters = lru_cache(_REMEMBERED)(self._known_letters)

    def read(self, words: Sequence[str]) -> Read:
        """Look up the features of a text by its words, as `routing.grams.Speller` reads them."""
        known = self.model.vocabulary.pairs
        found = [(word, self._of_word(word)) for word in dict.fromkeys(words)]
        found += [(pair, (known[pair],)) for pair in pairs(words) if pair in known]
        return Read(found, np.array([row for _, rows in found for row in rows], np.intp))

    def guess(self, read: Read) -> Guess:
        """Give the probabilities of a text."""
        return guess(self.scores(read), self.model, self._spread)

    def scores(self, read: Read) -> Floats:
        """Score a text for each label and group: the weights of its features, by the length of the text."""
        rows = read.rows
        if not len(rows):
            return self.model.bias
        summed = self.model.scales[rows] @ self.model.weights[rows].astype(np.float32)
        scores: Floats = summed / math.sqrt(self.model.squares[rows].sum() + self.model.reserve) + self.model.bias
        return scores

    def telling(self, read: Read, name: str) -> list[str]:
        """Give the words and pairs that spoke for a label or group, the loudest first; a word in a pair only there."""
        column = self._column.get(name)
        if column is None or not len(read.rows):
            return []
        spoken = self.model.scales[read.rows] * self.model.weights[read.rows, column]
        found = [(feature, len(rows)) for feature, rows in read.found if rows]
        starts = np.cumsum([0, *(count for _, count in found[:-1])])
        shares = np.add.reduceat(spoken, starts)
        loudest = np.argsort(-shares, kind="stable")[:_LOUDEST].tolist()
        return _without_repetition(found[place][0] for place in loudest if shares[place] > 0)

    def _of_word(self, word: str) -> tuple[int, ...]:
        row = self.model.vocabulary.words.get(word)
        return self._letters(word) if row is None else (row,)

    def _known_letters(self, word: str) -> tuple[int, ...]:
        known = self.model.vocabulary.letters
        return tuple(known[run] for run in letters(word) if run in known)


def _without_repetition(features: Iterable[str]) -> list[str]:
    """Leave out features whose words have all been told already, and numbers, which are only their length."""
    told: set[str] = set()
    kept: list[str] = []
    for feature in features:
        words = set(feature.split())
        if not words <= told and not feature.startswith("0"):
            kept.append(feature)
            told |= words
    return kept


def spread_of(model: Model) -> Floats:
    """Make the matrix that sums labels into groups."""
    width = len(model.groups)
    spread: Floats = (model.member[:, None] == np.arange(width)).astype(np.float32)
    return spread


def guess(scores: Floats, model: Model, spread: Floats) -> Guess:
    """Make probabilities of scores; of a group, from what its labels say and what it says itself, in equal parts."""
    count = len(model.labels)
    raised = powers(scores[:count], model.heat.labels)
    if not model.groups:
        labels = raised / raised.sum()
        return Guess(labels, labels)
    summed = raised @ spread
    groups = together(summed, powers(scores[count:], model.heat.groups), model.heat.both)
    return Guess(raised * (groups / np.maximum(summed, _LEAST))[model.member], groups)


def powers(scores: Floats, heat: float) -> Floats:
    """Raise scores to what probabilities are in proportion to: one for the highest, less for the others."""
    raised: Floats = np.exp((scores - scores.max(axis=-1, keepdims=True)) * np.float32(heat))
    return raised


def together(first: Floats, second: Floats, heat: float) -> Floats:
    """Combine two opinions, in any scale: their geometric mean, as probabilities along the last axis."""
    product = np.maximum(first * second, _LEAST)
    mean = (product / product.max(axis=-1, keepdims=True)) ** (heat / 2)
    probabilities: Floats = mean / mean.sum(axis=-1, keepdims=True)
    return probabilities


def save(model: Model, path: Path) -> None:
    """Write a model to a file, which is either the old or the new one, whole; the same model gives the same bytes."""
    head = {
        "format": _FORMAT,
        "labels": model.labels,
        "groups": model.groups,
        "heat": [model.heat.labels, model.heat.groups, model.heat.both],
        "summary": dict(model.summary),
        "reserve": model.reserve,
    }
    whole = path.with_name(f"{path.name}.new")
    with whole.open("wb") as file:
        np.savez(
            file,
            head=_bytes(json.dumps(head, ensure_ascii=False)),
            words=_bytes("\n".join(model.vocabulary.words)),
            pairs=_bytes("\n".join(model.vocabulary.pairs)),
            letters=_bytes("\n".join(model.vocabulary.letters)),
            member=model.member,
            weights=_packed(model.weights),
            scales=model.scales,
            squares=model.squares,
            bias=model.bias,
        )
    whole.replace(path)


def load(path: Path) -> Model:
    """Read a model; a `ConfigError` says what is wrong with the file."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            model = _from_arrays(dict(archive))
    except FileNotFoundError:
        raise ConfigError("there is no such model", path=path, hint="Train one with aduan route train") from None
    except (OSError, EOFError, BadZipFile, ZlibError, KeyError, ValueError, TypeError, AttributeError):
        message = "this is no model that can be read"
        raise ConfigError(message, path=path, hint="Train it again with aduan route train") from None
    return model


def _from_arrays(arrays: Mapping[str, NDArray[Any]]) -> Model:
    head = json.loads(arrays["head"].tobytes())
    if head["format"] != _FORMAT:
        raise ValueError("another format")
    words, two, runs = (_lines(arrays[name]) for name in ("words", "pairs", "letters"))
    vocabulary = Vocabulary(
        words=_numbered(words, 0),
        pairs=_numbered(two, len(words)),
        letters=_numbered(runs, len(words) + len(two)),
    )
    _require_whole(arrays, head, len(words) + len(two) + len(runs))
    return Model(
        labels=tuple(head["labels"]),
        groups=tuple(head["groups"]),
        vocabulary=vocabulary,
        weights=_unpacked(arrays["weights"], (len(arrays["scales"]), len(arrays["bias"]))),
        heat=Heat(*head["heat"]),
        summary=head["summary"],
        reserve=float(head["reserve"]),
        **{name: arrays[name] for name in ("member", "scales", "squares", "bias")},
    )


def _require_whole(arrays: Mapping[str, NDArray[Any]], head: Mapping[str, Any], features: int) -> None:
    """Raise ValueError if the parts of a file do not belong together."""
    labels, groups = len(head["labels"]), len(head["groups"])
    member = arrays["member"]
    if not (
        len(arrays["scales"]) == len(arrays["squares"]) == features
        and len(arrays["bias"]) == labels + groups
        and len(arrays["weights"]) == (features * (labels + groups) + 1) // 2
        and len(member) == (labels if groups else 0)
        and (not len(member) or 0 <= member.min() <= member.max() < groups)
    ):
        raise ValueError("the parts of the file do not belong together")


def _packed(weights: NDArray[np.int8]) -> NDArray[np.uint8]:
    """Put two weights, each from -7 to 7, into a byte."""
    flat = np.zeros(weights.size + weights.size % 2, np.uint8)
    flat[: weights.size] = weights.ravel() + 8
    return flat[::2] * np.uint8(16) + flat[1::2]


def _unpacked(packed: NDArray[np.uint8], shape: tuple[int, int]) -> NDArray[np.int8]:
    both = np.empty((len(packed), 2), np.int8)
    both[:, 0] = packed >> 4
    both[:, 1] = packed & 15
    both -= 8
    return both.ravel()[: shape[0] * shape[1]].reshape(shape)


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)


def _lines(array: NDArray[Any]) -> list[str]:
    text = array.tobytes().decode()
    return text.split("\n") if text else []


def _numbered(features: Iterable[str], first: int) -> dict[str, int]:
    return {feature: row for row, feature in enumerate(features, first)}
