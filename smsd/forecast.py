"""For how long what is on a SIM is enough, by how it went down in the last days. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

HISTORY = timedelta(days=14)
"""How far back it is looked."""
ENOUGH = timedelta(days=1)
"""Less than this tells nothing: a morning is no day."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Known:
    """What an operator told at a moment; None is what it did not."""

    at: datetime
    rupiah: int | None = None
    sms: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """For how many days, and about how many SMS, it is enough; None: there is too little to tell by.

    `expires`: the SIM's time is over before its balance is.
    """

    days: int | None = None
    sms: int | None = None
    expires: bool = False


def forecast(history: Sequence[Known], sent: int, now: datetime) -> Forecast:
    """Tell how long it lasts, from the balances of the last days, oldest first, and how many SMS left meanwhile.

    `now` is in the zone whose days count.
    """
    lasting = [left for name in ("rupiah", "sms") if (left := _lasts(_points(history, name), now)) is not None]
    if not lasting:
        return Forecast()
    until = next((known.until for known in reversed(history) if known.until), None)
    valid = until - now.date() if until else None
    days, expires = (valid, True) if valid is not None and valid < min(lasting) else (min(lasting), False)
    return Forecast(max(round(days / _DAY), 0), _sms_left(history, sent), expires)


def _points(history: Sequence[Known], name: str) -> list[tuple[datetime, int]]:
    told = ((known.at, getattr(known, name)) for known in history)
    return [(at, amount) for at, amount in told if amount is not None]


def _spent(points: Sequence[tuple[datetime, int]]) -> tuple[int, timedelta]:
    """Tell how much went, and in which time; the time in which it was topped up does not count."""
    steps = list(_falls(points))
    return sum(fall for fall, _ in steps), sum((time for _, time in steps), timedelta())


def _falls(points: Sequence[tuple[datetime, int]]) -> Iterator[tuple[int, timedelta]]:
    for (before, had), (after, has) in pairwise(points):
        if has <= had:
            yield had - has, after - before


def _lasts(points: Sequence[tuple[datetime, int]], now: datetime) -> timedelta | None:
    """Tell how long it lasts from now on; None if it did not go down, or was not watched for long enough."""
    spent, time = _spent(points)
    if not spent or time < ENOUGH:
        return None
    at, left = points[-1]
    return at + time * left / spent - now


def _sms_left(history: Sequence[Known], sent: int) -> int | None:
    """Tell for how many SMS it is enough, at what one cost."""
    packages = _points(history, "sms")
    if packages and packages[-1][1]:
        return packages[-1][1]
    points = _points(history, "rupiah")
    spent, _ = _spent(points)
    return points[-1][1] * sent // spent if spent and sent else None
