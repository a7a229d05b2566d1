"""`aduan outbox`: what goes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from commands.arguments import as_option
from commands.context import Context
from commands.output import HIDDEN, ROW_ID, emit, listing, named_in, number, reveal_option, unless_same

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from storage.hushed import Hushed

STATES = ("queued", "sending", "sent", "failed", "unknown", "cancelled", "expired")


@click.group(help="What goes out: list, retry, cancel.")
def outbox() -> None:
    """Group the commands on outbound messages."""


@outbox.command("list", help="The newest messages, newest first.")
@click.option("--status", "statuses", multiple=True, type=click.Choice(STATES), help="Only these; may be repeated.")
@listing
@reveal_option
@click.pass_obj
def list_messages(context: Context, statuses: tuple[str, ...], *, as_json: bool, limit: int, reveal: bool) -> None:
    """List outbound messages, with what became of them."""
    from storage import hushed, outbound

    now = context.clock.now()
    if reveal:
        context.reveal("outbox")
    with context.database() as database, database.read() as connection:
        found = outbound.listing(connection, limit=limit, states=statuses)
        unknown = hushed.reporters(connection, {row["subscriber_id"] for row in found})
        named = {row["id"]: named_in(row["text"]) for row in found}
        delicate = hushed.delicate_numbers(connection, set().union(*named.values()))
    rows = [
        {
            "id": row["id"],
            "to": number(row["address"], reveal=reveal),
            "text": HIDDEN if row["purpose"] == outbound.CODE else row["text"],
            "status": row["state"],
            "attempts": row["attempts"],
            "line": row["line"],
            "created_at": row["created_at"],
            "sent_at": row["sent_at"],
            "segments": row["segments"],
            "delivered": row["delivered"],
            "delivery": _delivery(row, now),
            "not_before": row["not_before"],
            "error": row["error"],
            **_hidden(row, unknown.get(row["subscriber_id"])),
            # A list that an officer was sent tells of each complaint in it.
            **({"text": HIDDEN} if any(delicate.get(each) for each in named[row["id"]]) else {}),
        }
        for row in found
    ]
    columns: Sequence[str] = ("id", "created_at", "to", "line", "status", "segments", "delivered", "delivery", "text")
    for column in ("line", "delivery"):
        columns = unless_same(column, rows, columns)
    titles = {"segments": "sms", "delivered": "dlv"}
    emit(rows, columns, as_json=as_json, titles=titles)


def _delivery(row: RowMapping, now: datetime) -> str:
    """Tell what the network has reported on a message; nothing if it has not left by a modem."""
    from storage.deliveries import NO_REPORT_AFTER

    if row["undelivered"]:
        return "failed"
    if not row["accepted"]:
        return ""
    if row["delivered"] >= row["segments"]:
        return "delivered"
    return "pending" if (row["sent_at"] or now) > now - NO_REPORT_AFTER else "no report"


def _hidden(row: RowMapping, unknown: Hushed | None) -> dict[str, Any]:
    """Give what takes the place of the number, and of the text, of a message to who wants to stay unknown.

    A list or a menu names no single complaint: so it goes by the phone, as what comes in does.
    """
    from sms.safe_text import mask_phones
    from storage import outbound

    at = row["created_at"]
    if row["delicate"] or (unknown is not None and unknown.hides_text(at)):
        return {"to": HIDDEN, "text": HIDDEN}
    if unknown is None or not unknown.hides_number(at):
        return {}
    said = HIDDEN if row["purpose"] == outbound.CODE else mask_phones(row["text"])
    return {"to": HIDDEN, "text": said}


@outbox.command(help="Queue again what was not sent, or nobody knows: the messages named, or --all that failed.")
@click.argument("ids", type=ROW_ID, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All that failed.")
@as_option
@click.pass_obj
def retry(context: Context, ids: tuple[int, ...], *, everything: bool) -> None:
    """Queue messages again; one whose outcome is unknown may then arrive twice."""
    from storage import outbound
    from storage.changes import USEFUL_FOR

    if bool(ids) == everything:
        raise click.UsageError("name the messages, or --all")
    now = context.clock.now()
    with context.database() as database, database.write() as connection:
        count = outbound.requeue(connection, None if everything else ids, now, now + USEFUL_FOR)
    context.note("messages queued again", messages=count)
    click.echo(f"{count} of {len(set(ids)) or count} queued again")
    if count < len(set(ids)):
        raise click.ClickException("the others wait, were sent, or are not there: `aduan outbox list`")


@outbox.command(help="Take messages out of the queue before they are sent.")
@click.argument("ids", type=ROW_ID, nargs=-1, required=True)
@as_option
@click.pass_obj
def cancel(context: Context, ids: tuple[int, ...]) -> None:
    """Cancel what is still queued; exit status 1 if one was not."""
    from storage import outbound

    with context.database() as database, database.write() as connection:
        count = outbound.cancel(connection, ids)
    context.note("messages cancelled", messages=count)
    click.echo(f"{count} of {len(set(ids))} cancelled")
    if count < len(set(ids)):
        raise click.ClickException("the others are not queued (any more): `aduan outbox list`")
