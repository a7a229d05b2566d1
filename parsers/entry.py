"""What a row of the grammar is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from parsers.meaning import NOBODY_ASKED, Awaited, Meaning, Situation
from parsers.reading import Reading

FROM_OFFICER = Situation(officer=True)
LISTED = Situation(officer=True, awaited=frozenset({Awaited.PLACE}))
LIST_OPEN = Situation(awaited=frozenset({Awaited.PICK}))
CONSENT_ASKED = Situation(awaited=frozenset({Awaited.CONSENT}))
RATING_ASKED = Situation(awaited=frozenset({Awaited.RATING}))
VERDICT_ASKED = Situation(awaited=frozenset({Awaited.VERDICT}))
CODE_ASKED = Situation(officer=True, awaited=frozenset({Awaited.CODE}))
DUTY_ASKED = Situation(officer=True, awaited=frozenset({Awaited.CONSENT, Awaited.DUTY}))


class Group(StrEnum):
    """What an entry is about, as the page of forms heads it."""

    REPORT = "Melapor"
    STATUS = "Bertanya tentang laporan"
    OWN = "Menambah, menilai, mencabut"
    ANSWER = "Menjawab pertanyaan kami"
    SERVICE = "Petunjuk dan pengaturan"
    NOTHING = "Yang tidak menjadi laporan"
    OFFICER = "Petugas"


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to understand a text. The examples are its documentation and its tests.

    `takes` tells citizens in Indonesian what it does; `needs` tells administrators what a text must have. `situation`
    is that of the examples. `explained`: what it takes is a command or an answer, as no other robot would write.
    """

    name: str
    group: Group
    read: Callable[[Reading], Meaning | None]
    takes: str
    needs: str
    examples: tuple[str, ...]
    situation: Situation = NOBODY_ASKED
    explained: bool = False


def each(*lines: str) -> tuple[str, ...]:
    """Give the examples of some lines, which bars separate."""
    return tuple(example for line in lines for example in line.split(" | "))
