"""What the database keeps of a line beside its settings: its row, how it was last heard of, a PIN that was tried."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from config.line_settings import LineSettings
from config.operators import load_operators
from config.settings import Settings
from smsd.allowance import Terms
from smsd.transports.base import LineConfig
from smsd.wire import State
from storage import lines


def rows_of(connection: Connection, settings: Settings) -> Mapping[str, Mapping[str, Any]]:
    """Give the rows of the lines in the settings, made where they are new."""
    lines.ids_of(connection, [(line.name, line.transport) for line in settings.lines])
    return lines.states(connection)


def config_of(settings: LineSettings, device: str, *, pin_tried: bool) -> LineConfig:
    """Give what the worker of a line needs; a PIN that was not seen to be accepted is not tried again."""
    pin = settings.pin.get_secret_value() if settings.pin else None
    return LineConfig(
        name=settings.name,
        transport=settings.transport,
        device=device,
        pin=None if pin_tried else pin,
        pin_tried=pin_tried,
        smsc=settings.smsc,
        poll_seconds=settings.poll_seconds,
        ports=settings.ports,
    )


def terms_of(settings: LineSettings, zone: ZoneInfo, imsi: str | None) -> Terms:
    """Give what a line may send; what is counted belongs to its SIM, or to the line until that is known."""
    operator = settings.operator or (load_operators().of_sim(imsi) if imsi else None)
    return Terms(settings.limits, zone, lines.sim_of(settings.name, imsi), operator)


def pin_digest(settings: LineSettings, key: bytes) -> str | None:
    """Write a PIN so that it can be compared and not read."""
    if settings.pin is None:
        return None
    return blake2b(settings.pin.get_secret_value().encode(), key=key, digest_size=16).hexdigest()


def columns_of(state: State) -> dict[str, Any]:
    """Give the columns of a line's row that a word of its worker changes; who tells of a modem has its PIN accepted."""
    seen: dict[str, Any] = {"state": state.state, "detail": state.detail}
    if state.info is not None:
        info = state.info
        seen |= {"imei": info.imei, "imsi": info.imsi, "smsc": info.smsc, "tried_pin": None}
    return seen
