"""A router or a model, tried on texts whose label is known."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from routing.classifier import Classifier, Ranked
from routing.datasets import Labelled
from routing.decide import Router
from routing.grams import Speller
from routing.measures import Answer, Measured, measure


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the answers are worth, and what one takes, in milliseconds, on this machine."""

    measured: Measured
    ms_median: float
    ms_p99: float


def by_router(router: Router) -> Callable[[str], Ranked]:
    """Answer as the daemon does: rules and classifier together."""

    def rank(text: str) -> Ranked:
        decision = router.decide(text)
        ranked = tuple((each.agency, each.confidence) for each in decision.alternatives)
        return ((decision.body, decision.confidence), *ranked) if decision.body else ranked

    return rank


def by_model(classifier: Classifier, speller: Speller) -> Callable[[str], Ranked]:
    """Answer by the classifier alone, whatever its labels are."""
    return lambda text: classifier.rank(speller.words(text))


def evaluate(rank: Callable[[str], Ranked], texts: Sequence[Labelled]) -> Evaluation:
    """Try all texts, and measure."""
    answers, took = [], []
    for each in texts:
        began = time.perf_counter()
        ranked = rank(each.text)
        took.append((time.perf_counter() - began) * 1000)
        answers.append(Answer(each.text, each.label, each.also, ranked))
    took.sort()
    return Evaluation(measure(answers), took[len(took) // 2], took[int(len(took) * 0.99)])
