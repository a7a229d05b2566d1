"""`aduan report`: what a region or an agency has done in a week, a fortnight or a month."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from commands.arguments import agency_code, known_region
from commands.context import Context
from commands.output import width

if TYPE_CHECKING:
    from complaints.figures.periods import Period
    from complaints.figures.report import Report
    from config.regions import Region

form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "md", "html", "pdf"]),
    help="How it is written; as the ending of FILE says: .txt, .md, .html or .pdf.",
)
out_option = click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it into this file.")
language_option = click.option(
    "--language", type=click.Choice(["id", "en"]), help="The language, if not that of the region."
)

_ENDINGS = {"": "text", ".txt": "text", ".md": "md", ".html": "html", ".htm": "html", ".pdf": "pdf"}


@click.command(
    help="What a region or an agency has done in a week or month.\n\nFigures, ranking, colours, what was late and why."
)
@click.option("--region", help="The region, by code, keyword or alias; the first of the settings if not given.")
@click.option("--agency", help="Only of this agency: its code, short or name.")
@click.option("--period", type=click.Choice(["week", "fortnight", "month"]), help="How long; a month if not said.")
@click.option("--of", metavar="PERIOD", help="2026-10, 2026-W45, or a day of it; the last that is over if not given.")
@form_option
@out_option
@language_option
@click.pass_obj
def report(  # noqa: PLR0913, PLR0917 - each is an option
    context: Context,
    region: str | None,
    agency: str | None,
    period: str | None,
    of: str | None,
    form: str | None,
    out: Path | None,
    language: str | None,
) -> None:
    """Write the report of a period."""
    from complaints.figures.periods import Kind

    found = region_of(context, region)
    wanted = period_asked(found, Kind(period) if period else None, of, context.clock.now())
    emit_report(context, (found, agency, wanted), form_of(form, out), out, language)


def region_of(context: Context, name: str | None) -> Region:
    """Find the region that is meant: the first of the settings, if none is named."""
    from config.regions import load_regions

    regions = load_regions(context.settings())
    return next(iter(regions.values())) if name is None else known_region(regions, name)


def period_asked(region: Region, kind: object, of: str | None, now: datetime) -> Period:
    """Find the period that is meant: the last one that is over, if none is named. Raises NoSuchPeriodError."""
    from complaints.figures import periods

    wanted = periods.Kind(str(kind)) if kind else None
    if of is None:
        return periods.last_over(wanted or periods.Kind.MONTH, now.astimezone(ZoneInfo(region.timezone)).date())
    return periods.named(of, wanted)


def form_of(form: str | None, out: Path | None) -> str:
    """Tell how a report is written: as it was asked for, else as the name of its file ends."""
    if out is not None and form is None and out.suffix.lower() not in _ENDINGS:
        raise click.UsageError(
            f"{out.name}: the name of the file ends in {', '.join(filter(None, _ENDINGS))}; or say --format"
        )
    form = form or (_ENDINGS[out.suffix.lower()] if out else "text")
    if form == "pdf" and out is None and sys.stdout.isatty():
        raise click.UsageError("a PDF is nothing for a terminal; write it into a file with --out FILE")
    return form


def emit_report(
    context: Context,
    what: tuple[Region, str | None, Period],
    form: str,
    out: Path | None,
    language: str | None,
) -> None:
    """Read the figures of a region or an agency, and print or save the report."""
    from complaints.reports.forms import render, save
    from complaints.reports.writing import write

    found = read_report(context, *what)
    content = render(write(found, context.clock.now(), language), form, min(width(), 120))
    if out is None:
        click.echo(content, nl=False)
    else:
        save(out, content)
        click.echo(str(out))


def read_report(context: Context, region: Region, agency: str | None, period: Period) -> Report:
    """Read the figures; an agency that the region does not have is refused."""
    from complaints.figures.report import gather

    code = agency_code([region], agency) if agency else None
    if code is not None and code not in region.catalogue.agencies:
        raise click.UsageError(f"{region.code} has no agency {agency}; `aduan agency list` names them")
    with context.database() as database, database.read() as connection:
        return gather(connection, region, period, context.clock.now(), code)
