"""`aduan session`: what is open with whom, a question that waits for an answer or a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commands.arguments import as_option
from commands.context import Context
from commands.output import HIDDEN, emit, listing, number, reveal_option, unless_same

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from storage.hushed import Hushed


@click.group(help="Questions and menus that are open with a phone: list, end.")
def session() -> None:
    """Group the commands on sessions."""


@session.command("list", help="What is open with whom, newest first.")
@listing
@reveal_option
@click.pass_obj
def list_sessions(context: Context, *, as_json: bool, limit: int, reveal: bool) -> None:
    """List open questions and menus; what people wrote in them stays private."""
    from complaints.figures.reputation import reputations
    from storage import dialogues, hushed

    if reveal:
        context.reveal("sessions")
    with context.database() as database, database.read() as connection:
        found = dialogues.listing(connection, limit=limit)
        phones = {row["subscriber_id"] for row in found}
        known = reputations(connection, phones, context.clock.now())
        unknown = hushed.reporters(connection, phones)
    rows = [
        {
            "key": row["key"],
            "from": number(row["address"], reveal=reveal),
            "score": known[row["subscriber_id"]].score,
            "score_reason": known[row["subscriber_id"]].reason,
            "kind": row["kind"],
            "complaint": row["number"],
            "asked_at": row["asked_at"],
            "expires_at": row["expires_at"],
            **_hidden(row, unknown.get(row["subscriber_id"])),
        }
        for row in found
    ]
    columns = ("key", "asked_at", "expires_at", "from", "score", "kind", "complaint")
    emit(rows, unless_same("score", rows, columns), as_json=as_json)


def _hidden(row: RowMapping, unknown: Hushed | None) -> dict[str, Any]:
    """Give what takes the place of what tells of who wants to stay unknown: the key too, which has their row in it."""
    if row["unknown"] or (unknown is not None and unknown.hides_number(row["asked_at"])):
        return {"key": HIDDEN, "from": HIDDEN, "score": None, "score_reason": None}
    return {}


@session.command(
    help="Forget what is open: the next SMS is read as if nothing had been asked. Status 1 if one was not."
)
@click.argument("keys", nargs=-1, required=True)
@as_option
@click.pass_obj
def end(context: Context, keys: tuple[str, ...]) -> None:
    """End sessions by their keys; nobody is told."""
    from storage import dialogues

    with context.database() as database, database.write() as connection:
        count = dialogues.end(connection, keys)
    context.note("sessions ended", sessions=count)
    click.echo(f"{count} of {len(set(keys))} ended")
    if count < len(set(keys)):
        raise click.ClickException("the others are not open (any more): `aduan session list`")
