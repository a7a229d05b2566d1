"""`aduan run`: the daemon in the foreground."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import click

from commands.context import Context

if TYPE_CHECKING:
    from smsd.daemon import Daemon
    from web.service import Web


@click.command(help="Run the daemon in the foreground. SIGTERM finishes what is in flight and stops, SIGHUP reloads.")
@click.pass_obj
def run(context: Context) -> None:
    """Run until told to stop; whatever is wrong with settings or database is told before anything starts."""
    from smsd.daemon import Daemon
    from web.service import Web

    signals = _catch_signals()
    settings = context.settings()
    log = context.log()
    if not settings.lines:
        raise click.ClickException("no [[lines]] in the settings: there is no modem to work with")
    # Opened before the daemon, whose start takes a while, and stopped before it: who dials needs all of it.
    with Web(settings, log) as web, Daemon(settings) as daemon, web.beside(daemon):
        while (caught := os.read(signals, 1)[0]) == signal.SIGHUP:
            _reload(context, daemon, web, log)
        log.info("signal", name=signal.Signals(caught).name)


def _catch_signals() -> int:
    """Turn signals into the bytes of a pipe, whose reading end this is.

    Python runs a handler only between two steps of the main thread, and a signal that comes just before that thread
    waits would be seen after the wait; what the interpreter writes at once cannot be missed.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: None)
    return reading


def _reload(context: Context, daemon: Daemon, web: Web, log: Any) -> None:
    """Read the settings again; wrong ones are reported, and the old ones stay."""
    from sms.errors import UserError

    try:
        settings = context.settings()
        with web.changing(settings):
            daemon.reload(settings)
        context.log()
    except UserError as error:
        log.error("the new settings cannot be used, the old ones stay", error=str(error))  # noqa: TRY400
    except Exception:
        log.exception("the reload failed")
