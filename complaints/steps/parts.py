"""Further agencies on a complaint: each does its part, and what becomes of the complaint stays the lead's matter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from complaints.life.lifecycle import Action, Actor, IllegalStepError, Status, next_status
from complaints.steps.opening import lead_assignment
from storage.changes import Changes
from storage.engine import AnyRow

DOES = frozenset({Action.ACCEPT, Action.START, Action.REPLY, Action.RESOLVE, Action.RETURN})
"""What a further agency can do; to ask, to put off and to hand on is the lead's."""


def join(changes: Changes, complaint: AnyRow, parts: Sequence[AnyRow], agency: str, now: datetime) -> None:
    """Let a further agency help; raises IllegalStepError if it has the complaint already."""
    if agency in {complaint.agency, *(part.agency for part in parts)}:
        raise IllegalStepError(f"{complaint.number} is with {agency} already")
    changes.assignments.append({**lead_assignment(complaint.id, agency, now, None), "lead": False})


def work(  # noqa: PLR0913, PLR0917 - whose part, of what, what is done to it, and when
    changes: Changes, complaint: AnyRow, parts: Sequence[AnyRow], agency: str, action: Action, now: datetime
) -> None:
    """Do something to an agency's own part; raises IllegalStepError if that is the lead's matter, or it has no part."""
    part = next((each for each in parts if each.agency == agency), None)
    if part is None or action not in DOES:
        raise IllegalStepError(f"no {action} of {complaint.number} by {agency}: it is with {complaint.agency}")
    after = next_status(Status(part.state), action, Actor.OFFICER)
    changed: dict[str, Any] = {"id": part.id}
    if action is Action.RETURN:
        changed["ended_at"] = now
    elif action is not Action.REPLY:
        changed |= {"state": after, "done_at": now if after is Status.RESOLVED else None}
        changed |= {} if part.accepted_at else {"accepted_at": now}
    changes.assignment_updates.append(changed)


def end(changes: Changes, parts: Sequence[AnyRow], now: datetime, agency: str | None = None) -> None:
    """End the parts, all or an agency's: the complaint has ended, or is that agency's whole now."""
    for part in parts:
        if agency in {None, part.agency}:
            changes.assignment_updates.append({"id": part.id, "ended_at": now})
