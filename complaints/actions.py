"""Doing something to a complaint that is there: the step, its history, its hands, and the news to the citizen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from complaints.alerts import Danger, alert
from complaints.clocks import keep_time
from complaints.ladder import look_again
from complaints.lifecycle import ENDED, OUTCOMES, Action, Actor, Clock, IllegalStepError, Status, step_of
from complaints.notices import AT_ONCE, is_news
from complaints.numbers import is_mistyped
from complaints.office import Office
from complaints.opening import lead_assignment
from complaints.people import People
from complaints.places import unit_in_charge
from sms.errors import UserError
from sms.safe_text import storable
from storage import complaints, places
from storage.changes import Changes
from storage.engine import AnyRow

_NEEDS_WORDS = frozenset({Action.ASK, Action.DECLINE, Action.REPLY})
_TAKES_UP = frozenset({Action.ACCEPT, Action.START, Action.ASK, Action.POSTPONE, Action.RESOLVE})
"""With these an agency takes a complaint up: it has been read there."""

DONE = frozenset(
    {Status.NOT_OURS, Status.RESOLVED, Status.CLOSED, Status.WITHDRAWN, Status.DUPLICATE, Status.ARCHIVED, Status.SPAM}
)
"""Where nobody has anything left to do."""


class NoSuchComplaintError(UserError):
    """No complaint has that number; the message tells a slip of the thumb from one that does not exist."""


class NoSuchAgencyError(UserError):
    """The region has no such agency; the message lists those it has."""


class NoSuchRegionError(UserError):
    """The complaint's region has left the settings, and its agencies with it; the message says how it comes back."""


class WordsMissingError(UserError):
    """A step that the citizen only understands with the office's own words came without them."""


class DoneAlreadyError(IllegalStepError):
    """The complaint is where the step would bring it, and nothing new was said."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody wants done: the action, who does it, their words, and the agency if it goes to another."""

    action: Action
    actor_kind: Actor
    actor: str
    said: str = ""
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class _StepTaken:
    """A step that is legal: what was done, the state after it, the agency in charge, its clock, and what was said."""

    action: Action
    after: Status
    agency: str | None
    clock: Clock | None
    said: str


def apply(connection: Connection, office: Office, number: int, deed: Deed, now: datetime) -> Status:
    """Do a deed in the connection's transaction and give the state after it; the citizen hears of it in time.

    Raises NoSuchComplaintError, NoSuchAgencyError, NoSuchRegionError, WordsMissingError, or
    IllegalStepError of the lifecycle; then nothing has changed.
    """
    complaint = find(connection, number, for_change=True)
    step = _step(office, complaint, deed)
    changes = Changes()
    _move(changes, complaint, step, deed.actor_kind, now, _unit(connection, office, complaint, step))
    keep_time(changes, office, complaint, step.clock, now)
    look_again(changes, office, complaint, now)
    changes.complaint_updates[0]["news_due_at"] = _news_due(office, complaint, deed, now)
    changes.events.append(_event(complaint, deed, step, now))
    if complaint.urgent and (step.agency != complaint.agency or step.action is Action.REOPEN):
        danger = Danger(complaint.id, number, complaint.region, step.agency, complaint.text)
        alert(changes, office, People(connection, now), danger, now)
    changes.write(connection)
    return step.after


def find(connection: Connection, number: int, *, for_change: bool = False) -> AnyRow:
    """Find a complaint by its number; raises NoSuchComplaintError."""
    # First, because it may be longer than a database can hold.
    if is_mistyped(number):
        raise NoSuchComplaintError(f"{number} is mistyped: its digits do not fit together; look at it again")
    complaint = complaints.by_number(connection, number, for_change=for_change)
    if complaint is None:
        raise NoSuchComplaintError(f"no complaint has the number {number}")
    return complaint


def _step(office: Office, complaint: AnyRow, deed: Deed) -> _StepTaken:
    """Settle what a deed comes to; raises what `apply` raises."""
    before, agency = Status(complaint.status), _agency(office, complaint, deed)
    row = step_of(before, deed.action, deed.actor_kind)
    after = _after(complaint, row.after or before, deed, agency)
    if deed.action is Action.ASSIGN and before is Status.ASSIGNED and agency == complaint.agency:
        raise IllegalStepError(f"{complaint.number} is with {agency} already")
    again = deed.action is Action.ACCEPT and complaint.accepted_at is not None
    if again or (deed.action is Action.START and after is before and not deed.said.strip()):
        raise DoneAlreadyError(f"{complaint.number} is {before} already, and nothing new is said of it")
    return _StepTaken(deed.action, after, agency, row.clock, storable(deed.said))


def _news_due(office: Office, complaint: AnyRow, deed: Deed, now: datetime) -> datetime | None:
    """Tell when the citizen is to hear of all that is new: what is on its way already is not put off."""
    due: datetime | None = complaint.news_due_at
    if complaint.subscriber_id is None or not is_news(deed.action, deed.actor_kind):
        return due
    at_once = deed.action in AT_ONCE or complaint.urgent
    wait = timedelta() if at_once else office.news_window(complaint.region)
    return now + wait if due is None else min(due, now + wait)


def _after(complaint: AnyRow, after: Status, deed: Deed, agency: str | None) -> Status:
    """Tell the state after the deed: the lifecycle's, but nothing is assigned to nobody."""
    if deed.action in _NEEDS_WORDS and not deed.said.strip():
        raise WordsMissingError(f"{deed.action} needs words: the question, or which office can help")
    if after is not Status.ASSIGNED or agency:
        return after
    if deed.action is Action.REOPEN:
        return Status.TRIAGE
    raise NoSuchAgencyError(f"{complaint.number} has no agency yet; assign it to one")


def _agency(office: Office, complaint: AnyRow, deed: Deed) -> str | None:
    """Settle whose the complaint is after the deed."""
    if deed.action is Action.RETURN:
        return None
    if deed.agency is None:
        current: str | None = complaint.agency
        return current
    region = office.regions.get(complaint.region)
    if region is None:
        raise NoSuchRegionError(f"{complaint.number} is of {gone(complaint.region)}")
    known = region.catalogue.agencies
    if deed.agency not in known:
        raise NoSuchAgencyError(f"{complaint.region} has no agency {deed.agency}; it has {', '.join(known)}")
    return deed.agency


def gone(region: str) -> str:
    """Tell of a region that has left the settings while its complaints live on, and how it comes back."""
    return f"region {region}, which is no region of the settings; name its file {region}.toml, and that in `regions`"


def _unit(connection: Connection, office: Office, complaint: AnyRow, step: _StepTaken) -> str | None:
    """Tell which unit of an agency that gets it answers for the place; nothing is asked where the agency has none."""
    region = office.regions.get(complaint.region)
    if region is None or step.agency not in region.units or step.agency == complaint.agency:
        return None
    named = [(place["kind"], place["name"]) for place in places.of(connection, complaint.id)]
    return unit_in_charge(region, step.agency, named)


def _move(  # noqa: PLR0913, PLR0917 - a step, whose it is, and when
    changes: Changes, complaint: AnyRow, step: _StepTaken, actor: Actor, now: datetime, unit: str | None
) -> None:
    """Bring complaint and lead assignment into the new state; another agency gets an assignment of its own."""
    changed: dict[str, Any] = {"id": complaint.id, "updated_at": now}
    if step.after != complaint.status:
        changed |= {"status": step.after, "status_since": now}
    if step.action is Action.REOPEN:
        changed["reopened"] = complaint.reopened + 1
    # An objection is the reporter's word too, but no answer to what an officer asked.
    objects = step.action is Action.REOPEN and actor is Actor.CITIZEN and complaint.asked_at is None
    if objects or step.action in {Action.ANSWER, Action.ADD}:
        changed["answered_at"] = now
    if (step.action, actor) in OUTCOMES:
        changed["outcome"] = OUTCOMES[step.action, actor]
    if step.after in ENDED:
        changed["asked_at"] = None
    changes.complaint_updates.append(changed)
    if step.agency != complaint.agency:
        _hand_over(changes, complaint, step, now, unit)
    elif complaint.assignment_id is not None:
        changes.assignment_updates.append(_in_the_same_hands(complaint, step, now))


def _in_the_same_hands(complaint: AnyRow, step: _StepTaken, now: datetime) -> dict[str, Any]:
    """Bring the lead assignment along; one that is reopened is new to its agency."""
    changed: dict[str, Any] = {"id": complaint.assignment_id, "state": step.after}
    changed["done_at"] = now if step.after in DONE else None
    if step.action is Action.REOPEN:
        return changed | {"accepted_at": None, "told_at": None, "rung": 0}
    if step.action in _TAKES_UP and complaint.accepted_at is None:
        changed["accepted_at"] = now
    return changed


def _hand_over(changes: Changes, complaint: AnyRow, step: _StepTaken, now: datetime, unit: str | None) -> None:
    if complaint.assignment_id is not None:
        changes.assignment_updates.append({"id": complaint.assignment_id, "ended_at": now})
    if step.agency is not None:
        changes.assignments.append(lead_assignment(complaint.id, step.agency, now, unit))


def _event(complaint: AnyRow, deed: Deed, step: _StepTaken, now: datetime) -> dict[str, Any]:
    return {
        "complaint_id": complaint.id,
        "at": now,
        "actor_kind": deed.actor_kind,
        "actor": deed.actor,
        "action": deed.action,
        "before": complaint.status,
        "after": step.after,
        "agency": step.agency,
        "reason": step.said,
    }
