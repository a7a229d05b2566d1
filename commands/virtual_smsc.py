"""`aduan virtual-smsc`: an SMSC without a network, with the keyboard as all the phones behind it."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click

from sms.safe_text import one_line
from smsd.virtual.conversation import CITIZEN, Call, ScriptError, Turn, read
from smsd.virtual.smsc import VirtualSmsc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smsd.virtual.smpp_wire import Submitted


@click.command("virtual-smsc", help="Run an SMSC without a network, for tests; type what citizens write.")
@click.option("--port", type=click.IntRange(0, 65535), default=2775, show_default=True, help="Where it listens.")
@click.option("--number", default="1708", show_default=True, help="The short code that citizens write to.")
@click.option("--system-id", default="aduan", show_default=True, help="The account that may bind.")
@click.option("--password", default="rahasia", show_default=True, help="Its password.")
@click.option("--window", type=click.IntRange(1, 1000), default=10, show_default=True, help="SMS handed over at once.")
def virtual_smsc(*, port: int, number: str, system_id: str, password: str, window: int) -> None:
    """Run the SMSC until SIGINT or SIGTERM, also past the end of the input, so that it can run in the background."""
    signal.signal(signal.SIGINT, _end)
    signal.signal(signal.SIGTERM, _end)
    smsc = VirtualSmsc({system_id: password}, port=port, window=window)
    smsc.on_submit(_show)
    with suppress(KeyboardInterrupt):
        try:
            smsc.start()
        except OSError as error:
            raise click.ClickException(f"port {port}: {error.strerror}") from error
        click.echo(f"An SMSC is on 127.0.0.1:{smsc.port}: system_id {system_id}, password {password}.", err=True)
        click.echo(f"Type a complaint, or `{CITIZEN} > text` as somebody else; ctrl-C ends it.", err=True)
        try:
            _type(smsc, number, TextIOWrapper(sys.stdin.buffer, errors="replace"))
            signal.pause()
        finally:
            smsc.stop()


def _end(*_: object) -> None:
    """End the program in the same way for both signals; a shell's background starts it deaf to SIGINT."""
    raise KeyboardInterrupt


def _type(smsc: VirtualSmsc, number: str, lines: Iterable[str]) -> None:
    """Hand over what every line texts."""
    typed = iter(lines)
    while True:
        try:
            for line in read(typed):
                match line:
                    case Turn(phone, text, expected=False):
                        smsc.deliver(phone, text, number)
                    case Call():
                        click.echo("nobody calls an SMSC", err=True)
        except ScriptError as error:
            click.echo(str(error), err=True)
        else:
            return


def _show(submitted: Submitted) -> None:
    part = f" ({submitted.place[2]}/{submitted.place[1]})" if submitted.place else ""
    click.echo(f"+{submitted.to.removeprefix('+')} <{part} {one_line(submitted.text)}")
