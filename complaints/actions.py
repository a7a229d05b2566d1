"""Doing something to a complaint that is there: the step, its history, its hands, and the news to the citizen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from complaints import bounces, circles, parts, praise
from complaints.clocks import keep_time
from complaints.deeds import (
    Deed,
    DoneAlreadyError,
    NoSuchAgencyError,
    NoSuchComplaintError,
    WordsMissingError,
)
from complaints.ladder import look_again
from complaints.lifecycle import ENDED, Action, Actor, Clock, IllegalStepError, Status, outcome_after, step_of
from complaints.notices import AT_ONCE, is_news
from complaints.numbers import is_mistyped
from complaints.office import Office
from complaints.opening import lead_assignment
from complaints.people import People
from complaints.told_at_once import tell_hands, tell_helper, tell_rest
from complaints.undoing import TAKEN_BACK_WITHIN, take_back
from complaints.whose import agency_after, unit_after
from parsers.meaning import Kind
from sms.safe_text import storable
from storage import complaints, outbound
from storage.changes import Changes
from storage.engine import AnyRow
from storage.hands import parts_of
from storage.history import before_images

_NEEDS_WORDS = frozenset({Action.ASK, Action.DECLINE, Action.REPLY})
_DECIDES = frozenset({Action.RESOLVE, Action.REJECT, Action.CLOSE})
"""What decides on a complaint that asks for compensation, which is told the reason."""
_TAKES_UP = frozenset({Action.ACCEPT, Action.START, Action.ASK, Action.POSTPONE, Action.RESOLVE})
"""With these an agency takes a complaint up: it has been read there."""

DONE = frozenset(
    {Status.NOT_OURS, Status.RESOLVED, Status.CLOSED, Status.WITHDRAWN, Status.DUPLICATE, Status.ARCHIVED, Status.SPAM}
)
"""Where nobody has anything left to do."""

_ENCLOSES = frozenset({Action.ENCLOSE, Action.MASK})

HELD_BACK = frozenset({Action.RESOLVE, Action.ASSIGN, Action.MOVE, Action.POSTPONE, Action.DECLINE})
"""Of these the citizen hears only when the officer can no longer take them back, be it urgent or not."""

_OF_OFFICE = frozenset({Actor.OFFICER, Actor.ADMIN})
"""Who can take back what they have done, and who must give reasons."""


@dataclass(frozen=True, slots=True)
class _StepTaken:
    """A step that is legal: what was done, the state after it, whose it is then, its clock.

    `moves` tells that it comes into other hands, `bounces` that its agency wanted to be rid of it.
    """

    action: Action
    after: Status
    region: str
    agency: str | None
    unit: str | None
    clock: Clock | None
    moves: bool
    bounces: bool


def apply(connection: Connection, office: Office, number: int, deed: Deed, now: datetime) -> Status:
    """Do a deed in the connection's transaction and give the state after it; the citizen hears of it in time.

    Raises NoSuchComplaintError, NoSuchAgencyError, NoSuchUnitError, NoSuchRegionError, WordsMissingError,
    AccusedError, NotTheirsError, CannotUndoError, or IllegalStepError of the lifecycle; then nothing has changed.
    """
    complaint = find(connection, number, for_change=True)
    if deed.action is Action.UNDO:
        circles.refuse(complaint, deed, None)
        step_of(Status(complaint.status), deed.action, deed.actor_kind)
        window = office.news_window(complaint.region)
        return take_back(connection, complaint, (deed.actor_kind, deed.actor, storable(deed.said)), now, window)
    changes, after = changes_of(connection, office, complaint, parts_of(connection, [complaint.id]), deed, now)
    if deed.actor_kind in _OF_OFFICE:
        undo = before_images(connection, changes.complaint_updates, changes.assignment_updates)
        changes.events[0]["undo"] = undo
    changes.write(connection)
    if deed.action in _ENCLOSES:
        _silence(connection, complaint, find(connection, number), changes)
    if deed.action is Action.ASSIGN and praise.has_arrived(complaint, find(connection, number)):
        return apply(connection, office, number, Deed(Action.THANK, Actor.SYSTEM, "praise"), now)
    return after


def changes_of(  # noqa: PLR0913, PLR0917 - what is done to what
    connection: Connection,
    office: Office,
    complaint: AnyRow,
    helpers: Mapping[int, Sequence[AnyRow]],
    deed: Deed,
    now: datetime,
) -> tuple[Changes, Status]:
    """Give what a deed changes of a complaint that is locked, and the state after it; raises as `apply`.

    `helpers` are the parts of further agencies, by the complaint's id.
    """
    deed, helping, people, changes = (
        _as_carried_out(complaint, deed),
        helpers[complaint.id],
        People(connection, now),
        Changes(),
    )
    if deed.part is not None or deed.action is Action.JOIN:
        after = _help(changes, office, people, (complaint, helping), deed, now)
        look_again(changes, office, complaint, now)
        return changes, after
    step = _step(connection, office, complaint, deed)
    _move(changes, office, complaint, step, deed, now)
    keep_time(changes, office, complaint, step.clock, now)
    look_again(changes, office, complaint, now)
    if step.moves or step.after in ENDED:
        parts.end(changes, helping, now, None if step.after in ENDED or deed.region else step.agency)
    changes.complaint_updates[0]["news_due_at"] = _news_due(office, complaint, deed, step, now)
    changes.events.append(_event(complaint, deed, step.after, step.agency, now))
    if step.moves or step.action is Action.REOPEN:
        tell_hands(changes, office, people, complaint, (step.region, step.agency), now)
    tell_rest(changes, office, people, complaint, step.action, now, bounced=step.bounces)
    return changes, step.after


def _silence(connection: Connection, before: AnyRow, complaint: AnyRow, changes: Changes) -> None:
    """Keep what waits for its former officers from reaching them."""
    if before.agency != complaint.agency:
        outbound.cancel_about(connection, complaint.id, but_for=complaint.subscriber_id, keys=changes.keys)


def find(connection: Connection, number: int, *, for_change: bool = False) -> AnyRow:
    """Find a complaint by its number; raises NoSuchComplaintError."""
    # First, because it may be longer than a database can hold.
    if is_mistyped(number):
        raise NoSuchComplaintError(f"{number} is mistyped: its digits do not fit together; look at it again")
    complaint = complaints.by_number(connection, number, for_change=for_change)
    if complaint is None:
        raise NoSuchComplaintError(f"no complaint has the number {number}")
    return complaint


def _as_carried_out(complaint: AnyRow, deed: Deed) -> Deed:
    """Tell what a deed comes to: what a unit gives back its agency has, and at the third bounce the admin chooses."""
    if deed.action is Action.RETURN and deed.unit and deed.unit == complaint.unit:
        return replace(deed, action=Action.ASSIGN, agency=complaint.agency, unit="")
    bounce = bounces.is_bounce(complaint, deed.action, deed.actor_kind, deed.agency)
    if bounce and deed.action is Action.ASSIGN and bounces.is_too_often(complaint):
        return replace(deed, action=Action.RETURN, agency=None)
    return deed


def _help(  # noqa: PLR0913, PLR0917 - whose part, of what, and what is done to it
    changes: Changes,
    office: Office,
    people: People,
    whole: tuple[AnyRow, Sequence[AnyRow]],
    deed: Deed,
    now: datetime,
) -> Status:
    """Let a further agency join, or do its part; the complaint's state is its lead's and stays."""
    complaint, helping = whole
    before, agency = Status(complaint.status), deed.part or agency_after(office, complaint, deed) or ""
    if deed.action is Action.JOIN:
        circles.refuse(complaint, deed, agency)
        step_of(before, deed.action, deed.actor_kind)
        parts.join(changes, complaint, helping, agency, now)
        tell_helper(changes, office, people, complaint, agency, now)
    else:
        parts.work(changes, complaint, helping, agency, deed.action, now)
    news_due = _news_due(office, complaint, deed, None, now) if deed.said.strip() else complaint.news_due_at
    changes.complaint_updates.append({"id": complaint.id, "updated_at": now, "news_due_at": news_due})
    keep_time(changes, office, complaint, None, now)
    changes.events.append(_event(complaint, deed, before, agency, now))
    return before


def _step(connection: Connection, office: Office, complaint: AnyRow, deed: Deed) -> _StepTaken:
    """Settle what a deed comes to; raises what `apply` raises."""
    before, agency = Status(complaint.status), agency_after(office, complaint, deed)
    circles.refuse(complaint, deed, agency)
    row = step_of(before, deed.action, deed.actor_kind)
    after = _after(complaint, row.after or before, deed, agency)
    moves = agency != complaint.agency or deed.region is not None
    unit = (
        complaint.unit if not moves and deed.unit is None else unit_after(connection, office, complaint, deed, agency)
    )
    passes = not moves and unit != complaint.unit
    if deed.action is Action.ASSIGN and before is Status.ASSIGNED and not moves and not passes:
        raise IllegalStepError(f"{complaint.number} is with {agency} already")
    again = deed.action is Action.ACCEPT and complaint.accepted_at is not None
    if again or (deed.action is Action.START and after is before and not deed.said.strip()):
        raise DoneAlreadyError(f"{complaint.number} is {before} already, and nothing new is said of it")
    # Within an agency its clock runs on; what nobody has has none.
    stays = passes or (deed.action in _ENCLOSES and not moves)
    clock = None if stays else row.clock if agency or not moves else Clock.STOP
    bounce = bounces.is_bounce(complaint, deed.action, deed.actor_kind, agency)
    return _StepTaken(deed.action, after, deed.region or complaint.region, agency, unit, clock, moves, bounce)


def _news_due(office: Office, complaint: AnyRow, deed: Deed, step: _StepTaken | None, now: datetime) -> datetime | None:
    """Tell when the citizen is to hear of all that is new: what is on its way already is not put off."""
    due: datetime | None = complaint.news_due_at
    within = step is not None and step.action is Action.ASSIGN and not step.moves
    if complaint.subscriber_id is None or within or not is_news(deed.action, deed.actor_kind):
        return due
    window = office.news_window(complaint.region)
    if deed.actor_kind is Actor.OFFICER and deed.action in HELD_BACK:
        return now + max(window, TAKEN_BACK_WITHIN)
    wait = timedelta() if deed.action in AT_ONCE or complaint.urgent else window
    return now + wait if due is None else min(due, now + wait)


def _after(complaint: AnyRow, after: Status, deed: Deed, agency: str | None) -> Status:
    """Tell the state after the deed: the lifecycle's, but nothing is assigned to nobody, nor anew to who has it."""
    decides = complaint.compensation and deed.action in _DECIDES and deed.actor_kind in _OF_OFFICE
    if (decides or deed.action in _NEEDS_WORDS) and not deed.said.strip():
        raise WordsMissingError(f"{deed.action} needs words: the question, the reason, or which office can help")
    if deed.action in _ENCLOSES and agency == complaint.agency:
        return Status(complaint.status)
    if deed.action is Action.RETURN and agency:
        return Status.ASSIGNED
    if after is not Status.ASSIGNED or agency:
        return after
    if deed.action in {Action.REOPEN, Action.MOVE}:
        return Status.TRIAGE
    raise NoSuchAgencyError(f"{complaint.number} has no agency yet; assign it to one")


def _move(  # noqa: PLR0913, PLR0917 - a step, whose it is, and when
    changes: Changes, office: Office, complaint: AnyRow, step: _StepTaken, deed: Deed, now: datetime
) -> None:
    """Bring complaint and lead assignment into the new state; another agency gets an assignment of its own."""
    changed: dict[str, Any] = {
        "id": complaint.id,
        "updated_at": now,
        **deed.sets,
        **circles.marks(complaint, deed, now),
    }
    if step.after != complaint.status:
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
    changes.complaint_updates.append(changed | _closing(office, complaint, step, deed, now))
    if step.moves:
        _hand_over(changes, complaint, step, now)
    elif complaint.assignment_id is not None:
        changes.assignment_updates.append(_in_the_same_hands(complaint, step, deed, now))


def _closing(office: Office, complaint: AnyRow, step: _StepTaken, deed: Deed, now: datetime) -> dict[str, Any]:
    """Tell when it closes by itself from now on.

    The time runs from when the reporter is told that it is solved; where there is nobody to tell, from now. Whoever has
    said a word, or asks for compensation, is not taken by surprise.
    """
    asks = deed.sets.get("compensation", complaint.compensation)
    if step.after is not Status.RESOLVED or asks or step.action in {Action.ADD, Action.ANSWER}:
        return {"close_at": None}
    begins = complaint.subscriber_id is None and step.action is Action.RESOLVE
    return {"close_at": office.closes_at(complaint, now)} if begins or step.action is Action.TAG else {}


def _in_the_same_hands(complaint: AnyRow, step: _StepTaken, deed: Deed, now: datetime) -> dict[str, Any]:
    """Bring the lead assignment along; one that is reopened, or goes to another unit, is new to those who have it."""
    changed: dict[str, Any] = {"id": complaint.assignment_id, "state": step.after}
    # What was done stays done at its time, also when the citizen confirms it later.
    changed["done_at"] = (complaint.done_at or now) if step.after in DONE else None
    if step.action is Action.REOPEN:
        return changed | {"accepted_at": None, "told_at": None, "rung": 0}
    if step.unit != complaint.unit:
        return changed | {"unit": step.unit, "accepted_at": None, "told_at": None, "postponed_until": None}
    if step.action in _TAKES_UP and complaint.accepted_at is None:
        changed["accepted_at"] = now
    if step.action is Action.POSTPONE or complaint.status == Status.POSTPONED != step.after:
        changed["postponed_until"] = deed.until
    return changed


def _hand_over(changes: Changes, complaint: AnyRow, step: _StepTaken, now: datetime) -> None:
    if complaint.assignment_id is not None:
        changes.assignment_updates.append({"id": complaint.assignment_id, "ended_at": now})
    if step.agency is not None:
        done_at = now if step.after in DONE else None
        hand = lead_assignment(complaint.id, step.agency, now, step.unit)
        changes.assignments.append({**hand, "state": step.after, "done_at": done_at})


def _event(complaint: AnyRow, deed: Deed, after: Status, agency: str | None, now: datetime) -> dict[str, Any]:
    unit = f"-> {deed.unit or agency}: " if deed.unit is not None and agency is not None else ""
    return {
        "complaint_id": complaint.id,
        "at": now,
        "actor_kind": deed.actor_kind,
        "actor": deed.actor,
        "action": deed.action,
        "before": complaint.status,
        "after": after,
        "agency": agency,
        "reason": f"{unit}{storable(deed.said)}".rstrip(": ") if unit else storable(deed.said),
    }
