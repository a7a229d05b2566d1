"""Cutting the screens of a menu into pages that fit one SMS, or one screen of USSD, on any phone.

A page is a template: what stands in braces is filled in when it is shown. It is measured with the longest values, so
that no region makes it longer than it may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.text_limits import LONGEST
from sms.codec import GSM7_EXTENSION

MOST_SEPTETS = 160
"""What one SMS holds in the default alphabet; a screen of USSD holds 182."""

MOST_ITEMS = 5
"""Lines to choose from on a page, `9` and `0` among them: what a small phone shows without scrolling."""

LONGEST_HINT = 24
LONGEST_REGION = 40
LONGEST_LINE = 40
"""Of a line in a list that is known only when it is shown."""

NEXT, BACK = "9", "0"

LONGEST_VALUES = {
    "keyword": LONGEST["keyword"],
    "emergency": LONGEST["emergency"],
    "region": "R" * LONGEST_REGION,
}
"""What a text of a menu may mention, with the longest value it gets."""

# A hint may come to stand over any page, on a line of its own.
_ROOM = MOST_SEPTETS - LONGEST_HINT - 1

_WORD = re.compile(r"\S+\s*")
_SENTENCE_END = re.compile(r"[.!?]\s+$|\n\s*$")


class TooLongError(ValueError):
    """Something that cannot be cut, such as a heading, leaves no room on its page."""


@dataclass(frozen=True, slots=True)
class Feet:
    """What stands under the pages of a screen. `at_start`: the first page has nothing to go back to."""

    next: str
    back: str
    at_start: bool = False

    def under(self, page: int, *, last: bool) -> list[str]:
        """Give the lines that lead away from a page, counted from 0."""
        back = [] if self.at_start and page == 0 else [f"{BACK} {self.back}"]
        return [*([] if last else [f"{NEXT} {self.next}"]), *back]


def longest(template: str) -> int:
    """Measure a text of the default alphabet, in septets, with the longest values it can get."""
    text = template.format(**LONGEST_VALUES)
    return len(text) + sum(character in GSM7_EXTENSION for character in text)


def list_pages(heading: str, lines: Sequence[str], feet: Feet) -> Iterator[str]:
    """Lay out lines to choose from, under their heading on each page; raises TooLongError if one finds no room."""
    page, rest = 0, list(lines)
    while not _holds(heading, rest, feet.under(page, last=True)):
        under = feet.under(page, last=False)
        count = next((n for n in range(len(rest) - 1, 0, -1) if _holds(heading, rest[:n], under)), 0)
        if not count:
            raise TooLongError
        yield _joined([heading, *rest[:count], *under])
        page, rest = page + 1, rest[count:]
    yield _joined([heading, *rest, *feet.under(page, last=True)])


def text_pages(text: str, feet: Feet) -> Iterator[str]:
    """Lay out a text to read, cut after a sentence where one ends late enough; raises TooLongError for a huge word."""
    page, rest = 0, _WORD.findall(text.strip())
    while not _fits([_text(rest), *feet.under(page, last=True)]):
        under = feet.under(page, last=False)
        count = next((n for n in range(len(rest) - 1, 0, -1) if _fits([_text(rest[:n]), *under])), 0)
        if not count:
            raise TooLongError
        count = _sentence(rest, count)
        yield _joined([_text(rest[:count]), *under])
        page, rest = page + 1, rest[count:]
    yield _joined([_text(rest), *feet.under(page, last=True)])


def _sentence(words: Sequence[str], count: int) -> int:
    """Go back to the end of a sentence, but not over more than half of the page."""
    ends = (n for n in range(count, count // 2, -1) if _SENTENCE_END.search(words[n - 1]))
    return next(ends, count)


def _text(words: Sequence[str]) -> str:
    return "".join(words).rstrip()


def _holds(heading: str, lines: Sequence[str], under: Sequence[str]) -> bool:
    """Tell whether a page holds lines to choose from: their number counts, and their length."""
    return len(lines) + len(under) <= MOST_ITEMS and _fits([heading, *lines, *under])


def _fits(lines: Sequence[str]) -> bool:
    return longest(_joined(lines)) <= _ROOM


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if line)
