"""Doing something to a complaint from the command line, and telling what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import click

from commands.arguments import agency_code
from commands.context import Context
from commands.output import cell

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from complaints.life.deeds import Deed
    from complaints.life.lifecycle import Action, Status
    from complaints.who.office import Office

    Apply = Callable[[Connection, Office, int, Deed, datetime], Status]

MOST_CHARACTERS = 500
"""Of an officer's words to a citizen; the text around them is measured with so many."""


def deed_of(context: Context, action: Action, said: str, agency: str | None = None) -> Deed:
    """Make what the person at the keyboard wants done."""
    from complaints.life.deeds import Deed
    from complaints.life.lifecycle import Actor

    return Deed(action, Actor.ADMIN, context.actor(), said, agency)


def do(context: Context, number_: int, deed: Deed, apply: Apply | None = None) -> None:
    """Do something to a complaint as the person at the keyboard; `apply` is not the usual way of doing it."""
    from complaints.steps import actions

    if len(deed.said) > MOST_CHARACTERS:
        raise click.UsageError(f"the text has {len(deed.said)} characters, {MOST_CHARACTERS} fit into four SMS")
    now = context.clock.now()
    with context.database() as database:
        office = context.office(database)
        with database.write() as connection:
            complaint = actions.find(connection, number_)
            region = office.regions.get(complaint.region)
            agency = deed.agency and agency_code([region] if region else [], deed.agency)
            after = (apply or actions.apply)(connection, office, number_, replace(deed, agency=agency), now)
            found = actions.find(connection, number_)
    until = f"until {deed.until:%Y-%m-%d}" if deed.until else ""
    click.echo(f"{number_} {after} {(agency or (deed.region and found.agency)) or until}".rstrip())
    told_at = office.news_at(found)
    if told_at and found.opted_out_at:
        click.echo("the citizen has sent STOP and is told nothing", err=True)
    elif told_at and told_at > now:
        click.echo(f"the citizen is told at {cell(told_at)}", err=True)
