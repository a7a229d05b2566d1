"""What a text can mean: the values between the grammar and the dialogue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from parsers.officer_meaning import Code, Leave, Moved, Order, Orders, Recap, Stays, Tasks, Usage


class Kind(StrEnum):
    """What a report is: the classes of public complaints."""

    COMPLAINT = "complaint"
    ASPIRATION = "aspiration"
    QUESTION = "question"
    PRAISE = "praise"


@dataclass(frozen=True, slots=True)
class Report:
    """A complaint, or a report of another class, in the citizen's words without the keyword.

    `anonymous`: the agency shall not know who; `secret`: nobody outside shall know of it. `fresh`: the citizen says
    that it belongs to no complaint before.
    """

    text: str
    kind: Kind = Kind.COMPLAINT
    anonymous: bool = False
    secret: bool = False
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A question how a complaint stands; `number` None asks for all of one's own.

    `sent_back`: it is our own answer, which a person forwards once and a robot without end. `elsewhere` is an id that
    only another system can have given, in capitals: "LGWP48151623".
    """

    number: int | None
    sent_back: bool = False
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Add:
    """More about a complaint that is there: TAMBAH."""

    number: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The citizen's word on whether a complaint is solved: SUDAH or BELUM, with what they say beside it."""

    solved: bool
    number: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A complaint is to be withdrawn: BATAL, which is asked back."""

    number: int | None


@dataclass(frozen=True, slots=True)
class Threat:
    """The sender is threatened because of a complaint: ANCAM, with what they say beside it."""

    number: int | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """YA or TIDAK, where it has been asked for."""

    given: bool


@dataclass(frozen=True, slots=True)
class Pick:
    """What is typed at a numbered list or a menu: digits, of which 0 and 00 lead back, or another word for those."""

    typed: str


@dataclass(frozen=True, slots=True)
class Rating:
    """How content a citizen is with what became of their complaint, from 1 to 5."""

    score: int


@dataclass(frozen=True, slots=True)
class OpenMenu:
    """A request for the menu: MENU, or what is dialled elsewhere, `*1#`."""


@dataclass(frozen=True, slots=True)
class Help:
    """A request for instructions; on one command if `topic` names it."""

    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """No news any more: STOP, alone."""


@dataclass(frozen=True, slots=True)
class Resume:
    """News again: MULAI, alone."""


@dataclass(frozen=True, slots=True)
class Speak:
    """The language to be answered in, by its code; None asks which there are."""

    language: str | None


@dataclass(frozen=True, slots=True)
class MissedCall:
    """The phone rang and nobody answered, as always: a question that costs nothing."""


@dataclass(frozen=True, slots=True)
class TooShort:
    """Too little to be a complaint: the citizen is told how to write one."""


@dataclass(frozen=True, slots=True)
class Thanks:
    """A word of thanks or agreement: read, and left at that. `agrees`: without thanks, so it may answer a question."""

    agrees: bool = False


@dataclass(frozen=True, slots=True)
class Misplaced:
    """What looks like an officer's command from a phone that is no officer's.

    `otherwise` is what it is if no complaint has the number: "terima 1500000 tanpa kuitansi" is a complaint.
    """

    number: int
    otherwise: Report


Meaning: TypeAlias = (
    Report
    | Check
    | Add
    | Verdict
    | Withdraw
    | Threat
    | Consent
    | Pick
    | Rating
    | OpenMenu
    | Help
    | Stop
    | Resume
    | Speak
    | MissedCall
    | TooShort
    | Thanks
    | Order
    | Orders
    | Tasks
    | Recap
    | Leave
    | Code
    | Moved
    | Stays
    | Usage
    | Misplaced
)


class Awaited(StrEnum):
    """What an open question waits for: only then a lone "ya", "2" or "belum" is an answer."""

    CONSENT = "consent"
    PICK = "pick"
    RATING = "rating"
    VERDICT = "verdict"
    WORDS = "words"
    CODE = "code"
    DUTY = "duty"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Situation:
    """Who is texting: whether it is the phone of an agency's contact, and what the person has been asked."""

    officer: bool = False
    awaited: frozenset[Awaited] = frozenset()


NOBODY_ASKED = Situation()


@dataclass(frozen=True, slots=True)
class Parsed:
    """The result: the meaning, the region it is for, and the entry of the grammar that found it.

    `addressed` tells whether the text speaks to the region, and so is meant for a complaint of its own. `explained`: it
    is a command, the answer to what was asked, or speaks to the region, as no other robot would. `candidates` are the
    regions that the text may mean if it is not clear which; then `region` is the first of them.
    """

    meaning: Meaning
    region: str
    entry: str
    addressed: bool = False
    explained: bool = False
    candidates: tuple[str, ...] = ()
