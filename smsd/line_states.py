"""What the database keeps of a line beside its settings: its row, how it was last heard of, a PIN that was tried."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from config.gateway_settings import GatewaySettings
from config.gateway_templates import SendTemplate
from config.modem_settings import ModemSettings
from config.operators import load_operators
from config.settings import Line, Settings
from config.smpp_settings import SmppSettings
from smsd.allowance import Terms
from smsd.transports.base import GatewayConfig, LineConfig
from smsd.wire import State
from storage import lines


def rows_of(connection: Connection, settings: Settings) -> Mapping[str, Mapping[str, Any]]:
    """Give the rows of the lines in the settings, made where they are new."""
    lines.ids_of(connection, [(line.name, line.transport) for line in settings.lines])
    return lines.states(connection)


def config_of(settings: ModemSettings, device: str, *, pin_tried: bool) -> LineConfig:
    """Give what the worker of a modem needs; a PIN that was not seen to be accepted is not tried again."""
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


def http_config_of(settings: GatewaySettings, send: SendTemplate) -> GatewayConfig:
    """Give what the worker of an HTTP gateway needs, with what its template says of sending."""
    secrets = {name: getattr(settings, name) for name in ("password", "token", "secret")}
    names = ("url", "user", "callback", "window", "per_second", "timeout_seconds")
    options: dict[str, Any] = {name: value for name in names if (value := getattr(settings, name)) is not None}
    options |= {name: secret.get_secret_value() for name, secret in secrets.items() if secret}
    options["sender"] = settings.sender or settings.msisdn or ""
    options |= send.model_dump(by_alias=True)
    return GatewayConfig(settings.name, settings.transport, settings.address, settings.window, options)


def smpp_config_of(settings: SmppSettings, heard: datetime | None) -> GatewayConfig:
    """Give what the worker of a bind needs; `heard` is when the last SMS came in."""
    common = {"name", "transport", "msisdn", "region", "limits"}
    options = settings.model_dump(exclude=common) | {"password": settings.password.get_secret_value()}
    options["sender"] = settings.sender or settings.msisdn or ""
    window = settings.window * settings.binds
    return GatewayConfig(settings.name, settings.transport, settings.address, window, options, heard)


def terms_of(settings: Line, zone: ZoneInfo, imsi: str | None) -> Terms:
    """Give what a line may send; what is counted belongs to its SIM, or to the line until that is known."""
    operator = settings.operator if isinstance(settings, ModemSettings) else None
    operator = operator or (load_operators().of_sim(imsi) if imsi else None)
    return Terms(settings.limits, zone, lines.sim_of(settings.name, imsi), operator, settings.per_minute)


def pin_digest(settings: Line, key: bytes) -> str | None:
    """Write a PIN so that it can be compared and not read."""
    if not isinstance(settings, ModemSettings) or settings.pin is None:
        return None
    return blake2b(settings.pin.get_secret_value().encode(), key=key, digest_size=16).hexdigest()


def columns_of(state: State) -> dict[str, Any]:
    """Give the columns of a line's row that a word of its worker changes; who tells of a modem has its PIN accepted."""
    seen: dict[str, Any] = {"state": state.state, "detail": state.detail}
    if state.info is not None:
        info = state.info
        seen |= {"imei": info.imei, "imsi": info.imsi, "smsc": info.smsc, "tried_pin": None}
    return seen
