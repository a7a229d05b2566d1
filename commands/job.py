"""`aduan job`: what the daemon does by the clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from commands.context import Context
from commands.output import cell, emit, listing

if TYPE_CHECKING:
    from complaints.jobs.table import Job
    from complaints.who.office import Office


@click.group(help="What the daemon does by the clock: list, run.")
def job() -> None:
    """Group the commands on jobs."""


@job.command("list", help="The scheduled jobs: when each ran last, what came of it, and when it is due next.")
@listing
@click.pass_obj
def list_jobs(context: Context, *, as_json: bool, limit: int) -> None:
    """List all jobs; one that has never run has no times."""
    from complaints.jobs.table import JOBS
    from storage import jobs

    now = context.clock.now()
    with context.database() as database:
        office = context.office(database)
        with database.read() as connection:
            runs = jobs.last_runs(connection)
    rows = [_row(each, office, runs.get(each.name, {}), now) for each in JOBS[:limit]]
    columns = ("name", "state", "finished_at", "result", "error", "next_at")
    emit(rows, columns, as_json=as_json)


def _row(each: Job, office: Office, seen: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    following = each.next_at(office, now)
    return {
        "name": each.name,
        "help": each.help,
        "state": _state(seen),
        "next_at": following.astimezone(UTC) if following else None,
        "started_at": seen.get("started_at"),
        "finished_at": seen.get("finished_at"),
        "result": seen.get("result") or None,
        "error": seen.get("error") or None,
    }


def _state(seen: Mapping[str, Any]) -> str:
    """Tell how the last run ended; one that did not either runs now, or ended with the program that ran it."""
    if not seen:
        return "never ran"
    if seen["finished_at"]:
        return "done"
    return "failed" if seen["error"] else "not finished"


@job.command(help="Run a job now: it does what is due by now, also beside a running daemon, and nothing twice.")
@click.argument("name")
@click.pass_obj
def run(context: Context, name: str) -> None:
    """Run a job and print what it did."""
    from complaints.jobs import table as jobs

    wanted, now = jobs.find(name), context.clock.now()
    with context.database() as database:
        office = context.office(database)
        count = jobs.run(wanted, database, office, now)
    click.echo(wanted.done.format(count) if count else _idle(wanted, office, now))


def _idle(wanted: Job, office: Office, now: datetime) -> str:
    """Tell that there was nothing to do, and when there may be: at night people are not texted."""
    asleep = sorted(office.quiet_regions(now))
    following = wanted.next_at(office, now)
    notes = [f"quiet hours in {', '.join(asleep)}"] if asleep else []
    notes += [f"next at {cell(following)}"] if following else []
    return "; ".join(["nothing was due", *notes])
