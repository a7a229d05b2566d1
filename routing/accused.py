"""Whom a text accuses: a complaint about an office's own people must not land on their desk."""

from __future__ import annotations

from collections.abc import Mapping

from config.accusations import AccusationWords
from config.phrases import Phrase
from routing.features import Features
from routing.rules import Finder


class Accusations:
    """The words of accusation, compiled for each agency."""

    def __init__(self, words: AccusationWords, spellings: Mapping[str, str]) -> None:
        self.watchdog = words.watchdog
        self._acts = [Finder(act, spellings) for act in words.acts]
        self._named = {code: Finder(called, spellings) for code, called in words.called.items()}
        self._staff = {code: Finder(_near(words.staff, called), spellings) for code, called in words.called.items()}
        self._grave = {
            code: [Finder(_near(act, called), spellings) for act in words.grave]
            for code, called in words.called.items()
        }

        telling = [finder.keys[0] for finder in self._acts]
        telling += [finder.keys[0] for grave in self._grave.values() for finder in grave]
        self._telling = frozenset(word for keys in telling for word in keys)

    def words(self) -> frozenset[str]:
        """Give all words that are asked for."""
        finders = [*self._acts, *self._staff.values(), *(each for grave in self._grave.values() for each in grave)]
        return frozenset(word for finder in finders for word in finder.words())

    def accused(self, features: Features) -> frozenset[str]:
        """Give the agencies whose own people a text accuses."""
        if self._telling.isdisjoint(features.places):
            return frozenset()
        named = [code for code, finder in self._named.items() if finder.find(features)]
        return frozenset(code for code in named if self._is_accused(code, features))

    def _is_accused(self, code: str, features: Features) -> bool:
        if any(finder.find(features) for finder in self._grave[code]):
            return True
        staff = self._staff[code].find(features)
        return bool(staff) and any(act.find(features) for act in self._acts)


def _near(first: Phrase | None, second: Phrase) -> Phrase:
    """Give the phrase that is met where both are."""
    parts = (*(first.parts if first else ()), *second.parts)
    return Phrase(f"{first.text if first else ''} + {second.text}", parts)
