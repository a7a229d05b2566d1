"""Whether a text asks for compensation: then no silence may close the complaint."""

from __future__ import annotations

from collections.abc import Iterable

from config.phrases import Phrase
from routing.plain import tokens
from routing.spans import Seeker


class Compensation:
    """Hears a demand for compensation in texts."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._seeker = Seeker(phrases, {})

    def is_asked(self, text: str) -> bool:
        """Tell whether a text asks for compensation."""
        places: dict[str, tuple[int, ...]] = {}
        for place, word in enumerate(tokens(text)):
            places[word] = (*places.get(word, ()), place)
        return bool(self._seeker.spans(places))
