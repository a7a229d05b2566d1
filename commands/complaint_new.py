"""`aduan complaint new`: a complaint that came by another door than SMS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from commands.arguments import as_option, known_region, text_argument
from commands.complaint_alike import MOST_SIMILAR, similar_to
from commands.context import Context
from commands.nothing import CHANNELS
from sms.safe_text import one_line

if TYPE_CHECKING:
    from complaints.steps.opening import NewComplaint, Opened
    from complaints.who.office import Office
    from config.regions import Region
    from parsers.reading import Reading

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
    from complaints.steps.actions import find
    from complaints.steps.by_hand import as_texted, open_by_hand
    from complaints.steps.opening import NewComplaint

    if not text.strip():
        raise click.UsageError("the text is empty")
    now, ref = context.clock.now(), options["ref"] and ref_of(options["ref"])
    with context.database() as database:
        office = context.office(database)
        texted = as_texted(office, text)
        named = texted.regions[0] if texted and len(texted.regions) == 1 else next(iter(office.regions))
        region = known_region(office.regions, options["region"] or named)
        received = options["received_at"] and received_at(options["received_at"], region, now)
        entered = NewComplaint(
            region.code, text, options["channel"], None, Actor.ADMIN, context.actor(), received_at=received
        )
        entered = _without_keyword(entered, texted) if texted else entered
        with database.write() as connection:
            opened = open_by_hand(connection, office, entered, options["sender"], now, ref)
            similar = similar_to(context, connection, find(connection, opened.number))
    click.echo(f"{opened.number} {opened.status} {opened.agency or ''}".rstrip())
    _help_on_the_phone(office, region, opened, [each.number for each in similar][:MOST_SIMILAR])


def _without_keyword(new: NewComplaint, texted: Reading) -> NewComplaint:
    """Take off what an SMS begins with, so that officers read the matter: the keyword, and the wish to be hidden."""
    labels = texted.labels
    return replace(
        new, text=texted.body, secret=labels.secret, anonymous=labels.anonymous, kind=labels.kind or new.kind
    )


def _help_on_the_phone(office: Office, region: Region, opened: Opened, similar: Sequence[int]) -> None:
    """Write, beside the number, what to ask and say to somebody who is on the phone."""
    from complaints.steps.by_hand import words_for

    if opened.urgent:
        click.echo(f"DANGER: let them call {region.emergency} now", err=True)
    if opened.lacks_place:
        click.echo("ask where it is: the text leads to no place", err=True)
    if similar:
        click.echo(f"similar: {', '.join(map(str, similar))}", err=True)
    click.echo(f"say: {one_line(words_for(office, region.code, opened)[1])}", err=True)


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
    from config.exchange_file import system_name
    from storage.external_refs import LONGEST_ID

    system, _, external_id = (part.strip() for part in written.partition(":"))
    if not system or not external_id or len(external_id) > LONGEST_ID or not written.isprintable():
        raise click.UsageError(f"{written!r} is no other system's id; write it like LAPOR:1916449")
    try:
        return system_name(system), external_id
    except ValueError as error:
        raise click.UsageError(f"the system {error}") from None
