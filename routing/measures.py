"""How good decisions are, measured against what is known to be right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from routing.classifier import Ranked

COVERAGES = (0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 1.0)
_BINS = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """A text, its right label, others that are as good, and what was answered, best first, with the confidence."""

    text: str
    label: str
    also: tuple[str, ...]
    ranked: Ranked

    @property
    def best(self) -> str:
        """The first answer; empty if there was none."""
        return self.ranked[0][0] if self.ranked else ""

    @property
    def confidence(self) -> float:
        """How sure the first answer was."""
        return self.ranked[0][1] if self.ranked else 0.0

    @property
    def right(self) -> bool:
        """Whether the first answer is the label itself."""
        return self.best == self.label


@dataclass(frozen=True, slots=True)
class Measured:
    """What the answers are worth; shares from 0 to 1.

    `coverage` tells for some shares of the texts, taken surest first, how many of them were answered rightly.
    `calibration_error` is the mean distance between how sure answers were and how many of them were right, over ten
    bins of confidence (Naeini 2015). `confused` counts the wrong answers by what was right and what was answered.
    """

    n: int
    accuracy: float
    accuracy_with_also: float
    macro_f1: float
    top3: float
    right_at_75: float
    calibration_error: float
    coverage: tuple[tuple[float, float], ...]
    confused: tuple[tuple[str, str, int], ...]
    worst: tuple[Answer, ...]


def measure(answers: Sequence[Answer]) -> Measured:
    """Measure answers; there must be some."""
    count = len(answers)
    wrong = [answer for answer in answers if not answer.right]
    surest = sorted(answers, key=lambda answer: -answer.confidence)
    confused = Counter((answer.label, answer.best) for answer in wrong)
    return Measured(
        n=count,
        accuracy=sum(answer.right for answer in answers) / count,
        accuracy_with_also=sum(answer.best in {answer.label, *answer.also} for answer in answers) / count,
        macro_f1=_macro_f1(answers),
        top3=sum(answer.label in [name for name, _ in answer.ranked[:3]] for answer in answers) / count,
        right_at_75=_right_among(surest, 0.75),
        calibration_error=_calibration_error(answers),
        coverage=tuple((share, _right_among(surest, share)) for share in COVERAGES),
        confused=tuple((label, best, times) for (label, best), times in confused.most_common()),
        worst=tuple(sorted(wrong, key=lambda answer: -answer.confidence)),
    )


def _right_among(surest: Sequence[Answer], share: float) -> float:
    chosen = surest[: max(1, round(share * len(surest)))]
    return sum(answer.right for answer in chosen) / len(chosen)


def _macro_f1(answers: Sequence[Answer]) -> float:
    """Give the mean over all labels of the harmonic mean of precision and recall; a small label counts as a big."""
    labels = Counter(answer.label for answer in answers)
    given = Counter(answer.best for answer in answers)
    right = Counter(answer.label for answer in answers if answer.right)
    return sum(2 * right[label] / (labels[label] + given[label]) for label in labels) / len(labels)


def _calibration_error(answers: Sequence[Answer]) -> float:
    bins: dict[int, list[Answer]] = {}
    for answer in answers:
        bins.setdefault(min(int(answer.confidence * _BINS), _BINS - 1), []).append(answer)
    gaps = (abs(sum(a.right for a in each) - sum(a.confidence for a in each)) for each in bins.values())
    return sum(gaps) / len(answers)
