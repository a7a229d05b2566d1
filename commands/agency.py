"""`aduan agency`: who is there to take complaints."""

from __future__ import annotations

import click

from commands.arguments import known_region
from commands.context import Context
from commands.output import emit, listing


@click.group(help="The agencies of a region: list.")
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
