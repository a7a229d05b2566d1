"""The words that tell a complaint from a greeting, a joke, an insult or an advertisement.

The shipped data is quality.toml, whose head is the manual. What is wrong in it is told with its line when it is read: a
pattern that does not compile would otherwise be found by the first SMS.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from config.field_types import Table
from config.phrases import Phrase, parse_phrase
from config.problems import validate
from config.toml_file import read_toml
from config.topics import Phrases

_SHIPPED = Path(__file__).parent / "quality.toml"
_WORD = re.compile(r"[a-z]+")


def _word(value: str) -> str:
    if not _WORD.fullmatch(value):
        raise ValueError(f"{value!r} should be one word of small letters")
    return value


def _pattern(value: str) -> str:
    """Refuse what is no regular expression, or counts its groups: all patterns are joined into one."""
    try:
        compiled = re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from None
    if compiled.groups != len(compiled.groupindex):
        raise ValueError(f"{value!r} has a group without a name; write (?:...) or (?P<name>...)")
    if compiled.fullmatch(""):
        raise ValueError(f"{value!r} is met by nothing at all")
    return value


def _together(patterns: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    try:
        re.compile(joined(patterns))
    except re.error as error:
        raise ValueError(f"do not go together: {error}") from None
    return patterns


def joined(patterns: Mapping[str, Sequence[str]]) -> str:
    """Join all patterns into one expression; the last group of a match is the name of the pattern that was met."""
    return "|".join(f"(?P<{name}>{'|'.join(each)})" for name, each in patterns.items())


_Word = Annotated[str, AfterValidator(_word)]
_Pattern = Annotated[str, AfterValidator(_pattern)]
_Words = Annotated[tuple[_Word, ...], Field(min_length=1)]
_Patterns = Annotated[tuple[_Pattern, ...], Field(min_length=1)]


class EmptyWords(Table):
    """What says nothing by itself, and what does even if nothing else is said, and said again."""

    words: _Words
    cries: tuple[_Word, ...] = ()


class PrankWords(Table):
    """Laughter, the phrases of jokes, and what excuses them."""

    laughter: _Words
    phrases: Annotated[Phrases, Field(min_length=1)]
    unless: Phrases = ()


class AbuseWords(Table):
    """Words that are always rude; others, as of animals, that are so when aimed at somebody; what aims them."""

    words: _Words
    doubtful: tuple[_Word, ...] = ()
    before: tuple[_Word, ...] = ()
    after: tuple[_Word, ...] = ()


class AdvertisingWords(Table):
    """The phrases of advertisements, offers with the call that makes them so, and what excuses both."""

    phrases: Annotated[Phrases, Field(min_length=1)]
    offers: Phrases = ()
    call: Annotated[Phrase, BeforeValidator(parse_phrase)]
    unless: Phrases = ()


class QualityWords(Table):
    """All of quality.toml. A word that meets a pattern is read as the name of the pattern."""

    patterns: Annotated[dict[_Word, _Patterns], Field(min_length=1), AfterValidator(_together)]
    empty: EmptyWords
    prank: PrankWords
    abuse: AbuseWords
    advertising: AdvertisingWords


def load_quality(path: Path = _SHIPPED) -> QualityWords:
    """Read the words; a `ConfigError` tells everything that is wrong with them."""
    file = read_toml(path)
    return validate(QualityWords, file.data, file.locate)
