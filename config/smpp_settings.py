"""The settings of a line that is a bind to an SMSC, by SMPP 3.4."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, StrictBool

from config.field_types import Count, Text, no_truth
from config.line_settings import LimitSettings, LineSettings

_MOST_SYSTEM_ID, _MOST_PASSWORD, _MOST_SYSTEM_TYPE = 15, 64, 12
_LINK_CARRIES = 6000
"""SMS a minute: links to an SMSC rarely carry more than a hundred a second."""


def _octets(most: int, value: str) -> str:
    if not value.isascii() or len(value) > most or "\0" in value:
        raise ValueError(f"should be at most {most} characters of ASCII")
    return value


def _system_id(value: str) -> str:
    return _octets(_MOST_SYSTEM_ID, value)


def _system_type(value: str) -> str:
    return _octets(_MOST_SYSTEM_TYPE, value)


def _password(value: SecretStr) -> SecretStr:
    _octets(_MOST_PASSWORD, value.get_secret_value())
    return value


Port = Annotated[int, BeforeValidator(no_truth), Field(ge=1, le=65535)]
TypeOfNumber = Annotated[int, BeforeValidator(no_truth), Field(ge=0, le=6)]
NumberingPlan = Annotated[int, BeforeValidator(no_truth), Field(ge=0, le=18)]
Window = Annotated[int, BeforeValidator(no_truth), Field(ge=1, le=1000)]
Binds = Annotated[int, BeforeValidator(no_truth), Field(ge=1, le=16)]


class GatewayLimits(LimitSettings):
    """What such a line may send, if somebody limits it: no operator blocks it as a SIM is blocked."""

    per_minute: Count | None = None
    abroad_per_day: Annotated[int, BeforeValidator(no_truth), Field(ge=0)] | None = None
    reserve: Annotated[int, BeforeValidator(no_truth), Field(ge=0)] = 0


class SmppSettings(LineSettings):
    """A bind, or several of the same account: to whom, and what is agreed with them.

    `sender` is what phones show: a number with its country code, a short code or up to 11 letters. `alphabet` is what
    data_coding 0 means to the SMSC (SMPP 3.4 section 5.2.19 leaves it to the two), `long` how long texts are sent.
    """

    transport: Literal["smpp"]
    host: Text
    port: Port = 2775
    system_id: Annotated[Text, AfterValidator(_system_id)]
    password: Annotated[SecretStr, AfterValidator(_password)] = Field(repr=False)
    system_type: Annotated[str, AfterValidator(_system_type)] = ""
    bind: Literal["trx", "tx+rx"] = "trx"
    binds: Binds = 1
    window: Window = 10
    per_second: Count | None = None
    tls: StrictBool = False
    ca_file: Text | None = None
    sender: Text | None = None
    sender_ton: TypeOfNumber | None = None
    sender_npi: NumberingPlan | None = None
    to_ton: TypeOfNumber = 1
    to_npi: NumberingPlan = 1
    alphabet: Literal["gsm7", "latin1"] = "gsm7"
    long: Literal["udh", "sar", "payload"] = "udh"
    limits: GatewayLimits = GatewayLimits()

    @property
    def address(self) -> str:
        """The SMSC, and as whom."""
        return f"{self.system_id}@{self.host}:{self.port}"

    @property
    def per_minute(self) -> int:
        """What its limits allow, or else what a link carries."""
        by_second = 60 * self.per_second if self.per_second else _LINK_CARRIES
        return min(self.limits.per_minute or by_second, by_second)
