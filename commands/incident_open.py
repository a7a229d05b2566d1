"""`aduan incident` open, reopen: what is gathered under a name, and what only its topic keeps out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from commands.arguments import as_option, counted, known_region, place_named
from commands.context import Context
from commands.incident_named import find, name_argument, region_option

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from complaints.steps.incidents import Gathered
    from complaints.who.office import Office
    from config.regions import Region


@click.command("open", help="Open an incident: what is open on its topics and in its places joins, and what comes.")
@name_argument
@click.option(
    "--topic",
    "topics",
    multiple=True,
    required=True,
    help="The code of a topic of it; `aduan agency topics` lists them; repeatable.",
)
@click.option(
    "--area", "areas", multiple=True, help="A street, village or district, or whole words of its name; repeatable."
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
        topics = list(dict.fromkeys(_topic(found, each) for each in asked["topics"]))
        row = {"name": name, "region": found.code, "topics": topics, "areas": [*map(place_named, asked["areas"])]}
        with database.write() as connection:
            since = now - timedelta(days=asked["days"])
            gathered = incidents.open_incident(connection, office, row, since, context.actor(), now)
            unknown = [each for each in asked["areas"] if not _is_known(connection, found, place_named(each))]
    _report(name, gathered)
    _warn(found, unknown)


@click.command(help="Let a closed incident go on, with what it had and what has come since.")
@name_argument
@region_option
@as_option
@click.pass_obj
def reopen(context: Context, name: str, region: str | None) -> None:
    """Open an incident again that was closed too early."""
    from complaints.steps import incidents

    with context.database() as database:
        office = context.office(database)
        with database.write() as connection:
            found = find(connection, context, name, region)
            if found.closed_at is None:
                raise click.ClickException(f"{found.name} is open")
            gathered = incidents.reopen(connection, office, found, context.actor(), context.clock.now())
    _report(found.name, gathered)


def _report(name: str, gathered: Gathered) -> None:
    joined = counted(gathered.joined, "complaint")
    click.echo(f"{name} is open, {joined} joined; `aduan incident tell` tells all of them together")
    if gathered.left_out:
        by_topic = ", ".join(f"{count} {topic}" for topic, count in gathered.left_out.items())
        click.echo(
            f"urgent ones there on other topics stayed out: {by_topic}. Let them join with `aduan incident add`, or "
            "close it and open it again with --topic for each",
            err=True,
        )


def _is_known(connection: Connection, region: Region, area: str) -> bool:
    """Tell whether a place is called so, in the region's file or in what citizens have written."""
    from complaints.life.gathered import is_called
    from complaints.steps.incidents import places_called

    return any(is_called(area, name) for name in _names(region)) or bool(places_called(connection, [area]))


def _warn(region: Region, unknown: Iterable[str]) -> None:
    """Say which areas may be slips; a street may be new, and so none is refused."""
    from config.errors import did_you_mean

    for area in unknown:
        hint = did_you_mean(area, _names(region))
        click.echo(f"no place known in {region.name} is called {area}. {hint}".rstrip(), err=True)


def _names(region: Region) -> list[str]:
    places = region.places
    return [region.name, *places.areas, *places.streets, *places.spellings]


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
