"""The ranking of agencies, by how much they do in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from complaints.figures.measures import LEAST, Measures


@dataclass(frozen=True, slots=True)
class Ranking:
    """The agencies by rank, and those that have finished too little to be compared: 1 of 1 is no 100 %.

    Equals share a rank.
    """

    ranked: tuple[tuple[int, str], ...]
    few: tuple[str, ...]


def ranking(agencies: Mapping[str, Measures]) -> Ranking:
    """Rank agencies by the share that they finished in time; among equals, who answers sooner stands above."""
    enough = [code for code, each in agencies.items() if each.on_time.whole >= LEAST]
    keys = {code: _key(agencies[code]) for code in enough}
    ranked = sorted(enough, key=lambda code: (keys[code], code))
    places = {key: place for place, key in reversed(list(enumerate((keys[code] for code in ranked), 1)))}
    few = sorted(code for code in agencies if code not in keys)
    return Ranking(tuple((places[keys[code]], code) for code in ranked), tuple(few))


def _key(each: Measures) -> tuple[Fraction, bool, int]:
    """Order them: most in time first, then the soonest answer; where more than half has none, that is the latest."""
    in_time = Fraction(each.on_time.part, each.on_time.whole)
    return -in_time, each.answer.median is None, each.answer.median or 0
