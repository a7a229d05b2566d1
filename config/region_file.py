"""The schema of a region's file."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from config.calendar import CalendarTable
from config.colours import Colours
from config.field_types import (
    AgencyShort,
    BodyName,
    BodyReach,
    ClockTime,
    Code,
    Count,
    Days,
    EmergencyNumber,
    Keyword,
    Minutes,
    Share,
    Table,
    Text,
)
from config.ladder import LADDER, URGENT_LADDER, Ladder
from config.limits import DeadlinesTable
from config.local_agencies import AgencyNames
from config.local_places import PlacesTable
from config.local_routing import RoutingTable
from config.problems import wrong_items


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except ZoneInfoNotFoundError:
        raise ValueError(f"this computer has no time zone {name}; install the package tzdata") from None
    return name


class NeighbourTable(Table):
    """A government next door that is not served, under the word that officers call it by."""

    name: BodyName
    reach: BodyReach


class RegionFile(Table):
    """The schema of a region's file; `config/regions/bogor.toml` explains the keys."""

    name: Text
    keyword: Keyword
    aliases: tuple[Keyword, ...] = ()
    timezone: Annotated[Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"], AfterValidator(_zone)]
    language: Code = "id"
    threshold: Share = 0.6
    admin: AgencyShort | None = None
    integrity: AgencyShort | None = None
    oversight: AgencyShort = "Pengawas Layanan"
    silent_days: Count = 60
    similar_days: Days = 30
    emergency: EmergencyNumber = "112"
    quiet_from: ClockTime = time(21)
    quiet_until: ClockTime = time(6)
    digests: tuple[ClockTime, ...] = (time(7, 30), time(15, 30))
    digest_days: Literal["every", "working"] = "every"
    leader_at: ClockTime = time(7)
    update_minutes: Minutes = 10
    officer_confirmation: Literal["echo", "code"] = "echo"
    parent: Code | None = None
    neighbours: dict[Keyword, NeighbourTable] = Field(default_factory=dict)
    answers: dict[Code, Text] = Field(default_factory=dict)
    without: tuple[str, ...] = ()
    agencies: dict[str, AgencyNames] = Field(default_factory=dict)
    places: PlacesTable | None = None
    routing: RoutingTable = Field(default_factory=RoutingTable)
    menu: Text | None = None
    calendar: CalendarTable = Field(default_factory=CalendarTable)
    deadlines: DeadlinesTable = Field(default_factory=DeadlinesTable)
    ladder: Ladder = LADDER
    urgent_ladder: Ladder = URGENT_LADDER
    colours: Colours = Field(default_factory=Colours)

    @field_validator("leader_at")
    @classmethod
    def _leader_at(cls, at: time, info: ValidationInfo) -> time:
        start, end = info.data.get("quiet_from"), info.data.get("quiet_until")
        if start is not None and end is not None and is_between(at, start, end):
            raise ValueError(f"{at:%H:%M} is in the quiet hours")
        return at

    @field_validator("digests")
    @classmethod
    def _digests(cls, times: tuple[time, ...], info: ValidationInfo) -> tuple[time, ...]:
        """Sort them; none may lie in the quiet hours, when it would never be sent."""
        start, end = info.data.get("quiet_from"), info.data.get("quiet_until")
        if start is not None and end is not None:
            asleep = [index for index, at in enumerate(times) if is_between(at, start, end)]
            if asleep:
                raise wrong_items([((index,), f"{times[index]:%H:%M} is in the quiet hours") for index in asleep])
        return tuple(sorted(set(times)))


def is_between(at: time, start: time, end: time) -> bool:
    """Tell whether a time of day lies in a span, which may go over midnight; from a time to itself is no span."""
    return start <= at < end if start <= end else at >= start or at < end
