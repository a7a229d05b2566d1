"""What a gateway sends us: who it is, and the SMS or the delivery report in it, read as its template says."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b, sha256
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from config.gateway_settings import GatewaySettings
from config.gateway_templates import ReceiveTemplate
from sms.message import Delivery, DeliveryReport, InboundPart
from web.gate import Gate, RefusedError

LARGEST_BODY = 65_536
"""Bytes; an SMS of ten parts with much around it."""

_MOST_FIELDS = 50


@dataclass(frozen=True, slots=True)
class GatewayLine:
    """A line that calls us: its settings, the row of it, and how its kind writes."""

    settings: GatewaySettings
    row_id: int
    template: ReceiveTemplate


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came: its headers (small letters), what is in its address, its body, and the secrets in it."""

    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    secrets: tuple[str, ...] = ()


def admit(line: GatewayLine, address: str | None) -> None:
    """Let only those call whom the line allows, before anything of a request is read; raises RefusedError."""
    Gate(None, line.settings.allow, "lines.allow").check(address, ())


def read(line: GatewayLine, request: Request, now: datetime) -> InboundPart | DeliveryReport | None:
    """Read what a gateway says; None if it is nothing to us. Raises RefusedError with a reason that quotes nothing."""
    _check(line, request, now)
    fields = _Fields(line.template, request)
    kind = fields.text(line.template.kind)
    sms = line.template.sms
    if kind == sms.kind:
        return _sms(line, fields)
    for report in line.template.reports:
        if kind == report.kind:
            name, to = fields.required(report.id), fields.text(report.to)
            status = Delivery(report.status)
            return DeliveryReport(line.settings.name, to, None, status, now, message_ids=(name,))
    return None


def _sms(line: GatewayLine, fields: _Fields) -> InboundPart:
    """Make a part of an SMS; it is one for its id, however often it is handed over."""
    sms = line.template.sms
    sender, name = fields.required(sms.sender), fields.required(sms.id)
    delivery = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return InboundPart(line.settings.name, sender, fields.text(sms.text), None, handle=delivery, delivery=delivery)


def _check(line: GatewayLine, request: Request, now: datetime) -> None:
    """See that it is the gateway that calls, and now; raises RefusedError."""
    settings, template = line.settings, line.template
    secret = settings.secret.get_secret_value()
    if template.proof == "secret":
        Gate(secret).check(None, request.secrets)
        return
    signature = request.headers.get(template.signature_header.lower(), "")
    signed_at = request.headers.get(template.time_header.lower(), "")
    wanted = hmac.new(secret.encode(), request.body + signed_at.encode("latin-1", "replace"), sha256).hexdigest()
    if not hmac.compare_digest(wanted.encode(), signature.lower().encode("latin-1", "replace")):
        raise RefusedError(HTTPStatus.UNAUTHORIZED, "the signature is missing or wrong: is `secret` its signing key?")
    if not signed_at.isdecimal() or abs(now.timestamp() - int(signed_at[:15])) > settings.clock_seconds:
        raise RefusedError(HTTPStatus.UNAUTHORIZED, "it was signed at another time: are both clocks right?")


class _Fields:
    """The fields of a request, by their paths: `payload.message`."""

    def __init__(self, template: ReceiveTemplate, request: Request) -> None:
        self._root: Any = _read_json(request.body) if template.body == "json" else _read_form(request)

    def text(self, path: str) -> str:
        """Give what stands there as text; nothing if nothing does."""
        found = self._root
        for key in path.split("."):
            found = found.get(key) if isinstance(found, Mapping) else None
        if found is None or isinstance(found, Mapping | list | bool):
            return ""
        return str(found)

    def required(self, path: str) -> str:
        """Give what stands there; raises RefusedError if nothing does."""
        found = self.text(path).strip()
        if not found:
            raise RefusedError(HTTPStatus.BAD_REQUEST, f"{path} is missing")
        return found


def _read_json(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise RefusedError(HTTPStatus.BAD_REQUEST, "the body is no JSON") from None
    if not isinstance(found, Mapping):
        raise RefusedError(HTTPStatus.BAD_REQUEST, "the body is no JSON object")
    return found


def _read_form(request: Request) -> Mapping[str, str]:
    try:
        body = parse_qs(request.body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="replace")
    except ValueError:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "the body is no form") from None
    return {**request.query, **{name: values[-1] for name, values in body.items()}}


def secrets_in(headers: Mapping[str, str], query: Mapping[str, str], names: Iterable[str]) -> tuple[str, ...]:
    """Give the secrets that a request has brought, in a header or in its address."""
    given = (headers.get(name.lower()) or query.get(name) for name in names)
    return tuple(secret for secret in given if secret is not None)
