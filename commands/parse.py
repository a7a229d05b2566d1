"""`aduan parse`: how a text is understood."""

from __future__ import annotations

from dataclasses import asdict

import click

from commands.arguments import text_argument
from commands.context import Context
from commands.output import emit_one, json_option


@click.command(help="Tell how a text is understood; nothing is stored.")
@text_argument
@click.option("--line", help="As if it came in on this line; the first one if not given.")
@json_option
@click.pass_obj
def parse(context: Context, text: str, line: str | None, *, as_json: bool) -> None:
    """Parse a text with the keywords of the settings and print its meaning."""
    from config.regions import load_regions
    from parsers import grammar
    from parsers.meaning import Vocabulary

    settings = context.settings()
    regions = load_regions(settings)
    keywords = {word: code for code, region in regions.items() for word in region.keywords}
    default = settings.region_of(settings.line(line)) if line else next(iter(regions))
    parsed = grammar.parse(text, Vocabulary(keywords, default))
    row = {"entry": parsed.entry, "region": parsed.region, "meaning": type(parsed.meaning).__name__}
    emit_one({**row, **asdict(parsed.meaning)}, as_json=as_json)
