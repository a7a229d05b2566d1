"""What the shipped classifier says of a text, told to one that is trained on other labels.

A city that trains on its own files has its own names for offices, but its citizens complain of the same things: so the
likeliest topics and agencies stand among the words of a text, as words that no citizen can write. What they mean for
the city's labels is learned like that of any other word.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from routing.classifier import Classifier
from routing.grams import HINT, Speller
from routing.landmarks import Landmarks

_LIKELY = 0.2


class HintedSpeller(Speller):
    """Reads texts like `Speller`, and adds the topics and agencies that are likely."""

    def __init__(
        self, spellings: Mapping[str, str], classifier: Classifier, landmarks: Landmarks | None = None
    ) -> None:
        super().__init__(spellings, landmarks)
        self._classifier = classifier
        model = classifier.model
        self._labels = np.array([f"{HINT}{label}" for label in model.labels], object)
        self._groups = np.array([f"{HINT}{HINT}{group}" for group in model.groups], object)

    @property
    def hinting(self) -> Classifier:
        """The classifier that hints."""
        return self._classifier

    def words(self, text: str) -> list[str]:
        """Give the words of a text in their order, then the hints."""
        words = super().words(text)
        guess = self._classifier.guess(self._classifier.read(words))
        return [*words, *self._groups[guess.groups >= _LIKELY], *self._labels[guess.labels >= _LIKELY]]
