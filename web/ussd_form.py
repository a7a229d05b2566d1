"""A step of a USSD session as gateways and operators send it: a form with these fields.

`sessionId`, `phoneNumber` and `text` as they are used; `serviceCode` (what was dialled) and `networkCode` are taken
and left aside.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from http import HTTPStatus
from urllib.parse import parse_qs

from sms.msisdn import NotANumberError, parse_msisdn
from sms.safe_text import storable
from web.gate import RefusedError

LARGEST_BODY = 8192
"""Bytes of a form; a session of USSD is some hundred."""

_MOST_FIELDS = 20
_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Call:
    """One step: `key` names the session, the same for no other phone; `text` is what was typed."""

    key: str
    phone: str = field(repr=False)
    text: str = field(repr=False)


def read_form(body: bytes) -> Call:
    """Read the form of a step; raises RefusedError with a reason that quotes nothing of it."""
    fields = _fields(body)
    session = _required(fields, "sessionId")
    if len(session) > _LONGEST_ID:
        raise _wrong("sessionId is too long")
    try:
        phone = parse_msisdn(_required(fields, "phoneNumber"))
    except NotANumberError:
        raise _wrong("phoneNumber is no phone number; write it like +628111000001") from None
    return Call(_key(session, phone), phone, storable(fields.get("text", "")))


def _fields(body: bytes) -> dict[str, str]:
    """Take the form apart; of a field that comes twice the last counts."""
    try:
        found = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="replace")
    except ValueError:
        raise _wrong("the body is no form (application/x-www-form-urlencoded)") from None
    return {name: values[-1] for name, values in found.items()}


def _required(fields: dict[str, str], name: str) -> str:
    value = fields.get(name, "").strip()
    if not value:
        raise _wrong(f"{name} is missing")
    return value


def _key(session: str, phone: str) -> str:
    """Name a session; gateways use their ids again, for another phone or on another day."""
    return "ussd:" + blake2b(f"{phone}\x1f{session}".encode("utf-8", "replace"), digest_size=16).hexdigest()


def _wrong(reason: str) -> RefusedError:
    return RefusedError(HTTPStatus.BAD_REQUEST, reason)
