"""Where a complaint is: the places that its text names, and the unit of its agency that answers for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from config.local_places import unit_for
from config.regions import Region
from routing.decide import Decision
from routing.introductions import DISTRICT, STREET, VILLAGE
from routing.place import Place
from routing.whereabouts import tells_where

NARROW = frozenset({STREET, VILLAGE, DISTRICT})
"""The kinds of places that tell somebody where to go; a regency does not."""


def with_districts(places: Iterable[Place]) -> dict[tuple[str, str], str]:
    """Give the places as kind and name, with what was told of each; a village brings its district along."""
    found: dict[tuple[str, str], str] = {}
    for place in places:
        found[place.kind, place.name] = place.detail
        if place.kind == VILLAGE and place.parent:
            found.setdefault((DISTRICT, place.parent), "")
    return found


def lacks_place(region: Region, decision: Decision, text: str) -> bool:
    """Tell whether the agency of a complaint must know where it is, and neither names nor other words say so."""
    agency = region.catalogue.agencies.get(decision.agency or "")
    if agency is None or any(place.kind in NARROW for place in decision.places):
        return False
    topic = next((topic for topic in region.catalogue.topics if topic.code == decision.topic), None)
    asks = agency.where if topic is None or topic.where is None else topic.where
    return asks and not tells_where(text)


def place_rows(complaint_id: int, places: Mapping[tuple[str, str], str]) -> list[dict[str, Any]]:
    """Make the rows of a complaint's places."""
    return [
        {"complaint_id": complaint_id, "kind": kind, "name": name, "detail": detail}
        for (kind, name), detail in places.items()
    ]


def unit_in_charge(region: Region | None, agency: str | None, places: Iterable[tuple[str, str]]) -> str | None:
    """Give the code of the unit of an agency that covers one of the places, which are kinds with names."""
    units = region.units.get(agency, ()) if region and agency else ()
    if not units:
        return None
    named = list(places)
    villages, districts = ([name for kind, name in named if kind == wanted] for wanted in (VILLAGE, DISTRICT))
    unit = unit_for(units, villages, districts)
    return unit.code if unit else None
