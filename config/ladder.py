"""Who is told, and when, of what an agency leaves lying: `[[ladder]]` and `[[urgent_ladder]]` of a region's file."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from config.field_types import Table
from config.limits import Limit, parse_limit
from config.problems import wrong_items

MOST_RUNGS = 7
"""Of each table: which have been told of a complaint is kept as bits of a small number."""


class Tell(StrEnum):
    """Whom a rung tells."""

    OFFICER = "officer"
    DUTY = "duty"
    HEAD = "head"
    LEADER = "leader"
    ADMIN = "admin"


class Of(StrEnum):
    """What a rung waits for: that nobody takes a complaint up, or that it is past its date."""

    SILENCE = "silence"
    OVERDUE = "overdue"


class Rung(Table):
    """A rung: so long `after` it began to be silent, or overdue, somebody is told."""

    after: Annotated[Limit, BeforeValidator(parse_limit)]
    of: Of = Of.SILENCE
    tell: Tell


def _rungs(rungs: tuple[Rung, ...]) -> tuple[Rung, ...]:
    """Refuse more than there is room for, the same one twice, and a later one above a sooner: the last is the end."""
    problems = [((place,), f"{MOST_RUNGS} rungs at most") for place in range(MOST_RUNGS, len(rungs))]
    problems += [((place,), "is there twice") for place, rung in enumerate(rungs) if rung in rungs[:place]]
    problems += [
        ((place,), f"{rung.after} of {rung.of} stands below {above.after}; put the sooner rung first")
        for place, rung in enumerate(rungs)
        if (above := _later_above(rungs[:place], rung))
    ]
    if problems:
        raise wrong_items(problems)
    return rungs


def _later_above(above: tuple[Rung, ...], rung: Rung) -> Rung | None:
    """Find a rung of the same kind that is due later though it stands above."""
    later = (each for each in above if each.of is rung.of and each.after.plain > rung.after.plain)
    return next(later, None)


Ladder = Annotated[tuple[Rung, ...], AfterValidator(_rungs)]


def _rung(after: str, tell: Tell, of: Of = Of.SILENCE) -> Rung:
    return Rung.model_validate({"after": after, "of": of, "tell": tell})


LADDER = (
    _rung("7 minutes", Tell.OFFICER),
    _rung("24 hours", Tell.HEAD),
    _rung("48 hours", Tell.LEADER),
    _rung("1 working day", Tell.HEAD, Of.OVERDUE),
    _rung("5 working days", Tell.LEADER, Of.OVERDUE),
)
"""Where a region's file says nothing else: Bogor's own for silence."""

URGENT_LADDER = (_rung("15 minutes", Tell.HEAD), _rung("30 minutes", Tell.ADMIN))
"""The same for danger to life, beside the other: an alert has gone out at once, and nobody takes it."""
