"""Training: from texts whose label is known to a model that knows how sure it may be."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from routing.classifier import Classifier, powers, spread_of, together
from routing.fit import Example, fit
from routing.grams import Speller
from routing.measures import Answer, measure
from routing.model import Heat, Model
from routing.weights import Floats

_HELD_OUT = 7
_FEWEST = 20
_RARE = 10
_HEATS = [float(heat) for heat in np.geomspace(0.3, 40, 80)]


def train(
    examples: Sequence[Example],
    speller: Speller,
    *,
    progress: Callable[[str], None] = lambda _step: None,
) -> Model:
    """Train a model; the same examples give the same model.

    How sure the model may be is learned from the last seventh of them, by a first model that was trained on the others:
    so they are best in the order of time. Texts without a word are left out. Raises ValueError if fewer than 20 remain,
    or only one label.
    """
    read = [(example, words) for example in _labelled(examples) if (words := speller.words(example.text))]
    examples, rows = [example for example, _ in read], [words for _, words in read]
    if len(examples) < _FEWEST or len({_name(example) for example in examples}) < 2:
        raise ValueError(f"training takes at least {_FEWEST} texts with words, of at least two labels")
    apart = _held_out(examples)
    progress(f"learning how sure to be, from {len(examples) - len(apart)} texts tried on {len(apart)}")
    rest = [index for index in range(len(examples)) if index not in apart]
    first = fit([examples[index] for index in rest], [rows[index] for index in rest])
    tried = [(examples[index], rows[index]) for index in sorted(apart)]
    heat = _heat(first, tried)
    figures = _figures(replace(first, heat=heat, summary={"version": ""}), tried)
    progress(f"learning from all {len(examples)} texts")
    final = fit(examples, rows)
    hints = {"hints": speller.hinting.model.version} if speller.hinting else {}
    return replace(final, heat=heat, summary={**_summary(examples, final), **hints, "held_out": figures})


def _labelled(examples: Sequence[Example]) -> list[Example]:
    """Make a group of which no text has a label a label itself, so that something can point to it."""
    with_labels = {example.group for example in examples if example.label}
    return [each if each.label or each.group in with_labels else replace(each, label=each.group) for each in examples]


def _name(example: Example) -> str:
    return example.label or example.group


def _held_out(examples: Sequence[Example]) -> frozenset[int]:
    """Choose the texts to be judged by: the last ones, as in life; if those lack too many labels, every seventh."""
    count = len(examples)
    last = range(count - count // _HELD_OUT, count)
    labels = {_name(example) for example in examples}
    met = {_name(examples[index]) for index in last}
    return frozenset(last if len(met) * 2 >= len(labels) else range(0, count, _HELD_OUT))


_Tried = Sequence[tuple[Example, Sequence[str]]]


def _heat(model: Model, tried: _Tried) -> Heat:
    """Find the heats under which the texts that were held out are likeliest, one after the other."""
    classifier = Classifier(replace(model, summary={"version": ""}))
    scores = np.array([classifier.scores(classifier.read(row)) for _, row in tried])
    count = len(model.labels)
    wanted = _places(model.labels, [example.label for example, _ in tried])
    labels = _likeliest(lambda heat: _shares(scores[:, :count], heat), wanted)
    if not model.groups:
        return Heat(labels)
    in_groups = _places(model.groups, [example.group for example, _ in tried])
    groups = _likeliest(lambda heat: _shares(scores[:, count:], heat), in_groups)
    summed = powers(scores[:, :count] * np.float32(labels)) @ spread_of(model)
    own = scores[:, count:]
    both = _likeliest(lambda heat: together(summed, own, Heat(labels, groups, heat)), in_groups)
    return Heat(labels, groups, both)


def _shares(scores: Floats, heat: float) -> Floats:
    raised = powers(scores * np.float32(heat))
    shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def _places(names: Sequence[str], wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Give row and column of each text whose name the model knows."""
    column = {name: place for place, name in enumerate(names)}
    return [(row, column[name]) for row, name in enumerate(wanted) if name in column]


def _likeliest(probabilities: Callable[[float], Floats], wanted: list[tuple[int, int]]) -> float:
    if not wanted:
        return 1.0
    rows, columns = zip(*wanted, strict=True)
    losses = [-np.log(probabilities(heat)[rows, columns] + 1e-9).mean() for heat in _HEATS]
    return _HEATS[int(np.argmin(losses))]


def _figures(model: Model, tried: _Tried) -> dict[str, Any]:
    """Measure a model on the texts that were held out."""
    classifier = Classifier(model)
    measured = measure(
        [Answer(example.text, example.group or example.label, (), classifier.rank(row)) for example, row in tried]
    )
    return {"n": measured.n, "accuracy": measured.accuracy, "macro_f1": measured.macro_f1, "top3": measured.top3}


def _rare(examples: Sequence[Example]) -> list[str]:
    """Give the labels of which there are too few texts to tell what is not of them."""
    counts = Counter(example.label for example in examples if example.label)
    return sorted(label for label, count in counts.items() if count < _RARE)


def version_of(examples: Sequence[Example]) -> str:
    """Give the version of a model that is trained on these examples: it changes with any of them."""
    told = "\n".join(f"{each.label}\t{each.group}\t{each.weight}\t{each.text}" for each in examples)
    return hashlib.sha256(told.encode(errors="replace")).hexdigest()[:10]


def _summary(examples: Sequence[Example], model: Model) -> dict[str, Any]:
    return {
        "version": version_of(examples),
        "texts": len(examples),
        "labels": len(model.labels),
        "groups": len(model.groups),
        "features": len(model.weights),
        "rare": _rare(examples),
    }
