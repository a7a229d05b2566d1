"""`aduan stats`: the state of things in one screen."""

from __future__ import annotations

import click

from commands.context import Context
from commands.output import emit_one, json_option


@click.command(help="How many complaints came, where they are, what is waiting.")
@json_option
@click.pass_obj
def stats(context: Context, *, as_json: bool) -> None:
    """Count complaints by state and agency, and messages by state."""
    from storage import complaints, inbound, outbound  # noqa: PLC0415

    with context.database() as database, database.read() as connection:
        by_status = complaints.counts_by_status(connection)
        by_agency = complaints.counts_by_agency(connection)
        received = inbound.counts_by_state(connection)
        sent = outbound.counts_by_state(connection)
    if as_json:
        row = {"complaints": sum(by_status.values()), "by_status": by_status, "by_agency": by_agency}
        emit_one({**row, "inbox": received, "outbox": sent}, as_json=True)
        return
    click.echo(f"complaints     {sum(by_status.values())}")
    for title, counts in (("  by state", by_status), ("  by agency", by_agency), ("inbox", received), ("outbox", sent)):
        click.echo(f"{title:<13}  " + (", ".join(f"{name} {count}" for name, count in counts.items()) or "-"))
