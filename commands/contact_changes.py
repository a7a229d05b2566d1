"""`aduan contact replace`, `deputy` and `confirm`: officers who come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commands.arguments import agency_argument, as_option, known_region, region_argument
from commands.contact_days import day_option, last_day, term_of
from commands.context import Context
from commands.output import cell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from complaints.who.office import Office
    from complaints.who.people import Post

LONGEST_NAME = 120


def _name(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str:
    if value is None:
        return ""
    name = value.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise click.BadParameter(f"a name is one line of 1 to {LONGEST_NAME} characters")
    return name


phone_argument = click.argument("phone", metavar="NUMBER")
name_option = click.option(
    "--name", required=True, callback=_name, help="Whose phone it is; lists and histories say so."
)


def told_when(told_at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Tell when, in its region's time, a phone hears what it is registered for."""
    then = cell(told_at.astimezone(zone))
    return f"the phone is told {'now' if told_at <= now else f'at {then}, after the quiet hours'}"


def who_ceased(released: Sequence[str]) -> str:
    """Tell which deputies a change has removed."""
    return "".join(f"; {cell(name)} is nobody's deputy any more, is removed, and is told" for name in released)


@click.command(
    help="Let another phone take over a contact's post: its role, its deputy and its last list. Both are told."
)
@region_argument
@agency_argument
@phone_argument
@click.argument("new_phone", metavar="NEWNUMBER")
@name_option
@day_option("--until", "ends", "Until this day, the last one; as it was for the other phone if not given.")
@as_option
@click.pass_obj
def replace(context: Context, /, region: str, agency: str, phone: str, *, name: str, **said: Any) -> None:
    """End one contact's time and begin another's."""
    from complaints.officers.contacts import NewContact, replace_by

    now = context.clock.now()
    with context.database() as database:
        office = context.office(database)
        post = _post(office, region, agency)
        new = NewContact(post, name, said["new_phone"], term=term_of(office, post, said, now))
        with database.write() as connection:
            followed = replace_by(connection, office, phone, new, now)
    if followed is None:
        raise click.ClickException(
            f"{new.number} is registered for {post.region} {agency} already; `aduan contact remove`"
        )
    context.note("contact replaced", region=post.region, agency=agency)
    zone = office.zone(post.region)
    until = f" until {last_day(followed.ends, zone)}" if followed.ends else ""
    click.echo(f"{name} follows in {post.region} {agency}{until}; {told_when(followed.told_at, now, zone)}")


@click.command(
    help="Name who stands in for a contact on leave: another contact of the agency, or with --name a new one."
)
@region_argument
@agency_argument
@phone_argument
@click.argument("deputy_phone", metavar="DEPUTY")
@click.option("--name", callback=_name, help="Whose phone the deputy's is, if it is no contact of the agency yet.")
@as_option
@click.pass_obj
def deputy(context: Context, region: str, agency: str, phone: str, deputy_phone: str, *, name: str) -> None:  # noqa: PLR0913 - the arguments of the command
    """Let a phone hear in the place of another while that one is on leave."""
    from complaints.officers.contacts import NewContact, name_deputy

    now = context.clock.now()
    with context.database() as database:
        office = context.office(database)
        post = _post(office, region, agency)
        with database.write() as connection:
            named = name_deputy(connection, office, phone, NewContact(post, name, deputy_phone), now)
    context.note("deputy named", region=post.region, agency=agency)
    told = f"; {told_when(named.told_at, now, office.zone(post.region))}" if named.told_at else ""
    click.echo(f"{deputy_phone} stands in for {phone} in {post.region} {agency}{told}{who_ceased(named.released)}")


@click.command(help="Note that a contact is still at their post, as somebody knows who has asked.")
@region_argument
@agency_argument
@phone_argument
@as_option
@click.pass_obj
def confirm(context: Context, /, **said: Any) -> None:
    """Confirm a contact as their own YA would."""
    from complaints.officers import contacts

    with context.database() as database:
        office = context.office(database)
        post = _post(office, said["region"], said["agency"])
        with database.write() as connection:
            name = contacts.confirm(connection, office, post, said["phone"], context.clock.now())
    context.note("contact confirmed", region=post.region, agency=post.agency)
    click.echo(f"{cell(name)} is confirmed for {post.region} {post.agency}")


def _post(office: Office, region: str, agency: str) -> Post:
    from complaints.officers.contacts import post_named

    return post_named(office, known_region(office.regions, region).code, agency)
