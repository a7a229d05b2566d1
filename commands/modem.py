"""`aduan modem`: the lines and the devices behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from commands.context import Context
from commands.modem_balance import balance
from commands.modem_requests import at, reset, ussd
from commands.modem_status import status
from commands.output import emit, listing

if TYPE_CHECKING:
    from smsd.transports.probe import Probed

_PROBED = ("device", "answers", "maker", "model", "imei", "sim", "transport", "note")
_REPORTED = ("state", "detail", "operator", "signal_percent", "imei", "imsi", "smsc", "changed_at")


@click.group(help="Modems: list, status, balance, probe, reset, at, ussd.")
def modem() -> None:
    """Group the commands on modems."""


modem.add_command(status)
modem.add_command(balance)
modem.add_command(at)
modem.add_command(ussd)
modem.add_command(reset)


@modem.command("list", help="The lines of the settings, and how each was when it was last heard of.")
@listing
@click.pass_obj
def list_modems(context: Context, *, as_json: bool, limit: int) -> None:
    """List lines with the state that the daemon wrote down."""
    from storage import lines

    with context.database() as database, database.read() as connection:
        known = lines.states(connection)
    rows = []
    for line in context.settings().lines[:limit]:
        seen = known.get(line.name, {})
        reported = {name: seen.get(name) for name in _REPORTED}
        rows.append({"name": line.name, "transport": line.transport, "device": line.address, **reported})
    columns = ("name", "device", "state", "operator", "signal_percent", "changed_at", "detail")
    emit(rows, columns, as_json=as_json)


@modem.command(
    help="Look for modems: every serial port, the devices of the settings' lines, and what answers AT there."
)
@click.option("--device", "devices", multiple=True, help="Look at this device too.")
@listing
@click.pass_obj
def probe(context: Context, devices: tuple[str, ...], *, as_json: bool, limit: int) -> None:
    """Ask each serial port for a modem; a port in use by the daemon is told, not disturbed."""
    from smsd.transports.probe import probe_all

    found = probe_all((*devices, *_of_the_lines(context)))[:limit]
    emit([asdict(each) for each in found], _PROBED, as_json=as_json)
    if not as_json:
        for line in _lines_for(found):
            click.echo(line, err=True)


def _lines_for(found: Sequence[Probed]) -> Iterator[str]:
    """Give what makes lines of modems that were found, for the settings; a stick that answers at two ports is one."""
    from smsd.transports.naming import BY_IMEI

    by_imei = {each.imei or each.device: each for each in reversed(found) if each.answers}
    for place, each in enumerate(reversed(by_imei.values()), start=1):
        yield "" if place > 1 else "\nin aduan.toml:\n"
        yield f'[[lines]]\nname = "modem{place}"\ntransport = "{each.transport}"'
        yield f'device = "{BY_IMEI + each.imei if each.imei else each.device}"'
        yield 'msisdn = "+62..."  # the number of its SIM'


def _of_the_lines(context: Context) -> list[str]:
    """Give the devices of the settings' lines; without settings that can be used there are none."""
    from config.errors import ConfigError
    from config.modem_settings import VIRTUAL
    from smsd.transports.naming import BY_IMEI

    try:
        settings = context.settings_if_any()
    except ConfigError as error:
        click.echo(f"{error}\nso the devices of its lines are not looked at", err=True)
        return []
    devices = [line.device for line in settings.modems] if settings else []
    # A modem that is named by its IMEI is behind one of the ports of the computer.
    return [device for device in devices if device != VIRTUAL and not device.startswith(BY_IMEI)]
