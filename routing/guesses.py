"""What a classifier says of a text, in the terms of a region: its agencies instead of the labels it was trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from config.topics import Catalogue
from routing.classifier import Classifier, Read
from routing.weights import Floats


@dataclass(frozen=True, slots=True)
class Guess:
    """The probability of each owner of topics (agency or body), of each label, and that a text is urgent.

    `owners` are in the order of `Guesses.names`, labels in that of the model; `read` is what the classifier saw.
    Of topics that are not `known` it has seen too little.
    """

    owners: Floats
    labels: Floats
    danger: float
    topics_of: Mapping[str, tuple[Sequence[int], Sequence[str]]]
    read: Read | None
    known: frozenset[str] = frozenset()

    def is_rare(self, topic: str) -> bool:
        """Tell whether the classifier has seen too little of a topic to rule it out."""
        return topic not in self.known

    def topic_of(self, owner: str) -> str | None:
        """Give the likeliest topic of an owner; None if the classifier knows none."""
        if owner not in self.topics_of:
            return None
        places, codes = self.topics_of[owner]
        return codes[int(self.labels[places].argmax())]


class Guesses:
    """Asks a classifier, and adds up what it says of topics for those who own them in a region.

    A label that is no topic of the catalogue is taken as an owner itself. Without a classifier all are equally likely.
    """

    def __init__(self, catalogue: Catalogue, classifier: Classifier | None) -> None:
        self.topics = {topic.code: topic for topic in catalogue.topics}
        self.in_danger = frozenset(topic.agency for topic in catalogue.topics if topic.urgent)
        self._classifier = classifier
        labels = classifier.model.labels if classifier else ()
        owners = [self.topics[label].agency if label in self.topics else label for label in labels]
        every = (*catalogue.agencies, *(topic.agency for topic in catalogue.topics), *owners)
        self.names = tuple(dict.fromkeys(every))
        self.place = {name: place for place, name in enumerate(self.names)}
        self._shares = self._shares_of(owners, labels)
        rare = classifier.model.summary.get("rare", ()) if classifier else ()
        self._known = frozenset(labels) - frozenset(rare)
        self._topics_of = _topics_of(owners, labels, self.topics)

    @property
    def version(self) -> str:
        """The version of the classifier; empty without one."""
        return self._classifier.model.version if self._classifier else ""

    def guess(self, words: Sequence[str]) -> Guess:
        """Ask about the words of a text."""
        if self._classifier is None:
            owners = np.full(len(self.names), 1 / len(self.names), np.float32)
            return Guess(owners, np.zeros(0, np.float32), 0.0, {}, None)
        read = self._classifier.read(words)
        labels = self._classifier.guess(read).labels
        shares = labels @ self._shares
        return Guess(shares[:-1], labels, float(shares[-1]), self._topics_of, read, self._known)

    def _shares_of(self, owners: Sequence[str], labels: Sequence[str]) -> Floats:
        """Make the matrix that sums labels into owners, and in the last column those that are urgent."""
        shares = np.zeros((len(labels), len(self.names) + 1), np.float32)
        for row, (owner, label) in enumerate(zip(owners, labels, strict=True)):
            shares[row, self.place[owner]] = 1
            shares[row, -1] = label in self.topics and self.topics[label].urgent
        return shares


def _topics_of(
    owners: Sequence[str], labels: Sequence[str], known: Mapping[str, object]
) -> dict[str, tuple[Sequence[int], Sequence[str]]]:
    """Give the places and codes of each owner's topics among the labels."""
    found: dict[str, tuple[list[int], list[str]]] = {}
    for place, (owner, label) in enumerate(zip(owners, labels, strict=True)):
        if label in known:
            places, codes = found.setdefault(owner, ([], []))
            places.append(place)
            codes.append(label)
    return dict(found)
