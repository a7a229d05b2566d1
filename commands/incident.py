"""`aduan incident`: many complaints about one thing, gathered under a name and told together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from commands.arguments import as_option, counted
from commands.context import Context
from commands.incident_named import find, in_open, name_argument, numbers_argument, region_option
from commands.incident_open import open_, reopen
from commands.incident_tell import close, tell
from commands.output import emit, emit_one, json_option, listing

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from complaints.who.office import Office
    from storage.engine import AnyRow

_MOST_NUMBERS = 20


@click.group(help="A flood and the like: open, list, show, tell, add, remove, close, reopen.")
def incident() -> None:
    """Group the commands on incidents."""


@incident.command("list", help="The incidents, open ones first.")
@listing
@click.pass_obj
def list_incidents(context: Context, *, as_json: bool, limit: int) -> None:
    """List incidents with how many complaints each has gathered."""
    from storage import incidents

    with context.database() as database, database.read() as connection:
        rows = [dict(row) for row in incidents.listing(connection, limit=limit)]
    if not as_json:
        rows = [{**row, "topics": ", ".join(row["topics"])} for row in rows]
    columns = ("name", "region", "topics", "complaints", "urgent", "opened_at", "closed_at")
    emit(rows, columns, as_json=as_json)


@incident.command(help="What an incident has gathered: how many complaints in which state, and the newest of them.")
@name_argument
@region_option
@json_option
@click.pass_obj
def show(context: Context, name: str, region: str | None, *, as_json: bool) -> None:
    """Show one incident; of its complaints numbers and states, no texts and no phones."""
    from storage import incidents

    with context.database() as database, database.read() as connection:
        found = find(connection, context, name, region)
        states = incidents.states(connection, found.id)
        phones = incidents.listeners(connection, found.id)
        row = {
            **found._mapping,  # noqa: SLF001 - the columns of the row by their names
            "complaints": sum(states.values()),
            "by_status": states,
            "phones": len(phones),
            "newest": incidents.numbers(connection, found.id, _MOST_NUMBERS),
        }
    if not as_json:
        row |= {"topics": ", ".join(found.topics), "areas": ", ".join(found.areas) or "everywhere"}
        row["by_status"] = ", ".join(f"{state} {count}" for state, count in states.items())
        row["newest"] = ", ".join(map(str, row["newest"]))
    emit_one(row, as_json=as_json)


@incident.command(help="Let complaints join an incident, whatever they are about.")
@name_argument
@numbers_argument
@region_option
@as_option
@click.pass_obj
def add(context: Context, name: str, numbers: tuple[int, ...], region: str | None) -> None:
    """Gather complaints by their numbers: all of them, or none if one cannot join."""
    from complaints.steps import incidents

    _each(context, name, region, numbers, incidents.join)
    click.echo(f"{counted(len(numbers), 'complaint')} joined")


@incident.command(help="Take complaints out of an incident.")
@name_argument
@numbers_argument
@region_option
@as_option
@click.pass_obj
def remove(context: Context, name: str, numbers: tuple[int, ...], region: str | None) -> None:
    """Take complaints out by their numbers: all of them, or none if one is not in it."""
    from complaints.steps import incidents

    _each(context, name, region, numbers, incidents.leave)
    click.echo(f"{counted(len(numbers), 'complaint')} left")


def _each(context: Context, name: str, region: str | None, numbers: tuple[int, ...], step: Callable[..., None]) -> None:
    from complaints.steps.actions import find_all

    now, actor = context.clock.now(), context.actor()

    def do(connection: Connection, office: Office, found: AnyRow) -> None:
        for number in find_all(connection, numbers):
            step(connection, office, number, found, actor, now)

    in_open(context, name, region, do)


for _command in (open_, reopen, tell, close):
    incident.add_command(_command)
