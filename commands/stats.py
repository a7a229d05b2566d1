"""`aduan stats`: the state of things in one screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from commands.context import Context
from commands.output import cell, emit_one, json_option

if TYPE_CHECKING:
    from sqlalchemy import Connection

_DAY = timedelta(days=1)
_UNITS = (("d", 86_400), ("h", 3_600), ("min", 60))


@click.command(help="How many complaints came, where they are, what is waiting and for how long.")
@json_option
@click.pass_obj
def stats(context: Context, *, as_json: bool) -> None:
    """Count complaints by state and agency, and messages by state."""
    found = _read(context)
    if as_json:
        emit_one(found, as_json=True)
        return
    click.echo(f"complaints     {found['complaints']}")
    titles = {
        "by_status": "  by state",
        "by_outcome": "  by outcome",
        "by_agency": "  by agency",
        "inbox": "inbox",
        "outbox": "outbox",
    }
    for name, title in titles.items():
        click.echo(f"{title:<13}  " + (", ".join(f"{each} {count}" for each, count in found[name].items()) or "-"))
    click.echo(f"contacts       {found['contacts']}")
    click.echo(f"digests        {found['digests_24h']} in the last 24 h")
    click.echo(f"overload       {_told(found['overload'], context.clock.now())}")
    errors = ", ".join(f"{cell(name)} failed: {cell(error)}" for name, error in found["job_errors"].items())
    click.echo(f"jobs           {errors or 'no errors'}")
    for title, line in zip(("waiting", *[""] * 7), _waiting(found, context.clock.now()), strict=True):
        click.echo(f"{title:<13}  {line}")


def _read(context: Context) -> dict[str, Any]:
    with context.database() as database, database.read() as connection:
        return counted(connection, context.clock.now(), timedelta(minutes=context.settings().outbox.overload_minutes))


def counted(connection: Connection, now: datetime, patience: timedelta) -> dict[str, Any]:
    """Count everything that the screen shows; answers that wait longer than `patience` are an overload."""
    from complaints.life.lifecycle import Status
    from storage import complaints, contacts, counts, digests, inbound, jobs, outbound, overload, pdus

    by_both = counts.by_status_and_outcome(connection)
    by_status = _summed((status, count) for (status, _), count in by_both.items())
    return {
        "complaints": sum(by_status.values()),
        "by_status": by_status,
        "by_outcome": _summed((outcome, count) for (_, outcome), count in by_both.items() if outcome),
        "by_agency": counts.by_agency(connection),
        "inbox": inbound.counts_by_state(connection),
        "outbox": outbound.counts_by_state(connection),
        "quarantine": pdus.counts_by_state(connection).get(pdus.QUARANTINED, 0),
        "oldest_triage_at": counts.oldest_in(connection, Status.TRIAGE),
        "oldest_ready_at": inbound.oldest_ready(connection),
        "oldest_queued_at": outbound.oldest_queued(connection),
        "news_waiting": complaints.news_waiting(connection),
        "overload": _overloaded(overload.queues(connection, now - patience, now)),
        "contacts": len(contacts.listing(connection, now)),
        "digests_24h": digests.count_since(connection, now - _DAY),
        "job_errors": {name: run["error"] for name, run in jobs.last_runs(connection).items() if run["error"]},
    }


def _summed(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for name, count in counts:
        total[name] += count
    return dict(sorted(total.items()))


def _overloaded(queues: Sequence[Any]) -> list[dict[str, Any]]:
    return [{"line": row.name, "answers": row.answers, "since": row.since} for row in queues if row.overloaded]


def _told(overload: Sequence[Mapping[str, Any]], now: datetime) -> str:
    """Write on which lines answers wait too long, how many, and the age of the oldest."""
    lines = (f"{each['line']} {each['answers']} answers, oldest {age(each['since'], now)}" for each in overload)
    return ", ".join(lines) or "no"


def _waiting(found: Mapping[str, Any], now: datetime) -> Iterator[str]:
    """Write what waits for somebody: how many there are, and the age of the oldest."""
    for name, counts in (("triage", "by_status"), ("ready", "inbox"), ("queued", "outbox")):
        oldest = found[f"oldest_{name}_at"]
        yield f"{name} {found[counts].get(name, 0)}" + (f", oldest {age(oldest, now)}" if oldest else "")
    yield f"parked {found['inbox'].get('parked', 0)}"
    yield f"quarantine {found['quarantine']}"
    yield f"flood {found['inbox'].get('flood', 0)}"
    yield f"unknown {found['outbox'].get('unknown', 0)}"
    yield f"news {found['news_waiting']}"


def age(since: datetime, now: datetime) -> str:
    """Write how long ago a moment was, in the largest unit that fits; a moment of the future is no age at all."""
    seconds = (now - since).total_seconds()
    return next((f"{int(seconds // size)} {unit}" for unit, size in _UNITS if seconds >= size), "0 min")
