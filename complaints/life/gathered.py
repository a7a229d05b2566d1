"""What is gathered under an incident: complaints on its topic that name one of its places. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from routing.place_index import compact


class Incident(Protocol):
    """What tells what joins an incident; without areas it is wherever its topic is."""

    @property
    def topic(self) -> str:
        """The code of its topic."""

    @property
    def areas(self) -> Sequence[str]:
        """Its places, compacted as `place_index.compact` writes names, or parts of them."""


Known = TypeVar("Known", bound=Incident)


def gathered_under(incidents: Iterable[Known], topic: str | None, places: Iterable[tuple[str, str]]) -> Known | None:
    """Find the incident that a complaint joins, the first that fits; `places` are kinds with names."""
    names = [compact(name) for _, name in places]
    return next((each for each in incidents if each.topic == topic and _is_there(each.areas, names)), None)


def _is_there(areas: Sequence[str], names: Sequence[str]) -> bool:
    return not areas or any(area in name for area in areas for name in names)
