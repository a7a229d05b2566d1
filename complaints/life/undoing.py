"""Taking a step back: what it overwrote stands in its event, and is written back as a new event.

Nothing is ever deleted from the history. Only the last step is taken back, and only if none has come since; that
somebody was told, or the reporter has added words, takes nothing away.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from complaints.life.lifecycle import Action, Actor, Status
from sms.errors import UserError
from storage import history
from storage.changes import Changes
from storage.complaints import by_number
from storage.engine import AnyRow
from storage.supporters import first_of

TAKEN_BACK_WITHIN = timedelta(minutes=10)
"""For so long an officer takes back what they have done, unseen by the citizen."""

ADMIN_WITHIN = timedelta(hours=24)
"""For so long an admin does; what the citizen has heard of is told to them again as it is then."""

_SAID = frozenset({Action.ASK, Action.REPLY})
"""What has been said to a citizen cannot be unsaid."""


class CannotUndoError(UserError):
    """There is no step to take back: the last one is somebody else's, or is no step of the office."""


class TooLateToUndoError(CannotUndoError):
    """The last step is the officer's own, but its time to be taken back is over, or the citizen has heard of it."""


def take_back(
    connection: Connection, complaint: AnyRow, who: tuple[Actor, str, str], now: datetime, window: timedelta
) -> Status:
    """Take the last step of a complaint back, and give the state after it; raises CannotUndoError.

    `who` does it: kind, name, and their reason. `window` is how long news are gathered, if there are any.
    """
    actor_kind, actor, reason = who
    (last,) = history.last_steps(connection, complaint.id, 1)
    was_told = (complaint.told_event_id or 0) >= last.id
    _check(last, actor_kind, actor, now, was_told=was_told)
    history.restore(connection, complaint.id, last.undo, last.at, now)
    after = by_number(connection, complaint.number) or complaint
    event = {
        "complaint_id": complaint.id,
        "at": now,
        "actor_kind": actor_kind,
        "actor": actor,
        "action": Action.UNDO,
        "before": complaint.status,
        "after": after.status,
        "agency": after.agency,
        "reason": reason,
        # Which step it was: the citizen hears of neither, if they have not heard of that one.
        "undo": {"of": last.id},
    }
    changes = Changes(events=[event, *_unmerged(connection, complaint.number, last, event)])
    if was_told and complaint.subscriber_id is not None:
        changes.complaint_updates.append({"id": complaint.id, "news_due_at": now + window})
    changes.write(connection)
    return Status(after.status)


def _unmerged(connection: Connection, number: int, last: AnyRow, undo: dict[str, Any]) -> list[dict[str, Any]]:
    """Write into the history of the one that it was merged into that it has left again."""
    brought = last.undo.get("brought")
    first = first_of(connection, brought["into"]) if brought else None
    if first is None:
        return []
    left = {"complaint_id": first.id, "action": Action.SUPPORT, "agency": first.agency, "undo": None}
    return [{**undo, **left, "before": first.status, "after": first.status, "reason": f"-{number}"}]


def _check(last: AnyRow, actor_kind: Actor, actor: str, now: datetime, *, was_told: bool) -> None:
    """Raise what forbids it."""
    if not last.undo or "complaint" not in last.undo:
        raise CannotUndoError(f"the last step, {last.action}, is none that can be taken back")
    if was_told and last.action in _SAID:
        raise TooLateToUndoError(f"the citizen has read it: {last.action} cannot be taken back")
    if actor_kind is not Actor.OFFICER:
        if now - last.at > ADMIN_WITHIN:
            raise TooLateToUndoError(
                "the last step is more than 24 hours old; change the complaint with a step of its own"
            )
        return
    if (last.actor_kind, last.actor) != (actor_kind, actor):
        raise CannotUndoError("the last step is somebody else's")
    if was_told or now - last.at > TAKEN_BACK_WITHIN:
        raise TooLateToUndoError("an officer has 10 minutes; afterwards an admin takes it back")
