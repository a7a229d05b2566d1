"""The agency that a text begins with: "PLN, itu tiang listrik", "ke Dinas LH", "dinas perhubungan"."""

from __future__ import annotations

from collections.abc import Iterable

from parsers.words import words_of

_LEADING = frozenset(words_of("ke kepada untuk utk dinas"))
"""What many names begin with, or what leads to a name."""


def agency_at_front(text: str, names: Iterable[tuple[str, str]]) -> str | None:
    """Find the agency whose name (or code) a text begins with; `names` are pairs of a name and an agency's code.

    The longest name counts: "dinas perhubungan" is more than "dinas".
    """
    said = _bare(text)
    known = {_bare(name): code for name, code in names}
    found = max((name for name in known if said[: len(name)] == name), key=len, default=())
    return known.get(found)


def _bare(name: str) -> tuple[str, ...]:
    words = list(words_of(name))
    while len(words) > 1 and words[0] in _LEADING:
        del words[0]
    return tuple(words)
