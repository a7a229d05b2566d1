"""`aduan inbox`: what came in."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import click

from commands.context import Context
from commands.output import ROW_ID, emit, listing, number, reveal_option, unless_same

STATES = ("partial", "ready", "done", "repeat", "ignored", "parked")


@click.group(help="What came in: list, parked, retry.")
def inbox() -> None:
    """Group the commands on inbound messages."""


@inbox.command("list", help="The newest messages, newest first.")
@click.option("--status", "statuses", multiple=True, type=click.Choice(STATES), help="Only these; may be repeated.")
@listing
@reveal_option
@click.pass_obj
def list_messages(context: Context, statuses: tuple[str, ...], *, as_json: bool, limit: int, reveal: bool) -> None:
    """List inbound messages of every state."""
    rows = _rows(context, limit, states=statuses, reveal=reveal)
    columns = unless_same("line", rows, ("id", "received_at", "from", "line", "channel", "state", "text"))
    columns = unless_same("channel", rows, columns)
    emit(rows, columns, as_json=as_json, titles={"state": "status"})


@inbox.command(help="Messages that could not be processed, with the reason.")
@listing
@reveal_option
@click.pass_obj
def parked(context: Context, *, as_json: bool, limit: int, reveal: bool) -> None:
    """List what waits for a person."""
    rows = _rows(context, limit, states=["parked"], reveal=reveal)
    emit(rows, ("id", "received_at", "from", "attempts", "error", "text"), as_json=as_json)


@inbox.command(help="Process parked messages again: those named, or --all. Exit status 1 if one was not parked.")
@click.argument("ids", type=ROW_ID, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All that are parked.")
@click.pass_obj
def retry(context: Context, ids: tuple[int, ...], *, everything: bool) -> None:
    """Put parked messages back; the daemon takes them up by itself."""
    from storage import inbound

    if bool(ids) == everything:
        raise click.UsageError("name the messages, or --all")
    with context.database() as database, database.write() as connection:
        count = inbound.retry(connection, None if everything else ids)
    click.echo(f"{count} of {len(set(ids)) or count} queued again")
    if count < len(set(ids)):
        raise click.ClickException("the others are not parked (any more): `aduan inbox parked`")


def _rows(context: Context, limit: int, *, reveal: bool, states: Collection[str] = ()) -> list[dict[str, Any]]:
    from storage import inbound

    if reveal:
        context.reveal("inbox")
    with context.database() as database, database.read() as connection:
        found = inbound.listing(connection, limit=limit, states=states)
    return [
        {
            "id": row["id"],
            "from": number(row["address"], reveal=reveal),
            "text": row["text"],
            "state": row["state"],
            "line": row["line"],
            "channel": row["channel"],
            "parts": f"{row['parts_stored']}/{row['parts_total']}",
            "incomplete": row["incomplete"],
            "entry": row["entry"],
            "sent_at": row["sent_at"],
            "received_at": row["received_at"],
            "processed_at": row["processed_at"],
            "attempts": row["attempts"],
            "error": row["error"],
        }
        for row in found
    ]
