"""A place that a text names, and the neighbourhood (RT, RW) that is told with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from routing.introductions import STREET, VILLAGE

_NUMBER = r"[0-9]{1,3}(?![0-9])"
_RT_RW = re.compile(
    rf"\b(r[tw])[\s.:/]*(?:r[tw])?[\s.:/]*({_NUMBER})(?:[\s.,]*(/[\s.]*(?:r[tw])?|r[tw])[\s.:]*({_NUMBER}))?"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a text names: its kind and name, what it lies in, and from where to where it stands in the text.

    `spans` has each time that it is named, the first first. `kind` is province, regency, district, village or street.
    `detail` is the RT and RW that are told with it.
    """

    kind: str
    name: str
    parent: str | None
    spans: tuple[tuple[int, int], ...]
    detail: str = ""


def with_neighbourhood(level: str, places: Sequence[Place]) -> tuple[Place, ...]:
    """Give the nearest village or street its RT and RW, if the text, in small letters, tells them."""
    found = _RT_RW.search(level) if "rt" in level or "rw" in level else None
    near = [place for place in places if place.kind in {VILLAGE, STREET}]
    if found is None or not near:
        return tuple(places)
    nearest = min(near, key=lambda place: _distance(place, found))
    return tuple(replace(place, detail=_written(found)) if place is nearest else place for place in places)


def _distance(place: Place, found: re.Match[str]) -> int:
    return min(min(abs(start - found.end()), abs(end - found.start())) for start, end in place.spans)


def _written(found: re.Match[str]) -> str:
    """Write RT and RW alike, however they were typed: `rt03/05`, `RT 3 RW 5`, `rw. 05 rt 03`."""
    first, other = found[1].upper(), "RT" if found[1] == "rw" else "RW"
    parts = [f"{first} {int(found[2])}"] + ([f"{other} {int(found[4])}"] if found[4] else [])
    return " ".join(sorted(parts))
