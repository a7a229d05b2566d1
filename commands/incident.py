"""`aduan incident`: many complaints about one thing, gathered under a name and told together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from commands.arguments import (
    as_option,
    complaint_number,
    counted,
    known_region,
    place_named,
    region_code,
)
from commands.context import Context
from commands.output import emit, emit_one, json_option, listing

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from complaints.steps.incidents import Told
    from complaints.who.office import Office
    from config.regions import Region
    from storage.engine import AnyRow

    Step = Callable[..., Any]

_MOST_NUMBERS = 20

name_argument = click.argument("name")
numbers_argument = click.argument("numbers", nargs=-1, required=True, type=complaint_number)
region_option = click.option("--region", help="Of this region, if several have one of that name.")


@click.group(help="A flood and the like: open, list, show, tell, add, remove, close.")
def incident() -> None:
    """Group the commands on incidents."""


@incident.command("open", help="Open an incident: what is open on its topic and in its places joins, and what comes.")
@name_argument
@click.option("--topic", required=True, help="The code of its topic; `aduan agency topics` lists them.")
@click.option(
    "--area", "areas", multiple=True, help="A street, village or district, or a part of its name; repeatable."
)
@click.option("--region", help="Which region, if there are several.")
@click.option(
    "--days", type=click.IntRange(0, 365), default=3, show_default=True, help="How much earlier what joins came."
)
@as_option
@click.pass_obj
def open_(context: Context, /, name: str, **asked: Any) -> None:
    """Open an incident and gather what it is about."""
    from complaints.steps import incidents

    now = context.clock.now()
    with context.database() as database:
        office = context.office(database)
        found = _region_of(office, asked["region"])
        topic, areas = _topic(found, asked["topic"]), [*map(place_named, asked["areas"])]
        row = {"name": name, "region": found.code, "topic": topic, "areas": areas}
        with database.write() as connection:
            since = now - timedelta(days=asked["days"])
            count = incidents.open_incident(connection, office, row, since, context.actor(), now)
    click.echo(
        f"{name} is open, {counted(count, 'complaint')} joined; `aduan incident tell` tells all of them together"
    )


@incident.command("list", help="The incidents, open ones first.")
@listing
@click.pass_obj
def list_incidents(context: Context, *, as_json: bool, limit: int) -> None:
    """List incidents with how many complaints each has gathered."""
    from storage import incidents

    with context.database() as database, database.read() as connection:
        rows = [dict(row) for row in incidents.listing(connection, limit=limit)]
    columns = ("name", "region", "topic", "complaints", "urgent", "opened_at", "closed_at")
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
        found = _find(connection, context, name, region)
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
        row |= {"areas": ", ".join(found.areas) or "everywhere"}
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


@incident.command(
    help="Tell everybody who reported what an incident has gathered, in one SMS. The same text goes once."
)
@name_argument
@click.argument("text", nargs=-1, required=True)
@region_option
@as_option
@click.pass_obj
def tell(context: Context, name: str, text: tuple[str, ...], region: str | None) -> None:
    """Queue one SMS for each phone; at night it waits, unless the topic is one of danger."""
    from complaints.steps import incidents

    now, actor, said = context.clock.now(), context.actor(), _said(text)
    _report(_in(context, name, region, lambda *on: incidents.tell(on[0], on[1], on[2], said, actor, now)))


@incident.command(help="Close an incident, with a last TEXT to everybody if there is one. Its complaints go on.")
@name_argument
@click.argument("text", nargs=-1)
@region_option
@as_option
@click.pass_obj
def close(context: Context, name: str, text: tuple[str, ...], region: str | None) -> None:
    """Close an incident: nothing joins it any more, and digests list its complaints one by one."""
    from complaints.steps import incidents

    now, actor, said = context.clock.now(), context.actor(), _said(text) if text else ""
    told = _in(context, name, region, lambda *on: incidents.close(on[0], on[1], on[2], said, actor, now))
    click.echo(f"{name} is closed; its complaints stay open, each until it is done")
    if said:
        _report(told)


def _each(context: Context, name: str, region: str | None, numbers: tuple[int, ...], step: Callable[..., None]) -> None:
    from complaints.steps.actions import find_all

    now, actor = context.clock.now(), context.actor()

    def do(connection: Connection, office: Office, found: AnyRow) -> None:
        for number in find_all(connection, numbers):
            step(connection, office, number, found, actor, now)

    _in(context, name, region, do)


def _in(context: Context, name: str, region: str | None, step: Step) -> Any:
    """Do something to an open incident in one transaction."""
    with context.database() as database:
        office = context.office(database)
        with database.write() as connection:
            found = _find(connection, context, name, region)
            if found.closed_at is not None:
                raise click.ClickException(f"{found.name} is closed; open it anew with `aduan incident open`")
            return step(connection, office, found)


def _find(connection: Connection, context: Context, name: str, region: str | None) -> AnyRow:
    from storage import incidents

    found = incidents.find(connection, name, region and region_code(context, region))
    if not found:
        raise click.ClickException(f"no incident is called {name}; `aduan incident list` names them")
    still_open = [row for row in found if row.closed_at is None]
    if len(still_open) > 1:
        regions = ", ".join(row.region for row in still_open)
        raise click.ClickException(f"{name} is open in {regions}: add --region")
    return found[0]


def _region_of(office: Office, name: str | None) -> Region:
    if name is not None:
        return known_region(office.regions, name)
    if len(office.regions) > 1:
        raise click.UsageError(f"there are several regions, add --region: {', '.join(office.regions)}")
    return next(iter(office.regions.values()))


def _topic(region: Region, written: str) -> str:
    from config.errors import nearest

    codes = [topic.code for topic in region.catalogue.topics]
    if written.lower() not in codes:
        hint = nearest(written.lower(), codes)
        raise click.UsageError(f"no topic {written}. {hint} `aduan agency topics` lists them")
    return written.lower()


def _said(words: tuple[str, ...]) -> str:
    said = " ".join(words).strip()
    if not said:
        raise click.UsageError("the text is empty")
    return said


def _report(told: Told) -> None:
    click.echo(f"{counted(told.phones, 'phone')} told")
    if told.had_it:
        click.echo(f"{counted(told.had_it, 'phone')} had this text already", err=True)
    if told.opted_out:
        click.echo(f"{counted(told.opted_out, 'phone')} sent STOP and get nothing but answers", err=True)
