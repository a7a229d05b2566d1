"""How long an office has for what: the table `[deadlines]` of a region's file.

A limit may be said for the region, for a class of reports, for an agency, and for a class with an agency; the later of
these goes before the earlier. What the file does not say is as below, the limits of SP4N-LAPOR! and the ministry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from config.errors import ConfigError, nearest
from config.field_types import Table
from config.toml_file import TomlFile
from config.topics import Agency

_WRITTEN = re.compile(r"([1-9][0-9]{0,4}) (working day|day|office hour|hour|minute)s?")
_SPECIAL = ("INTEGRITY", "OVERSIGHT")
"""What may have complaints in the place of an agency."""


_CLASSES = ("complaint", "aspiration", "question")
_NONE = ("praise",)
"""The classes of reports, and those that wait for nothing."""


class Unit(StrEnum):
    """What a limit counts."""

    WORKING_DAY = "working day"
    DAY = "day"
    OFFICE_HOUR = "office hour"
    HOUR = "hour"
    MINUTE = "minute"


_PLAIN: Mapping[Unit, timedelta] = {
    Unit.WORKING_DAY: timedelta(days=1),
    Unit.DAY: timedelta(days=1),
    Unit.OFFICE_HOUR: timedelta(hours=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.MINUTE: timedelta(minutes=1),
}


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take."""

    count: int
    unit: Unit

    @property
    def plain(self) -> timedelta:
        """How long it is by the clock alone, to compare limits of different units: any day has 24 hours."""
        return self.count * _PLAIN[self.unit]

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


MOST: Mapping[Unit, int] = {
    Unit.WORKING_DAY: 2_500,
    Unit.DAY: 3_650,
    Unit.OFFICE_HOUR: 10_000,
    Unit.HOUR: 87_600,
    Unit.MINUTE: 99_999,
}
"""The most that may be said of each, some ten years: the days of every calendar reach so far."""


def parse_limit(value: object) -> Limit:
    """Read a limit such as `5 working days`; raises ValueError."""
    found = _WRITTEN.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        form = 'should be like "5 working days", "14 days", "6 office hours", "24 hours" or "7 minutes", 1 or more'
        raise ValueError(f"{form}, not {value!r}")
    limit = Limit(int(found[1]), Unit(found[2]))
    if limit.count > MOST[limit.unit]:
        raise ValueError(f"{limit} is longer than any office waits; {Limit(MOST[limit.unit], limit.unit)} at most")
    return limit


class Which(StrEnum):
    """What a limit is for; the words are the keys of the table."""

    VERIFY = "verify"
    RESPOND = "respond"
    RESOLVE = "resolve"
    CLOSE = "close"


def _class(value: str) -> str:
    if value in _NONE:
        raise ValueError(f"{value} waits for nothing and has no limits")
    if value not in _CLASSES:
        raise ValueError(f"no class {value!r}; there are {', '.join(_CLASSES)}")
    return value


_Written = Annotated[Limit, BeforeValidator(parse_limit)]
_Class = Annotated[str, AfterValidator(_class)]


class LimitsTable(Table):
    """The limits of an agency, or of a class with it."""

    respond: _Written | None = None
    resolve: _Written | None = None
    resolve_on_site: _Written | None = None
    close: _Written | None = None


class ClassTable(LimitsTable):
    """The limits of a class of reports, `[deadlines.kinds.CLASS]`."""

    verify: _Written | None = None


class AgencyTable(LimitsTable):
    """The limits of an agency, `[deadlines.agencies.CODE]`, and `[deadlines.agencies.CODE.kinds.CLASS]`."""

    kinds: dict[_Class, LimitsTable] = Field(default_factory=dict)


class DeadlinesTable(Table):
    """The table `[deadlines]` of a region's file; its defaults are the limits where nothing is said."""

    verify: _Written = Limit(3, Unit.WORKING_DAY)
    respond: _Written = Limit(5, Unit.WORKING_DAY)
    resolve: _Written = Limit(14, Unit.DAY)
    resolve_on_site: _Written = Limit(60, Unit.DAY)
    close: _Written = Limit(10, Unit.WORKING_DAY)
    kinds: dict[_Class, ClassTable] = Field(default_factory=dict)
    agencies: dict[str, AgencyTable] = Field(default_factory=dict)


_QUESTION = ClassTable.model_validate({"resolve": "5 working days"})


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """The limits of a region; `on_site` are the agencies whose matters lie somewhere and have to be looked at."""

    table: DeadlinesTable = field(default_factory=DeadlinesTable)
    on_site: frozenset[str] = frozenset()

    def of(self, which: Which, kind: str, agency: str | None = None) -> Limit | None:
        """Give the limit of a report of a class with an agency; None if there is none."""
        return _limit(self, which, kind, agency)


# Asked for each of a hundred thousand complaints.
@lru_cache(maxsize=4096)
def _limit(limits: Limits, which: Which, kind: str, agency: str | None) -> Limit | None:
    if kind in _NONE:
        return None
    keys = ["resolve_on_site"] if which is Which.RESOLVE and agency in limits.on_site else []
    keys.append(which)
    said = (getattr(level, key, None) for level in _levels(limits.table, kind, agency) for key in keys)
    return next((limit for limit in said if limit), None)


def _levels(table: DeadlinesTable, kind: str, agency: str | None) -> Iterator[Table]:
    """Walk over what is said, the most specific first."""
    own = table.agencies.get(agency or "", AgencyTable())
    yield from filter(None, (own.kinds.get(kind), own, table.kinds.get(kind)))
    if kind == "question":
        yield _QUESTION
    yield table


def limits_of(table: DeadlinesTable, agencies: Mapping[str, Agency]) -> Limits:
    """Give the limits that a table says, for the agencies of a region."""
    return Limits(table, frozenset(code for code, agency in agencies.items() if agency.where))


def wrong_limits(file: TomlFile, table: DeadlinesTable, agencies: Mapping[str, Agency]) -> Iterator[ConfigError]:
    """Find limits of agencies that the region does not have."""
    for code in table.agencies:
        if code not in agencies and code not in _SPECIAL:
            line, hint = file.line_of("deadlines", "agencies", code), nearest(code, agencies)
            yield ConfigError(f"deadlines: no agency {code!r} here", path=file.path, line=line, hint=hint)
