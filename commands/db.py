"""`aduan db`: the database's schema."""

from __future__ import annotations

import click

from commands.context import Context
from commands.output import emit_one, json_option


@click.group(help="The database: upgrade, status.")
def db() -> None:
    """Group the commands on the database."""


@db.command(help="Make the tables, or bring them to the newest schema.")
@click.pass_obj
def upgrade(context: Context) -> None:
    """Bring the database to the newest schema; running it twice changes nothing."""
    from storage.migrate import status as status_of
    from storage.migrate import upgrade as bring_up

    with context.database(current=False) as database:
        before = status_of(database).current
        after = bring_up(database).current
        change = f"stays at {after}" if before == after else f"{before or 'empty'} -> {after}"
        click.echo(f"{database}: {change}")


@db.command(help="Tell which schema the database has; exit status 1 if it is not the newest.")
@json_option
@click.pass_context
def status(ctx: click.Context, *, as_json: bool) -> None:
    """Compare the database's schema with the program's."""
    from storage.migrate import status as status_of

    with ctx.obj.database(current=False) as database:
        found = status_of(database)
        row = {"database": str(database), "schema": found.current, "newest": found.head, "current": found.is_current}
        emit_one(row, as_json=as_json)
    if not found.is_current:
        click.echo(found.way_out, err=True)
        ctx.exit(1)
