"""`aduan complaint answers`: the saved answers of the region files, and filling them for a complaint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from commands.arguments import known_region
from commands.context import Context
from commands.output import emit, json_option, unless_same

saved_option: Callable[[Any], Any] = click.option(
    "--saved", metavar="NAME", help="A saved answer instead of a text; `aduan complaint answers` names them."
)


@click.command(help="The saved answers of the region files, with the fields that are filled when they are sent.")
@click.option("--region", help="Only of this region: its code, keyword or alias.")
@json_option
@click.pass_obj
def answers(context: Context, region: str | None, *, as_json: bool) -> None:
    """List the saved answers."""
    from config.regions import load_regions

    regions = load_regions(context.settings())
    wanted = [known_region(regions, region)] if region else list(regions.values())
    rows = [{"region": each.code, "name": name, "text": text} for each in wanted for name, text in each.answers.items()]
    emit(rows, unless_same("region", rows, ("region", "name", "text")), as_json=as_json)


def said_by(context: Context, number: int, text: str, saved: str | None) -> str:
    """Give the text that was typed, or the saved answer, filled for a complaint; both is a slip of usage."""
    if saved is None:
        return text
    if text:
        raise click.UsageError("a text and --saved do not go together; which of them is it?")
    return _filled(context, number, saved)


def _filled(context: Context, number: int, name: str) -> str:
    from complaints.steps.actions import find
    from config.answers import filled
    from config.errors import nearest

    with context.database() as database:
        office = context.office(database)
        with database.read() as connection:
            complaint = find(connection, number)
    region = office.regions.get(complaint.region)
    saved = region.answers if region else {}
    if name not in saved:
        hint = nearest(name, saved) or f"there are {', '.join(saved) or 'none yet, see [answers] in its file'}"
        raise click.UsageError(f"{complaint.region} has no saved answer {name}; {hint}")
    agency = office.agency_name(complaint.region, complaint.agency)
    values = {"number": str(number), "agency": agency, "region": office.region_name(complaint.region)}
    return filled(saved[name], values)
