"""The settings of what is served over HTTP."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, IPvAnyNetwork, SecretStr

from config.field_types import Code, Table

_LISTEN = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):(?P<port>[0-9]{1,5})")
_SHORTEST_SECRET = 16


def _listen(value: str) -> str:
    found = _LISTEN.fullmatch(value)
    if found is None or int(found["port"]) > 65535:
        raise ValueError(f"{value!r} should be an address and a port, such as 127.0.0.1:8080")
    return value


def _secret(value: SecretStr) -> SecretStr:
    secret = value.get_secret_value()
    if len(secret) < _SHORTEST_SECRET or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise ValueError(
            f"should be {_SHORTEST_SECRET} letters and digits at least, such as `openssl rand -hex 16` makes"
        )
    return value


Secret = Annotated[SecretStr, AfterValidator(_secret)]


class UssdSettings(Table):
    """Who may call `POST /ussd`, and how the gateway sends what was typed."""

    secret: Secret | None = Field(default=None, repr=False)
    allow: tuple[IPvAnyNetwork, ...] = ()
    inputs: Literal["all", "last"] = "all"
    line: Code | None = None


class HttpSettings(Table):
    """Where HTTP is served, and what."""

    listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:8080"
    ussd: UssdSettings = UssdSettings()

    @property
    def address(self) -> tuple[str, int]:
        """Give host and port."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)
