"""`aduan complaint redact`: words are taken out of a complaint for ever."""

from __future__ import annotations

import click

from commands.arguments import as_option, counted, number_argument
from commands.complaint_step import MOST_CHARACTERS, deed_of
from commands.context import Context

_LEAST = 3
"""Fewer letters would be found in the midst of all kinds of words."""


@click.command(
    help="Take words out of a complaint for ever: out of its text, the SMS that it came with and its parts, its "
    "history, and what was sent or is to be sent of it. That cannot be taken back. The history tells who did it and "
    "why, without the words."
)
@number_argument
@click.option("--remove", metavar="WORDS", help="Only these words, such as a name or a number.")
@click.option("--all", "everything", is_flag=True, help="All that its reporter has written of it, and its places.")
@click.option("--reason", required=True, help="Why; it stands in the history.")
@click.option("--yes", is_flag=True, help="Do not ask whether it shall really be done.")
@as_option
@click.pass_obj
def redact(  # noqa: PLR0913 - the arguments of the command
    context: Context, /, number_: int, remove: str | None, *, everything: bool, reason: str, yes: bool
) -> None:
    """Redact a complaint."""
    from complaints.life.lifecycle import Action
    from complaints.steps import redacting

    if everything == (remove is not None):
        raise click.UsageError("which words? --remove WORDS, or --all")
    if remove is not None and len(remove.strip()) < _LEAST:
        raise click.UsageError(f"--remove takes {_LEAST} letters or more: fewer stand in the midst of other words")
    if not reason.strip() or len(reason) > MOST_CHARACTERS:
        raise click.UsageError(f"--reason takes 1 to {MOST_CHARACTERS} characters")
    if not yes:
        what = "all that its reporter has written" if everything else "these words"
        click.confirm(f"Take {what} out of {number_} for ever? This cannot be taken back", abort=True, err=True)
    with context.database() as database:
        office = context.office(database)
        with database.write() as connection:
            deed = deed_of(context, Action.REDACT, reason)
            found = redacting.redact(connection, office, number_, remove, deed, context.clock.now())
    click.echo(f"{number_}: taken out of {counted(found, 'text')}")
    click.echo("Backups that were made before have them still.", err=True)
