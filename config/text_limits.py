"""What a text may mention and how long it may be: how a declaration is made, and the longest values there are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from config.field_types import AGENCY_SHORT, BODY_NAME, BODY_REACH, REGION_NAME

LONGEST_WORDS = 500
"""Of what a person wrote, in a text of ours."""

LONGEST_NUMBERS = 84
"""Of the numbers of complaints that one SMS tells of together."""

LONGEST_NOTE = 100
"""Of a note of one office to another, in a text of ours."""

LONGEST_NAME = 30
"""Of a person's name, in a text of ours."""

LONGEST_INCIDENT = 30
"""Of the name of an incident, in a text of ours."""

LONGEST_STREET = 24
"""Of the name of a street or village, in a text of ours."""

LONGEST_POSTS = 60
"""Of the agencies that somebody serves, in a text of ours."""

LONGEST_HISTORY = 400
"""Of what has happened to a complaint, in a text of ours."""

LONGEST = {
    "number": "9" * 9,
    "agency": "D" * AGENCY_SHORT,
    "date": "21/11 09:30",
    "keyword": "K" * 20,
    "emergency": "1" * 12,
    "text": "t" * LONGEST_WORDS,
    "note": "n" * LONGEST_NOTE,
    "count": "9" * 5,
    "page": "9" * 3,
    "region": "R" * REGION_NAME,
    "verb": "SELESAI",
    "about": " (" + "a" * 28 + ")",
    "until": " " + "u" * 20,
    "order": "SELESAI " + "9" * 60,
    "digits": "9" * 6,
    "place": "99",
    "street": "s" * LONGEST_STREET,
    "other": "9" * 9,
    "new": "9" * 5,
    "late": "9" * 5,
    "done": "9" * 5,
    "body": "B" * BODY_NAME,
    "reach": "r" * BODY_REACH,
    "list": "l" * 96,
    "name": "N" * LONGEST_NAME,
    "posts": "P" * LONGEST_POSTS,
    "numbers": "n" * LONGEST_NUMBERS,
    "limit": "l" * 18,
    "percent": "100",
    "code": "C" * 12,
    "figures": "f" * 126,
    "incident": "I" * LONGEST_INCIDENT,
    "part": "p" * 52,
    "few": "9" * 42,
    "urgent": "9" * 5,
    "line": "l" * 32,
    "left": "Rp9.999.999, 99999 SMS",
    "forecast": "f" * 32,
    "trouble": "t" * 160,
}
"""The longest value that each placeholder really gets. The status is as long as the longest of its language."""

LONGEST_TYPED = "9" * 12
"""The longest number of a complaint as somebody types it; a real one has up to 9 digits."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a text must and may mention, and how many segments it may take.

    `typed`: its number is repeated as the sender has typed it. `headline`: it tells how a complaint stands, so the two
    lines that a small phone shows must hold the number and what is new (`config.headlines`): the word for `state`, if
    the text tells of one.
    """

    required: frozenset[str]
    optional: frozenset[str] = frozenset()
    segments: int = 1
    typed: bool = False
    headline: bool = False
    state: str = ""

    @property
    def placeholders(self) -> frozenset[str]:
        """All that is given to the text when it is rendered."""
        return self.required | self.optional


def declare(required: str = "", optional: str = "", segments: int = 1, *, typed: bool = False) -> Declaration:
    """Declare a text by the words for what it must and may mention."""
    return Declaration(frozenset(required.split()), frozenset(optional.split()), segments, typed=typed)


def declare_news(
    required: str, optional: str = "", segments: int = 1, *, state: str = "", typed: bool = False
) -> Declaration:
    """Declare a text that tells how a complaint stands."""
    return replace(declare(required, optional, segments, typed=typed), headline=True, state=state)
