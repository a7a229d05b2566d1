"""What is gathered under an incident: complaints on one of its topics that name one of its places. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from routing.place_index import compact
from routing.plain import plain


class Incident(Protocol):
    """What tells what joins an incident; without areas it is wherever its topics are."""

    @property
    def topics(self) -> Sequence[str]:
        """The codes of its topics."""

    @property
    def areas(self) -> Sequence[str]:
        """Its places, compacted as `place_index.compact` writes names, or whole words of them."""


Known = TypeVar("Known", bound=Incident)


def gathered_under(incidents: Iterable[Known], topic: str | None, places: Iterable[tuple[str, str]]) -> Known | None:
    """Find the incident that a complaint joins, the first that fits; `places` are kinds with names."""
    names = [name for _, name in places]
    return next((each for each in incidents if topic in each.topics and _is_there(each.areas, names)), None)


def is_called(area: str, name: str) -> bool:
    """Tell whether whole words of a place's name are what an area says: `katulampa` is in Jalan Katulampa Raya.

    Words may be written as one, as Tegalgundil is; a part of a word is no place.
    """
    words = [compact(word) for word in plain(name).split()]
    runs = ("".join(words[begin:end]) for begin in range(len(words)) for end in range(begin + 1, len(words) + 1))
    return area in runs


def _is_there(areas: Sequence[str], names: Sequence[str]) -> bool:
    return not areas or any(is_called(area, name) for area in areas for name in names)
