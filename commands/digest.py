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

    from complaints.officers.tasks import Waiting
    from complaints.who.office import Office
    from complaints.who.people import Post


@dataclass(frozen=True, slots=True)
class _Reader:
    """Somebody who hears of an agency's complaints: their digest as it would be sent now."""

    id: int
    name: str
    address: str
    waiting: Waiting


@click.group(help="What officers and leaders are told: preview, send, leader.")
def digest() -> None:
    """Group the commands on digests."""


@digest.command(
    help="Show the digests that an agency's complaints stand in, as they would be sent now; nothing is sent."
)
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
            readers = _read(connection, office, post, context.clock.now())
    if as_json:
        emit_one({"region": post.region, "agency": post.agency, "digests": list(map(_row, readers))}, as_json=True)
    elif not readers:
        click.echo(_nobody(post))
    elif not any(reader.waiting.count for reader in readers):
        click.echo(f"nothing waits for {agency}")
    else:
        click.echo(
            "\n\n".join(_told(texts, readers) for texts in dict.fromkeys(each.waiting.texts for each in readers))
        )


@digest.command(
    help="Send an agency's people their digests now, whatever the hour; with nothing to tell nothing is sent."
)
@region_argument
@agency_argument
@as_option
@click.pass_obj
def send(context: Context, region: str, agency: str) -> None:
    """Queue digests beside those of the schedule, and tell how much was queued."""
    from complaints.jobs.digests import send_now

    with context.database() as database:
        office = context.office(database)
        post, now = _post(office, region, agency), context.clock.now()
        with database.write() as connection:
            readers = _read(connection, office, post, now)
            if not readers:
                raise click.ClickException(_nobody(post))
            told = [send_now(connection, office, post.region, reader.id, now) for reader in readers]
    context.note("digest sent", region=post.region, agency=agency, complaints=max(told))
    click.echo(_sent(post, readers, told))


@digest.command(help="Show the SMS that a region's leader gets each morning, as it would be now; nothing is sent.")
@region_argument
@json_option
@click.pass_obj
def leader(context: Context, region: str, *, as_json: bool) -> None:
    """Print the leader's SMS and to whom it would go; nothing is written."""
    from complaints.figures.leader import leader_text
    from storage import contacts

    with context.database() as database:
        office = context.office(database)
        code = known_region(office.regions, region).code
        with database.read() as connection:
            text = leader_text(connection, office, office.regions[code], context.clock.now())
            readers = contacts.listing(connection, context.clock.now(), region=code, agency=contacts.LEADER)
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
    from complaints.officers.contacts import post_named

    return post_named(office, known_region(office.regions, region).code, agency)


def _read(connection: Connection, office: Office, post: Post, now: datetime) -> list[_Reader]:
    from complaints.officers.tasks import waiting
    from complaints.who.people import People
    from storage import contacts, digests, subscribers

    duties = People(connection, now).readers(post.region, post.agency)
    names, phones = contacts.names(connection, duties), subscribers.addresses(connection, duties)
    since = {person: digests.last_made(connection, post.region, person) for person in duties}
    return [
        _Reader(person, names[person], phones[person], waiting(connection, office, duty, now, since[person]))
        for person, duty in duties.items()
    ]


def _row(reader: _Reader) -> dict[str, Any]:
    return {
        "name": reader.name,
        "number": number(reader.address, reveal=False),
        "count": reader.waiting.count,
        "texts": reader.waiting.texts,
    }


def _told(texts: Sequence[str], readers: Sequence[_Reader]) -> str:
    """Write a digest with those who get it, word for word the same."""
    alike = [reader for reader in readers if reader.waiting.texts == texts]
    to = ", ".join(f"{cell(reader.name)} ({number(reader.address, reveal=False)})" for reader in alike)
    shown = [
        f"SMS {place} ({len(text)})\n" + "\n".join(map(cell, text.splitlines())) for place, text in enumerate(texts, 1)
    ]
    return "\n\n".join([f"to {to}", *(shown or ["nothing waits"])])


def _sent(post: Post, readers: Sequence[_Reader], told: Sequence[int]) -> str:
    if not any(reader.waiting.count for reader in readers):
        return f"nothing waits for {post.agency}; nothing was sent"
    if not any(told):
        return "nothing was sent: a digest went out this very second"
    sms = sum(len(reader.waiting.texts) for reader, count in zip(readers, told, strict=True) if count)
    phones = counted(sum(count > 0 for count in told), "phone")
    return f"{counted(max(told), 'complaint')} in {sms} SMS queued for {phones}"


def _nobody(post: Post) -> str:
    """Tell that nobody hears, and how an agency gets a contact."""
    way_out = f"`aduan contact add {post.region} {post.agency} NUMBER --name NAME`"
    return f"nobody hears of the complaints of {post.agency}; {way_out}"
