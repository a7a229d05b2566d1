"""`aduan agency`: who is there to take complaints, and which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from commands.agency_figures import agency_report, ranking
from commands.arguments import agency_called, known_region, refuse_unknown
from commands.context import Context
from commands.output import emit, json_option, listing, unless_same

if TYPE_CHECKING:
    from config.topics import Catalogue


@click.group(help="The agencies of a region: list, topics, ranking, report.")
def agency() -> None:
    """Group the commands on agencies."""


@agency.command("list", help="The agencies, with what each takes.")
@click.option("--region", help="Only this region: its code, keyword or alias.")
@listing
@click.pass_obj
def list_agencies(context: Context, region: str | None, *, as_json: bool, limit: int) -> None:
    """List the agencies of the regions in the settings."""
    from config.regions import load_regions

    regions = load_regions(context.settings())
    wanted = regions.values() if region is None else [known_region(regions, region)]
    rows = [
        {"region": found.code, "code": each.code, "name": each.name, "short": each.short, "takes": each.takes}
        for found in wanted
        for each in found.catalogue.agencies.values()
    ]
    emit(rows[:limit], ("region", "code", "name", "takes"), as_json=as_json)


@agency.command(help="All topics that complaints are sorted by, or those of AGENCY, as [routing.topics] leaves them.")
@click.argument("agency", required=False, callback=agency_called)
@click.option("--region", help="Only this region: its code, keyword or alias.")
@json_option
@click.pass_obj
def topics(context: Context, agency: str | None, region: str | None, *, as_json: bool) -> None:
    """List the topics of the regions in the settings; those of other governments are there too."""
    rows = [
        {"region": code, "code": topic.code, "agency": topic.agency, "name": topic.name, "urgent": topic.urgent}
        for code, catalogue in _catalogues(context, region).items()
        for topic in catalogue.topics
        if agency in (None, topic.agency)
    ]
    if not rows:
        refuse_unknown(context, region, agency)
    emit(rows, unless_same("region", rows, ("region", "code", "agency", "name", "urgent")), as_json=as_json)


def _catalogues(context: Context, region: str | None) -> Mapping[str | None, Catalogue]:
    """Give the catalogue of each region; where a region's file is wrong the shipped one, which helps to mend it."""
    from config.errors import ConfigError
    from config.regions import load_regions
    from config.topics import load_catalogue

    try:
        regions = load_regions(context.settings())
    except ConfigError as error:
        if region is not None:
            raise
        click.echo(f"{error}\nUntil that is mended, these are the topics as they are shipped:", err=True)
        return {None: load_catalogue()}
    wanted = regions.values() if region is None else [known_region(regions, region)]
    return {found.code: found.catalogue for found in wanted}


agency.add_command(ranking)
agency.add_command(agency_report)
