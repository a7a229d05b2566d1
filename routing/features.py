"""Text to words: how a complaint is spelled is taken away, what it says is kept.

Small letters, lengthened words (`rusakkk`), digits as letters (`j4lan`), doubled words (`anak2`), abbreviations,
regional words, fillers, places. What remains is a row of words with their places in it, which the rules walk over.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from config.topics import Words
from routing.affixes import forms
from routing.landmarks import Landmarks
from routing.plain import BREAKS, tokens

_REMEMBERED = 20_000
_PART = re.compile(r"[a-z][a-z0-9]*|[0-9]+")
"""Of a token that begins with a number, the number is a word of its own: 5rt."""
_RUN = re.compile(r"([a-z])\1{2,}")
_DOUBLE = re.compile(r"([a-z])\1")
_INNER_DIGIT = re.compile(r"(?<=[a-z])[013457](?=[a-z])")
_LETTER_OF = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t"}
_NUMBERED = re.compile(r"([a-z]{2,})[0-9]+(?:nya|an|in|kan)?")
_CLITICS = ("nya", "na", "ne", "e", "ku", "mu")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: as it was typed, as the topics spell it, and the words of phrases that it stands for."""

    typed: str
    spelled: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Features:
    """The words of a text in order, and for each word or pair of a phrase the places where it begins."""

    typed: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]


class Reader:
    """Reads texts with the words of a catalogue.

    `vocabulary` are the words and pairs of all phrases; others have no key.
    """

    def __init__(self, words: Words, vocabulary: Iterable[str]) -> None:
        self._words = words
        asked = frozenset(vocabulary)
        pairs = [each for each in asked if " " in each]
        self._pairs = _by_first(pairs)
        self._vocabulary = asked.difference(pairs)
        self._landmarks = Landmarks(words)
        self._skeletons = _skeletons(self._vocabulary)
        self._look_up = lru_cache(_REMEMBERED)(self._read_word)

    def read(self, text: str) -> Features:
        """Read a text; never fails, whatever is in it."""
        row: list[Word | None] = []
        for token in tokens(text):
            row += self._look_up(token)
        places = self._hide_places(row)
        return Features(tuple(word.typed for word in row if word), _index(row, places, self._pairs))

    def _read_word(self, token: str) -> tuple[Word | None, ...]:
        """Read one token: none, one or several words; None is a break between them."""
        if token in BREAKS:
            return (None,)
        parts = [(part, respell(part, self._words.spellings)) for part in _PART.findall(token)]
        fillers = self._words.fillers
        return tuple(
            Word(part, word, self._keys(word)) for part, words in parts for word in words if word not in fillers
        )

    def _keys(self, word: str) -> tuple[str, ...]:
        exact = (f"={word}",) if f"={word}" in self._vocabulary else ()
        found = [form for form in self._forms(word) if form in self._vocabulary]
        if not found and word in self._skeletons:
            found = [self._skeletons[word]]
        return (*exact, *found)

    def _forms(self, word: str) -> Iterable[str]:
        spellings = self._words.spellings
        single = _DOUBLE.sub(r"\1", word)
        every = (*forms(word, self._words.whole), *(forms(single, self._words.whole) if single != word else ()))
        return dict.fromkeys(spellings.get(form, form) for form in every)

    def _hide_places(self, row: Sequence[Word | None]) -> Collection[int]:
        """Find the words that only say where; breaks have no place."""
        hidden = self._landmarks.hidden([word.spelled if word else "" for word in row])
        return {place - row[:place].count(None) for place in hidden} if hidden else hidden


def respell(token: str, spellings: Mapping[str, str]) -> tuple[str, ...]:
    """Write a token as the topics do; an abbreviation may stand for several words, and carry a `-nya`."""
    token = _undecorated(token, spellings)
    if token in spellings:
        return tuple(spellings[token].split())
    for clitic in _CLITICS:
        root = token.removesuffix(clitic)
        if root != token and len(root) >= 2 and " " in spellings.get(root, ""):
            return tuple(spellings[root].split())
    return (token,)


def _undecorated(token: str, spellings: Mapping[str, str]) -> str:
    """Take away what is typed for fun or haste: `rusakkk`, `s4mpah`, `anak2`, `rt05`."""
    if token in spellings:
        return token
    token = _RUN.sub(r"\1", token)
    if token.isalpha():
        return token
    token = _INNER_DIGIT.sub(lambda digit: _LETTER_OF[digit[0]], token)
    numbered = _NUMBERED.fullmatch(token)
    return numbered[1] if numbered and token not in spellings else token


def _skeletons(vocabulary: Iterable[str]) -> dict[str, str]:
    """Map words without their vowels (`smph`) to the one word that they can be; several: none."""
    found: dict[str, list[str]] = {}
    for word in vocabulary:
        skeleton = re.sub("[aeiou=]", "", word)
        if len(word) >= 5 and len(skeleton) >= 3:
            found.setdefault(skeleton, []).append(word)
    return {skeleton: words[0] for skeleton, words in found.items() if len(words) == 1 and skeleton != words[0]}


_Pairs = Mapping[str, Mapping[str, str]]
"""Pairs of words by the first and the second of them."""


def _by_first(pairs: Iterable[str]) -> _Pairs:
    found: dict[str, dict[str, str]] = {}
    for pair in pairs:
        first, second = pair.split()
        found.setdefault(first, {})[second] = pair
    return found


def _index(row: Sequence[Word | None], hidden: Collection[int], asked: _Pairs) -> dict[str, tuple[int, ...]]:
    """Index the words, and the pairs of words side by side that phrases ask for, by where they stand."""
    places: dict[str, tuple[int, ...]] = {}
    before: tuple[str, ...] = ()
    place = -1
    for word in row:
        if word is None:
            before = ()
            continue
        place += 1
        if place in hidden:
            before = ()
            continue
        for key in word.keys:
            places[key] = (*places.get(key, ()), place)
            for first in before:
                pair = asked[first].get(key) if first in asked else None
                if pair:
                    places[pair] = (*places.get(pair, ()), place - 1)
        before = word.keys
    return places
