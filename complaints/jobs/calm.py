"""What waits in a rush: while every line has answers that wait too long, nobody is told what they did not ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from complaints.who.office import Office
from storage import overload
from storage.engine import Database

_IsDue = Callable[[Database, Office, datetime], bool]


def is_rush(database: Database, office: Office, now: datetime) -> bool:
    """Tell whether no line of the settings has room for what is no answer."""
    with database.read() as connection:
        slow = set(overload.lines(connection, now - office.patience).values())
    return bool(slow) and slow.issuperset(office.default_regions)


def when_calm(is_due: _IsDue) -> _IsDue:
    """Let a job wait for the end of a rush: what it tells is then as it is then, and not as it was when it began."""

    def due(database: Database, office: Office, now: datetime) -> bool:
        return is_due(database, office, now) and not is_rush(database, office, now)

    return due
