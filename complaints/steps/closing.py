"""What the clock does to complaints: a solved one closes if nobody objects, and one that was put off goes on.

Both are set-wise, and once: what is done is no longer due.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import changes_of
from complaints.who.office import Office
from storage import by_the_clock
from storage.changes import Changes
from storage.engine import AnyRow, Database
from storage.hands import parts_of

BATCH = 200

_CLOSE = Deed(Action.CLOSE, Actor.SYSTEM, "closing")
_GIVE_BACK = Deed(Action.MASK, Actor.SYSTEM, "closing")
_RESUME = Deed(Action.RESUME, Actor.SYSTEM, "resuming")


def any_to_close(database: Database, office: Office, now: datetime) -> bool:  # noqa: ARG001 - as every job
    """Tell whether a complaint is to be closed, since its reporter has said nothing for long."""
    with database.read() as connection:
        return by_the_clock.any_to_close(connection, now)


def close_due(database: Database, office: Office, now: datetime) -> int:
    """Close what nobody has objected to in time; gives how many.

    Where the reporter is threatened silence says nothing: what an agency has solved goes back to its circle.
    """
    return _do_all(database, office, by_the_clock.take_to_close, _at_the_end, now)


def _at_the_end(complaint: AnyRow) -> Deed:
    unseen = complaint.threatened_at is not None and complaint.agency != complaint.circle
    return _GIVE_BACK if unseen else _CLOSE


def any_to_resume(database: Database, office: Office, now: datetime) -> bool:  # noqa: ARG001 - as every job
    """Tell whether the day has come to which a complaint was put off."""
    with database.read() as connection:
        return by_the_clock.any_to_resume(connection, now)


def resume_due(database: Database, office: Office, now: datetime) -> int:
    """Let what was put off go on; gives how many."""
    return _do_all(database, office, by_the_clock.take_to_resume, lambda _: _RESUME, now)


_Take = Callable[[Connection, datetime, int], list[AnyRow]]
_DeedOf = Callable[[AnyRow], Deed]


def _do_all(database: Database, office: Office, due: _Take, deed_of: _DeedOf, now: datetime) -> int:
    done = 0
    while batch := _do_some(database, office, due, deed_of, now):
        done += batch
    return done


def _do_some(database: Database, office: Office, due: _Take, deed_of: _DeedOf, now: datetime) -> int:
    with database.write() as connection:
        rows, changes = due(connection, now, BATCH), Changes()
        helpers = parts_of(connection, [row.id for row in rows])
        for row in rows:
            changes.add(changes_of(connection, office, row, helpers, deed_of(row), now)[0])
        changes.write(connection)
    return len(rows)
