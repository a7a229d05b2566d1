"""The words of an SMS as the grader compares them: folded, unmasked, named by their pattern; and the phrases in them.

A word is read once and remembered. A phrase is looked for only where its rarest part stands, so that a complaint, which
has none of it, costs a few looks into sets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Generic, TypeVar

from config.phrases import Phrase
from config.quality import joined
from routing.plain import LONGEST, plain

MASKED = "*"
"""What a masked rude word is read as: `4nj1ng` is never the animal, of which nobody hides a letter."""

_REMEMBERED = 20_000
_LONGEST_WORD = 40
"""Letters beyond this are not looked at: a pattern may cost the cube of the length."""
_TOKEN = re.compile(r"[\w*@]+")
_RUN = re.compile(r"([^\W\d_])\1+")
_NUMBER_BEHIND = re.compile(r"(?<=[a-z])[0-9]+$")
_LETTER_OF = str.maketrans("0134579@", "oieastga")

_Kind = TypeVar("_Kind", bound=str)
_Key = str | tuple[str, str]
"""How an alternative begins: by its only word, or by its first two."""
_Parts = tuple[dict[str, str], ...]
"""The parts of a phrase: each alternative as it stands in texts, with blanks around it, and as it was written."""


def tokens(text: str) -> list[str]:
    """Cut a text into its words as typed; one that is spelled letter by letter is one word."""
    found = _TOKEN.findall(plain(text[:LONGEST]))
    return found if max(map(len, found), default=0) > 1 else ["".join(found)]


@lru_cache(_REMEMBERED)
def fold(word: str) -> str:
    """Take no letter twice in a row: `haloooo` is `halo`."""
    return _RUN.sub(r"\1", word)


def folded(words: Iterable[str]) -> frozenset[str]:
    """Give the words of a list as those of texts are read."""
    return frozenset(map(fold, words))


def is_slight(word: str) -> bool:
    """Tell a single letter or a short number; a longer one may be what an officer asked for."""
    return len(word) < 2 or (len(word) < 5 and word.isdigit())


class WordReader:
    """Reads single words. `rude` are those that people mask; a word that meets a pattern is read as its name."""

    def __init__(self, patterns: Mapping[str, Sequence[str]], rude: frozenset[str]) -> None:
        self._rude = rude
        self._pattern = re.compile(joined(patterns))
        self.read = lru_cache(_REMEMBERED)(self._read)

    def _read(self, token: str) -> str:
        """Read a word: `tes123` is `tes`, `b*ngs*t` is `MASKED`, `asdfgh` is what its pattern is called."""
        word = fold(token.strip("*@_")[:_LONGEST_WORD])
        if self._is_masked(word):
            return MASKED
        found = self._pattern.fullmatch(word)
        return fold(found.lastgroup or "") if found else _NUMBER_BEHIND.sub("", word)

    def _is_masked(self, word: str) -> bool:
        """Tell a rude word with letters hidden, half of them at most; a digit at the end hides none (`bab1`)."""
        if "*" in word:
            return word.count("*") * 2 <= len(word) and any(_covers(word, rude) for rude in self._rude)
        spelled = word.translate(_LETTER_OF)
        return spelled != word and not word[-1].isdigit() and fold(spelled) in self._rude


class Phrases(Generic[_Kind]):
    """Phrases of several kinds to look for in texts. `unless` excuses a text in which one of its kind is found."""

    def __init__(self, phrases: Mapping[_Kind, Iterable[Phrase]], unless: Mapping[_Kind, Iterable[Phrase]]) -> None:
        self._unless = {kind: tuple(map(_parts, each)) for kind, each in unless.items()}
        self._index: dict[_Key, list[tuple[_Kind, _Parts]]] = {}
        for kind, each in phrases.items():
            for parts in map(_parts, each):
                for key in dict.fromkeys(map(_key, parts[0])):
                    self._index.setdefault(key, []).append((kind, parts))

    def find(self, words: Sequence[str]) -> Mapping[_Kind, str]:
        """Give for each kind the words of the first phrase that is met; excused kinds are left out."""
        index = self._index
        if index.keys().isdisjoint(words) and index.keys().isdisjoint(pairwise(words)):
            return {}
        text = f" {' '.join(words)} "
        keys: list[_Key] = [*words, *pairwise(words)]
        found: dict[_Kind, str] = {}
        for kind, parts in (each for key in keys for each in index.get(key, ())):
            if kind not in found and (met := _met(parts, text)):
                found[kind] = met
        return {kind: met for kind, met in found.items() if not any(_met(each, text) for each in self._unless[kind])}


def _key(alternative: str) -> _Key:
    first, *rest = alternative.split()
    return (first, rest[0]) if rest else first


def _parts(phrase: Phrase) -> _Parts:
    """Fold a phrase as texts are. All words are meant as written here, so the sign for that says nothing."""
    parts = (tuple(" ".join(words).replace("=", "") for words in part) for part in phrase.parts)
    return tuple({f" {fold(written)} ": written for written in part} for part in parts)


def _met(parts: _Parts, text: str) -> str:
    """Give the first alternative of each part that stands in the text; nothing unless all parts do."""
    found = [next((written for folded, written in part.items() if folded in text), "") for part in parts]
    return " ".join(found) if all(found) else ""


def _covers(masked: str, word: str) -> bool:
    return len(masked) == len(word) and all(mask in ("*", letter) for mask, letter in zip(masked, word, strict=True))
