"""What a word may be made of: its prefixes and suffixes taken off, in every way that is possible.

No dictionary decides which of the forms is the right one. The topics do: a form that no phrase uses means nothing,
so that `menular` does no harm by being `tular`. Indonesian first, then what Javanese, Sundanese, Banjar and Makassar
speakers add; colloquial nasal prefixes (`ngurus`, `nyapu`) are the rule in SMS.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

_SHORTEST_ROOT = 3
_DEPTH = 2
"""How many prefixes, and how many suffixes, a word may have: `di-per-baik-i-nya`."""

_SUFFIXES = frozenset({
    "nya", "ne", "na", "nyo", "ku", "mu", "lah", "kah", "pun", "mi", "ji",
    "kan", "keun", "eun", "an", "i", "in", "e", "ipun",
})  # fmt: skip

_PREFIXES = {
    "di": ("",), "ber": ("",), "be": ("",), "ter": ("",), "ke": ("",), "se": ("",), "per": ("",),
    "menge": ("",), "penge": ("",), "nge": ("",), "meng": ("", "k"), "peng": ("", "k"), "ng": ("", "k"),
    "meny": ("s", "c"), "peny": ("s", "c"), "ny": ("s", "c"),
    "mem": ("", "p"), "pem": ("", "p"), "men": ("", "t"), "pen": ("", "t"),
    "me": ("",), "pe": ("",), "m": ("p",), "n": ("t",),
    "ba": ("",), "ta": ("",), "ka": ("",), "ma": ("",), "tak": ("",), "dak": ("",),
}  # fmt: skip
"""A prefix, and the letters it may have swallowed: `menyapu` is of `sapu`, `memukul` of `pukul`."""

_SUFFIX_LENGTHS = sorted(set(map(len, _SUFFIXES)), reverse=True)
_PREFIX_LENGTHS = sorted(set(map(len, _PREFIXES)), reverse=True)


def forms(word: str, whole: Collection[str] = ()) -> tuple[str, ...]:
    """Give the word and everything it may be made of, nearest first; words in `whole` are not taken apart."""
    found = {word: None}
    for peel in (_without_suffix, _without_prefix):
        parts = list(found)
        for _ in range(_DEPTH):
            parts = [part for form in parts if form not in whole for part in peel(form)]
            found.update(dict.fromkeys(parts))
    return tuple(found)


def _without_suffix(word: str) -> Iterator[str]:
    for length in _SUFFIX_LENGTHS:
        if word[-length:] in _SUFFIXES and len(word) - length >= _SHORTEST_ROOT:
            yield word[:-length]


def _without_prefix(word: str) -> Iterator[str]:
    for length in _PREFIX_LENGTHS:
        for letter in _PREFIXES.get(word[:length], ()):
            root = letter + word[length:]
            if len(root) >= _SHORTEST_ROOT:
                yield root
