"""The texts there are: what each may mention, and how long it may be.

One table, which a file of texts is held against when it is read (`config.text_checks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from config.field_types import AGENCY_SHORT

LONGEST = {
    "number": "9" * 12,
    "agency": "D" * AGENCY_SHORT,
    "date": "21/11 09:30",
    "keyword": "K" * 20,
    "emergency": "1" * 12,
    "text": "t" * 500,
}
"""The longest value that each placeholder really gets.

A complaint's number has up to 9 digits, but one that a citizen mistypes up to 12. The status is as long as the longest
of its file.
"""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a text must and may mention, and how many segments it may take."""

    required: frozenset[str]
    optional: frozenset[str] = frozenset()
    segments: int = 1

    @property
    def placeholders(self) -> frozenset[str]:
        """All that is given to the text when it is rendered."""
        return self.required | self.optional


def _text(required: str = "", optional: str = "", segments: int = 1) -> Declaration:
    return Declaration(frozenset(required.split()), frozenset(optional.split()), segments)


DECLARATIONS: Mapping[str, Declaration] = {
    "ack_assigned": _text("number agency"),
    "ack_triage": _text("number"),
    "ack_urgent": _text("number agency emergency"),
    "ack_urgent_triage": _text("number emergency"),
    "check": _text("number status", "agency date"),
    "check_triage": _text("number", "date"),
    "check_ended": _text("number status", "date"),
    "check_mistyped": _text("number"),
    "check_unknown": _text("number"),
    "check_without_number": _text(),
    "help": _text("keyword", "emergency"),
    "too_short": _text("keyword", "emergency"),
    "reply": _text("number text", "agency", segments=4),
    "ask": _text("number text", "agency", segments=4),
    "update": _text("number status", "agency"),
    "update_assigned": _text("number agency"),
    "update_reopened": _text("number agency"),
    "update_resolved": _text("number", "agency"),
    "update_resolved_words": _text("number text", "agency", segments=4),
    "update_ended": _text("number status"),
    "not_ours": _text("number text", segments=4),
}
"""The texts there are."""

STATUSES = (
    "new", "triage", "assigned", "in_progress", "waiting", "resolved", "closed",
    "postponed", "not_ours", "duplicate", "withdrawn", "archived", "spam",
)  # fmt: skip
"""The states that have a name for citizens: those of `complaints.lifecycle`."""
