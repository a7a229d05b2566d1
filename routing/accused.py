"""Whom a text accuses: a complaint about an office's own people must not land on their desk."""

from __future__ import annotations

from collections.abc import Mapping

from config.accusations import AccusationWords
from config.phrases import Phrase
from routing.features import Features
from routing.rules import Finder


class Accusations:
    """The words of accusation (config/accusations.toml), compiled for each agency."""

    def __init__(self, words: AccusationWords, spellings: Mapping[str, str]) -> None:
        self.watchdog = words.watchdog
        self._acts = [Finder(act, spellings) for act in words.acts]
        self._unless = [Finder(phrase, spellings) for phrase in words.unless]
        self._staff = {code: Finder(_beside(words.staff, name), spellings) for code, name in words.called.items()}
        self._grave = {code: Finder(_beside(words.grave, name), spellings) for code, name in words.called.items()}
        finders = [*self._acts, *self._grave.values()]
        self._telling = frozenset(word for finder in finders for word in finder.keys[0])

    def words(self) -> frozenset[str]:
        """Give all words that are asked for."""
        finders = [*self._acts, *self._unless, *self._staff.values(), *self._grave.values()]
        return frozenset(word for finder in finders for word in finder.words())

    def accused(self, features: Features) -> frozenset[str]:
        """Give the agencies whose own people a text accuses."""
        if features.places.keys().isdisjoint(self._telling) or any(each.find(features) for each in self._unless):
            return frozenset()
        acted = any(act.find(features) for act in self._acts)
        finders = [*self._grave.items(), *(self._staff.items() if acted else ())]
        return frozenset(code for code, finder in finders if finder.find(features))


def _beside(first: Phrase | None, second: Phrase) -> Phrase:
    """Give the phrase that is met where one of each stands side by side, in either order."""
    names = [*_alternatives(second), *(("kantor", *name) for name in _alternatives(second))]
    pairs = [(one, two) for one in _alternatives(first) for two in names]
    together = (*((*one, *two) for one, two in pairs), *((*two, *one) for one, two in pairs))
    return Phrase(f"{first.text if first else ''} {second.text}", (together,))


def _alternatives(phrase: Phrase | None) -> tuple[tuple[str, ...], ...]:
    return phrase.parts[0] if phrase else ((),)
