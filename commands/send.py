"""`aduan send`: an SMS by hand."""

from __future__ import annotations

import secrets

import click

from commands.arguments import as_option, text_argument
from commands.context import Context

MOST_SEGMENTS = 255
"""The number of segments is one octet of a long message's header (3GPP TS 23.040 section 9.2.3.24.1)."""


@click.command(help="Send an SMS: it is queued, and the daemon sends it.")
@click.argument("to")
@text_argument
@click.option("--line", help="The line it leaves by; any if not given.")
@as_option
@click.pass_obj
def send(context: Context, to: str, text: str, line: str | None) -> None:
    """Queue a message; a number that is none or wants no SMS, or an unknown line, is refused."""
    from sms.codec import segment_count
    from sms.message import OutboundMessage, Priority
    from sms.msisdn import Sender, SenderKind, parse_msisdn
    from storage import lines, subscribers
    from storage.changes import Changes

    if not text.strip():
        raise click.UsageError("the text is empty")
    if segment_count(text) > MOST_SEGMENTS:
        raise click.UsageError(f"the text is longer than the {MOST_SEGMENTS} SMS that one message can have")
    recipient = Sender(SenderKind.NUMBER, parse_msisdn(to))
    now, changes = context.clock.now(), Changes()
    settings = context.settings()
    with context.database() as database, database.write() as connection:
        known = subscribers.find(connection, recipient.address)
        if known is not None and known.opted_out_at is not None:
            raise click.ClickException("this number has sent STOP: it gets nothing but answers until it sends MULAI")
        line_ids = lines.ids_of(connection, [(settings.line(line).name, settings.line(line).transport)] if line else [])
        message = OutboundMessage(
            dedupe_key=f"send:{secrets.token_hex(8)}",
            subscriber_id=subscribers.ids_of(connection, [recipient], now)[recipient.address],
            text=text,
            priority=Priority.ANSWER,
            line_id=line_ids.get(line or ""),
        )
        changes.send(message, now)
        changes.write(connection)
    click.echo(f"queued, {segment_count(changes.outbound[0]['text'])} SMS; `aduan outbox list` tells its fate")
