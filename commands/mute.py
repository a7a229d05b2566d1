"""`aduan mute` and `aduan unmute`: a number that is stored and not answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.arguments import as_option
from commands.context import Context
from commands.output import cell
from commands.output import number as masked

if TYPE_CHECKING:
    from sqlalchemy import Connection

LONGEST_REASON = 200

phone_argument = click.argument("phone", metavar="NUMBER")


def _reason(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    reason = value.strip()
    if len(reason) > LONGEST_REASON or not reason.isprintable():
        raise click.BadParameter(f"a reason is one line of at most {LONGEST_REASON} characters")
    return reason


@click.command(help="Answer a number no more: what it sends is stored and not processed.")
@phone_argument
@click.option("--reason", default="", callback=_reason, help="Why; `aduan unmute` tells it.")
@as_option
@click.pass_obj
def mute(context: Context, phone: str, reason: str) -> None:
    """Mute a number, also one that has never written; an officer's is refused, who would not be heard any more."""
    from sms.msisdn import Sender, SenderKind, parse_msisdn
    from storage import contacts, subscribers

    sender = Sender(SenderKind.NUMBER, parse_msisdn(phone))
    with context.database() as database, database.write() as connection:
        now = context.clock.now()
        whose = subscribers.ids_of(connection, [sender], now)[sender.address]
        if contacts.posts_of(connection, [whose], now):
            raise click.ClickException("this is an officer's phone, `aduan contact remove` it first")
        subscribers.mute(connection, whose, reason, now)
    context.note("number muted", subscriber=whose)
    click.echo(f"{masked(sender.address, reveal=False)} is not answered any more; `aduan unmute` takes it back")


@click.command(help="Answer a number again that was muted, and tell how many SMS were ignored meanwhile.")
@phone_argument
@as_option
@click.pass_obj
def unmute(context: Context, phone: str) -> None:
    """Unmute a number; what was ignored stays so until somebody wants it processed."""
    from sms.msisdn import parse_msisdn
    from storage import subscribers

    address = parse_msisdn(phone)
    with context.database() as database, database.write() as connection:
        found = subscribers.find(connection, address)
        if found is None or found.muted_at is None:
            raise click.ClickException("this number is not muted")
        subscribers.unmute(connection, found.id)
        ignored = _ignored(connection, found.id)
    context.note("number unmuted", subscriber=found.id)
    why = f" ({cell(found.muted_reason)})" if found.muted_reason else ""
    click.echo(f"{masked(address, reveal=False)} is answered again; it was muted at {cell(found.muted_at)}{why}")
    if ignored:
        click.echo(f"ignored meanwhile: {ignored} SMS; `aduan inbox retry --from` and the number processes them")


def _ignored(connection: Connection, subscriber_id: int) -> int:
    from storage import inbound

    return inbound.counts_from(connection, subscriber_id).get(inbound.IGNORED, 0)
