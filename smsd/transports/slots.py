"""The slots of a modem: which will not be freed, which cannot be read, and when nearly all of them are taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from smsd.transports.base import News

NEARLY, STUCK, UNREADABLE = "sim_nearly_full", "sim_slot_stuck", "sim_slot_unreadable"
"""The troubles that there are with slots."""

TRIES = 3
"""So often a slot is deleted that refuses, and then left alone until something else frees it."""

NEARLY_FULL = 0.8
"""How much of a memory may be taken before somebody should know: the network holds the rest, but not for ever."""


class Slots:
    """What is known of the slots from earlier looks. Each trouble is told once, as long as it lasts, and its end."""

    def __init__(self) -> None:
        self._refusals: Counter[str] = Counter()
        self._unreadable: frozenset[str] = frozenset()
        self._is_full: dict[str, bool] = {}
        self._news: list[News] = []

    def refused(self, handle: str) -> None:
        """Hear that a slot could not be deleted."""
        self._refusals[handle] += 1
        if self._refusals[handle] == TRIES:
            self._news.append(News(STUCK, f"slot {handle} cannot be deleted and is left alone"))

    def is_stuck(self, handle: str) -> bool:
        """Tell whether a slot is to be left alone."""
        return self._refusals[handle] >= TRIES

    def seen(self, handles: Collection[str], memory: str = "") -> None:
        """Hear in which slots of a memory something lies; the others are free, whoever did that."""
        freed = [each for each in self._refusals if each.startswith(memory) and each not in handles]
        was_stuck = any(map(self.is_stuck, freed))
        for each in freed:
            del self._refusals[each]
        if was_stuck and not any(map(self.is_stuck, self._refusals)):
            self._news.append(News(STUCK, is_over=True))

    def unreadable(self, handles: Collection[str]) -> None:
        """Hear which slots hold what the driver cannot read."""
        new = sorted(set(handles) - self._unreadable)
        self._news += [News(UNREADABLE, f"slot {each} cannot be read and is left alone") for each in new]
        self._unreadable = frozenset(handles)

    def fill(self, memory: str, used: int, size: int) -> bool:
        """Hear how much of a memory is taken; tell whether it is nearly full."""
        is_full = 0 < NEARLY_FULL * size <= used
        was_full, self._is_full[memory] = self._is_full.get(memory), is_full
        if is_full and not was_full:
            self._news.append(News(NEARLY, f"{memory} is nearly full: {used} of {size}"))
        if was_full is not is_full and not any(self._is_full.values()):
            self._news.append(News(NEARLY, is_over=True))
        return is_full

    def news(self) -> tuple[News, ...]:
        """Give what has not been told yet."""
        news, self._news = tuple(self._news), []
        return news
