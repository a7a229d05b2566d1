"""How HTTP gateways are spoken with, as the files of config/gateways say: what is sent to them, and what they send.

A template says nothing of an installation: addresses and passwords are in the settings of the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from config.errors import ConfigError, nearest
from config.field_types import Table, Text
from config.problems import validate
from config.toml_file import read_toml

_SHIPPED = Path(__file__).parent / "gateways"
PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
PLACEHOLDERS = ("to", "text", "id", "sender", "coding", "user", "password", "token", "secret", "callback")
"""What a template may leave open. `id` is our name for the message, `coding` 0 or 2 (UCS-2), as Kannel calls them."""


def _path(value: str) -> str:
    if value and not value.startswith("/"):
        raise ValueError(f"{value!r} should begin with a slash")
    return value


class SendTemplate(Table):
    """The request that sends a message, beside the line's `url`; `id` is where in a JSON answer its name stands.

    `accepted` are answers beside 2xx that mean that the gateway has the message.
    """

    method: Literal["GET", "POST", "PUT"] = "POST"
    path: Annotated[str, AfterValidator(_path)] = ""
    auth: Literal["none", "basic", "bearer"] = "none"
    headers: dict[str, str] = Field(default_factory=dict)
    query: dict[str, str] = Field(default_factory=dict)
    form: dict[str, str] | None = None
    json_body: dict[str, Any] | None = Field(default=None, alias="json")
    id: Text | None = None
    accepted: tuple[int, ...] = ()

    @model_validator(mode="after")
    def _is_fillable(self) -> SendTemplate:
        if self.form is not None and self.json_body is not None:
            raise ValueError("has both `form` and `json`: a request has one body")
        for leaf in leaves([self.headers, self.query, self.form or {}, self.json_body or {}]):
            for name in PLACEHOLDER.findall(leaf):
                if name not in PLACEHOLDERS:
                    raise ValueError(f"{{{name}}} is unknown. {nearest(name, PLACEHOLDERS)}")
        return self


class SmsTemplate(Table):
    """Where in what a gateway sends an SMS stands; `kind` is how it calls that."""

    kind: str
    sender: Text
    text: Text
    id: Text


class ReportTemplate(Table):
    """The same of a delivery report, and what it means."""

    kind: str
    status: Literal["delivered", "failed", "pending"]
    id: Text
    to: Text


class ReceiveTemplate(Table):
    """What a gateway sends: in which form, how it proves who it is, and which field tells what it is about.

    `signature`: HMAC-SHA256, in hexadecimal digits, of the body and the seconds since 1970 in the other header.
    """

    body: Literal["json", "form"]
    proof: Literal["signature", "secret"]
    signature_header: Text = "X-Signature"
    time_header: Text = "X-Timestamp"
    kind: Text
    sms: SmsTemplate
    reports: tuple[ReportTemplate, ...] = ()


class Template(Table):
    """A kind of gateway."""

    send: SendTemplate
    receive: ReceiveTemplate


def load_template(name: str, directory: Path) -> Template:
    """Read a template by its shipped name, or by a path seen from a directory; raises ConfigError."""
    path = directory / name if name.endswith(".toml") else _SHIPPED / f"{name}.toml"
    if not path.exists() and not name.endswith(".toml"):
        shipped = shipped_templates()
        raise ConfigError(f"no gateway {name!r}; shipped are {', '.join(shipped)}", hint=nearest(name, shipped))
    file = read_toml(path)
    return validate(Template, file.data, file.locate)


def shipped_templates() -> list[str]:
    """Give the names of the templates that are shipped."""
    return sorted(path.stem for path in _SHIPPED.glob("*.toml"))


def leaves(value: object) -> Iterator[str]:
    """Give all texts in a value, at whatever depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
