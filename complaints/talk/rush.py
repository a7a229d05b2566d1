"""The rush: while answers wait too long, whose turn it is. Pure: values in, a decision out.

On the day of a flood an hour brings more SMS than the lines send back. Who is in danger is answered first, everybody
else with one SMS; what more there is to tell somebody leaves when all others have had theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from complaints.talk.manners import SAME_AGAIN, URGENT, Answer
from sms.message import Priority

ONCE_WITHIN = timedelta(hours=6)
"""So long an SMS of a rush counts as the one that its sender has had."""

SHORT = "ack_short"
"""The acknowledgement of a rush; it takes up the numbers of further reports as long as it has not left."""

SHORTENED = frozenset({
    "ack_assigned", "ack_elsewhere", "ack_incident", "ack_incident_where", "ack_praise", "ack_triage", "ack_where",
})  # fmt: skip
"""Acknowledgements in whose place a short one stands. That of a secret report says what its reporter needs to know."""

MOST_NUMBERS = 4
"""Numbers in one short acknowledgement."""


def turn_of(wanted: Answer, given: Sequence[Answer], patience: timedelta, *, rushed: bool) -> Priority:
    """Tell when an answer leaves; `given` are the phone's answers of the last day.

    `rushed`: its line is too slow, and it is no officer's, who takes up what others wait for.
    """
    if wanted.purpose in URGENT and not (rushed and is_told_of_danger(wanted, given)):
        return Priority.DANGER
    served = rushed and any(_is_of_this_rush(wanted, answer, patience) for answer in given)
    return Priority.LATER if served else Priority.ANSWER


def is_told_of_danger(wanted: Answer, given: Sequence[Answer]) -> bool:
    """Tell whether somebody has been told minutes ago whom to call: who cries twice needs no second SMS."""
    return any(answer.purpose in URGENT and wanted.at - answer.at < SAME_AGAIN for answer in given)


def open_short(given: Sequence[Answer]) -> Answer | None:
    """Find the short acknowledgement that has not left yet, which takes up further numbers."""
    return next((answer for answer in reversed(given) if answer.purpose == SHORT and answer.waits), None)


def _is_of_this_rush(wanted: Answer, answer: Answer, patience: timedelta) -> bool:
    """Tell whether an answer is the one SMS of the rush: it waits, or has waited as long as one does, or is short."""
    long = answer.waits or answer.waited >= patience or answer.purpose in {SHORT, *URGENT}
    return long and wanted.at - answer.at < ONCE_WITHIN
