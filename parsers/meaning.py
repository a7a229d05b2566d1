"""What a text can mean: the values between the grammar and the dialogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Report:
    """A complaint, in the citizen's words without the keyword."""

    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """A question how a complaint stands; `number` None if none was given."""

    number: int | None


@dataclass(frozen=True, slots=True)
class Help:
    """A request for instructions."""


@dataclass(frozen=True, slots=True)
class TooShort:
    """Too little to be a complaint: the citizen is told how to write one."""


@dataclass(frozen=True, slots=True)
class Thanks:
    """A word of thanks or agreement: read, and left at that."""


Meaning: TypeAlias = Report | Check | Help | TooShort | Thanks


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that depend on the installation: region keywords in lower case, and the line's own region."""

    keywords: Mapping[str, str]
    default_region: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its region keyword taken off.

    `region` is the one named, or else the line's; `named` tells which of the two; `body` is what is left. `keywords`
    are those of all regions: inside a short text they say nothing ("cek bogor 1234567").
    """

    region: str
    named: bool
    body: str
    keywords: frozenset[str] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The result: the meaning, the region it is for, and the entry of the grammar that found it."""

    meaning: Meaning
    region: str
    entry: str
