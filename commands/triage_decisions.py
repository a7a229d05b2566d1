"""What the keys of `aduan triage` decide: each makes a deed of a complaint, and asks for what it needs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeAlias
from unicodedata import category

import click

from commands.arguments import complaint_number
from commands.complaint_step import deed_of
from commands.context import Context
from commands.triage_screen import Case

if TYPE_CHECKING:
    from complaints.life.deeds import Deed
    from complaints.who.office import Office
    from storage.engine import Database

    Decision: TypeAlias = Callable[["Seat", Case], Deed]

OFFERED = 3
"""So many agencies have a key of their own."""


class NothingError(Exception):
    """Nothing was typed where something is needed: the decision is dropped."""


class Seat:
    """Where an admin sits: who they are, and what they decide with."""

    def __init__(self, context: Context, database: Database, office: Office) -> None:
        self.context = context
        self.database = database
        self.office = office


def read_key() -> str:
    """Read one key, or a letter where it is a file; nothing at the end."""
    if not sys.stdin.isatty():
        return sys.stdin.read(1)
    try:
        return click.getchar()
    except (EOFError, KeyboardInterrupt):
        return ""


def _asked(what: str) -> str:
    """Ask for words; raises NothingError if none come, or a key that is no letter gives it up: Esc, Ctrl-C."""
    click.echo(f"{what}: ", nl=False)
    try:
        said = sys.stdin.readline().strip()
    except KeyboardInterrupt:
        raise NothingError from None
    if not said or any(category(sign) == "Cc" for sign in said):
        raise NothingError
    return said


def _hand_to(place: int) -> Decision:
    def decision(seat: Seat, case: Case) -> Deed:
        from complaints.life.lifecycle import Action

        if place > len(case.offered):
            raise click.UsageError(f"there is no agency {place} to choose; a asks for another")
        return deed_of(seat.context, Action.ASSIGN, "", case.offered[place - 1][0])

    return decision


def _another(seat: Seat, case: Case) -> Deed:
    from complaints.life.deeds import NoSuchRegionError, gone
    from complaints.life.lifecycle import Action

    region = seat.office.regions.get(case.row.region)
    if region is None:
        raise NoSuchRegionError(f"{case.row.number} is of {gone(case.row.region)}")
    written, agencies = _asked("agency, code or name"), region.catalogue.agencies
    names = {name.casefold(): each.code for each in agencies.values() for name in (each.code, each.short, each.name)}
    code = names.get(written.casefold()) or _chosen(written, names)
    return deed_of(seat.context, Action.ASSIGN, "", code)


def _chosen(written: str, names: dict[str, str]) -> str:
    """Complete a part of a name, or the nearest name, which the admin confirms; raises UsageError, NothingError."""
    word = written.casefold()
    near = [name for name in names if word in name] or get_close_matches(word, names, n=OFFERED, cutoff=0.5)
    codes = list(dict.fromkeys(names[name] for name in near))[:OFFERED]
    if not codes:
        raise click.UsageError(f"no agency is called like {written}; `aduan agency list` names them")
    click.echo("  ".join(f"{place} {code}" for place, code in enumerate(codes, 1)) + "  which? ", nl=False)
    key = read_key()
    if key not in {str(place) for place in range(1, len(codes) + 1)}:
        raise NothingError
    return codes[int(key) - 1]


def _said(action: str, what: str) -> Decision:
    def decision(seat: Seat, _case: Case) -> Deed:
        from complaints.life.lifecycle import Action

        return deed_of(seat.context, Action(action), _asked(what))

    return decision


def _spam(seat: Seat, _case: Case) -> Deed:
    from complaints.life.lifecycle import Action

    return deed_of(seat.context, Action.MARK_SPAM, "")


def _duplicate(seat: Seat, _case: Case) -> Deed:
    from complaints.life.lifecycle import Action

    first = complaint_number(_asked("of which number"))
    return deed_of(seat.context, Action.MARK_DUPLICATE, str(first))


DECISIONS: dict[str, Decision] = {
    "1": _hand_to(1),
    "2": _hand_to(2),
    "3": _hand_to(3),
    "a": _another,
    "b": _said("decline", "who is in charge, and how to reach them; the citizen reads it"),
    "s": _spam,
    "d": _duplicate,
    "q": _said("ask", "question to the citizen"),
    "r": _said("reject", "reason; the citizen reads it"),
}
"""The keys that decide."""
