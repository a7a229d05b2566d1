"""`aduan agency`: who is there to take complaints."""

from __future__ import annotations

import click

from commands.context import Context
from commands.output import emit, listing


@click.group(help="The agencies of a region: list.")
def agency() -> None:
    """Group the commands on agencies."""


@agency.command("list", help="The agencies, with what each takes.")
@click.option("--region", help="Only this region.")
@listing
@click.pass_obj
def list_agencies(context: Context, region: str | None, *, as_json: bool, limit: int) -> None:
    """List the agencies of the regions in the settings."""
    from config.regions import load_regions  # noqa: PLC0415

    regions = load_regions(context.settings())
    if region is not None and region not in regions:
        raise click.UsageError(f"no region {region} in the settings; there are {', '.join(regions)}")
    rows = [
        {"region": code, "code": each.code, "name": each.name, "short": each.short, "takes": each.takes}
        for code, found in regions.items()
        if region in (None, code)
        for each in found.catalogue.agencies.values()
    ]
    emit(rows[:limit], ("region", "code", "name", "takes"), as_json=as_json)
