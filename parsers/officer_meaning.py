"""What an officer's text can mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from parsers.dates import When


class Verb(StrEnum):
    """What an officer can do to a complaint by SMS, in the word they write."""

    ACCEPT = "TERIMA"
    START = "PROSES"
    RESOLVE = "SELESAI"
    REJECT = "BUKAN"
    PASS_ON = "OPER"  # noqa: S105 - no password
    ASK = "TANYA"
    WITHDRAW = "CABUT"
    POSTPONE = "TUNDA"
    READ = "BACA"
    UNDO = "BATAL"


MOST_PLACES = 99
"""What is no more than this in the place of a complaint's number is a place in the last list that was sent."""


@dataclass(frozen=True, slots=True)
class Order:
    """An officer's command: the verb, what it is about (nothing if that was not said), and the words after it.

    `numbers` are complaints' numbers, or places in the last list that the phone was sent (`MOST_PLACES`).
    """

    verb: Verb
    numbers: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Orders:
    """Several officer's commands in one SMS: none of them is obeyed."""


@dataclass(frozen=True, slots=True)
class Tasks:
    """An officer wants the list of open complaints; `page` from 1."""

    page: int = 1


@dataclass(frozen=True, slots=True)
class Recap:
    """An officer wants to know how their office stands: REKAP."""


@dataclass(frozen=True, slots=True)
class Leave:
    """An officer is away until a day, or does not say until when: CUTI.

    `over`: the leave is not to be, or ends. `unclear`: words that no day can be read from.
    """

    until: When | None = None
    over: bool = False
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """The one-time code that confirms what was ordered: "YA 482193"."""

    digits: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An officer has another post now: PINDAH, asked whether they are still there or not."""


@dataclass(frozen=True, slots=True)
class Stays:
    """An officer is still at their post: "masih pak", where that was asked."""


@dataclass(frozen=True, slots=True)
class Usage:
    """An officer wrote what is no command, with the number of a complaint in it or without: they are told the way."""

    number: int | None = None
