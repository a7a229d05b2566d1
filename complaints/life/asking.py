"""What a person can have been asked: until when the question stands, and what an answer to it looks like.

A question is a row in `dialogue`. Nothing waits in it that nobody else has: when its time is over, `overdue` does what
can be done without an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from parsers.meaning import Awaited


class Asked(StrEnum):
    """The kinds of questions; the word stands in `dialogue.kind`."""

    REGION = "region"
    WHICH = "which"
    WITHDRAW = "withdraw"
    SIMILAR = "similar"
    WHERE = "where"
    JOINED = "joined"
    RESOLVED = "resolved"
    RATE = "rate"
    MENU = "menu"
    LIST = "list"
    CODE = "code"
    SPENT = "spent"
    LOCKED = "locked"
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class _Question:
    """How long a question stands, and what it waits for."""

    stands: timedelta
    awaits: frozenset[Awaited]


_QUESTIONS: Mapping[Asked, _Question] = {
    # Which of several regions a report is for; it is filed all the same when nobody says.
    Asked.REGION: _Question(timedelta(hours=2), frozenset({Awaited.PICK})),
    # Which of several complaints is meant.
    Asked.WHICH: _Question(timedelta(hours=2), frozenset({Awaited.PICK})),
    # Whether a complaint shall really be withdrawn.
    Asked.WITHDRAW: _Question(timedelta(hours=2), frozenset({Awaited.CONSENT})),
    # "Sudah dilaporkan ... Balas YA utk ikut mendukung"; the report is filed already, and stays what it is without YA.
    Asked.SIMILAR: _Question(timedelta(days=1), frozenset({Awaited.CONSENT})),
    # Where the matter is; the report is filed already.
    Asked.WHERE: _Question(timedelta(hours=12), frozenset({Awaited.WORDS})),
    # A text was taken for more about the last report; BARU says that it is another matter.
    Asked.JOINED: _Question(timedelta(hours=2), frozenset()),
    # "Sudah beres? Balas SUDAH atau BELUM"; as long as it is solved and nobody has said so, unless the phone has been
    # silent for so long that it may be somebody else's.
    Asked.RESOLVED: _Question(timedelta(days=60), frozenset({Awaited.VERDICT})),
    # "Seberapa puas? Balas 1 sampai 5"; it is asked once, and nobody has to answer.
    Asked.RATE: _Question(timedelta(days=3), frozenset({Awaited.RATING})),
    # A place in a menu; after a pause it is where MENU goes on.
    Asked.MENU: _Question(timedelta(days=1), frozenset({Awaited.PICK})),
    # The last list that an officer's phone was sent: what a place in it means.
    Asked.LIST: _Question(timedelta(days=14), frozenset({Awaited.PLACE})),
    # An order that counts when its one-time code comes back.
    Asked.CODE: _Question(timedelta(minutes=60), frozenset({Awaited.CODE})),
    # A code that has been used, or whose order was given anew: it does nothing, and is no wrong one.
    Asked.SPENT: _Question(timedelta(minutes=60), frozenset({Awaited.CODE})),
    # Three wrong codes lock a phone's; a second time within the week, for longer.
    Asked.LOCKED: _Question(timedelta(days=7), frozenset()),
    # "Masih bertugas?"; the month after it is asked again.
    Asked.DUTY: _Question(timedelta(days=28), frozenset({Awaited.CONSENT, Awaited.DUTY})),
}

NOT_ASKED = frozenset({Asked.LIST, Asked.SPENT, Asked.LOCKED})
"""What is remembered with a phone, and no question."""


def question(  # noqa: PLR0913 - who is asked what, about what, on which line
    kind: Asked,
    subscriber_id: int,
    now: datetime,
    *,
    about: int | None = None,
    complaint_id: int | None = None,
    line_id: int | None = None,
    state: Mapping[str, Any] | None = None,
    stands: timedelta | None = None,
) -> dict[str, Any]:
    """Make the row of a question. `about` tells it from others of its kind: one that is asked again is the same.

    `stands`: for how long, if that is up to its region.
    """
    return {
        "key": ":".join(map(str, (kind, subscriber_id, *(() if about is None else (about,))))),
        "subscriber_id": subscriber_id,
        "kind": kind,
        "complaint_id": complaint_id,
        "line_id": line_id,
        "state": dict(state or {}),
        "asked_at": now,
        "expires_at": now + (stands or _QUESTIONS[kind].stands),
    }


def awaited(kind: str, state: Mapping[str, Any]) -> frozenset[Awaited]:
    """Tell what an open question waits for; a menu may be at a step where words are written."""
    words = frozenset({Awaited.WORDS}) if state.get("words") else frozenset()
    return _QUESTIONS[Asked(kind)].awaits | words
