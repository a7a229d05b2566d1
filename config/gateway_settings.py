"""The settings of a line that is an HTTP gateway."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, IPvAnyNetwork, SecretStr

from config.field_types import Count, Text, no_truth
from config.http_settings import Secret
from config.line_settings import LineSettings
from config.smpp_settings import GatewayLimits

_ANDROID_SENDS = 30
"""SMS a minute: what Android lets an app send before it asks the phone's owner."""
_PRINTABLE = re.compile(r"[\x21-\x7e]*")


def _url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("should be an address such as http://192.168.1.20:8080")
    if parts.username or parts.password:
        raise ValueError("should not hold a password: `user` and `password` are settings of their own")
    return value.rstrip("/")


def _printable(value: SecretStr) -> SecretStr:
    if not _PRINTABLE.fullmatch(value.get_secret_value()):
        raise ValueError("should be characters of ASCII without blanks")
    return value


Url = Annotated[str, AfterValidator(_url)]
Password = Annotated[SecretStr, AfterValidator(_printable)]
Window = Annotated[int, BeforeValidator(no_truth), Field(ge=1, le=100)]
Seconds = Annotated[int, BeforeValidator(no_truth), Field(ge=1, le=120)]
WindowSeconds = Annotated[int, BeforeValidator(no_truth), Field(ge=10, le=3600)]


class GatewaySettings(LineSettings):
    """A gateway: of which kind, where it is, who we are to it, and how it proves who it is.

    `callback` is our address as the gateway sees it, for those that are told it with each message. `secret` is its
    signing key, or what it sends with each request; one that comes later than `clock_seconds` after it was signed is
    refused.
    """

    transport: Literal["http"]
    gateway: Text
    url: Url
    user: Text | None = None
    password: Password | None = Field(default=None, repr=False)
    token: Password | None = Field(default=None, repr=False)
    secret: Secret = Field(repr=False)
    allow: tuple[IPvAnyNetwork, ...] = ()
    clock_seconds: WindowSeconds = 300
    callback: Url | None = None
    sender: Text | None = None
    window: Window = 4
    per_second: Count | None = None
    timeout_seconds: Seconds = 30
    limits: GatewayLimits = GatewayLimits(per_minute=_ANDROID_SENDS)

    @property
    def address(self) -> str:
        """Where it is."""
        return self.url

    @property
    def per_minute(self) -> int:
        """What its limits allow, or else what it is let send in a second."""
        by_second = 60 * self.per_second if self.per_second else None
        known = [limit for limit in (self.limits.per_minute, by_second) if limit]
        return min(known) if known else _ANDROID_SENDS
