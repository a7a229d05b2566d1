"""What must not stand in a log: phone numbers and what citizens wrote.

The log's pipe takes them out at its end, so that no caller has to remember to. It errs on the side of hiding: a value
of a type it does not know is shown by its type's name only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from enum import Enum
from pathlib import PurePath
from typing import Any
from uuid import UUID

from sms.safe_text import mask_number, one_line

_NUMBER_KEYS = frozenset({"msisdn", "sender", "to", "number_of"})
_TEXT_KEYS = frozenset({"text", "body"})
_MULTILINE_KEYS = frozenset({"exception", "stack"})
_COMPLAINT = re.compile(r"[0-9]{7,9}")
_LONG_NUMBER = 10**9
_READABLE = (BaseException, Enum, PurePath, UUID, date, time, timedelta)

_PHONE = re.compile(
    r"\+?\d{9,}"  # any long row of digits: MSISDN, IMSI, ICCID
    r"|(?<!\d)(?:\+?62|0)[ .-]?8(?:[ .-]?\d){7,}"  # an Indonesian mobile number as people write it, 0812-3456-7890
)

# SQLAlchemy's errors end with the values of the statement, which are the texts and numbers of citizens.
_SQL_VALUES = re.compile(r"\[parameters: .*")


def redact(event: Mapping[str, Any]) -> dict[str, Any]:
    """Give an event of the log without numbers and texts, each value in one line."""
    return {key: _by_key(key, value) for key, value in event.items()}


def without_numbers(text: str) -> str:
    """Mask every phone number inside a text."""
    return _PHONE.sub(lambda found: mask_number(re.sub(r"[ .-]", "", found.group())), text)


def _clean(text: str) -> str:
    return without_numbers(_SQL_VALUES.sub("[parameters: hidden]", one_line(text)))


def _by_key(key: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if key == "complaint" and _COMPLAINT.fullmatch(str(value)):
        return value
    if key in _NUMBER_KEYS:
        return _clean(mask_number(str(value)))
    if key in _TEXT_KEYS:
        return f"({len(str(value))} characters)"
    if key in _MULTILINE_KEYS:
        return "\n".join(_indented(line) for line in str(value).splitlines())
    return _by_type(value)


def _by_type(value: Any) -> Any:
    if isinstance(value, int) and abs(value) >= _LONG_NUMBER:
        value = str(value)
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (str, *_READABLE)):
        return _clean(str(value))
    if isinstance(value, Mapping):
        return {_clean(str(key)): _by_key(str(key), item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_by_type(item) for item in value]
    return f"({type(value).__name__})"


def _indented(line: str) -> str:
    """Make a line of a traceback harmless and keep its indentation, which is half of its meaning."""
    bare = line.lstrip(" ")
    return " " * (len(line) - len(bare)) + _clean(bare)
