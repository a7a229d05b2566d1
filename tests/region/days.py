"""The days of the region: when the daemon looks, when it is off, when it floods."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from tests.ledger import DAY, at_local, is_working

FIRST, END = date(2026, 11, 30), date(2027, 2, 3)
"""A Monday, and the first day that is not played any more: nine weeks, and two whole months in them."""
OUTAGE = at_local(date(2026, 12, 15), time(10)), at_local(date(2026, 12, 17), time(10))
FLOOD = date(2027, 1, 12)
FLOOD_FROM, FLOOD_UNTIL = time(13), time(19)
SLOTS = time(7, 30), time(15, 30)
LEADER_AT = time(7)

_HALF_HOUR = timedelta(minutes=30)
_LOOKS = (time(6, 5), time(8, 35), time(9, 50), time(11), time(13, 5), time(14, 20), time(16, 35), time(18, 20))
_LATE_LOOKS = time(20, 10), time(22, 50)
_DRIFTS, _WITHIN = 7, 24
"""The looks of a day are so many minutes later than those of the day before, so that things take all kinds of times."""


def looks() -> Iterator[datetime]:
    """Give the moments at which the daemon does what there is to do; in the outage there is none."""
    on = FIRST
    while on < END:
        drift = timedelta(minutes=(on - FIRST).days * _DRIFTS % _WITHIN)
        found = {at_local(on, at) + drift for at in (*_LOOKS, *_LATE_LOOKS)}
        found |= {at_local(on, at) for at in (LEADER_AT, *SLOTS)}
        found |= set(flood_looks()) if on == FLOOD else set()
        yield from sorted(at for at in found if not is_out(at))
        on += DAY


def flood_looks() -> list[datetime]:
    """Give the moments at which everybody looks on the day of the flood, half an hour apart."""
    begin = at_local(FLOOD, FLOOD_FROM)
    return [begin + count * _HALF_HOUR for count in range(1, 14)]


def is_out(at: datetime) -> bool:
    """Tell whether the daemon is off."""
    return OUTAGE[0] <= at < OUTAGE[1]


def working_days() -> Iterator[date]:
    """Give the days on which the offices work, and have a daemon."""
    on = FIRST
    while on < END:
        if is_working(on) and not is_out(at_local(on, time(12))):
            yield on
        on += DAY
