"""The lifecycle as a page for people: each step with who may take it, how, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from complaints.life.lifecycle import OUTCOMES, STEPS, Action, Actor, Status, Step

_HEAD = """\
# The life of a complaint

Printed from the table in `complaints/life/lifecycle.py` by `aduan complaint states --page`; a test compares.
What is not here does not happen. The [glossary](glossary.md#states-of-a-complaint) says what the states mean.

- *who*: the citizen, an officer by SMS, an admin at the command line, the system by itself or by the clock.
- *by*: what is texted (in capitals) or typed after `aduan complaint`.
- *the citizen reads*: the key of the [text](configuration.md#texts); the second has the office's words in it.
- *clock*: what happens to the time that the agency in charge has. It starts, stops, pauses, or goes on.
- *outcome*: what has come of a complaint that has ended.
"""
_COLUMNS = ("from", "action", "who", "by", "to", "the citizen reads", "clock", "outcome")
_EVERY = "any"

BY: Mapping[Action, str] = {
    Action.OPEN: "a report; `new`",
    Action.ASSIGN: "the router; TERUSKAN; BUKAN and an agency; `assign`",
    Action.UNSURE: "the router",
    Action.JOIN: "`assign --also`",
    Action.MOVE: "OPER and a region; `move`",
    Action.ACCEPT: "TERIMA",
    Action.START: "PROSES; `status in_progress`",
    Action.ASK: "TANYA; `status waiting`",
    Action.ANSWER: "a text",
    Action.ADD: "TAMBAH; a text",
    Action.REPLY: "`reply`",
    Action.RESOLVE: "SELESAI; `status resolved`",
    Action.CLOSE: "`status closed`",
    Action.REJECT: "`reject`",
    Action.THANK: "praise that has found its agency",
    Action.RATE: "1 to 5, after SUDAH",
    Action.REOPEN: "BELUM; `reopen`",
    Action.POSTPONE: "TUNDA; `status postponed --until`",
    Action.RESUME: "the job `resuming`",
    Action.RETURN: "BUKAN; `status triage`",
    Action.DECLINE: "BUKAN and a neighbour; `status not_ours`",
    Action.MARK_DUPLICATE: "`merge`; `status duplicate`",
    Action.SUPPORT: "`merge`",
    Action.SPLIT: "`split`",
    Action.REDACT: "`redact`",
    Action.WITHDRAW: "BATAL and YA; CABUT of a circle; `status withdrawn`",
    Action.HOLD: "BATAL or SUDAH of whoever is threatened",
    Action.ENCLOSE: "RAHASIA afterwards; words that accuse",
    Action.MASK: "ANCAM; words of a threat",
    Action.REVEAL: "`show --reveal`",
    Action.TAG: "words that ask for compensation; `tag`",
    Action.GATHER: "`incident`; what matches an open one",
    Action.ESCALATE: "the ladder",
    Action.UNDO: "BATAL of an officer",
    Action.ARCHIVE: "`status archived`",
    Action.MARK_SPAM: "`status spam`",
}
"""How each action is brought about."""

BY_WHOM: Mapping[tuple[Action, Actor], str] = {
    (Action.CLOSE, Actor.CITIZEN): "SUDAH",
    (Action.CLOSE, Actor.SYSTEM): "the job `closing`",
    (Action.MARK_DUPLICATE, Actor.CITIZEN): "YA, after they were told of a similar one",
    (Action.SUPPORT, Actor.CITIZEN): "the same; TAMBAH, SUDAH or BELUM of a supporter",
    (Action.REOPEN, Actor.SYSTEM): "the end of the one it was merged into",
    (Action.DECLINE, Actor.SYSTEM): "the router",
}
"""The same where it depends on who does it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A step as people read it."""

    before: str
    action: str
    who: str
    by: str
    after: str
    news: str
    clock: str
    outcome: str


def rows() -> tuple[Row, ...]:
    """Give the steps in the order of the table."""
    return tuple(_row(step) for step in STEPS)


def page() -> str:
    """Write the page, in Markdown."""
    lines = [" | ".join(_COLUMNS), "|".join(["---"] * len(_COLUMNS))]
    lines += [" | ".join(_cells(row)) for row in rows()]
    return "\n".join([_HEAD, *(f"| {line} |" if "---" not in line else f"|{line}|" for line in lines)]) + "\n"


def _row(step: Step) -> Row:
    before = tuple(status for status in Status if status in step.before)
    return Row(
        before=_EVERY if len(before) >= len(Status) - 1 else ", ".join(before),
        action=step.action,
        who=", ".join(actor for actor in Actor if actor in step.who),
        by="; ".join(
            dict.fromkeys(BY_WHOM.get((step.action, actor), BY[step.action]) for actor in Actor if actor in step.who)
        ),
        after=step.after or "",
        news=", ".join(filter(None, (step.news.key, step.news.spoken))) if step.news else "",
        clock=step.clock or "",
        outcome=", ".join(dict.fromkeys(_outcomes(step))),
    )


def _outcomes(step: Step) -> Iterator[str]:
    for actor in Actor:
        if actor in step.who and (step.action, actor) in OUTCOMES:
            yield OUTCOMES[step.action, actor]


def _cells(row: Row) -> tuple[str, ...]:
    said = ", ".join(f"`{key}`" for key in row.news.split(", ") if key)
    return row.before, f"`{row.action}`", row.who, row.by, row.after or "as it was", said, row.clock, row.outcome
