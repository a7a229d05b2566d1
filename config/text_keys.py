"""The texts there are: what each may mention, and how long it may be.

One table, which a file of texts is held against when it is read (`config.text_checks`).
"""

from __future__ import annotations

from collections.abc import Mapping
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
    "order": "SELESAI " + "9" * 60,
    "digits": "9" * 6,
    "place": "99",
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


def _text(required: str = "", optional: str = "", segments: int = 1, *, typed: bool = False) -> Declaration:
    return Declaration(frozenset(required.split()), frozenset(optional.split()), segments, typed=typed)


def _news(required: str, optional: str = "", segments: int = 1, *, state: str = "", typed: bool = False) -> Declaration:
    """Declare a text that tells how a complaint stands."""
    return replace(_text(required, optional, segments, typed=typed), headline=True, state=state)


DECLARATIONS: Mapping[str, Declaration] = {
    "ack_assigned": _news("number agency", state="new"),
    "ack_triage": _news("number", state="new"),
    "ack_elsewhere": _news("number body reach", segments=2, state="not_ours"),
    "ack_urgent": _news("number agency emergency"),
    "ack_urgent_triage": _news("number emergency"),
    "check": _news("number status", "agency date"),
    "check_accepted": _news("number agency", "date"),
    "check_triage": _news("number", "date", state="triage"),
    "check_ended": _news("number status", "date"),
    "check_mistyped": _news("number", typed=True),
    "check_unknown": _news("number", typed=True),
    "help": _text("keyword", "emergency"),
    "too_short": _text("keyword", "emergency"),
    "reply": _news("number text", "agency", segments=4),
    "ask": _news("number text", "agency", segments=4),
    "ask_words": _news("number text", "agency", segments=4),
    "update": _news("number status", "agency"),
    "update_assigned": _news("number agency", state="assigned"),
    "update_reopened": _news("number agency"),
    "update_resolved": _news("number", "agency", state="resolved"),
    "update_resolved_words": _news("number text", "agency", segments=4, state="resolved"),
    "update_ended": _news("number status"),
    "update_accepted": _news("number agency"),
    "update_words": _news("number status text", "agency", segments=4),
    "not_ours": _news("number text", segments=4, state="not_ours"),
    "answer_passed_on": _news("number agency", "keyword"),
    "answer_which": _text("number"),
    "alert": _text("number text", "agency", segments=4),
    "alert_triage": _text("number text", segments=4),
    "alert_admin": _text("number agency text", segments=5),
    "alert_also": _text("number agency text", segments=4),
    "agencies": _text("count"),
    "digest_head": _text("agency list", "date"),
    "digest_new": _text("count"),
    "digest_overdue": _text("count"),
    "digest_today": _text("count"),
    "digest_answered": _text("count"),
    "alert_again": _text("number agency text", "limit", segments=4),
    "alert_more": _text("count numbers"),
    "ladder_new": _text("agency count"),
    "ladder_silent": _text("keyword count limit numbers"),
    "ladder_overdue": _text("keyword count limit numbers"),
    "ladder_unhanded": _text("keyword count numbers"),
    "ladder_secret": _text(),
    "limit_minute": _text("count"),
    "limit_hour": _text("count"),
    "limit_day": _text("count"),
    "limit_working_day": _text("count"),
    "limit_office_hour": _text("count"),
    "leader": _text("keyword date figures"),
    "leader_new": _text("count"),
    "leader_new_none": _text(),
    "leader_overdue": _text("count"),
    "leader_overdue_of": _text("count list"),
    "leader_overdue_none": _text(),
    "leader_on_time": _text("percent"),
    "leader_confirmed": _text("percent"),
    "leader_oldest": _text("number code count"),
    "ombudsman_silent": _news("number"),
    "ombudsman_rejected": _news("number"),
    "digest_more": _text("count"),
    "tasks_head": _text("agency count"),
    "tasks_more": _text("count page"),
    "tasks_none": _text("agency"),
    "task_urgent": _text(),
    "task_new": _text(),
    "task_accepted": _text(),
    "task_in_progress": _text(),
    "task_waiting": _text(),
    "task_postponed": _text(),
    "task_triage": _text(),
    "task_secret": _text("number"),
    "task_overdue": _text(),
    "task_today": _text(),
    "task_answered": _text(),
    "officer_welcome": _text("agency"),
    "officer_replaced": _text("agency name"),
    "deputy_welcome": _text("agency name"),
    "deputy_begins": _text("name posts date"),
    "deputy_ends": _text("name posts"),
    "leave_begins": _text("date name"),
    "leave_no_deputy": _text("date name"),
    "leave_nobody": _text("date"),
    "leave_ends": _text("posts"),
    "leave_how": _text(),
    "duty_ask": _text("posts"),
    "duty_ask_again": _text("posts"),
    "duty_confirmed": _text("posts"),
    "duty_left": _text("posts"),
    "duty_left_told": _text("name posts"),
    "officer_help": _text("keyword"),
    "officer_not_understood": _text(),
    "officer_not_changed": _text("number"),
    "officer_detail": _text("number text", "status date", segments=4),
    "officer_detail_note": _text("number text note", "status date", segments=5),
    "officer_history": _text("number text", segments=4),
    "officer_undone_mark": _text(),
    "officer_recap": _text("agency date count new late done"),
    "officer_accepted": _text("number about"),
    "officer_started": _text("number about"),
    "officer_resolved": _text("number about"),
    "officer_passed_on": _text("number agency about"),
    "officer_returned": _text("number agency about"),
    "officer_asked": _text("number about", "date"),
    "officer_postponed": _text("number date about"),
    "postponed_until": _text("date text", segments=4),
    "officer_undone": _text("number status about"),
    "officer_undo_late": _text("number"),
    "officer_undo_none": _text("number"),
    "officer_code": _text("digits order"),
    "officer_code_wrong": _text("count"),
    "officer_locked": _text("date"),
    "officer_no_list": _text("place", "verb"),
    "officer_no_place": _text("place", "verb"),
    "officer_lead_only": _text("number agency"),
    "officer_resolve_how": _text("number"),
    "officer_postpone_how": _text("number"),
    "officer_postpone_far": _text("number date"),
    "officer_answer": _text("number text", segments=4),
    "officer_no_phone": _text("number"),
    "officer_no_news": _text("number"),
    "officer_not_yours": _text("number agency"),
    "officer_unknown": _text("number", typed=True),
    "officer_impossible": _text("number", "status verb"),
    "officer_words_missing": _text("verb number"),
    "officer_too_long": _text("verb number"),
    "officer_number_missing": _text("verb"),
    "officer_which_agency": _text("number text", segments=4),
    "officer_stranger": _text("number"),
    "ack_where": _news("number agency", state="new"),
    "ack_urgent_where": _news("number emergency"),
    "ack_secret": _news("number", state="new"),
    "ack_praise": _news("number agency", state="new"),
    "check_resolved": _news("number", "agency date", state="resolved"),
    "check_closed": _news("number status", "date"),
    "update_closed": _news("number status"),
    "update_closed_words": _news("number status text", "agency", segments=4),
    "update_timed_out": _news("number", state="closed"),
    "update_thanked": _news("number agency", state="closed"),
    "update_moved": _news("number region", "agency", state="assigned"),
    "neighbour": _text("body reach"),
    "check_timed_out": _news("number", "date", state="closed"),
    "check_confirmed": _news("number", "date", state="closed"),
    "check_praise": _news("number", "agency date", state="closed"),
    "update_secret": _news("number status"),
    "update_secret_words": _news("number status text", segments=4),
    "update_secret_resolved": _news("number", state="resolved"),
    "update_secret_resolved_words": _news("number text", segments=4, state="resolved"),
    "reply_secret": _news("number text", segments=4),
    "ask_secret": _news("number text", segments=4),
    # for a phone that may be somebody else's by now
    "update_bare": _news("number status"),
    "ask_bare": _news("number"),
    "check_secret": _news("number status", "date"),
    "mine": _text("count list"),
    "mine_none": _text("keyword"),
    "which": _text("list"),
    "region_which": _text("list"),
    "joined": _news("number", "agency"),
    "added": _news("number", "agency"),
    "added_secret": _news("number"),
    "where_noted": _news("number", "agency"),
    "confirmed": _news("number", state="closed"),
    "rated": _news("number count"),
    "reopened": _news("number agency"),
    "withdraw_ask": _news("number"),
    "withdrawn": _news("number", state="withdrawn"),
    "withdraw_kept": _news("number"),
    "withdraw_held": _news("number"),
    "threat_noted": _news("number emergency"),
    "stopped": _text(),
    "stop_officer": _text("agency"),
    "resumed": _text(),
    "language_set": _text(),
    "language_which": _text(),
    "help_lapor": _text("keyword"),
    "help_cek": _text(),
    "help_tambah": _text(),
    "help_batal": _text(),
    "help_sudah": _text(),
    "help_ancam": _text("", "emergency"),
    "help_bahasa": _text(),
    "help_stop": _text(),
    "help_rahasia": _text("keyword"),
    "help_menu": _text(),
    "help_petugas": _text(),
    "officer_addition": _text("number text", segments=4),
    "officer_objection": _text("number text", segments=4),
    "officer_withdrawn": _text("number"),
    # what is delicate, to those who have it
    "alert_secret": _text("number text", "agency", segments=4),
    "mark_secret": _text(),
    "officer_threat": _text("number"),
    "officer_held": _text("number"),
    "officer_withdrew": _text("number"),
    "officer_revealed": _text("number text", segments=4),
    "officer_accused": _text("number agency"),
    "officer_stays": _text("number"),
    "officer_praise": _text("number agency text", segments=4),
    "officer_bounced": _text("number", "count agency"),
    "alert_bounced": _text("number", "count agency"),
    "officer_moved": _text("number region", "agency"),
    "officer_declined": _text("number body"),
    "officer_part_done": _text("number", "agency"),
    "officer_part_left": _text("number", "agency"),
    # manners
    "last_answer": _news("number keyword", state="new"),
}
"""The texts there are."""

HELP_TOPICS = frozenset(key.removeprefix("help_") for key in DECLARATIONS if key.startswith("help_"))
"""The commands that BANTUAN explains one by one."""

STATUSES = (
    "new", "triage", "assigned", "in_progress", "waiting", "resolved", "closed",
    "postponed", "not_ours", "duplicate", "withdrawn", "archived", "spam",
)  # fmt: skip
"""The states that have a name for citizens: those of `complaints.lifecycle`."""
