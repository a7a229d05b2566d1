"""The settings of a line that is a modem with its SIM."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from config.balances import Pattern
from config.errors import nearest
from config.field_types import Amount, Msisdn, Pin, Rupiah, Seconds, Table, Text, UssdCode
from config.line_settings import LimitSettings, LineSettings
from config.operators import load_operators

VIRTUAL = "virtual"
"""The device of a line that has no modem: the virtual one is started for it."""

_MODEM_CAN = 20

Transport = Literal["gammu", "at"]
"""The known drivers of modems; a new one is a word here and a file of that name in smsd/transports."""


def _operator(value: str) -> str:
    known = load_operators().by_name
    if value not in known:
        raise ValueError(f"{value!r} is no operator. {nearest(value, known)}")
    return value


class BalanceSettings(Table):
    """How a SIM is asked for its balance, where not as its operator's are, and from where on that is little."""

    code: UssdCode | None = None
    answers: tuple[Text, ...] = ()
    pattern: Pattern | None = None
    low_rupiah: Rupiah = 10_000
    low_sms: Amount = 20
    check_hours: Amount = 12


class ModemSettings(LineSettings):
    """One modem with its SIM."""

    transport: Transport
    device: Text
    pin: Pin | None = Field(default=None, repr=False)
    smsc: Msisdn | None = Field(default=None, repr=False)
    operator: Annotated[str, AfterValidator(_operator)] | None = None
    poll_seconds: Seconds = 1.0
    ports: tuple[Text, ...] = ()
    limits: LimitSettings = LimitSettings()
    balance: BalanceSettings = BalanceSettings()

    @property
    def address(self) -> str:
        """The device."""
        return self.device

    @property
    def per_minute(self) -> int:
        """What its limits allow, or else what a modem can."""
        return self.limits.per_minute or _MODEM_CAN
