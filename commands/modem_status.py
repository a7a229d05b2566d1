"""`aduan modem status`: each line as an administrator wants to see it at two in the morning."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from commands.context import Context
from commands.output import emit, json_option

if TYPE_CHECKING:
    from config.line_settings import LineSettings
    from storage.engine import Database
    from storage.line_use import Use

_COLUMNS = ("name", "state", "operator", "signal", "sim", "balance", "queued", "hour", "day", "month", "trouble")
_EVERY = 2.0


@click.command(help="How each line is now: state, network, queue, what it has sent of its limits, its last trouble.")
@click.argument("names", metavar="LINE", nargs=-1)
@click.option("--watch", is_flag=True, help="Show it again every two seconds, until Ctrl-C.")
@json_option
@click.pass_obj
def status(context: Context, names: tuple[str, ...], *, watch: bool, as_json: bool) -> None:
    """Show the lines of the settings, or those named."""
    settings = context.settings()
    chosen = [settings.line(name) for name in names] or list(settings.lines)
    with context.database() as database:
        office = context.office(database)
        zones = {line.name: office.zone(settings.region_of(line)) for line in chosen}
        if not watch or as_json:
            emit(_rows(context, database, chosen, zones), _COLUMNS, as_json=as_json)
            return
        with suppress(KeyboardInterrupt):
            while True:
                rows = _rows(context, database, chosen, zones)
                click.clear()
                emit(rows, _COLUMNS, as_json=False)
                time.sleep(_EVERY)


def _rows(
    context: Context, database: Database, chosen: Sequence[LineSettings], zones: Mapping[str, ZoneInfo]
) -> list[dict[str, Any]]:
    from smsd.accounts import left
    from storage import balances, claims, line_use, lines

    now = context.clock.now()
    with database.read() as connection:
        known = lines.states(connection)
        queued = claims.queued(connection, [row["id"] for row in known.values()])
        use = line_use.read(connection, [lines.sim_of(name, row["imsi"]) for name, row in known.items()])
        told = {name: balances.latest(connection, row["id"], row["imsi"]) for name, row in known.items()}
    rows = []
    for line in chosen:
        seen = known.get(line.name, {})
        counted = use.get(lines.sim_of(line.name, seen.get("imsi")), {})
        sent = _sent(line, counted, now.astimezone(zones[line.name]))
        last = told.get(line.name)
        balance = left(last.rupiah, last.sms) if last else ""
        waits = queued.get(seen.get("id", 0), 0)
        rows.append({**_row(line.name, seen, now), "balance": balance, "queued": waits, **sent})
    return rows


def _row(name: str, seen: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    signal = seen.get("signal_percent")
    return {
        "name": name,
        "state": seen.get("state", ""),
        "since": seen.get("changed_at"),
        "operator": seen.get("operator") or "",
        "signal": "" if signal is None else f"{signal} %",
        "sim": "" if seen.get("sim_used") is None else _of(seen["sim_used"], seen["sim_size"]),
        "imei": seen.get("imei") or "",
        "trouble": _trouble(seen, now),
    }


def _sent(line: LineSettings, counted: Use, local: datetime) -> dict[str, str]:
    """Say how much of each limit is used."""
    from storage import line_use

    limits = line.limits
    of = {line_use.HOUR: limits.per_hour, line_use.DAY: limits.per_day, line_use.MONTH: limits.per_month}
    return {kind: _of(line_use.count_in(counted, kind, local), limit) for kind, limit in of.items()}


def _of(count: int, limit: int | None) -> str:
    return f"{count}/{limit}" if limit else str(count)


def _trouble(seen: Mapping[str, Any], now: datetime) -> str:
    """Say what is wrong, and what happens next: what the line waits for, or what it last failed at."""
    if (until := seen.get("paused_until")) and until > now:
        return f"left alone for {(until - now).total_seconds():.0f} s: {seen['last_error']}"
    if seen.get("state") not in {"ready", "", None}:
        return str(seen.get("detail") or "")
    return str(seen.get("last_error") or "")
