"""`aduan contact`: the officers to whose phones an agency's complaints go."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

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
from commands.contact_changes import confirm, deputy, name_option, phone_argument, replace, told_when, who_ceased
from commands.contact_days import day_option, last_day, term_of
from commands.context import Context
from commands.output import emit, listing, number, reveal_option

if TYPE_CHECKING:
    from datetime import datetime, tzinfo
    from zoneinfo import ZoneInfo

    from sqlalchemy import RowMapping

    from complaints.who.people import Post

_ROLES = ("officer", "head", "duty")
_COLUMNS = ("region", "agency", "name", "number", "role", "unit", "since", "until", "confirmed", "away", "deputy")


@click.group(help="Officers and their phones: add, replace, deputy, confirm, list, remove.")
def contact() -> None:
    """Group the commands on contacts."""


@contact.command(
    help="Register a phone for an agency, or for ADMIN, INTEGRITY, OVERSIGHT or LEADER, which stand in its place."
)
@region_argument
@agency_argument
@phone_argument
@name_option
@click.option("--role", type=click.Choice(_ROLES), default="officer", help="What they are to the agency.")
@click.option("--unit", help="Only for this unit of the agency: its code.")
@day_option("--from", "begins", "From this day on, such as 2026-05-12; now if not given.")
@day_option("--until", "ends", "Until this day, the last one.")
@as_option
@click.pass_obj
def add(context: Context, /, region: str, agency: str, phone: str, *, name: str, **term: Any) -> None:
    """Register a contact, whose phone gets a welcome; one that is there already stays as it is."""
    from complaints.officers.contacts import NewContact, post_named, register

    now = context.clock.now()
    with context.database() as database:
        office = context.office(database)
        post = post_named(office, known_region(office.regions, region).code, agency)
        new = NewContact(post, name, phone, term["role"], term_of(office, post, term, now))
        with database.write() as connection:
            told_at = register(connection, office, new, now)
    if told_at is None:
        click.echo(f"already registered for {post.region} {agency}; nothing has changed")
    else:
        context.note("contact registered", region=post.region, agency=agency)
        click.echo(
            f"{name} is registered for {post.region} {agency}; {told_when(told_at, now, office.zone(post.region))}"
        )


contact.add_command(replace)
contact.add_command(deputy)
contact.add_command(confirm)


@contact.command("list", help="The contacts there are now or will be, by region and agency.")
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
    now = context.clock.now()
    region = filters["region"] and region_code(context, filters["region"])
    agency = filters["agency"] and agency_code_in(context, filters["agency"], region)
    with context.database() as database, database.read() as connection:
        found = contacts.listing(connection, now, region=region, agency=agency)
    if not found:
        refuse_unknown(context, region, None if agency in contacts.POSTS else agency)
    zones = _zones(context) if found else {}
    rows = [
        _row(row, now, zones.get(row["region"], UTC)) | {"number": number(row["address"], reveal=reveal)}
        for row in found[:limit]
    ]
    # What is said of none of them takes no room.
    emit(rows, [column for column in _COLUMNS if any(row[column] for row in rows)], as_json=as_json)


def _zones(context: Context) -> dict[str, ZoneInfo]:
    """Give the time zones of the regions; one that the settings have lost has none."""
    from zoneinfo import ZoneInfo

    from config.regions import load_regions

    return {code: ZoneInfo(region.timezone) for code, region in load_regions(context.settings()).items()}


def _row(row: RowMapping, now: datetime, zone: tzinfo) -> dict[str, Any]:
    from complaints.who.people import is_confirmed

    away = row["away_until"] if row["away_until"] and row["away_until"] > now else None
    return {
        "region": row["region"],
        "agency": row["agency"],
        "name": row["name"],
        "number": "",
        "role": row["role"],
        "unit": row["unit"],
        "since": row["valid_from"],
        "until": last_day(row["valid_until"], zone),
        # Without a date nobody has answered for too long.
        "confirmed": (row["confirmed_at"] or row["valid_from"])
        if is_confirmed(row["asked_at"], row["confirmed_at"], now)
        else None,
        "away": last_day(away, zone),
        "deputy": row["deputy"],
    }


@contact.command(help="End a contact's time: that phone hears nothing more for the agency. The history keeps the name.")
@region_argument
@agency_argument
@phone_argument
@as_option
@click.pass_obj
def remove(context: Context, region: str, agency: str, phone: str) -> None:
    """Remove a contact and tell who hears of the agency's complaints now; also where the settings lost the agency."""
    from complaints.officers.contacts import unregister
    from complaints.who.people import Post

    post = Post(region_code(context, region), agency)
    with context.database() as database:
        office = context.office(database)
        with database.write() as connection:
            removed = unregister(connection, office, post, phone, context.clock.now())
    context.note("contact removed", region=post.region, agency=agency)
    click.echo(f"removed from {post.region} {agency}; {_who_hears(post, removed.heir)}{who_ceased(removed.released)}")


def _who_hears(post: Post, heir: Post | None) -> str:
    """Tell where an agency's complaints go after a contact of it has left."""
    from storage.contacts import ADMIN

    if heir == post:
        return "its other contacts hear of its complaints"
    if heir is not None:
        return (
            f"it was the last one: its complaints go to {'the admin (ADMIN)' if heir.agency == ADMIN else heir.agency}"
        )
    whose = "complaints that no agency has" if post.agency == ADMIN else "its complaints"
    way_out = f"`aduan contact add {post.region} {post.agency} NUMBER --name NAME`"
    return f"it was the last one: nobody hears by SMS of {whose} now; {way_out}"
