"""`aduan virtual-modem`: a modem without hardware, with the keyboard as all the phones of its network."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sms.safe_text import one_line
from smsd.virtual.conversation import CITIZEN, Call, ScriptError, Turn, read
from smsd.virtual.modem import VirtualModem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from smsd.virtual.network import Network


_RINGS, _RING_SECONDS = 2, 1.0


@click.command("virtual-modem", help="Run a modem without hardware, for tests; type what its citizens write.")
@click.option("--link", type=click.Path(path_type=Path), required=True, help="Where the modem's line shall appear.")
@click.option("--slots", type=click.IntRange(1, 255), default=50, show_default=True, help="How many SMS the SIM holds.")
@click.option("--msisdn", default="+628111000001", show_default=True, help="The SIM's own number.")
@click.option("--send-seconds", type=click.FloatRange(0), default=0.0, show_default=True, help="How long an SMS takes.")
@click.option("--pin", help="The PIN that the SIM asks for.")
def virtual_modem(*, link: Path, slots: int, msisdn: str, send_seconds: float, pin: str | None) -> None:
    """Run the modem until SIGINT or SIGTERM, also past the end of the input, so that it can run in the background."""
    signal.signal(signal.SIGINT, _end)
    signal.signal(signal.SIGTERM, _end)
    modem = VirtualModem(msisdn=msisdn, slots=slots, link=link, send_seconds=send_seconds, pin=pin)
    modem.network.on_message(_show)
    try:
        with suppress(KeyboardInterrupt):
            _switch_on(modem)
            click.echo(f"The modem {msisdn} is at {link} (gammu: device = {link}, connection = at).", err=True)
            click.echo(
                f"Type a complaint, `{CITIZEN} > text` as somebody else, or `{CITIZEN} calls`; ctrl-C ends it.",
                err=True,
            )
            _type(modem.network, TextIOWrapper(sys.stdin.buffer, errors="replace"))
            signal.pause()
    finally:
        modem.stop()


def _end(*_: object) -> None:
    """End the program in the same way for both signals; a shell's background starts it deaf to SIGINT."""
    raise KeyboardInterrupt


def _switch_on(modem: VirtualModem) -> None:
    try:
        modem.start()
    except OSError as error:
        raise click.ClickException(str(error)) from error


def _type(network: Network, lines: Iterable[str]) -> None:
    """Deliver what every line texts, and make the calls; all else that a script may say means nothing here."""
    typed = iter(lines)
    while True:
        try:
            for line in read(typed):
                match line:
                    case Turn(phone, text, expected=False):
                        network.deliver(phone, text)
                    case Call(phone):
                        network.call(phone, _RINGS, _RING_SECONDS)
        except ScriptError as error:
            click.echo(str(error), err=True)
        else:
            return


def _show(to: str, text: str) -> None:
    click.echo(f"{to} < {one_line(text)}")
