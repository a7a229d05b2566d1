"""`aduan route`: where a text would go, and why."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from commands.arguments import region_named, text_argument
from commands.context import Context
from commands.output import emit_one, json_option

if TYPE_CHECKING:
    from config.regions import Region
    from routing.decide import Decision


@click.group(help="Tell where a text would go, and why: explain.")
def route() -> None:
    """Group the commands on routing."""


@route.command(help="Tell which agency a text would go to, how sure that is, and why.")
@text_argument
@click.option(
    "--region",
    "name",
    help="A shipped region, a region's file, or a keyword or alias of the settings' regions; "
    "the first of the settings if not given.",
)
@json_option
@click.pass_obj
def explain(context: Context, text: str, name: str | None, *, as_json: bool) -> None:
    """Decide about a text as the daemon would, and print the decision; nothing is stored."""
    from routing.decide import Router

    region = _region(context, name)
    decision = Router(region.catalogue, threshold=region.threshold).decide(text)
    if as_json:
        emit_one({"region": region.code, **asdict(decision)}, as_json=True)
    else:
        _print(decision, region)


def _region(context: Context, name: str | None) -> Region:
    from config.regions import load_region

    if name is not None:
        return _named(context, name)
    settings = context.settings()
    return load_region(settings.regions[0], settings.directory)


def _named(context: Context, name: str) -> Region:
    """Load a region by its name or file, which needs no settings; another word may call one of the settings."""
    from config.errors import ConfigError
    from config.regions import load_region, load_regions

    try:
        return load_region(name)
    except ConfigError:
        settings = context.settings_if_any()
        found = region_named(load_regions(settings), name) if settings else None
        if found is None:
            raise
        return found


def _print(decision: Decision, region: Region) -> None:
    names = region.catalogue.agencies
    alternatives = ", ".join(f"{names[each.agency].short} {each.confidence:.2f}" for each in decision.alternatives)
    row = {
        "agency": names[decision.agency].name if decision.agency else "none is sure enough: an officer decides",
        "topic": decision.topic,
        "confidence": f"{decision.confidence:.2f} of {region.threshold:.2f} needed",
        "alternatives": alternatives or None,
        "urgent": decision.urgent,
    }
    emit_one(row, as_json=False)
    click.echo("\n".join(f"  - {reason}" for reason in decision.reasons))
