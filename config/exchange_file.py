"""The schema of a file that maps another system's columns and words to ours: `config/maps/lapor.toml` explains it."""

from __future__ import annotations

import codecs
import re
from datetime import datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field

from config.errors import nearest
from config.field_types import Code, Table, Text
from config.text_keys import STATUSES

ISO = "iso"
"""The word for moments as programs write them: 2026-11-20T09:30:00+07:00."""
OTHERS = "*"
"""What stands for all words of theirs that are not named."""

_SYSTEM = re.compile(r"[A-Z0-9][A-Z0-9._-]{0,39}")
_LINE = 'a;"b",\n.'
_SAMPLE = datetime(2026, 11, 20, 9, 30)  # noqa: DTZ001 - only its digits are looked at


def system_name(value: str) -> str:
    """Give the name of a system in capitals; raises ValueError if it is not one word."""
    if not _SYSTEM.fullmatch(value.upper()):
        raise ValueError(f"{value!r} should be one word of letters, digits, dots and hyphens, 40 at most")
    return value.upper()


def _encoding(value: str) -> str:
    try:
        # What is no encoding of texts, such as hex, cannot do this.
        _LINE.encode(value, "replace").decode(value, "replace")
        return codecs.lookup(value).name
    except (LookupError, UnicodeError):
        raise ValueError(f"{value!r} is no encoding that is known; utf-8, utf-16 or cp1252 (Windows)") from None


def _zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{value!r} is no time zone; Asia/Jakarta, Asia/Makassar, Asia/Jayapura or UTC") from None


def _date(value: str) -> str:
    if value == ISO:
        return value
    try:
        datetime.strptime(_SAMPLE.strftime(value), value)  # noqa: DTZ007 - the same
    except ValueError as error:
        raise ValueError(f"{value!r} is no form of a date: {error}") from None
    if "%d" not in value and "%j" not in value:
        raise ValueError(f"{value!r} tells no day; write it like %d/%m/%Y %H:%M")
    return value


def _status(value: str) -> str:
    if value not in STATUSES:
        raise ValueError(f"no state {value!r}. {nearest(value, STATUSES)}")
    return value


Status = Annotated[str, AfterValidator(_status)]
Kind = Literal["complaint", "aspiration", "question", "praise"]
Columns = Text | tuple[Text, ...]


class ColumnsTable(Table):
    """Their column for each field of ours; a field that has none is not told."""

    id: Text
    text: Annotated[Columns, Field(min_length=1)]
    number: Text | None = None
    region: Text | None = None
    created_at: Text | None = None
    updated_at: Text | None = None
    status: Text | None = None
    outcome: Text | None = None
    agency: Text | None = None
    topic: Text | None = None
    kind: Text | None = None
    channel: Text | None = None
    phone: Text | None = None
    anonymous: Text | None = None
    secret: Text | None = None
    answer: Text | None = None
    answered_at: Text | None = None


class ExchangeFile(Table):
    """The schema of a map."""

    system: Annotated[str, AfterValidator(system_name)] | None = None
    separator: Literal[",", ";", "\t", "|"] | None = None
    encoding: Annotated[str, AfterValidator(_encoding)] | None = None
    timezone: Annotated[str, AfterValidator(_zone)] | None = None
    dates: Annotated[tuple[Annotated[str, AfterValidator(_date)], ...], Field(min_length=1)] = (ISO,)
    yes: tuple[Text, ...] = ("yes", "y", "true", "1", "1.0", "ya", "iya", "benar", "on", "x")
    no: tuple[Text, ...] = ("no", "n", "false", "0", "0.0", "tidak", "bukan", "salah", "off")
    channel: Code = "import"
    columns: ColumnsTable
    statuses: dict[str, Status] = Field(default_factory=dict)
    statuses_out: dict[Status, Text] = Field(default_factory=dict)
    agencies: dict[str, str] = Field(default_factory=dict)
    topics: dict[str, str] = Field(default_factory=dict)
    channels: dict[str, Code] = Field(default_factory=dict)
    kinds: dict[str, Kind] = Field(default_factory=dict)
