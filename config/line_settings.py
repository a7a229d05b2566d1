"""The settings of a line: one modem with its SIM, and what it may send."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from config.balances import Pattern
from config.errors import nearest
from config.field_types import Amount, Code, Count, Msisdn, Pin, Rupiah, Seconds, Table, Text, UssdCode
from config.operators import load_operators

VIRTUAL = "virtual"
"""The device of a line that has no modem: the virtual one is started for it."""

Transport = Literal["gammu", "at"]
"""The known transports; a new one is a word here and a file of that name in smsd/transports."""


def _operator(value: str) -> str:
    known = load_operators().by_name
    if value not in known:
        raise ValueError(f"{value!r} is no operator. {nearest(value, known)}")
    return value


class LimitSettings(Table):
    """What a line may send: operators block SIMs that send more than a person would."""

    per_minute: Count = 10
    per_hour: Count | None = None
    per_day: Count | None = None
    per_month: Count | None = None
    recipients_per_month: Count | None = None
    abroad_per_day: Amount = 10
    reserve: Amount = 20

    @model_validator(mode="after")
    def _leaves_something(self) -> Self:
        """Hold the reserve below the limits that it is part of."""
        for name in ("per_day", "per_month"):
            limit = getattr(self, name)
            if limit is not None and limit <= self.reserve:
                raise ValueError(f"`{name}` should be more than `reserve` ({self.reserve}): nothing else would be sent")
        return self


class BalanceSettings(Table):
    """How a SIM is asked for its balance, where not as its operator's are, and from where on that is little."""

    code: UssdCode | None = None
    answers: tuple[Text, ...] = ()
    pattern: Pattern | None = None
    low_rupiah: Rupiah = 10_000
    low_sms: Amount = 20
    check_hours: Amount = 12


class LineSettings(Table):
    """One modem with its SIM. What should not be printed is kept out of `repr()`."""

    name: Code
    transport: Transport
    device: Text
    msisdn: Msisdn | None = Field(default=None, repr=False)
    region: str | None = None
    pin: Pin | None = Field(default=None, repr=False)
    smsc: Msisdn | None = Field(default=None, repr=False)
    operator: Annotated[str, AfterValidator(_operator)] | None = None
    poll_seconds: Seconds = 1.0
    ports: tuple[Text, ...] = ()
    limits: LimitSettings = LimitSettings()
    balance: BalanceSettings = BalanceSettings()
