"""Manners: who is answered, and how often. Pure: values in, a decision out.

Two robots that answer each other cost real money, and nobody notices until the bill comes. So a text that no command,
menu or open question explains, as any other robot's would be, is answered a few times only. A report is filed all the
same; only the answer stays away.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from parsers.meaning import Check, Parsed
from sms.message import InboundMessage
from sms.msisdn import SenderKind, classify

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

SAME_AGAIN = timedelta(minutes=30)
"""The same answer is not given again before then: whoever has it can read it."""

MOST_IN_A_ROW = 5
"""So many answers to texts that nothing explains; and so many to one text, or in the same words, if one explains it."""

MOST_A_DAY = 500
"""Answers to one phone, an officer's too; nobody works off more, and a robot that sends commands would not end."""

FLOOD = 60
"""More SMS than this from one number within an hour are a flood: stored, neither processed nor answered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An automatic answer that a phone was given, or is to be given: `purpose` is the key of its text.

    `explained` tells that it answers a command, a menu's step or an open question. `said` is how often the
    text of the report had come from the phone within a day. `row` is the message in the outbox that it is, 0 of one
    that is being made; `complaint_id` the report that it acknowledges; `waits` tells that it has not left yet, and
    `waited` how long it did.
    """

    at: datetime
    purpose: str
    text: str
    explained: bool
    said: int = 0
    row: int = 0
    complaint_id: int | None = None
    waits: bool = False
    waited: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many answers of one sort within a time."""

    explained: bool
    most: int
    within: timedelta


LIMITS = (
    Limit(explained=False, most=5, within=HOUR),
    Limit(explained=False, most=20, within=DAY),
    Limit(explained=True, most=30, within=HOUR),
    # No person asks that often; a robot whose signature begins with the keyword may.
    Limit(explained=True, most=100, within=DAY),
)

SPARED = frozenset({
    "ack_anonymous", "ack_assigned", "ack_elsewhere", "ack_incident", "ack_incident_where", "ack_praise",
    "ack_secret", "ack_short", "ack_similar", "ack_triage", "ack_urgent", "ack_urgent_triage", "ack_urgent_where",
    "ack_where", "added", "added_secret", "answer_passed_on", "answer_which", "check", "check_accepted",
    "check_closed", "check_confirmed", "check_ended", "check_incident", "check_merged", "check_mistyped",
    "check_praise", "check_resolved", "check_secret", "check_secret_resolved", "check_supported",
    "check_supported_resolved", "check_timed_out", "check_triage", "check_unknown", "confirmed", "language_set",
    "language_which", "mine", "mine_none", "now_secret", "rated", "region_which", "reopened", "reopened_secret",
    "resumed", "similar_kept", "stop_officer", "stopped", "support_added", "support_left", "supported", "threat_noted",
    "threat_noted_all", "where_noted", "which", "withdraw_ask", "withdraw_kept", "withdrawn",
})  # fmt: skip
"""Texts that may come again within half an hour: acknowledgements, CEK, one's list, questions, confirmations.

Only if a command asked for them: our own answer that is sent back is none. Screens of a menu may come again too.
"""

MENU = "menu"
"""How the keys of a menu's screens begin, which somebody who looks around sees again and again."""

CEK = ("check", "mine")
"""How the keys of the answers to CEK begin."""

URGENT = frozenset({"ack_urgent", "ack_urgent_triage", "ack_urgent_where"})
"""Texts that tell somebody in danger whom to call. The first in a day is given whatever was sent before."""

REPLACED = frozenset({"ack_assigned", "ack_incident", "ack_similar", "ack_triage"})
"""Acknowledgements in whose place the last answer may stand, which has the number too."""


def is_never_answered(message: InboundMessage, own_numbers: Collection[str]) -> bool:
    """Tell who is stored and never answered: letters, short codes, our own numbers, and those an admin has muted."""
    sender = classify(message.sender)
    return message.muted or sender.kind is not SenderKind.NUMBER or sender.address in own_numbers


def is_explained(parsed: Parsed) -> bool:
    """Tell whether a text is one that no other robot would send; our own answer sent back is not."""
    match parsed.meaning:
        case Check(sent_back=True):
            return False
    return parsed.explained


def silence(wanted: Answer, given: Sequence[Answer], *, officer: bool = False) -> str:
    """Tell why an answer is better not given; nothing if it is to be given.

    `given` are the phone's answers of the last day, the oldest first. An officer works off a list, and who is refused
    twice must read it twice; but a robot may be on that phone too, so what is about robots holds for officers as well.
    """
    for reason, is_broken, counts_officers in RULES:
        if (counts_officers or not officer) and is_broken(wanted, given):
            return reason
    return ""


def is_too_much(wanted: Answer, given: Sequence[Answer]) -> bool:
    """Tell whether even a list that is worked off has had answers enough: the same one, or more than anybody reads."""
    today = [answer for answer in given if wanted.at - answer.at < DAY]
    same = [answer for answer in today if answer.text == wanted.text]
    return len(today) >= MOST_A_DAY or (len(same) >= MOST_IN_A_ROW and wanted.at - same[-1].at < HOUR)


def is_last(wanted: Answer, given: Sequence[Answer]) -> bool:
    """Tell whether this is the last answer that a phone gets to texts which nothing explains, for an hour or a day."""
    return not wanted.explained and bool(silence(_next(wanted), [*given, wanted]))


def in_flood(times: Sequence[datetime]) -> list[bool]:
    """Tell of each of a phone's messages, the oldest first, whether more than `FLOOD` came in the hour up to it."""
    return [place >= FLOOD and at - times[place - FLOOD] < HOUR for place, at in enumerate(times)]


def _next(wanted: Answer) -> Answer:
    """Imagine the answer to the next report, in words of its own."""
    return Answer(wanted.at, wanted.purpose, "", explained=False)


def _too_many(wanted: Answer, given: Sequence[Answer]) -> bool:
    alike = [answer for answer in _counted_with(wanted, given) if answer.explained == wanted.explained]
    return any(
        sum(wanted.at - answer.at < limit.within for answer in alike) >= limit.most
        for limit in LIMITS
        if limit.explained == wanted.explained
    )


def _same_again(wanted: Answer, given: Sequence[Answer]) -> bool:
    if wanted.explained and (wanted.purpose in SPARED or wanted.purpose.startswith(MENU)):
        return False
    return any(answer.text == wanted.text and wanted.at - answer.at < SAME_AGAIN for answer in given)


def _in_a_row(wanted: Answer, given: Sequence[Answer]) -> bool:
    """Tell whether the last answers of a day were all to texts that nothing explains."""
    if wanted.explained:
        return False
    last = [answer for answer in _counted_with(wanted, given) if wanted.at - answer.at < DAY][-MOST_IN_A_ROW:]
    return len(last) == MOST_IN_A_ROW and not any(answer.explained for answer in last)


def _in_the_same_words(wanted: Answer, given: Sequence[Answer]) -> bool:
    """Tell whether the phone has the same words often enough today.

    A menu is left and opened again, so it may turn; and who asks once an hour with CEK whether anything is new, is told
    each time that nothing is.
    """
    today = [answer for answer in given if wanted.at - answer.at < DAY]
    counted = today[-MOST_IN_A_ROW:] if wanted.purpose.startswith(MENU) else today
    same = [answer for answer in counted if answer.text == wanted.text]
    if len(same) < MOST_IN_A_ROW:
        return False
    asks = wanted.explained and wanted.purpose.startswith(CEK)
    return not asks or wanted.at - same[-1].at < HOUR


def _said_too_often(wanted: Answer, _given: Sequence[Answer]) -> bool:
    return wanted.said >= MOST_IN_A_ROW


def _counted_with(wanted: Answer, given: Sequence[Answer]) -> Sequence[Answer]:
    """Give the answers that use up the turns of this one: none for the first on danger in a day, else all."""
    is_first = wanted.purpose in URGENT and not any(answer.purpose in URGENT for answer in given)
    return () if is_first else given


RULES: tuple[tuple[str, Callable[[Answer, Sequence[Answer]], bool], bool], ...] = (
    # (reason, whether the rule forbids the answer, whether it holds for officers too)
    ("too many", _too_many, False),
    ("the same within half an hour", _same_again, False),
    ("a robot: many in a row that nothing explains", _in_a_row, True),
    ("a robot: the same words again and again", _in_the_same_words, True),
    ("a robot: the same text again and again", _said_too_often, True),
)
"""Why an answer is not given, in the order in which it is asked."""
