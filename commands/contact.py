"""`aduan contact`: the officers to whose phones an agency's complaints go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.arguments import (
    agency_argument,
    agency_code_in,
    as_option,
    known_region,
    refuse_unknown,
    region_argument,
    region_code,
)
from commands.context import Context
from commands.output import cell, emit, listing, number, reveal_option

if TYPE_CHECKING:
    from datetime import datetime

    from complaints.people import Post

LONGEST_NAME = 120


@click.group(help="The officers to whose phones complaints go: add, list, remove.")
def contact() -> None:
    """Group the commands on contacts."""


def _name(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    name = value.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise click.BadParameter(f"a name is one line of 1 to {LONGEST_NAME} characters")
    return name


phone_argument = click.argument("phone", metavar="NUMBER")


@contact.command(
    help="Register a phone for an agency, or for ADMIN: the office that runs the system, and has what no agency has."
)
@region_argument
@agency_argument
@phone_argument
@click.option("--name", required=True, callback=_name, help="Whose phone it is; lists and histories say so.")
@as_option
@click.pass_obj
def add(context: Context, region: str, agency: str, phone: str, name: str) -> None:
    """Register a contact, whose phone gets a welcome; one that is there already stays as it is."""
    from complaints.contacts import NewContact, post_named, register

    now = context.clock.now()
    with context.database() as database:
        office = context.office(database)
        post = post_named(office, known_region(office.regions, region).code, agency)
        with database.write() as connection:
            told_at = register(connection, office, NewContact(post, name, phone), now)
    if told_at is None:
        click.echo(f"already registered for {post.region} {agency}; nothing has changed")
    else:
        context.note("contact registered", region=post.region, agency=agency)
        click.echo(f"{name} is registered for {post.region} {agency}; {_welcome(told_at, now)}")


def _welcome(told_at: datetime, now: datetime) -> str:
    when = "now" if told_at <= now else f"at {cell(told_at)}, after the quiet hours"
    return f"the phone is told {when}"


@contact.command("list", help="The contacts there are now, by region and agency.")
@click.option("--region", help="Only of this region: its code, keyword or alias.")
@click.option("--agency", help="Only of this agency, or ADMIN.")
@listing
@reveal_option
@click.pass_obj
def list_contacts(context: Context, /, *, as_json: bool, limit: int, reveal: bool, **filters: str | None) -> None:
    """List contacts; their numbers are masked unless they are revealed."""
    from storage import contacts

    if reveal:
        context.reveal("contacts")
    region = filters["region"] and region_code(context, filters["region"])
    agency = filters["agency"] and agency_code_in(context, filters["agency"], region)
    with context.database() as database, database.read() as connection:
        found = contacts.listing(connection, region=region, agency=agency)
    if not found:
        refuse_unknown(context, region, None if agency in contacts.POSTS else agency)
    rows = [
        {
            "region": row["region"],
            "agency": row["agency"],
            "name": row["name"],
            "number": number(row["address"], reveal=reveal),
            "since": row["valid_from"],
        }
        for row in found[:limit]
    ]
    emit(rows, ("region", "agency", "name", "number", "since"), as_json=as_json)


@contact.command(help="End a contact's time: that phone hears nothing more for the agency. The history keeps the name.")
@region_argument
@agency_argument
@phone_argument
@as_option
@click.pass_obj
def remove(context: Context, region: str, agency: str, phone: str) -> None:
    """Remove a contact and tell who hears of the agency's complaints now; also where the settings lost the agency."""
    from complaints.contacts import unregister
    from complaints.people import Post

    post = Post(region_code(context, region), agency)
    with context.database() as database, database.write() as connection:
        heir = unregister(connection, post, phone, context.clock.now())
    context.note("contact removed", region=post.region, agency=agency)
    click.echo(f"removed from {post.region} {agency}; {_who_hears(post, heir)}")


def _who_hears(post: Post, heir: Post | None) -> str:
    """Tell where an agency's complaints go after a contact of it has left."""
    from storage.contacts import ADMIN

    if heir == post:
        return "its other contacts hear of its complaints"
    if heir is not None:
        return f"it was the last one: its complaints go to the admin ({ADMIN})"
    whose = "complaints that no agency has" if post.agency == ADMIN else "its complaints"
    way_out = f"`aduan contact add {post.region} {post.agency} NUMBER --name NAME`"
    return f"it was the last one: nobody hears by SMS of {whose} now; {way_out}"
