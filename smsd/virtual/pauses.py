"""How time passes in scripts and in the demo: so long, or until a time of day. Pure."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta, tzinfo
from typing import TypeAlias

Pause: TypeAlias = timedelta | time
"""How long, or until which time of day."""

_DURATION = re.compile(r"(?P<count>\d{1,4}) *(?:|(?P<m>m|min|minutes?)|(?P<h>h|hours?)|(?P<d>d|days?))")
_TIME_OF_DAY = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


def read_pause(written: str) -> Pause | None:
    """Read `15 minutes`, `2 hours`, `1 day`, shorter `15`, `2h`, `1d`, or a time of day, `07:30`; else None."""
    at = _TIME_OF_DAY.fullmatch(written.strip())
    if at:
        return time(int(at[1]), int(at[2]))
    found = _DURATION.fullmatch(written.strip())
    if found is None:
        return None
    count = int(found["count"])
    if found["d"]:
        return timedelta(days=count)
    return timedelta(hours=count) if found["h"] else timedelta(minutes=count)


def end_of(pause: Pause, now: datetime, zone: tzinfo) -> datetime:
    """Tell when a pause that begins now is over: a time of day is the next such one in the zone, never now."""
    if isinstance(pause, timedelta):
        return now + pause
    today = now.astimezone(zone).date()
    end = datetime.combine(today, pause, zone)
    return end if end > now else datetime.combine(today + timedelta(days=1), pause, zone)
