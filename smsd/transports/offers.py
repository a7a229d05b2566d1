"""What a modem offers (`AT+...=?`, 3GPP TS 27.007 section 3.3), and which of it suits us. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_READ = ("SM", "ME", "MT")
"""Where messages may lie: on the card, in the modem, or both under one name."""

REPORTS = "SR"
"""Where some cards keep status reports, and nothing else."""


def offered(answer: str) -> list[list[str]]:
    """Read groups such as `(0,1),(0-3)` or `("SM","ME"),("SM")`: the values of each, ranges written out."""
    groups = re.findall(r"\(([^()]*)\)", answer) or [answer]
    return [list(_values(group)) for group in groups]


def choose_memories(groups: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
    """Give the memories that are read, and what AT+CPMS is to choose for reading, writing and receiving.

    Messages are received into one that is read (TS 27.005 section 3.2.2), the card before the modem.
    """
    offers = [name for name in _READ if name in groups[0]]
    # MT is the card and the modem together.
    read = [name for name in offers if name != "MT"] or offers or list(groups[0][:1])
    reports = [REPORTS] if REPORTS in groups[0] and REPORTS not in read else []
    return read + reports, [next((name for name in read if name in group), group[0]) for group in groups]


def choose_notices(groups: Sequence[Sequence[str]]) -> Iterator[tuple[int, ...]]:
    """Give values for AT+CNMI, the best first: store, then tell where; reports too (TS 27.005 section 3.4.1).

    A modem may refuse in combination what it offers one by one.
    """
    wanted = (("2", "1", "3", "0"), ("1", "0"), ("0",), ("2", "1", "0"), ("0", "1"))
    choices = [
        [value for value in preferred if value in given] or list(given[:1]) or ["0"]
        for preferred, given in zip(wanted, groups, strict=False)
    ]
    best = [choice[0] for choice in choices]
    yield tuple(map(int, best))
    for place, choice in enumerate(choices):
        for value in choice[1:]:
            yield tuple(int(value if each == place else other) for each, other in enumerate(best))


def _values(group: str) -> Iterator[str]:
    for value in filter(None, (each.strip().strip('"') for each in group.split(","))):
        first, dash, last = value.partition("-")
        if dash and first.isdigit() and last.isdigit():
            yield from map(str, range(int(first), int(last) + 1))
        else:
            yield value
