"""How likely an SMS is a complaint at all: a greeting, a joke, an insult and an advertisement are marked as such.

Nothing is refused or deleted for the grade: it is shown, and what is hardly a complaint goes to an officer first. What
is doubtful stays unmarked: a joke that passes for a complaint costs a minute, a complaint that passes for a joke trust.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import prod
from typing import NamedTuple

from config.phrases import Phrase
from config.quality import AdvertisingWords, QualityWords
from routing.quality_words import MASKED, Phrases, WordReader, folded, is_slight, tokens

_UNLIKELY = 0.1
"""The score of what looks like no complaint, but has words that say something."""
_OFTEN = 3
"""A word that stands so many times, and no other does, says nothing."""


class Flag(StrEnum):
    """What an SMS looks like beside a complaint, or instead of one."""

    EMPTY = "empty"
    PRANK = "prank"
    ABUSE = "abuse"
    ADVERTISING = "advertising"


_LIKE = {Flag.PRANK: "gurauan", Flag.ADVERTISING: "iklan"}


@dataclass(frozen=True, slots=True)
class Quality:
    """The grade of an SMS, 0 to 1; what it is marked as; and why, in Indonesian for an administrator."""

    score: float
    flags: tuple[Flag, ...] = ()
    reasons: tuple[str, ...] = ()


class _Finding(NamedTuple):
    flag: Flag
    score: float
    reason: str


class Grader:
    """Grades texts by the words of config/quality.toml."""

    def __init__(self, words: QualityWords) -> None:
        self._abuse = _Abuse(words)
        self._laughter = folded(words.prank.laughter)
        self._idle = folded(words.empty.words) | self._laughter
        self._cries = folded(words.empty.cries) | self._abuse.rude
        self._phrases = Phrases(
            {Flag.PRANK: words.prank.phrases, Flag.ADVERTISING: _advertisements(words.advertising)},
            {Flag.PRANK: words.prank.unless, Flag.ADVERTISING: words.advertising.unless},
        )
        self._read = WordReader(words.patterns, self._abuse.rude).read

    def grade(self, text: str) -> Quality:
        """Grade a text; never fails, whatever is in it."""
        typed = tokens(text)
        words = [self._read(token) for token in typed]
        findings = [*self._idleness(words), *self._likenesses(words), *self._abuse.find(words, typed)]
        if not findings:
            return Quality(1.0)
        flags = tuple(dict.fromkeys(finding.flag for finding in findings))
        return Quality(prod(finding.score for finding in findings), flags, tuple(each.reason for each in findings))

    def _idleness(self, words: Sequence[str]) -> Iterator[_Finding]:
        """Find a text that says nothing: laughter alone is a joke; who cries for help may cry thrice."""
        if all(word in self._idle or is_slight(word) for word in words):
            if self._laughter.isdisjoint(words):
                yield _Finding(Flag.EMPTY, 0.0, "Tidak ada kata yang bermakna.")
            else:
                yield _Finding(Flag.PRANK, _UNLIKELY, "Isinya hanya tawa.")
        elif len(words) >= _OFTEN and words.count(words[0]) == len(words) and words[0] not in self._cries:
            yield _Finding(Flag.EMPTY, 0.0, "Hanya satu kata yang diulang.")

    def _likenesses(self, words: Sequence[str]) -> Iterator[_Finding]:
        for flag, met in self._phrases.find(words).items():
            yield _Finding(flag, _UNLIKELY, f'Kata "{met}" seperti {_LIKE[flag]}.')


class _Abuse:
    """Finds rude words: those that always are, masked ones, and animals that are meant for somebody."""

    def __init__(self, words: QualityWords) -> None:
        self._doubtful = folded(words.abuse.doubtful)
        self._before = folded(words.abuse.before)
        self._after = folded(words.abuse.after)
        self.rude = folded(words.abuse.words) | self._doubtful
        self._listed = self.rude | {MASKED}
        idle = folded(words.empty.words) | folded(words.prank.laughter)
        self._harmless = self._listed | self._before | self._after | idle

    def find(self, words: Sequence[str], typed: Sequence[str]) -> Iterator[_Finding]:
        """Weigh the insults of a text. The score falls slowly at first: anger about a matter is a complaint."""
        if self._listed.isdisjoint(words):
            return
        insults = [place for place in range(len(words)) if self._insults(words, place)]
        if insults:
            matter = sum(not self._says_nothing(word) for word in words)
            share = len(insults) / (len(insults) + matter)
            quoted = ", ".join(dict.fromkeys(f'"{typed[place]}"' for place in insults))
            yield _Finding(Flag.ABUSE, 1 - share**2, f"Ada kata kasar: {quoted}.")

    def _insults(self, words: Sequence[str], place: int) -> bool:
        """Tell whether a word is an insult; one with a plain meaning is if it is aimed, or if nothing else is said."""
        if words[place] not in self._doubtful:
            return words[place] in self._listed
        before, after = words[max(place - 1, 0) : place], words[place + 1 : place + 2]
        aimed = not (self._before.isdisjoint(before) and self._after.isdisjoint(after))
        return aimed or all(map(self._says_nothing, words))

    def _says_nothing(self, word: str) -> bool:
        return word in self._harmless or is_slight(word)


def _advertisements(words: AdvertisingWords) -> Iterator[Phrase]:
    """Give the phrases that are enough, and each offer together with the call."""
    yield from words.phrases
    for offer in words.offers:
        yield Phrase(offer.text, offer.parts + words.call.parts)
