"""Which incident is meant, and what is done to it in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from commands.arguments import complaint_number, region_code
from commands.context import Context

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from complaints.who.office import Office
    from storage.engine import AnyRow

    Step = Callable[[Connection, Office, AnyRow], Any]

_NAMED = 1000
"""Among so many of the newest a mistyped name is looked for."""

name_argument = click.argument("name")
numbers_argument = click.argument("numbers", nargs=-1, required=True, type=complaint_number)
region_option = click.option("--region", help="Of this region, if several have one of that name.")


def in_open(context: Context, name: str, region: str | None, step: Step) -> Any:
    """Do something to an open incident in one transaction."""
    with context.database() as database:
        office = context.office(database)
        with database.write() as connection:
            found = find(connection, context, name, region)
            if found.closed_at is not None:
                raise click.ClickException(f"{found.name} is closed; `aduan incident reopen` lets it go on")
            return step(connection, office, found)


def find(connection: Connection, context: Context, name: str, region: str | None) -> AnyRow:
    """Find an incident by its name: the open one, else the newest; raises ClickException."""
    from config.errors import did_you_mean
    from storage import incidents

    found = incidents.find(connection, name, region and region_code(context, region))
    if not found:
        meant = did_you_mean(name, [row["name"] for row in incidents.listing(connection, limit=_NAMED)])
        hint = f". {meant}" if meant else "; `aduan incident list` names them"
        raise click.ClickException(f"no incident {name}{hint}")
    still_open = [row for row in found if row.closed_at is None]
    if len(still_open) > 1:
        regions = ", ".join(row.region for row in still_open)
        raise click.ClickException(f"{name} is open in {regions}: add --region")
    return found[0]
