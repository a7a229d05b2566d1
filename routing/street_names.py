"""Where the name of a street ends that nobody has written down: `jl mawar rusak parah` is about Jalan Mawar."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from config.places import PlaceWords
from config.topics import Catalogue
from routing.affixes import forms

_MOST_WORDS = 3
_REMEMBERED = 20_000
_VERB = re.compile(r"(?:ber|mem|men|di|ter)[a-z]{4,}")
_WORD = re.compile(r"[a-z]{2}[a-z0-9]{,28}|[a-z]")
_NUMBER = re.compile(r"[0-9]{1,2}|satu|dua|tiga|empat|lima|i{1,3}|iv|v")
_NO_VOWEL = re.compile(r"[b-df-hj-np-tv-xz]{2,}")
_COUNTED = frozenset({
    "bulan", "hari", "jam", "kali", "kk", "km", "lubang", "meter", "minggu", "mtr", "orang", "rumah", "tahun", "titik",
})  # fmt: skip
"""What is counted by the number before it: `jl mawar 3 hari gelap`."""


class StreetNames:
    """Tells where names end, by the words of places.toml and `known`, those that texts have for other things."""

    def __init__(self, words: PlaceWords, known: Collection[str]) -> None:
        self._words = words
        self._known = known
        self.is_word = lru_cache(_REMEMBERED)(self._is_word)

    def read(self, words: Sequence[str], start: int, before: int) -> tuple[str, int]:
        """Read the name that begins at `start` and ends `before` a word; gives it and its end, or nothing."""
        name: list[str] = []
        place = start
        while place < before and len(name) < _MOST_WORDS:
            if self._goes_on(words, place):
                name.append(words[place])
            elif not (words[place] == "." and name and len(name[-1]) == 1):
                break
            place += 1
        return ("", start) if name in ([], ["raya"]) else (" ".join(name), place)

    def _goes_on(self, words: Sequence[str], place: int) -> bool:
        word = words[place]
        if _NUMBER.fullmatch(word):
            return words[place + 1 : place + 2] == [] or words[place + 1] not in _COUNTED
        return _WORD.fullmatch(word) is not None and not self.is_word(word)

    def _is_word(self, word: str) -> bool:
        """Tell whether a word ends a name: a form of a stop, a verb, a word of other things, or one without vowels."""
        if word in self._words.names:
            return False
        if word in self._known or _VERB.fullmatch(word) or _NO_VOWEL.fullmatch(word):
            return True
        return any(form in self._words.stops for form in forms(word))


def known_words(catalogue: Catalogue) -> frozenset[str]:
    """Give the words of a catalogue's topics, what citizens write for them, and the fillers: none of them is a name."""
    words = catalogue.words
    groups = (group for topic in catalogue.topics for group in (topic.phrases, topic.hints, topic.excluded))
    topical = {word.removeprefix("=") for group in groups for phrase in group for word in phrase.words}
    return frozenset(topical).union(words.spellings, words.fillers, *(phrase.split() for phrase in words.before))
