"""`aduan complaint export`: complaints as a file, for a spreadsheet or another system."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from commands.arguments import agency_code_in, known_region, region_code
from commands.complaint_import import map_option
from commands.context import Context
from commands.nothing import refuse_nothing
from commands.output import reveal_option
from complaints.life.lifecycle import Status

if TYPE_CHECKING:
    from complaints.doors.exporting import Writer
    from config.regions import Region
    from storage.engine import Database
    from storage.exports import Wanted

FORMATS = ("csv", "jsonl", "xlsx")
_STATES = click.Choice([str(status) for status in Status])


@click.command(
    help="Write complaints to a file, oldest first. Of what is secret or delicate only number, state and dates; phone "
    "numbers only with --reveal, and of who wants to stay unknown never."
)
@click.option("--format", "format_", type=click.Choice(FORMATS), help="Of the file; by its name if not given, or csv.")
@map_option
@click.option("--region", help="Only of this region: its code, keyword or alias.")
@click.option("--agency", help="Only those in the hands of this agency.")
@click.option(
    "--status", "statuses", multiple=True, type=_STATES, metavar="STATE", help="Only in this state; repeatable."
)
@click.option("--since", metavar="DATE", help="Only those that came on this day or later, as 2026-11-01.")
@click.option("--until", metavar="DATE", help="Only those that came on this day or earlier.")
@click.option("--channel", help="Only those that came by this door.")
@click.option("--topic", help="Only on this topic.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file; else it is printed.")
@reveal_option
@click.pass_obj
def export(context: Context, /, *, out: Path | None, reveal: bool, **options: Any) -> None:
    """Export complaints."""
    from complaints.doors.exporting import Writer
    from config.exchange import load_map

    format_ = options["format_"] or (out.suffix.lstrip(".").lower() if out else "csv")
    if format_ not in FORMATS or (format_ == "xlsx" and out is None):
        raise click.UsageError("--format is csv, jsonl or xlsx; xlsx goes to a file: --out laporan.xlsx")
    with context.database() as database:
        office = context.office(database)
        wanted = _wanted(context, office.regions, options)
        with database.read() as connection:
            refuse_nothing(connection, office.regions, asdict(wanted))
        writer = Writer(load_map(options["map_"], office.regions), office, reveals=reveal)
        if reveal:
            context.reveal("export of complaints")
        count = _write(database, writer, wanted, format_, out)
    click.echo(f"{count} complaints written", err=True)


def _wanted(context: Context, regions: Any, options: dict[str, Any]) -> Wanted:
    from storage.exports import Wanted

    code = options["region"] and region_code(context, options["region"])
    agency = options["agency"] and agency_code_in(context, options["agency"], code)
    region = known_region(regions, code or next(iter(regions)))
    return Wanted(
        region=code,
        agency=agency,
        statuses=options["statuses"],
        since=options["since"] and _day(options["since"], region),
        until=options["until"] and _day(options["until"], region, after=1),
        channel=options["channel"],
        topic=options["topic"],
    )


def _day(written: str, region: Region, after: int = 0) -> datetime:
    """Give when a day begins in a region, or so many days after it; raises click.UsageError."""
    try:
        day = datetime.strptime(written, "%Y-%m-%d").toordinal() + after  # noqa: DTZ007 - a day of the region
    except ValueError:
        raise click.UsageError(f"{written!r} is no day; write it like 2026-11-01") from None
    return datetime.fromordinal(day).replace(tzinfo=ZoneInfo(region.timezone))


def _write(database: Database, writer: Writer, wanted: Wanted, format_: str, out: Path | None) -> int:
    """Write the file, which has its name only when it is whole."""
    from complaints.doors.sheets import WRITES, write_xlsx
    from sms.files import whole

    with database.read() as connection, whole(out) if out else nullcontext() as part:
        rows = writer.rows(connection, wanted)
        if format_ == "xlsx" and part:
            return write_xlsx(part, writer.head, rows)
        file = writer.map_.file
        # By the mark at the front Excel knows how its letters are written.
        encoding = file.encoding or "utf-8-sig" if format_ == "csv" else "utf-8"
        with _opened(part, encoding) as text:
            return WRITES[format_](text, writer.head, rows, file.dates[0], file.separator or ",")


@contextmanager
def _opened(path: Path | None, encoding: str) -> Iterator[IO[str]]:
    if path is None:
        yield sys.stdout
        return
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        yield file
