"""The words that only say where: "di depan dinas pendidikan jalannya berlubang" is about the road."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from config.topics import Words

NOWHERE: frozenset[int] = frozenset()


class Landmarks:
    """Finds landmarks right after a word such as `depan`, by the words of a catalogue."""

    def __init__(self, words: Words) -> None:
        self._before = frozenset(tuple(phrase.split()) for phrase in words.before)
        self._introducing = frozenset(phrase[0] for phrase in self._before)
        self._landmarks = words.landmarks

    def hidden(self, spelled: Sequence[str]) -> Collection[int]:
        """Give where the landmarks stand in a row of words; a break is an empty word."""
        if self._introducing.isdisjoint(spelled):
            return NOWHERE
        found: set[int] = set()
        for start, word in enumerate(spelled):
            if word in self._introducing:
                for end in (start + 1, start + 2):
                    if tuple(spelled[start:end]) in self._before:
                        found.update(self._after(spelled, end))
        return found

    def _after(self, spelled: Sequence[str], start: int) -> Iterator[int]:
        for place in range(start, len(spelled)):
            if spelled[place] not in self._landmarks:
                return
            yield place
