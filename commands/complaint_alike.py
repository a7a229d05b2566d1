"""`aduan complaint` similar, merge, split: complaints about the same, and texts about two things."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from commands.arguments import as_option, complaint_number, either, number_argument
from commands.complaint_hands import NEWS, reason_argument, reason_option
from commands.complaint_step import MOST_CHARACTERS, deed_of, do
from commands.context import Context
from commands.output import cell, emit, json_option

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from complaints.life.deeds import Deed
    from complaints.life.lifecycle import Status
    from complaints.who.office import Office
    from storage.alike import Alike
    from storage.engine import AnyRow

MOST_SIMILAR = 10
"""Of how many the number is shown with a complaint."""


def similar_to(context: Context, connection: Connection, found: AnyRow) -> list[Alike]:
    """Give the complaints that may be about the same as one, by the window of its region."""
    from config.regions import load_regions
    from storage import alike

    region = load_regions(context.settings()).get(found.region)
    days = region.similar_days if region else 0
    return alike.of(connection, found, found.created_at - timedelta(days=days)) if days else []


@click.command(
    help="The open complaints that may be about the same: one topic, one street or village, within similar_days of the "
    "region. The one that most people support stands first, else the oldest; nothing that is kept apart."
)
@number_argument
@json_option
@click.pass_obj
def similar(context: Context, number_: int, *, as_json: bool) -> None:
    """List what is like a complaint."""
    from complaints.steps.actions import find

    with context.database() as database, database.read() as connection:
        alike = similar_to(context, connection, find(connection, number_))
    rows = [
        {
            "number": each.number,
            "created_at": each.created_at,
            "status": each.status,
            "people": each.supporters + 1,
            "place": each.place,
        }
        for each in alike
    ]
    emit(rows, ("number", "created_at", "status", "people", "place"), as_json=as_json)


@click.command(
    help="Merge a complaint into another that is about the same. Its reporter and supporters support that one from now "
    "on, its words and places go along, and it keeps its number. Say why, as REASON or --reason. "
    f"`undo NUMBER` takes it back.\n\n{NEWS}"
)
@number_argument
@click.argument("into", metavar="INTO", type=complaint_number)
@reason_argument
@reason_option
@as_option
@click.pass_obj
def merge(context: Context, number_: int, into: int, reason: tuple[str, ...], option: str | None) -> None:
    """Make a complaint a duplicate of another."""
    from complaints.life.lifecycle import Action
    from complaints.steps import merging

    def join(connection: Connection, office: Office, number: int, deed: Deed, now: Any) -> Status:
        return merging.merge(connection, office, number, into, deed, now)

    said = either(reason, option, "reason")
    if not said.strip():
        raise click.UsageError('why are they the same? It stands in the history: --reason "..."')
    do(context, number_, deed_of(context, Action.MARK_DUPLICATE, said), join)


@click.command(
    help="Make the second matter of a text a complaint of its own: the same reporter, a number of its own, routed like "
    "any other; the reporter is told. The first keeps its text."
)
@number_argument
@click.option("--text", required=True, help="The second matter, in the reporter's words.")
@reason_option
@as_option
@click.pass_obj
def split(context: Context, number_: int, text: str, option: str | None) -> None:
    """Split a complaint, and print the number of the new one."""
    from complaints.life.lifecycle import Action
    from complaints.steps import splitting

    if not text.strip():
        raise click.UsageError('what is the second matter? --text "..."')
    if len(option or "") > MOST_CHARACTERS:
        raise click.UsageError(f"the reason has more than {MOST_CHARACTERS} characters")
    now = context.clock.now()
    with context.database() as database:
        office = context.office(database)
        with database.write() as connection:
            deed = deed_of(context, Action.SPLIT, option or "")
            opened = splitting.split(connection, office, number_, text, deed, now)
    click.echo(cell(f"{opened.number} {opened.status} {opened.agency or ''}".rstrip()))
