"""What the rules say for each agency: their hits, each word counted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from routing.rules import Hit


@dataclass(frozen=True, slots=True)
class Claim:
    """The hits that count for an agency, the strongest first, and their evidence together."""

    hits: tuple[Hit, ...]
    evidence: float


def claims(hits: Sequence[Hit]) -> dict[str, Claim]:
    """Gather the hits, strongest first, by agency; an agency whose words all belong to stronger ones has no claim."""
    gathered = {agency: _claim(agency, hits) for agency in dict.fromkeys(hit.topic.agency for hit in hits)}
    return {agency: claim for agency, claim in gathered.items() if claim.hits}


def _claim(agency: str, hits: Sequence[Hit]) -> Claim:
    """Weigh the hits of an agency.

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
    return Claim(tuple(kept), evidence)


def _taken_by_rivals(hit: Hit, hits: Sequence[Hit]) -> int:
    """Give the mask of the words in stronger hits of other agencies."""
    taken = 0
    for rival in hits:
        if rival.evidence <= hit.evidence:
            break
        if rival.topic.agency != hit.topic.agency:
            taken |= rival.mask
    return taken
