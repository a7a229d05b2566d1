"""`aduan deadline`: until when what must be done."""

from __future__ import annotations

import click

from commands.context import Context


@click.group(help="Until when things must be done: recompute.")
def deadline() -> None:
    """Group the commands on deadlines."""


@deadline.command(
    help="Count the dates of all open complaints again, by the calendars and limits of now, "
    "and when those close by themselves that are solved.\n\n"
    "A daemon does this by itself when it starts or reloads with others than before."
)
@click.pass_obj
def recompute(context: Context) -> None:
    """Count all dates again, telling how far it is, and tell how many changed."""
    from complaints.jobs import recounting

    with context.database() as database:
        changed = recounting.run(database, context.office(database), context.clock.now(), _tell)
    click.echo(f"dates changed: {changed}")


def _tell(done: int, total: int) -> None:
    click.echo(f"counted {done} of {total}", err=True)
