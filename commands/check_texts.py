"""What the texts cost, as `aduan check --texts` shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.texts import Texts

USUAL = ("ack_assigned", "update_resolved")
"""What a usual conversation takes from us: one answer at once, and one when it is done."""


@dataclass(frozen=True, slots=True)
class Cost:
    """How many SMS a text takes with the longest values it can get, how many it may, and the rupiah those it takes."""

    language: str
    text: str
    characters: int
    sms: int
    may_take: int
    cost: int


def costs(languages: Iterable[Texts], price: int) -> list[Cost]:
    """Count what each language's own texts cost at so many rupiah an SMS; last, the usual conversation in each."""
    own: list[Cost] = []
    usual: list[Cost] = []
    for texts in languages:
        every = list(_of_all(texts, price))
        own += [cost for cost in every if cost.text not in texts.borrowed]
        usual.append(_together([cost for cost in every if cost.text in USUAL]))
    return own + usual


def _of_all(texts: Texts, price: int) -> Iterator[Cost]:
    from config.text_keys import DECLARATIONS
    from sms.codec import segment_count

    for key, declaration in DECLARATIONS.items():
        longest = texts.longest(key)
        sms = segment_count(longest)
        yield Cost(texts.language, key, len(longest), sms, declaration.segments, sms * price)


def _together(parts: Sequence[Cost]) -> Cost:
    """Add up the texts of one language in a line of their own."""
    return Cost(
        parts[0].language,
        " + ".join(part.text for part in parts),
        sum(part.characters for part in parts),
        sum(part.sms for part in parts),
        sum(part.may_take for part in parts),
        sum(part.cost for part in parts),
    )
