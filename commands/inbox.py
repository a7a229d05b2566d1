"""`aduan inbox`: what came in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from commands.arguments import as_option
from commands.context import Context
from commands.output import HIDDEN, ROW_ID, emit, listing, named_in, number, reveal_option, unless_same

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

    from storage.hushed import Hushed

_QUARANTINED = ("id", "received_at", "line", "error", "decoder")
STATES = ("partial", "ready", "done", "repeat", "ignored", "flood", "parked")


@click.group(help="What came in: list, parked, retry, quarantine.")
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
    columns: Sequence[str] = ("id", "received_at", "from", "score", "line", "channel", "state", "text")
    for column in ("line", "score", "channel"):
        columns = unless_same(column, rows, columns)
    emit(rows, columns, as_json=as_json, titles={"state": "status"})


@inbox.command(help="Messages that could not be processed, with the reason.")
@listing
@reveal_option
@click.pass_obj
def parked(context: Context, *, as_json: bool, limit: int, reveal: bool) -> None:
    """List what waits for a person."""
    rows = _rows(context, limit, states=["parked"], reveal=reveal)
    emit(rows, ("id", "received_at", "from", "attempts", "error", "text"), as_json=as_json)


@inbox.command(help="Process again what was set aside: messages named, or all of a kind. Status 1 if one was not.")
@click.argument("ids", type=ROW_ID, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All that are parked.")
@click.option("--flood", is_flag=True, help="All that came in a flood.")
@click.option("--from", "sender", metavar="NUMBER", help="All of one number that were ignored or came in a flood.")
@as_option
@click.pass_obj
def retry(context: Context, ids: tuple[int, ...], *, everything: bool, flood: bool, sender: str | None) -> None:
    """Put messages back; the daemon takes them up by itself."""
    from storage import inbound

    if sum(map(bool, (ids, everything, flood, sender))) != 1:
        raise click.UsageError("name the messages, or --all, --flood, --from NUMBER")
    with context.database() as database, database.write() as connection:
        if sender:
            whose = _known(connection, sender)
            count = inbound.retry(connection, None, states=(inbound.IGNORED, inbound.FLOOD), subscriber_id=whose)
        elif ids:
            count = inbound.retry(connection, ids, states=(inbound.PARKED, inbound.IGNORED, inbound.FLOOD))
        else:
            count = inbound.retry(connection, None, states=[inbound.FLOOD if flood else inbound.PARKED])
    context.note("messages put back", messages=count)
    click.echo(f"{count} of {len(set(ids)) or count} queued again")
    if count < len(set(ids)):
        raise click.ClickException("the others are not set aside (any more): `aduan inbox list`")


@inbox.command(help="SMS that no decoder could read, as octets, with the reason. Another version tries them by itself.")
@click.option("--retry", "again", is_flag=True, help="Let this version try all of them once more.")
@listing
@reveal_option
@as_option
@click.pass_obj
def quarantine(context: Context, *, again: bool, as_json: bool, limit: int, reveal: bool) -> None:
    """List what modems handed up and nobody can read; the octets hold somebody's number and words."""
    from storage import pdus

    if reveal:
        context.reveal("inbox quarantine")
    if again:
        with context.database() as database, database.write() as connection:
            count = pdus.release(connection)
        context.note("quarantine put back", pdus=count)
        click.echo(f"{count} to be decoded again; a daemon takes them up within a minute or two")
        return
    with context.database() as database, database.read() as connection:
        found = pdus.quarantined(connection, limit=limit)
    rows = [
        {**{name: row[name] for name in _QUARANTINED}, "octets": len(row["pdu"]) // 2}
        | ({"pdu": row["pdu"]} if reveal else {})
        for row in found
    ]
    columns = ("id", "received_at", "line", "octets", "error", "decoder", *(["pdu"] if reveal else []))
    emit(rows, columns, as_json=as_json)


def _known(connection: Connection, sender: str) -> int:
    """Give the row of a number that is known; one that is muted would only be ignored again."""
    from sms.msisdn import parse_msisdn
    from storage import subscribers

    found = subscribers.find(connection, parse_msisdn(sender))
    if found is None:
        raise click.ClickException("nothing ever came from this number")
    if found.muted_at is not None:
        raise click.ClickException("this number is muted: `aduan unmute` first")
    identity: int = found.id
    return identity


def _rows(context: Context, limit: int, *, reveal: bool, states: Collection[str] = ()) -> list[dict[str, Any]]:
    from complaints.figures.reputation import reputations
    from storage import hushed, inbound

    if reveal:
        context.reveal("inbox")
    with context.database() as database, database.read() as connection:
        found = inbound.listing(connection, limit=limit, states=states)
        senders = {row["subscriber_id"] for row in found}
        known = reputations(connection, senders, context.clock.now())
        unknown = hushed.reporters(connection, senders)
        handlers = hushed.handlers(connection, senders)
        named = {row["id"]: named_in(row["text"]) for row in found}
        delicate = hushed.delicate_numbers(connection, set().union(*named.values()))
    return [
        {
            "id": row["id"],
            "from": number(row["address"], reveal=reveal),
            "score": known[row["subscriber_id"]].score,
            "score_reason": known[row["subscriber_id"]].reason,
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
            **_hidden(row, unknown.get(row["subscriber_id"])),
            **_hidden_text(row, [delicate.get(each) for each in named[row["id"]]], handlers),
        }
        for row in found
    ]


def _hidden(row: RowMapping, unknown: Hushed | None) -> dict[str, Any]:
    """Give what takes the place of the number, and of the text, of who wants to stay unknown; revealed or not."""
    from parsers.labels import ANONYMOUS, SECRET
    from parsers.words import words_of
    from sms.safe_text import mask_phones

    # One that was never processed is no complaint yet, and says itself what it wants.
    wish = SECRET | ANONYMOUS if row["state"] != "done" else frozenset()
    asked = not wish.isdisjoint(words_of(row["text"]))
    after = unknown is not None and unknown.hides_number(row["received_at"])
    if not (asked or after):
        return {}
    hides_text = asked or (unknown is not None and unknown.hides_text(row["received_at"]))
    shown = {"from": HIDDEN, "score": None, "score_reason": None}
    if hides_text:
        return {**shown, "text": HIDDEN, "error": row["error"] and HIDDEN}
    return {**shown, "text": mask_phones(row["text"])}


def _hidden_text(row: RowMapping, named: Sequence[bool | None], handlers: Mapping[int, datetime]) -> dict[str, Any]:
    """Give what takes the place of a text that is about something delicate, or may be.

    `named`: of each number in it, whether that is delicate; None if no complaint has it. What somebody who has delicate
    complaints writes without any number may be about those too: `1 PROSES ...` names a place in a list.
    """
    since = handlers.get(row["subscriber_id"])
    may_be = since is not None and row["received_at"] >= since and False not in named
    return {"text": HIDDEN, "error": row["error"] and HIDDEN} if True in named or may_be else {}
