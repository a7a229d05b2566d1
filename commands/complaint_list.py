"""`aduan complaint list`: the first of those that fit, in the order wanted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from commands.arguments import (
    agency_code_in,
    complaint_number,
    place_named,
    refuse_unknown,
    region_code,
    region_named,
)
from commands.complaint_display import emit_list, listed
from commands.context import Context
from commands.incident_named import find
from commands.nothing import refuse_nothing
from commands.output import listing, reveal_option
from complaints.life.lifecycle import ENDED, Status

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from config.regions import Region
    from storage.listing import Page
    from storage.listing_filters import Filters

STATES = click.Choice([str(status) for status in Status])
STATES_LISTED = f"STATE is one of: {', '.join(Status)}."

_SORTS = ("newest", "oldest", "due", "updated", "rating")
_LOOKS_BACK = timedelta(days=30)
_MOST_PLACES = 2000
_COUNTED = 2000
_DAY = click.DateTime(["%Y-%m-%d"])


def _is(name: str, help_text: str) -> Callable[[Any], Any]:
    return click.option(f"--{name}", is_flag=True, help=help_text)


def _day(name: str, into: str, help_text: str) -> Callable[[Any], Any]:
    return click.option(f"--{name}", into, type=_DAY, metavar="DATE", help=help_text)


_OPTIONS = (
    click.option("--region", help="Only of this region: its code, keyword or alias."),
    click.option("--agency", help="Only those in the hands of this agency."),
    click.option("--unit", metavar="CODE", help="Only those of this unit of an agency."),
    click.option(
        "--status", "statuses", multiple=True, type=STATES, metavar="STATE", help="Only in this state; may be repeated."
    ),
    click.option("--topic", metavar="CODE", help="Only on this topic, as `complaint show` calls it."),
    click.option(
        "--kind", type=click.Choice(["complaint", "aspiration", "question", "praise"]), help="Only of this class."
    ),
    click.option("--channel", metavar="DOOR", help="Only by this door: sms, ussd, phone, walkin, ..."),
    _is("urgent", "Only where there is danger."),
    _is("overdue", "Only open ones that are past their date; those due first come first."),
    _day("due-before", "due_before", "Only open ones that are due before this day; those due first come first."),
    _is("silent", "Only open ones that their agency has not taken up."),
    _is("reopened", "Only those that were reopened."),
    _day("since", "since", "Only those that came on this day or later."),
    _day("until", "until", "Only those that came on this day or earlier."),
    click.option("--incident", metavar="NAME", help="Only those gathered under this incident."),
    click.option("--place", help="Only those that name a place like this: a village, a street, or part of its name."),
    _is("flagged", "Only those whose text was marked: empty, prank, abuse, advertising."),
    click.option("--text", "words", metavar="WORDS", help="Only with this in their text; of 30 days, unless --since."),
    click.option("--from", "sender", metavar="NUMBER", help="Only those that this phone reported; this is logged."),
    click.option(
        "--sort",
        type=click.Choice(_SORTS),
        help="The order: newest; due with --overdue and --due-before; oldest with --silent.",
    ),
    click.option("--after", metavar="NUMBER", help="Go on after this complaint, the last one of the page before."),
)


def _filtered(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command("list", help=f"Complaints, the newest first.\n\n{STATES_LISTED}")
@_filtered
@listing
@reveal_option
@click.pass_obj
def list_complaints(context: Context, /, *, as_json: bool, limit: int, reveal: bool, **asked: Any) -> None:
    """List complaints; numbers are only where they are revealed, and of who wants to stay unknown never."""
    from config.regions import load_regions
    from storage import listing

    if reveal:
        context.reveal("complaints")
    if asked["sender"]:
        context.note("complaints are looked for by who reported them")
    page = _page(asked, limit)
    _name(context, asked)
    now = context.clock.now()
    with context.database() as database, database.read() as connection:
        filters = _filters(context, connection, asked, now)
        try:
            found = listing.find(connection, filters, now, page)
        except listing.NotInOrderError:
            raise click.UsageError(f"{page.after} has no place in this order; begin without --after") from None
        if not found:
            refuse_unknown(context, asked["region"], None)
            refuse_nothing(connection, load_regions(context.settings()), asked)
        fits = listing.count(connection, filters, now, page, _COUNTED) if len(found) == limit and not as_json else 0
    emit_list([listed(row, reveal=reveal) for row in found], as_json=as_json, reveal=reveal, sort=page.sort)
    if fits > limit:
        last, whole = found[-1]["number"], f"more than {_COUNTED}" if fits > _COUNTED else fits
        click.echo(f"{limit} of {whole} shown; --limit shows more, --after {last} the next ones", err=True)


def _page(asked: dict[str, Any], limit: int) -> Page:
    """Take out what says which page is wanted."""
    from storage.listing import Page

    pressing = asked["overdue"] or asked["due_before"]
    sort, after = asked.pop("sort"), asked.pop("after")
    sort = sort or ("due" if pressing else "oldest" if asked["silent"] else "newest")
    if sort == "due" and asked["statuses"] and ENDED.issuperset(asked["statuses"]):
        raise click.UsageError("what has ended is due no more: another --sort, or --status of what is open")
    return Page(limit, sort, complaint_number(after) if after else None)


def _name(context: Context, asked: dict[str, Any]) -> None:
    """Turn what is called in people's words into codes."""
    asked["agency"] = asked["agency"] and agency_code_in(context, asked["agency"], asked["region"])
    asked["region"] = asked["region"] and region_code(context, asked["region"])
    asked["unit"] = asked["unit"] and asked["unit"].upper()


def _filters(context: Context, connection: Connection, asked: dict[str, Any], now: datetime) -> Filters:
    from storage.listing_filters import Filters

    given = dict(asked)
    sender, zone = given.pop("sender"), _zone(context, given["region"])
    given["subscriber_id"] = sender and _subscriber(connection, sender)
    if given["incident"]:
        given["incident"] = find(connection, context, given["incident"], given["region"]).id
    if given["place"]:
        given["place"] = place_named(given["place"])
        given["places"] = _called(connection, given["place"])
    for name, days in (("due_before", 0), ("since", 0), ("until", 1)):
        given[name] = given[name] and given[name].replace(tzinfo=zone) + timedelta(days=days)
    if given["words"] and not given["since"]:
        given["since"] = now - _LOOKS_BACK
        since = f"{given['since'].astimezone(zone):%Y-%m-%d}"
        click.echo(f"looked back to {since}: every text is read; --since DATE looks further", err=True)
    return Filters(**{name: value for name, value in given.items() if value is not None})


def _called(connection: Connection, place: str) -> tuple[tuple[str, str], ...] | None:
    """Find the places that are called so; None if they are too many to be a way to anything."""
    from storage import places

    found = places.called(connection, place, _MOST_PLACES)
    return tuple(found) if len(found) < _MOST_PLACES else None


def _zone(context: Context, region: str | None) -> ZoneInfo:
    """Tell by whose clock a day is meant: the region's, or that of the first one."""
    from config.regions import load_regions

    regions = load_regions(context.settings())
    found: Region | None = region_named(regions, region) if region else None
    return ZoneInfo((found or next(iter(regions.values()))).timezone)


def _subscriber(connection: Connection, written: str) -> int:
    """Find whose number it is; raises click.UsageError if it is no number, or nobody's who ever wrote."""
    from sms.msisdn import SenderKind, classify
    from storage import subscribers

    sender = classify(written)
    if sender.kind is not SenderKind.NUMBER:
        raise click.UsageError(f"{written!r} is no phone number; write it like 0811 1000 0001")
    found = subscribers.find(connection, sender.address)
    # Nobody has that row: the list is empty, as it is for who wants to stay unknown.
    return found.id if found else 0
