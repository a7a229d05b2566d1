"""`aduan complaint new`: a complaint that came by another door than SMS."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from commands.arguments import as_option, known_region, text_argument
from commands.context import Context
from commands.nothing import CHANNELS

if TYPE_CHECKING:
    from config.regions import Region

_MOMENTS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d")


@click.command(help="Open a complaint that came by another door: a call, a visit, a letter.")
@text_argument
@click.option("--region", help="The region: its code, keyword or alias; the first of the settings if not given.")
@click.option("--from", "sender", help="The citizen's number: the acknowledgement goes there.")
@click.option("--channel", type=click.Choice(CHANNELS), default="walkin", show_default=True, help="The door.")
@click.option(
    "--received-at",
    metavar="TIME",
    help='When it reached the government, as "2026-11-20 09:30", in the region\'s time: its deadlines count from then.',
)
@click.option("--ref", metavar="SYSTEM:ID", help="What another system calls it, as LAPOR:1916449.")
@as_option
@click.pass_obj
def new(context: Context, /, text: str, **options: Any) -> None:
    """Open a complaint, route it like any other, and print its number."""
    from complaints.life.lifecycle import Actor
    from complaints.steps.by_hand import open_by_hand
    from complaints.steps.opening import NewComplaint

    if not text.strip():
        raise click.UsageError("the text is empty")
    now, ref = context.clock.now(), options["ref"] and ref_of(options["ref"])
    with context.database() as database:
        office = context.office(database)
        region = known_region(office.regions, options["region"] or next(iter(office.regions)))
        received = options["received_at"] and received_at(options["received_at"], region, now)
        entered = NewComplaint(
            region.code, text, options["channel"], None, Actor.ADMIN, context.actor(), received_at=received
        )
        with database.write() as connection:
            opened = open_by_hand(connection, office, entered, options["sender"], now, ref)
    click.echo(f"{opened.number} {opened.status} {opened.agency or ''}".rstrip())


def received_at(written: str, region: Region, now: datetime) -> datetime:
    """Read a moment in the time of a region; raises click.UsageError if it is none, or is still to come."""
    for form in _MOMENTS:
        try:
            at = datetime.strptime(written.strip(), form).replace(tzinfo=ZoneInfo(region.timezone))
        except ValueError:
            continue
        if at > now:
            raise click.UsageError(f"--received-at {written} is still to come in {region.name}; when was it?")
        return at
    raise click.UsageError(f'--received-at {written!r} is no time; write it like "2026-11-20 09:30"')


def ref_of(written: str) -> tuple[str, str]:
    """Read what another system calls a complaint: its name in capitals, and the id; raises click.UsageError."""
    from storage.external_refs import LONGEST_ID, LONGEST_SYSTEM

    system, _, external_id = (part.strip() for part in written.partition(":"))
    fits = len(system) <= LONGEST_SYSTEM and len(external_id) <= LONGEST_ID and written.isprintable()
    if not system or not external_id or not fits:
        raise click.UsageError(f"{written!r} is no other system's id; write it like LAPOR:1916449")
    return system.upper(), external_id
