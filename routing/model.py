"""A classifier as it was trained: a table of weights, and what its rows and columns stand for.

The model is linear: each feature of a text (a word, a pair, a run of letters; `routing.grams`) has a weight for each
label. Labels may belong to groups, as topics belong to agencies; then groups have weights of their own, and both are
asked: a group learns from many more texts, a label knows its own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from routing.weights import Floats, Weights


@dataclass(frozen=True, slots=True)
class Heat:
    """How decided scores are made into probabilities: of labels, of groups, and of both together."""

    labels: float
    groups: float = 1.0
    both: float = 1.0


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
    weights: Weights
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
    def hints(self) -> str:
        """The version of the shipped classifier whose hints it has learned from (`routing.hints`); empty if of none."""
        return str(self.summary.get("hints", ""))
