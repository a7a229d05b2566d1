"""`aduan run`: the daemon in the foreground."""

from __future__ import annotations

import queue
import signal
from typing import Any

import click

from commands.context import Context


@click.command(help="Run the daemon in the foreground. SIGTERM finishes what is in flight and stops, SIGHUP reloads.")
@click.pass_obj
def run(context: Context) -> None:
    """Run until told to stop; whatever is wrong with settings or database is told before anything starts."""
    from smsd.daemon import Daemon

    signals = _catch_signals()
    settings = context.settings()
    log = context.log()
    if not settings.lines:
        raise click.ClickException("no [[lines]] in the settings: there is no modem to work with")
    with Daemon(settings) as daemon:
        while (caught := signals.get()) == signal.SIGHUP:
            _reload(context, daemon, log)
        log.info("signal", name=signal.Signals(caught).name)


def _catch_signals() -> queue.SimpleQueue[int]:
    """Turn signals into items of a queue: their handlers may interrupt anything, so they do nothing else."""
    caught: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: caught.put(received))
    return caught


def _reload(context: Context, daemon: Any, log: Any) -> None:
    """Read the settings again; wrong ones are reported, and the old ones stay."""
    from sms.errors import UserError

    try:
        daemon.reload(context.settings())
        context.log()
    except UserError as error:
        log.error("the new settings cannot be used, the old ones stay", error=str(error))  # noqa: TRY400
    except Exception:
        log.exception("the reload failed")
