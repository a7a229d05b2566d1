"""Slips of the thumb, one in each word: a letter missing, one too many, a wrong one, two swapped."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

_KEYS = ("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def typos(name: str, random: Random) -> Iterator[str]:
    """Give the name with one slip, in each place: what is left out, swapped or another letter of the same key, all of
    them; a letter too many or any other, one of each.
    """
    for place, letter in enumerate(name):
        before, after = name[:place], name[place + 1 :]
        if letter == " ":
            continue
        yield before + after
        yield before + random.choice(_LETTERS) + letter + after
        yield from (before + other + after for key in _KEYS if letter in key for other in key if other != letter)
        yield before + random.choice(_LETTERS.replace(letter, "")) + after
        if after[:1] not in {"", " ", letter}:
            yield before + after[0] + letter + after[1:]
