"""The request that a gateway wants for a message, made of its template; and what its answer means."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from urllib.parse import quote

import httpx2

from sms.codec import is_gsm7
from sms.message import Outcome, Segment

_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_LONGEST_NAME = 65

THROTTLED = frozenset({408, 425, 429, 503})
"""It wants less, or later: the message waits here, and everything behind it."""
DENIED = frozenset({401, 403})
"""Our account is refused, and so would be every message."""
_MISPLACED = frozenset({301, 302, 303, 307, 308, 404, 405})
"""This is not the address of a gateway."""
_NOBODY_KNOWS = frozenset({500, 502, 504})
"""It may have begun with the message, or what is behind it may."""


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of a gateway and what its template says of sending; see `config.gateway_settings`."""

    url: str
    method: str
    path: str
    auth: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str] | None
    json: Mapping[str, Any] | None
    id: str | None
    accepted: Sequence[int]
    window: int
    timeout_seconds: float
    per_second: int | None = None
    sender: str = ""
    callback: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)


def name_of(message_id: int, segments: Sequence[Segment]) -> str:
    """Give our name for a message: the same in each attempt, and never that of another one of another database."""
    words = "\x1f".join((segments[0].to, *(segment.text for segment in segments)))
    return f"{message_id}-{blake2b(words.encode(), digest_size=6).hexdigest()}"


def request_of(options: Options, name: str, segments: Sequence[Segment]) -> httpx2.Request:
    """Make the request for the segments of a message, which goes as one: the gateway cuts it itself."""
    text = "".join(segment.text for segment in segments)
    values = {
        "to": segments[0].to,
        "text": text,
        "id": name,
        "sender": options.sender,
        "coding": "0" if is_gsm7(text) else "2",
        "user": options.user,
        "password": options.password,
        "token": options.token,
        # It stands in an address that is itself a value.
        "secret": quote(options.secret, safe=""),
        "callback": options.callback,
    }
    headers: dict[str, str] = _filled(options.headers, values)
    if options.auth == "bearer" and options.token:
        headers["Authorization"] = f"Bearer {options.token}"
    return httpx2.Request(
        options.method,
        options.url + options.path,
        params=_filled(options.query, values) or None,
        headers=headers,
        json=_filled(options.json, values) if options.json is not None else None,
        data=_filled(options.form, values) if options.form is not None else None,
    )


def outcome_of(status: int, accepted: Sequence[int]) -> Outcome:
    """Tell what an answer means for the message."""
    if 200 <= status < 300 or status in accepted:
        return Outcome.ACCEPTED
    if status in DENIED or status in _MISPLACED:
        return Outcome.LINE_FAULT
    if status in _NOBODY_KNOWS:
        return Outcome.UNKNOWN
    return Outcome.PERMANENT if 400 <= status < 500 else Outcome.RETRY_ONCE


def id_in(options: Options, content: bytes, name: str) -> str:
    """Read how the gateway calls the message; by our name, if it does not say."""
    if options.id is None:
        return name
    try:
        found: Any = json.loads(content)
        for key in options.id.split("."):
            found = found[int(key)] if isinstance(found, list) else found[key]
    except (ValueError, LookupError, TypeError):
        return name
    return str(found)[:_LONGEST_NAME] if isinstance(found, str | int) and str(found) else name


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    """Fill what is left open in all texts of a value; where a whole text of a table becomes nothing, it is left out."""
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda found: values[found[1]], value)
    if isinstance(value, Mapping):
        filled = {key: _filled(each, values) for key, each in value.items()}
        return {key: each for key, each in filled.items() if each != ""}
    if isinstance(value, list | tuple):
        return [_filled(each, values) for each in value]
    return value
