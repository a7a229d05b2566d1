"""`aduan digest`: what the agencies are told to be waiting for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from commands.arguments import agency_argument, as_option, counted, known_region, region_argument
from commands.context import Context
from commands.output import cell, emit_one, json_option, number

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping

    from complaints.office import Office
    from complaints.people import Post
    from complaints.tasks import Waiting


@dataclass(frozen=True, slots=True)
class _Digest:
    """A digest as it would be sent now: what it tells, and whose phones it goes to."""

    post: Post
    waiting: Waiting
    readers: Sequence[RowMapping]


@click.group(help="What the agencies and the leader are told at their times: preview, send, leader.")
def digest() -> None:
    """Group the commands on digests."""


@digest.command(help="Show an agency's digest as it would be sent now, SMS by SMS; nothing is sent.")
@region_argument
@agency_argument
@json_option
@click.pass_obj
def preview(context: Context, region: str, agency: str, *, as_json: bool) -> None:
    """Print the SMS and to whom they would go; nothing is written."""
    with context.database() as database:
        office = context.office(database)
        post = _post(office, region, agency)
        with database.read() as connection:
            found = _read(connection, office, post, context.clock.now())
    if as_json:
        emit_one(_row(found), as_json=True)
    elif not found.waiting.count:
        click.echo(f"nothing waits for {agency}")
    else:
        _print(found)


@digest.command(help="Send an agency its digest now, whatever the hour; without anything to tell nothing is sent.")
@region_argument
@agency_argument
@as_option
@click.pass_obj
def send(context: Context, region: str, agency: str) -> None:
    """Queue a digest beside those of the schedule, and tell how much was queued."""
    from complaints.digests import send_now

    with context.database() as database:
        office = context.office(database)
        post, now = _post(office, region, agency), context.clock.now()
        with database.write() as connection:
            found = _read(connection, office, post, now)
            if not found.readers:
                raise click.ClickException(f"{agency} has no contact; {_way_out(post)}")
            told = send_now(connection, office, post, now)
    context.note("digest sent", region=post.region, agency=agency, complaints=told)
    click.echo(_sent(found, told))


@digest.command(help="Show the SMS that a region's leader gets each morning, as it would be now; nothing is sent.")
@region_argument
@json_option
@click.pass_obj
def leader(context: Context, region: str, *, as_json: bool) -> None:
    """Print the leader's SMS and to whom it would go; nothing is written."""
    from complaints.leader import leader_text
    from storage import contacts

    with context.database() as database:
        office = context.office(database)
        code = known_region(office.regions, region).code
        with database.read() as connection:
            text = leader_text(connection, office, office.regions[code], context.clock.now())
            readers = contacts.listing(connection, region=code, agency=contacts.LEADER)
    if as_json:
        emit_one({"region": code, "text": text, "to": _phones(readers)}, as_json=True)
    else:
        _print_leader(code, text, readers)


def _phones(readers: Sequence[RowMapping]) -> list[dict[str, str | None]]:
    return [{"name": row["name"], "number": number(row["address"], reveal=False)} for row in readers]


def _print_leader(region: str, text: str, readers: Sequence[RowMapping]) -> None:
    phones = ", ".join(f"{cell(row['name'])} ({number(row['address'], reveal=False)})" for row in readers)
    click.echo(f"to {phones or f'nobody: `aduan contact add {region} LEADER NUMBER --name NAME`'}")
    click.echo(f"\nSMS 1 ({len(text)})\n{cell(text)}")


def _post(office: Office, region: str, agency: str) -> Post:
    from complaints.contacts import post_named

    return post_named(office, known_region(office.regions, region).code, agency)


def _read(connection: Connection, office: Office, post: Post, now: datetime) -> _Digest:
    from complaints.tasks import waiting
    from storage import contacts

    readers = contacts.listing(connection, region=post.region, agency=post.agency)
    return _Digest(post, waiting(connection, office, post, now), readers)


def _row(found: _Digest) -> dict[str, Any]:
    return {
        "region": found.post.region,
        "agency": found.post.agency,
        "count": found.waiting.count,
        "texts": found.waiting.texts,
        "to": _phones(found.readers),
    }


def _print(found: _Digest) -> None:
    readers = ", ".join(f"{cell(row['name'])} ({number(row['address'], reveal=False)})" for row in found.readers)
    click.echo(f"to {readers or f'nobody: {found.post.agency} has no contact; {_way_out(found.post)}'}")
    for place, text in enumerate(found.waiting.texts, 1):
        click.echo(f"\nSMS {place} ({len(text)})")
        click.echo("\n".join(map(cell, text.splitlines())))


def _sent(found: _Digest, told: int) -> str:
    if not found.waiting.count:
        return f"nothing waits for {found.post.agency}; nothing was sent"
    if not told:
        return "nothing was sent: a digest went out this very second"
    sms, phones = len(found.waiting.texts), counted(len(found.readers), "phone")
    return f"{counted(told, 'complaint')} in {sms} SMS queued for {phones}"


def _way_out(post: Post) -> str:
    """Tell how an agency gets a contact."""
    return f"`aduan contact add {post.region} {post.agency} NUMBER --name NAME`"
