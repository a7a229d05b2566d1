"""The slots of a modem: which will not be freed, which cannot be read, and when nearly all of them are taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

TRIES = 3
"""So often a slot is deleted that refuses, and then left alone until something else frees it."""

NEARLY_FULL = 0.8
"""How much of a memory may be taken before somebody should know: the network holds the rest, but not for ever."""


class Slots:
    """What is known of the slots from earlier looks. Each trouble is told once, as long as it lasts."""

    def __init__(self) -> None:
        self._refusals: Counter[str] = Counter()
        self._unreadable: frozenset[str] = frozenset()
        self._full: set[str] = set()
        self._news: list[str] = []

    def refused(self, handle: str) -> None:
        """Hear that a slot could not be deleted."""
        self._refusals[handle] += 1
        if self._refusals[handle] == TRIES:
            self._news.append(f"slot {handle} cannot be deleted and is left alone")

    def is_stuck(self, handle: str) -> bool:
        """Tell whether a slot is to be left alone."""
        return self._refusals[handle] >= TRIES

    def seen(self, handles: Collection[str], memory: str = "") -> None:
        """Hear in which slots of a memory something lies; the others are free, whoever did that."""
        for freed in [each for each in self._refusals if each.startswith(memory) and each not in handles]:
            del self._refusals[freed]

    def unreadable(self, handles: Collection[str]) -> None:
        """Hear which slots hold what the driver cannot read."""
        new = sorted(set(handles) - self._unreadable)
        self._news += [f"slot {each} cannot be read and is left alone" for each in new]
        self._unreadable = frozenset(handles)

    def fill(self, memory: str, used: int, size: int) -> bool:
        """Hear how much of a memory is taken; tell whether it is nearly full."""
        if size <= 0 or used < NEARLY_FULL * size:
            self._full.discard(memory)
            return False
        if memory not in self._full:
            self._full.add(memory)
            self._news.append(f"{memory} is nearly full: {used} of {size}")
        return True

    def news(self) -> tuple[str, ...]:
        """Give what has not been told yet."""
        news, self._news = tuple(self._news), []
        return news
