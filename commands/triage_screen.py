"""The screen of `aduan triage`: a complaint, whom it may go to, and the keys, in 80 columns and 24 lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import click
from click.formatting import wrap_text

from commands.output import HIDDEN, cell, number
from commands.stats import age

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from complaints.figures.reputation import Reputation
    from storage.engine import AnyRow

WIDTH = 80
_TEXT_LINES, _REASON_LINES = 6, 2

KEYS = """\
1 2 3  hand it to that agency            d  the same as another one: its number
a      another agency: code or name      q  ask the citizen something
b      not ours: who is in charge        r  reject it, with the reason
s      spam                              u  undo the last decision
n      next, decide later (or a blank)   ?  this help      Esc  quit"""

_SHORT = "1-3 hand on  a another  b not ours  s spam  d duplicate  q ask  r reject  u undo  n next  ? help  Esc quit"


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint in triage as an admin sees it; `seen` is its last event, `offered` are codes with their names."""

    row: AnyRow
    seen: int
    offered: Sequence[tuple[str, str]] = ()
    places: Sequence[RowMapping] = ()
    similar: Sequence[int] = ()
    reporter: Reputation | None = None

    @property
    def is_delicate(self) -> bool:
        """Tell whether nothing of it is shown but its number."""
        from complaints.who.circles import is_apart

        return is_apart(self.row)


def lines(case: Case, waiting: int, now: datetime) -> Iterator[str]:
    """Write the screen."""
    row = case.row
    head = f"{row.number}  {'! ' if row.urgent else ''}{row.region}, waits {age(row.status_since, now)}"
    yield click.style(f"{head}, {_left(row.verify_by, now)}; {waiting} in triage", bold=True)
    if case.is_delicate:
        yield f"{HIDDEN} It is kept apart: its circle acts on it. n next, Esc quit"
        return
    yield from _about(case)
    yield ""
    yield from _clipped(row.text, "  ", _TEXT_LINES)
    yield ""
    chances: Mapping[str, float] = dict(row.routing.get("alternatives", ()))
    for place, (code, name) in enumerate(case.offered, 1):
        yield f"{click.style(str(place), bold=True)}  {code:<12} {cell(name)[:50]:<50} {chances.get(code, 0):.2f}"
    yield from _clipped(" ".join(row.routing.get("reasons", ())), "   ", _REASON_LINES)
    yield ""
    yield from wrap_text(_SHORT, WIDTH).splitlines()


def _left(verify_by: datetime | None, now: datetime) -> str:
    """Tell how long there is to hand it on."""
    if verify_by is None:
        return "no date"
    return f"{age(now, verify_by)} left" if verify_by > now else f"late by {age(verify_by, now)}"


def _about(case: Case) -> Iterator[str]:
    row, said = case.row, case.reporter
    sender = HIDDEN if row.anonymous else number(row.address, reveal=False) or "nobody's number"
    against = f"; {said.score} of 100, {said.reason}" if said and said.score and not row.anonymous else ""
    yield cell(f"{row.kind} by {row.channel}, from {sender}{against}")[:WIDTH]
    if case.places:
        there = (f"{place['name']} {place['detail']}".strip() for place in case.places)
        yield cell(f"Places: {', '.join(there)}")[:WIDTH]
    if case.similar:
        yield f"Similar: {', '.join(map(str, case.similar))}"[:WIDTH]


def _clipped(said: str, indent: str, most: int) -> Iterator[str]:
    """Wrap what was said; of what is too long for the screen, `complaint show` tells the rest."""
    wrapped = wrap_text(cell(said), WIDTH, initial_indent=indent, subsequent_indent=indent).splitlines()
    yield from wrapped[:most]
    if len(wrapped) > most:
        yield f"{indent}... ({len(wrapped) - most} lines more: aduan complaint show)"
