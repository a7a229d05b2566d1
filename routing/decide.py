"""Which agency a complaint goes to, how sure that is, and why."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from config.topics import Catalogue
from routing.features import Features
from routing.rules import Hit, Rules

_OFFERED = 3
"""How many agencies an officer is offered."""
_EXPLAINED = 2
"""How many of the phrases that were met are told; more would not be read."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """An agency that it may be, with the confidence that it is."""

    agency: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a complaint goes. `agency` None: not sure enough, or the region has no such agency; an officer decides.

    `confidence`, 0 to 1, is that of the best agency, decided or not. It is a score, not a probability: it orders
    decisions by how much speaks for them, and has not been calibrated against complaints whose agency is known.
    `alternatives` are up to three, best first, with the best. `reasons` are sentences for an officer. `urgent`:
    words of a topic that means danger to life are in the text, whatever agency takes it.
    """

    agency: str | None
    topic: str | None
    confidence: float
    alternatives: tuple[Alternative, ...]
    reasons: tuple[str, ...]
    urgent: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An agency with the hits that count for it; the first is the strongest."""

    agency: str
    hits: tuple[Hit, ...]
    confidence: float


class Router:
    """The rules of a catalogue, built once; `decide` is cheap, takes only its text and always answers the same.

    `agencies` are those that the region has (all of the catalogue if not given). Topics of others still count
    against them, so that what another government must do does not go to whoever comes near, but never decide.
    `threshold` is the confidence from which a complaint goes to an agency without an officer.
    """

    def __init__(self, catalogue: Catalogue, *, agencies: frozenset[str] | None = None, threshold: float = 0.6) -> None:
        self._names = {code: agency.short for code, agency in catalogue.agencies.items()}
        self._agencies = frozenset(catalogue.agencies) if agencies is None else agencies
        self._threshold = threshold
        self._rules = Rules(catalogue)

    def decide(self, text: str) -> Decision:
        """Decide where a text goes; any text is answered."""
        features = self._rules.read(text)
        hits = self._rules.hits(features)
        candidates = _candidates(hits)
        decided = self._decided(candidates)
        return Decision(
            agency=decided.agency if decided else None,
            topic=decided.hits[0].topic.code if decided else None,
            confidence=candidates[0].confidence if candidates else 0.0,
            alternatives=self._alternatives(candidates),
            reasons=tuple(self._reasons(candidates, decided, features)),
            urgent=any(hit.topic.urgent and not hit.hint for candidate in candidates for hit in candidate.hits),
        )

    def _decided(self, candidates: list[_Candidate]) -> _Candidate | None:
        if not candidates or candidates[0].agency not in self._agencies:
            return None
        return candidates[0] if candidates[0].confidence >= self._threshold else None

    def _alternatives(self, candidates: list[_Candidate]) -> tuple[Alternative, ...]:
        own = (candidate for candidate in candidates if candidate.agency in self._agencies)
        return tuple(Alternative(candidate.agency, candidate.confidence) for candidate in own)[:_OFFERED]

    def _reasons(self, candidates: list[_Candidate], decided: _Candidate | None, features: Features) -> Iterable[str]:
        """Say what spoke for the best agencies, and if none was chosen, why not."""
        if not candidates:
            yield "Tidak ada kata yang menunjuk ke suatu instansi."
            return
        shown = candidates[:1] if decided else candidates[:2]
        for candidate in shown:
            yield from (self._reason(hit, features) for hit in candidate.hits[:_EXPLAINED])
        if not decided:
            yield self._doubt(candidates)

    def _reason(self, hit: Hit, features: Features) -> str:
        points = "mengarah ke" if hit.hint else "menunjuk"
        return f'Kata "{hit.words(features)}" {points} topik {hit.topic.name} ({self._name(hit.topic.agency)}).'

    def _doubt(self, candidates: list[_Candidate]) -> str:
        best, *others = candidates
        if best.agency not in self._agencies:
            return f"Ini tampaknya urusan {self._name(best.agency)}, yang tidak ada di daerah ini."
        if not others:
            return f"Petunjuk ke {self._name(best.agency)} terlalu lemah."
        return f"Belum cukup yakin antara {self._name(best.agency)} dan {self._name(others[0].agency)}."

    def _name(self, agency: str) -> str:
        return self._names.get(agency, agency)


def _candidates(hits: Sequence[Hit]) -> list[_Candidate]:
    """Gather the hits by agency and weigh the agencies against each other, best first.

    The evidence e of an agency is the sum over its hits. Its strength is 1 - exp(-e): two words speak louder than
    one, ten hardly louder than five. Its share is e² / Σe² over all agencies: a rival as strong halves it.
    Confidence is strength times share. Equal ones keep the order of the topics.
    """
    agencies = dict.fromkeys(hit.topic.agency for hit in hits)
    shares = [(agency, *_claim(agency, hits)) for agency in agencies]
    total = sum(evidence**2 for _, _, evidence in shares)
    candidates = [
        _Candidate(agency, own, round((1 - math.exp(-evidence)) * evidence**2 / total, 3))
        for agency, own, evidence in shares
        if own
    ]
    return sorted(candidates, key=lambda candidate: -candidate.confidence)


def _claim(agency: str, hits: Sequence[Hit]) -> tuple[tuple[Hit, ...], float]:
    """Give the hits that count for an agency, and their evidence together.

    A word counts for the strongest phrase in which it stands: "lampu merah mati" is not about electricity, though
    "lampu mati" is. So a hit counts only by the share of its words that no stronger one has taken.
    """
    kept: list[Hit] = []
    evidence, taken = 0.0, 0
    for hit in hits:
        if hit.topic.agency == agency:
            free = hit.mask & ~taken & ~_taken_by_rivals(hit, hits)
            evidence += hit.evidence * free.bit_count() / hit.mask.bit_count()
            taken |= hit.mask
            kept += [hit] if free else []
    return tuple(kept), evidence


def _taken_by_rivals(hit: Hit, hits: Sequence[Hit]) -> int:
    """Give the mask of the words in stronger hits of other agencies."""
    taken = 0
    for rival in hits:
        if rival.evidence <= hit.evidence:
            break
        if rival.topic.agency != hit.topic.agency:
            taken |= rival.mask
    return taken
