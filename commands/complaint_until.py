"""`aduan complaint status ... postponed --until`: putting a complaint off, and never without an end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from commands.complaint_step import deed_of, do
from commands.context import Context

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from complaints.life.postponing import Postponed

EXAMPLE = "2027-05-12 or 12/5"


def postpone(context: Context, number: int, said: str, until: str) -> None:
    """Put a complaint off until a day of its region; the citizen reads that day, and why if that is said."""
    from complaints.life.lifecycle import Action
    from complaints.steps.actions import find

    with context.database() as database:
        office = context.office(database)
        with database.read() as connection:
            region = find(connection, number).region
    put_off = _read(context, said, until, office.zone(region))
    texts = office.texts_for(region)
    words = texts.render("postponed_until", date=put_off.day, text=said).rstrip(" ,")
    do(context, number, replace(deed_of(context, Action.POSTPONE, words), until=put_off.until))


def _read(context: Context, said: str, until: str, zone: ZoneInfo) -> Postponed:
    from complaints.life.postponing import LONGEST, NotPostponed, read_alone

    read = read_alone(until, said, context.clock.now(), zone)
    if not isinstance(read, NotPostponed):
        return read
    if read.day:
        raise click.UsageError(f"--until {read.day}: a day from tomorrow on, {LONGEST.days} days away at most")
    raise click.UsageError(f"no day {until!r}; write it like {EXAMPLE}")
