"""A list of complaints as SMS: each item whole in one SMS, few SMS, and a count of what did not fit. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sms.codec import segment_count, to_gsm7
from sms.safe_text import one_line

MOST_SMS = 3

# From the most that an item may take to the least that still tells what it is about: the more there are, the shorter.
_LENGTHS = (120, 80, 45)


@dataclass(frozen=True, slots=True)
class Item:
    """A complaint in a list: its number, a word or two on how it stands, its text, where it is, and where it stands.

    By its position, from 1, an officer may name it; None if it has none.
    """

    number: int
    mark: str
    text: str
    place: str = ""
    position: int | None = None

    def written(self, length: int) -> str:
        """Write it in at most `length` characters; the place at the end, if the text is cut before it is named."""
        named = str(self.number) if self.position is None else f"{self.position} {self.number}"
        head = f"{named} {self.mark}: " if self.mark else f"{named} "
        line = to_gsm7(one_line(f"{head}{self.text[: 2 * length]}"))
        place = to_gsm7(f" ({self.place})")
        told = line[len(head) : length]
        if not self.place or len(line) <= length or len(place) > length // 3 or self._is_named_in(told):
            return one_line(line, length)
        return one_line(line, length - len(place)) + place

    def _is_named_in(self, text: str) -> bool:
        """Tell whether a text has the place as its last words say it: "jl mawar 2" is Jalan Mawar 2."""
        _, _, name = self.place.lower().partition(" ")
        return re.search(rf"\b{re.escape(name or self.place.lower())}\b", text.lower()) is not None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list that stands for itself."""

    text: str

    def written(self, length: int) -> str:
        """Write it in at most `length` characters."""
        return one_line(to_gsm7(self.text), length)


@dataclass(frozen=True, slots=True)
class TaskList:
    """The SMS of a list, each complete in itself, and how many of the items are in them."""

    texts: tuple[str, ...]
    shown: int


def write(head: str, items: Sequence[Item | Line], total: int, more: Callable[[int], str]) -> TaskList:
    """Write the first of `total` items under a head, as many as fit; `more` tells how many did not.

    Items are as long as they may be with all of them shown. Each SMS is in the default alphabet and has one segment.
    """
    for length in _LENGTHS:
        packed = _pack(head, [item.written(length) for item in items])
        if len(packed.lines) == total:
            break
    texts, shown = packed.texts, len(packed.lines)
    if shown == total:
        return TaskList(tuple(texts), shown)
    return _with_rest(packed, total, more)


@dataclass(slots=True)
class _Packed:
    """Lines in SMS: the head of the first, and the lines with the place of the SMS that each is in."""

    head: str
    lines: list[tuple[int, str]]

    @property
    def texts(self) -> list[str]:
        texts = [self.head]
        for place, line in self.lines:
            if place == len(texts):
                texts.append(line)
            else:
                texts[place] += f"\n{line}"
        return texts


def _pack(head: str, lines: Sequence[str]) -> _Packed:
    packed = _Packed(to_gsm7(head), [])
    place, text = 0, packed.head
    for line in lines:
        if segment_count(f"{text}\n{line}") > 1:
            place, text = place + 1, line
        else:
            text = f"{text}\n{line}"
        if place == MOST_SMS:
            break
        packed.lines.append((place, line))
    return packed


def _with_rest(packed: _Packed, total: int, more: Callable[[int], str]) -> TaskList:
    """Put the count of the rest at the end, in the place of the last items if there is no room beside them."""
    while True:
        texts, shown = packed.texts, len(packed.lines)
        last = f"{texts[-1]}\n{to_gsm7(more(total - shown))}"
        if segment_count(last) == 1 or not packed.lines:
            return TaskList((*texts[:-1], last), shown)
        packed.lines.pop()
