"""The words by which a report is known as a delicate one; delicate.toml explains them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from config.field_types import Table, Text
from config.phrases import Phrase, parse_phrase
from config.problems import validate
from config.toml_file import read_toml
from config.topics import Phrases

_SHIPPED = Path(__file__).parent / "delicate.toml"
_FAULT = "{fault}"
_PHRASE = "phrase"

_Words = Annotated[Phrase, BeforeValidator(parse_phrase)]


@dataclass(frozen=True, slots=True)
class DelicateWords:
    """What tells of a threat, what excuses it, and what is about this service or the office that runs it.

    `by_name` is what makes it so beside the name of that office.
    """

    threats: tuple[Phrase, ...]
    likely_threats: tuple[Phrase, ...]
    no_threats: tuple[Phrase, ...]
    about_us: tuple[Phrase, ...]
    by_name: Phrase


class _Threat(Table):
    always: Annotated[Phrases, Field(min_length=1)]
    phrases: Phrases = ()
    unless: Phrases = ()


class _Oversight(Table):
    phrases: Annotated[tuple[Text, ...], Field(min_length=1)]
    fault: _Words
    service: _Words


class _File(Table):
    threat: _Threat
    oversight: _Oversight


def load_delicate(path: Path = _SHIPPED) -> DelicateWords:
    """Read the words; a `ConfigError` tells everything that is wrong with them."""
    file = read_toml(path)
    words = validate(_File, file.data, file.locate)
    faults = words.oversight.fault
    return DelicateWords(
        threats=words.threat.always,
        likely_threats=words.threat.phrases,
        no_threats=words.threat.unless,
        about_us=tuple(parse_phrase(text.replace(_FAULT, faults.text)) for text in words.oversight.phrases),
        by_name=Phrase(_PHRASE, words.oversight.service.parts + faults.parts),
    )


def beside(names: Iterable[str], phrase: Phrase) -> tuple[Phrase, ...]:
    """Give the phrase beside one of some names, each of which is a row of words."""
    called = tuple(tuple(name.split()) for name in names)
    return (Phrase(phrase.text, (called, *phrase.parts)),) if called else ()
