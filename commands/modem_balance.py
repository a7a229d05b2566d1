"""`aduan modem balance`: what is left on the SIMs, and for how long it is enough."""

from __future__ import annotations

import time
from datetime import UTC
from typing import TYPE_CHECKING, Any

import click

from commands.context import Context
from commands.output import emit, json_option

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from config.modem_settings import ModemSettings
    from smsd.balance_plan import Plan
    from smsd.forecast import Forecast
    from storage.engine import AnyRow, Database

_TAKEN_WITHIN, _TOLD_WITHIN = 15.0, 300.0
_LOOKS_EVERY = 0.2
_COLUMNS = ("name", "at", "rupiah", "sms", "valid_until", "lasts", "answer")


@click.command(help="What is left on the SIMs as their operators last told it, and for how long it is enough.")
@click.argument("names", metavar="LINE", nargs=-1)
@click.option("--now", "asks", is_flag=True, help="Ask the operators first; a daemon must drive the lines.")
@json_option
@click.pass_obj
def balance(context: Context, names: tuple[str, ...], *, asks: bool, as_json: bool) -> None:
    """Show the lines of the settings, or those named."""
    settings = context.settings()
    chosen = [
        line for line in settings.modems if not names or line.name in {settings.line(name).name for name in names}
    ]
    with context.database() as database:
        failed = list(_ask_all(context, database, chosen)) if asks else []
        emit([_row(context, database, line) for line in chosen], _COLUMNS, as_json=as_json)
    if failed:
        raise click.ClickException("\n".join(failed))


def _ask_all(context: Context, database: Database, chosen: Iterable[ModemSettings]) -> Iterator[str]:
    """Ask one SIM after the other; gives why some told nothing."""
    for line in chosen:
        try:
            _ask(context, database, line)
        except click.ClickException as error:
            yield error.message


def _ask(context: Context, database: Database, line: ModemSettings) -> None:
    """Let the daemon ask, and wait until it has read the answer; raises ClickException if there is none."""
    from smsd.accounts import begin

    seen, plan = _seen(database, line)
    if plan is None:
        raise click.ClickException(f"{line.name}: nobody knows the code of its SIM: set `code` in [lines.balance]")
    if not seen:
        raise click.ClickException(_undriven(line))
    with database.write() as connection:
        begin(connection, seen["id"], plan, context.clock.now())
    last = _wait(context, database, line, seen["id"])
    if last.error:
        raise click.ClickException(f"{line.name}: {last.error}")


def _wait(context: Context, database: Database, line: ModemSettings, line_id: int) -> AnyRow:
    """Look until a check is over, and give the last thing that was asked for it."""
    from smsd.balance_plan import ASKER, is_under_way
    from storage import balances, line_requests

    began = time.monotonic()
    while True:
        with database.read() as connection:
            rows = line_requests.dialled(connection, line_id, ASKER)
            told = balances.last_told(connection, line_id)
        if not is_under_way(rows, told):
            return rows[-1]
        patience = _TAKEN_WITHIN if rows[-1].state == line_requests.ASKED else _TOLD_WITHIN
        if time.monotonic() - began > patience:
            with database.write() as connection:
                line_requests.withdraw(connection, rows[-1].id, context.clock.now(), "nobody took it")
            raise click.ClickException(_undriven(line))
        time.sleep(_LOOKS_EVERY)


def _undriven(line: ModemSettings) -> str:
    return f"no daemon drives {line.name}: start `aduan run` and ask again"


def _seen(database: Database, line: ModemSettings) -> tuple[Mapping[str, Any], Plan | None]:
    """Give what is known of a line, nothing if it never ran, and how its SIM is asked."""
    from smsd.balance_plan import plan_of
    from storage import lines

    with database.read() as connection:
        seen = lines.states(connection).get(line.name, {})
    # At which hours it is asked is the daemon's business: here any zone does.
    return seen, plan_of(line, seen.get("imsi"), UTC)


def _row(context: Context, database: Database, line: ModemSettings) -> dict[str, Any]:
    from smsd.accounts import foresee
    from smsd.forecast import Forecast
    from storage import balances

    seen, _ = _seen(database, line)
    ahead, last = Forecast(), None
    if seen:
        with database.read() as connection:
            last = balances.latest(connection, seen["id"], seen["imsi"])
            ahead = foresee(connection, seen["id"], seen["imsi"], context.clock.now().astimezone())
    until = last.valid_until.isoformat() if last and last.valid_until else None
    told = {name: getattr(last, name, None) for name in ("at", "rupiah", "sms", "answer")}
    forecast = {"days": ahead.days, "enough_for_sms": ahead.sms, "lasts": _lasts(ahead) if last else ""}
    return {"name": line.name, **told, "valid_until": until, **forecast}


def _lasts(ahead: Forecast) -> str:
    if ahead.days is None:
        return "too early to tell"
    days = f"about {ahead.days} day{'' if ahead.days == 1 else 's'}"
    if ahead.expires:
        return f"{days}: then it expires"
    return f"{days}, {ahead.sms} SMS" if ahead.sms is not None else days
