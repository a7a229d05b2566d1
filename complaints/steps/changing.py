"""What a step changes: the complaint, the hands it is in, and when it closes by itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from complaints.life.deeds import Deed
from complaints.life.lifecycle import DONE, ENDED, Action, Actor, Status, outcome_after
from complaints.steps.opening import lead_assignment
from complaints.steps.settling import ENCLOSES, OF_OFFICE, StepTaken
from complaints.who import circles
from complaints.who.office import Office
from parsers.meaning import Kind
from storage.changes import Changes
from storage.engine import AnyRow

_TAKES_UP = frozenset({Action.ACCEPT, Action.START, Action.ASK, Action.POSTPONE, Action.RESOLVE})
"""With these an agency takes a complaint up: it has been read there."""

_ANSWERS = frozenset(
    {
        Action.ACCEPT,
        Action.START,
        Action.ASK,
        Action.REPLY,
        Action.RESOLVE,
        Action.DECLINE,
        Action.REJECT,
        Action.POSTPONE,
        Action.CLOSE,
    }
)
"""Of these the reporter is told, or they speak to them; handing a complaint around is no answer."""


def move(  # noqa: PLR0913, PLR0917 - a step, whose it is, and when
    changes: Changes, office: Office, complaint: AnyRow, step: StepTaken, deed: Deed, now: datetime
) -> None:
    """Bring complaint and lead assignment into the new state; another agency gets an assignment of its own."""
    changed: dict[str, Any] = {
        "id": complaint.id,
        "updated_at": now,
        **deed.sets,
        **circles.marks(complaint, deed, now),
    }
    # In triage of another region it waits for another admin, who has the whole time.
    anew = step.after is Status.TRIAGE and step.region != complaint.region
    if anew or step.after != complaint.status:
        changed |= {"status": step.after, "status_since": now}
    if step.action is Action.REOPEN:
        changed["reopened"] = complaint.reopened + 1
        # Whoever objects to having praised complains.
        changed["kind"] = Kind.COMPLAINT if complaint.kind == Kind.PRAISE else complaint.kind
    if step.bounces:
        changed["bounced"] = complaint.bounced + 1
    # An objection is the reporter's word too, but no answer to what an officer asked.
    objects = step.action is Action.REOPEN and deed.actor_kind is Actor.CITIZEN and complaint.asked_at is None
    if objects or step.action in {Action.ANSWER, Action.ADD}:
        changed["answered_at"] = now
    changed["outcome"] = outcome_after(complaint.outcome, step.action, deed.actor_kind, step.after)
    if step.after in ENDED:
        changed["asked_at"] = None
    if step.action is Action.ASK:
        changed["asked"] = complaint.asked + 1
    changed |= _on_its_own(complaint, step, deed) | first_answer(complaint, deed, now)
    changes.complaint_updates.append(changed | _closing(office, complaint, step, deed, now))
    if step.moves:
        _hand_over(changes, complaint, step, now)
    elif complaint.assignment_id is not None:
        changes.assignment_updates.append(_in_the_same_hands(complaint, step, deed, now))


def _on_its_own(complaint: AnyRow, step: StepTaken, deed: Deed) -> dict[str, Any]:
    """Part it from its incident where it is kept apart or another region's, and from what it was a duplicate of."""
    parted: dict[str, Any] = {}
    if deed.region is not None or step.action in ENCLOSES:
        parted["incident_id"] = None
    if complaint.status == Status.DUPLICATE != step.after:
        parted["duplicate_of"] = None
    return parted


def first_answer(complaint: AnyRow, deed: Deed, now: datetime) -> dict[str, Any]:
    """Note when the office answered first, of whichever agency; taking the step back gives it back."""
    answers = deed.action in _ANSWERS and deed.actor_kind in OF_OFFICE
    return {"first_answer_at": now} if answers and complaint.first_answer_at is None else {}


def _closing(office: Office, complaint: AnyRow, step: StepTaken, deed: Deed, now: datetime) -> dict[str, Any]:
    """Tell when it closes by itself from now on.

    The time runs from when the reporter is told that it is solved; where there is nobody to tell, from now. With each
    word of theirs it begins again. Whoever asks for compensation is not taken by surprise.
    """
    asks = deed.sets.get("compensation", complaint.compensation)
    if step.after is not Status.RESOLVED or asks:
        return {"close_at": None}
    unheard = complaint.subscriber_id is None and step.action is Action.RESOLVE
    begins = unheard or step.action in {Action.ADD, Action.ANSWER, Action.TAG}
    return {"close_at": office.closes_at(complaint, now)} if begins else {}


def _in_the_same_hands(complaint: AnyRow, step: StepTaken, deed: Deed, now: datetime) -> dict[str, Any]:
    """Bring the lead assignment along; one that comes back, or goes to another unit, is new to those who have it."""
    changed: dict[str, Any] = {"id": complaint.assignment_id, "state": step.after}
    # What was done stays done at its time, also when the citizen confirms it later.
    changed["done_at"] = (complaint.done_at or now) if step.after in DONE else None
    comes_back = complaint.status in DONE and step.after not in DONE
    if comes_back or step.unit != complaint.unit:
        changed |= {"unit": step.unit, "accepted_at": None, "told_at": None, "postponed_until": None}
        return changed | ({"rung": 0} if comes_back else {})
    if step.action in _TAKES_UP and complaint.accepted_at is None:
        changed["accepted_at"] = now
    if step.action is Action.POSTPONE or complaint.status == Status.POSTPONED != step.after:
        changed["postponed_until"] = deed.until
    return changed


def _hand_over(changes: Changes, complaint: AnyRow, step: StepTaken, now: datetime) -> None:
    if complaint.assignment_id is not None:
        changes.assignment_updates.append({"id": complaint.assignment_id, "ended_at": now})
    if step.agency is not None:
        done_at = now if step.after in DONE else None
        hand = lead_assignment(complaint.id, step.agency, now, step.unit)
        changes.assignments.append({**hand, "state": step.after, "done_at": done_at})
