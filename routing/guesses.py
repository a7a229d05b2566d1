"""What a classifier says of a text, in the terms of a region: its agencies instead of the labels it was trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

import routing.classifier as trained
from config.topics import Catalogue
from routing.classifier import Classifier, Read
from routing.weights import Floats

_SHARE = 0.1
"""Whose danger is so likely beside the likeliest is in charge too."""


@dataclass(frozen=True, slots=True)
class Danger:
    """How likely it is that a text tells of danger to life.

    `chance` is the probability, `murmur` the highest score of a topic of danger before it is weighed against the
    others: it is there even if the text is about something else. `chances` are those of the topics, whose owners are
    `owners`.
    """

    chance: float = 0.0
    murmur: float = -1.0
    chances: Floats | None = None
    owners: Sequence[str] = ()

    def takers(self, share: float = _SHARE) -> list[str]:
        """Give those whose dangers are likely, the likeliest first: so much beside the likeliest."""
        if self.chances is None:
            return []
        order = (-self.chances).argsort(kind="stable").tolist()
        least = share * float(self.chances[order[0]])
        return list(dict.fromkeys(self.owners[place] for place in order if self.chances[place] >= least))


@dataclass(frozen=True, slots=True)
class Guess:
    """The probability of each owner of topics (agency or body) and of each label; `read` is what the classifier saw.

    `owners` are in the order of `Guesses.names`, labels in that of the model.
    """

    owners: Floats
    labels: Floats
    danger: Danger
    read: Read | None


class Guesses:
    """Asks a classifier, and adds up what it says of topics for those who own them in a region.

    A label that is no topic of the catalogue is taken as an owner itself. Without a classifier all are equally likely.
    One that has not learned what danger is leaves that to another, the `alarm`.
    """

    def __init__(self, catalogue: Catalogue, classifier: Classifier | None, alarm: Classifier | None = None) -> None:
        self.topics = {topic.code: topic for topic in catalogue.topics}
        self.in_danger = frozenset(topic.agency for topic in catalogue.topics if topic.urgent)
        self._classifier = classifier
        labels = classifier.model.labels if classifier else ()
        owners = [self.topics[label].agency if label in self.topics else label for label in labels]
        every = (*catalogue.agencies, *(topic.agency for topic in catalogue.topics), *owners)
        self.names = tuple(dict.fromkeys(every))
        self.place = {name: place for place, name in enumerate(self.names)}
        self.unlearned = frozenset(self.names).difference(owners)
        self._shares = _shares(owners, self.place)
        self._topics_of = _topics_of(owners, labels, self.topics)
        dangers = {topic.code for topic in catalogue.topics if topic.urgent}
        self._alarm = Guesses(catalogue, alarm) if alarm and not dangers <= set(labels) else None
        self._dangers = np.array([place for place, label in enumerate(labels) if label in dangers], np.intp)
        self._endangered = [owners[place] for place in self._dangers]
        rare = classifier.model.summary.get("rare", ()) if classifier else ()
        self._known = frozenset(labels) - frozenset(rare)

    @property
    def version(self) -> str:
        """The version of the classifier; empty without one."""
        return self._classifier.model.version if self._classifier else ""

    def guess(self, words: Sequence[str]) -> Guess:
        """Ask about the words of a text."""
        if self._classifier is None:
            owners = np.full(len(self.names), 1 / len(self.names), np.float32)
            return Guess(owners, np.zeros(0, np.float32), self._of_alarm(words), None)
        read = self._classifier.read(words)
        guess = self._classifier.guess(read)
        danger = self._of_alarm(words) if self._alarm else self._danger(guess)
        return Guess(guess.labels @ self._shares, guess.labels, danger, read)

    def is_rare(self, topic: str) -> bool:
        """Tell whether a topic has been seen too little to be ruled out."""
        return self._alarm.is_rare(topic) if self._alarm else topic not in self._known

    def topic_of(self, guess: Guess, owner: str) -> str | None:
        """Give the likeliest topic of an owner; None if the classifier knows none."""
        if owner not in self._topics_of:
            return None
        places, codes = self._topics_of[owner]
        return codes[int(guess.labels[places].argmax())]

    def _of_alarm(self, words: Sequence[str]) -> Danger:
        return self._alarm.guess(words).danger if self._alarm else Danger()

    def _danger(self, guess: trained.Guess) -> Danger:
        if not len(self._dangers):
            return Danger()
        chances = guess.labels.take(self._dangers)
        return Danger(float(chances.sum()), float(guess.scores.take(self._dangers).max()), chances, self._endangered)


def _shares(owners: Sequence[str], place: Mapping[str, int]) -> Floats:
    """Make the matrix that sums labels into owners."""
    shares = np.zeros((len(owners), len(place)), np.float32)
    shares[np.arange(len(owners)), [place[owner] for owner in owners]] = 1
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
