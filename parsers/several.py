"""Several commands in one SMS: "1 selesai lubang ditambal, 2 proses tim turun besok".

Taken for one, the second would be read to the citizen of the first as its words.
"""

from __future__ import annotations

import itertools
import re

from parsers.number import Found
from parsers.officer_meaning import MOST_PLACES, Order
from parsers.verbs import ANY, CLEAR, SILENT, number_first, verb_first

_BREAK = re.compile(r"[,;&\n\r]|\.\s|\s(?:dan|dn)\s", re.IGNORECASE)
_MOST_BREAKS = 40


def orders_in(text: str) -> tuple[Order, ...]:
    """Read the commands of a text, in their order: one as a rule, none if it begins with none."""
    for found in itertools.islice(_BREAK.finditer(text), _MOST_BREAKS):
        before, after = text[: found.start()], text[found.end() :]
        head = _order(before)
        if head and head.numbers and _begins_another(after) and not _goes_on(before, head, after):
            return (head, *orders_in(after))
    whole = _order(text)
    return (whole,) if whole else ()


def _order(text: str) -> Order | None:
    return verb_first(text, ANY) or number_first(text, ANY)


def _begins_another(text: str) -> bool:
    """Tell whether a text begins with a command: a clear verb beside a place or a valid number."""
    read = (verb_first(text, CLEAR), number_first(text, CLEAR))
    return any(_is_place_or_valid(number) for order in read if order for number in order.numbers)


def _goes_on(before: str, head: Order, after: str) -> bool:
    """Tell whether further numbers of the first verb follow, which is said once more: "selesai 1 dan 2 beres semua"."""
    again = number_first(after, CLEAR)
    if head.words or head.verb in SILENT:
        return False
    return again is not None and again.verb is head.verb and bool(verb_first(before, ANY))


def _is_place_or_valid(number: int) -> bool:
    return number <= MOST_PLACES or Found(number, "").valid
