"""What a text can mean: the values between the grammar and the dialogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
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
    """A word of thanks or agreement: read, and left at that. `agrees`: without thanks, so it may answer a question."""

    agrees: bool = False


class Verb(StrEnum):
    """What an officer can do to a complaint by SMS, in the word they write."""

    ACCEPT = "TERIMA"
    START = "PROSES"
    RESOLVE = "SELESAI"
    REJECT = "BUKAN"
    PASS_ON = "TERUSKAN"  # noqa: S105 - no password
    ASK = "TANYA"


@dataclass(frozen=True, slots=True)
class Order:
    """An officer's command: the verb, the numbers of complaints (none if none was given), and the words after them."""

    verb: Verb
    numbers: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Tasks:
    """An officer wants the list of open complaints; `page` from 1."""

    page: int = 1


@dataclass(frozen=True, slots=True)
class Usage:
    """An officer wrote what is no command, with the number of a complaint in it or without: they are told the way."""

    number: int | None = None


@dataclass(frozen=True, slots=True)
class Misplaced:
    """What looks like an officer's command from a phone that is no officer's.

    `otherwise` is what it is if no complaint has the number: "terima 1500000 tanpa kuitansi" is a complaint.
    """

    number: int
    otherwise: Report


Meaning: TypeAlias = Report | Check | Help | TooShort | Thanks | Order | Tasks | Usage | Misplaced


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that depend on the installation: region keywords in lower case, and the line's own region."""

    keywords: Mapping[str, str]
    default_region: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its region keyword taken off.

    `region` is the one named, or else the line's; `named` tells which of the two; `body` is what is left. `keywords`
    are those of all regions: inside a short text they say nothing ("cek bogor 1234567"). `officer` tells that the text
    came from the phone of an agency's contact. `addressed`: the region is spoken to, and not only part of a name.
    """

    region: str
    named: bool
    body: str
    keywords: frozenset[str] = field(default=frozenset(), compare=False)
    officer: bool = False
    addressed: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The result: the meaning, the region it is for, and the entry of the grammar that found it.

    `addressed` tells whether the text speaks to the region, and so is meant for a complaint of its own.
    """

    meaning: Meaning
    region: str
    entry: str
    addressed: bool = False
