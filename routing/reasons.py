"""Why a complaint goes where it goes, in sentences as an officer would say them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from config.topics import Catalogue, Topic
from routing.claims import Claim
from routing.classifier import Classifier, Read
from routing.features import Features
from routing.rules import Hit

_EXPLAINED = 2
"""How many of the phrases that were met are told; more would not be read."""
_TELLING = 4
"""How many of the words that spoke loudest are told."""
_SHORTEST = 2
_FAINT = 0.2
"""Below this probability it is not said what a text is like: it is like nothing."""


class Reasons:
    """Finds the words for what a router has found."""

    def __init__(self, catalogue: Catalogue, classifier: Classifier | None) -> None:
        self._names = {code: body.name for code, body in catalogue.bodies.items()}
        self._names |= {code: agency.short for code, agency in catalogue.agencies.items()}
        self._fillers = catalogue.words.fillers
        self._classifier = classifier

    def law(self, hit: Hit, features: Features) -> str:
        """Say that the region itself has laid this down."""
        return f'Aturan daerah: "{hit.words(features)}" selalu ke {self.name(hit.topic.agency)}.'

    def phrases(self, claim: Claim, features: Features) -> list[str]:
        """Say which phrases were met, and to which topic they point."""
        return [self._phrase(hit, features) for hit in claim.hits[:_EXPLAINED]]

    def likeness(self, read: Read | None, topic: Topic | None, agency: str, chance: float) -> list[str]:
        """Say what the classifier has recognised the text by."""
        if chance < _FAINT or read is None:
            return []
        about = topic if topic and self._is_learned(topic.code) else None
        quoted = ", ".join(f'"{word}"' for word in self._telling(read, about.code if about else agency))
        because = f", terutama karena {quoted}" if quoted else ""
        matter = f"laporan tentang {about.name} ({self.name(agency)})" if about else f"laporan ke {self.name(agency)}"
        return [f"Mirip {matter}{because} (yakin {chance:.0%})."]

    def accused(self, agencies: Sequence[str], taker: str | None) -> str:
        """Say who is accused, and so does not get the complaint."""
        names = ", ".join(self.name(agency) for agency in agencies)
        to = f"diserahkan kepada {self.name(taker)}" if taker else "diputuskan petugas"
        return f"Yang diadukan adalah orang {names} sendiri, maka tidak dikirim ke sana tetapi {to}."

    def doubt(self, chances: Mapping[str, float], agencies: frozenset[str]) -> str:
        """Say between whom the choice is, or that it is nobody's here."""
        best, *others = chances
        if chances[best] < _FAINT:
            return "Isinya belum jelas."
        if best not in agencies:
            return f"Ini tampaknya urusan {self.name(best)}, bukan instansi daerah ini; petugas memastikan dulu."
        if not others:
            return f"Petunjuk ke {self.name(best)} terlalu lemah."
        told = " dan ".join(f"{self.name(name)} ({chances[name]:.0%})" for name in (best, others[0]))
        return f"Belum cukup yakin antara {told}."

    def urgent(self, agency: str) -> str:
        """Say that danger does not wait for certainty."""
        return f"Mendesak: langsung ke {self.name(agency)} walau belum pasti; pindahkan bila keliru."

    def alerted(self, agency: str | None) -> list[str]:
        """Say who hears of the danger though another has the complaint."""
        return [f"Ada bahaya di dalamnya: {self.name(agency)} diberi tahu juga."] if agency else []

    def name(self, agency: str) -> str:
        """Name an agency or body as an SMS does."""
        return self._names.get(agency, agency)

    def _is_learned(self, name: str) -> bool:
        return self._classifier is not None and self._classifier.knows(name)

    def _telling(self, read: Read, name: str) -> Iterable[str]:
        features = self._classifier.telling(read, name) if self._classifier and self._is_learned(name) else ()
        return islice((feature for feature in features if all(map(self._tells, feature.split()))), _TELLING)

    def _tells(self, word: str) -> bool:
        """Tell whether a word says something to a person: no preposition, no number, nothing that is dropped."""
        return len(word) > _SHORTEST and word.isalpha() and word not in self._fillers

    def _phrase(self, hit: Hit, features: Features) -> str:
        points = "mengarah ke" if hit.hint else "menunjuk"
        return f'Kata "{hit.words(features)}" {points} topik {hit.topic.name} ({self.name(hit.topic.agency)}).'
