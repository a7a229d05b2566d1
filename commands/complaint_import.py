"""`aduan complaint import`: what other systems have, from a file."""

from __future__ import annotations

import csv
import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commands.arguments import as_option, counted, known_region
from commands.context import Context
from commands.output import emit_one, json_option

if TYPE_CHECKING:
    from complaints.doors.importing import Imported, Refusal
    from config.exchange import ExchangeMap

_SHOWN = 20
"""So many refused rows are told on the screen; all of them with --refused."""

map_option = click.option(
    "--map", "map_", metavar="MAP", default="aduan", help="A shipped map (lapor), or your own file."
)


@click.command(
    "import",
    help="Bring in complaints of another system from a CSV or JSONL file. A row whose id is here already is passed "
    "over, so that a second run doubles nothing. Status 1 if a row was refused.",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@map_option
@click.option("--system", help="Whose ids these are, as LAPOR; the map's if not given.")
@click.option("--region", help="The region of rows that name none; the first of the settings if not given.")
@click.option("--dry-run", is_flag=True, help="Only look: what would come of each row; nothing is written.")
@click.option(
    "--refused", type=click.Path(dir_okay=False, path_type=Path), help="Write the refused rows there, as CSV."
)
@click.option("--incomplete", is_flag=True, help="Read a file that lacks columns of the map and has others.")
@click.option("--tell", is_flag=True, help="Send the reporters of open complaints their number by SMS.")
@json_option
@as_option
@click.pass_obj
def import_(context: Context, /, file: Path, *, as_json: bool, refused: Path | None, **options: Any) -> None:
    """Import a file, and tell what came of it."""
    from complaints.doors.entries import Reader
    from complaints.doors.files import lines_of
    from complaints.doors.importing import Source, bring_in
    from config.exchange import load_map

    if refused and refused.resolve() == file.resolve():
        raise click.UsageError(f"--refused {refused}: that is the file that is imported; name another")
    with context.database() as database:
        office = context.office(database)
        region = known_region(office.regions, options["region"] or next(iter(office.regions)))
        map_ = load_map(options["map_"], office.regions)
        source = Source(_system(options["system"], map_), context.actor(), tells=options["tell"])
        reader = Reader(map_, office.regions, region, context.clock.now())
        # What is loaded stays: the garbage collector need not walk through it again and again.
        gc.freeze()
        with _report(refused) as refuse, _progress(file) as progress:
            lines = lines_of(file, map_, progress, incomplete=options["incomplete"])
            found = bring_in(database, office, reader, source, lines, refuse, dry=options["dry_run"])
    context.note("complaints imported", system=source.system, new=found.new, dry=options["dry_run"])
    _tell(found, as_json=as_json, dry=options["dry_run"])
    if found.refused:
        raise click.exceptions.Exit(1)


def _system(written: str | None, map_: ExchangeMap) -> str:
    """Tell whose ids these are; raises click.UsageError if nobody says so."""
    from commands.complaint_new import ref_of

    system = written or map_.file.system
    if system is None:
        raise click.UsageError(f"whose ids are these? --system NAME, for {map_.path.name} names no system")
    return ref_of(f"{system}:1")[0]


@contextmanager
def _progress(file: Path) -> Iterator[Callable[[int], None]]:
    """Show how much of the file has been read, where there is a terminal to show it."""
    size, hidden = file.stat().st_size, not sys.stderr.isatty()
    shown: Any = click.progressbar(range(size), label=file.name, file=sys.stderr, hidden=hidden)
    with shown as bar:
        yield bar.update


@contextmanager
def _report(path: Path | None) -> Iterator[Callable[[Refusal], None]]:
    """Write down the refused rows: the first on the screen, all of them in the file if one is named."""
    from complaints.doors.cells import guarded
    from sms.files import whole

    shown: list[Refusal] = []
    place = whole(path) if path else nullcontext(Path("/dev/null"))
    with place as named, named.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("line", "column", "reason"))

        def refuse(refusal: Refusal) -> None:
            writer.writerow((refusal.line, guarded(refusal.column), guarded(refusal.reason)))
            if len(shown) < _SHOWN:
                shown.append(refusal)

        yield refuse
    for each in shown:
        click.echo(f"line {each.line}: {guarded(f'{each.column} {each.reason}'.strip())}", err=True)


def _tell(found: Imported, *, as_json: bool, dry: bool) -> None:
    counts = {name: getattr(found, name) for name in ("new", "routed", "passed", "elsewise", "refused", "told")}
    if as_json:
        emit_one(counts, as_json=True)
        return
    would = "would be " if dry else ""
    click.echo(f"{counted(found.new, 'complaint')} {would}new, {found.routed} of them routed; {found.told} told by SMS")
    click.echo(f"{found.passed} here already, {found.elsewise} of them open on one side and done on the other")
    click.echo(f"{counted(found.refused, 'row')} refused")
