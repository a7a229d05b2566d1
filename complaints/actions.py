"""Doing something to a complaint that is there: the step, its history, its hands, and the news to the citizen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from complaints import bounces, parts, praise
from complaints.alerts import Danger, alert
from complaints.lifecycle import ENDED, Action, Actor, IllegalStepError, Status, next_status, outcome_after
from complaints.notices import AT_ONCE, is_news
from complaints.numbers import is_mistyped
from complaints.office import Office
from complaints.opening import lead_assignment
from complaints.people import People
from complaints.places import unit_in_charge
from complaints.praise import Praise, forward
from parsers.meaning import Kind
from sms.errors import UserError
from sms.safe_text import storable
from storage import complaints, places
from storage.changes import Changes
from storage.engine import AnyRow
from storage.hands import parts_of

_NEEDS_WORDS = frozenset({Action.ASK, Action.DECLINE, Action.REPLY})
_DECIDES = frozenset({Action.RESOLVE, Action.REJECT, Action.CLOSE})
"""What decides on a complaint that asks for compensation, which is told the reason."""
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


class NoSuchUnitError(UserError):
    """The agency has no such unit; the message lists those it has."""


class WordsMissingError(UserError):
    """A step that the citizen only understands with the office's own words came without them."""


class DoneAlreadyError(IllegalStepError):
    """The complaint is where the step would bring it, and nothing new was said."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody wants done: the action, who does it, their words, and the agency if it goes to another.

    `unit` is the part of that agency, "" none of them, None whichever answers for the place; with RETURN it is the part
    that gives it back to its agency. `region` is where a MOVE goes. `part` is the further agency that does this to what
    is its own of the complaint. `sets` is what else of the complaint it changes.
    """

    action: Action
    actor_kind: Actor
    actor: str
    said: str = ""
    agency: str | None = None
    unit: str | None = None
    region: str | None = None
    part: str | None = None
    sets: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _StepTaken:
    """A step that is legal: what was done, the state after it, whose it is then, and what was said.

    `moves` tells that it comes into other hands, `bounces` that its agency wanted to be rid of it.
    """

    action: Action
    after: Status
    agency: str | None
    said: str
    unit: str | None = None
    moves: bool = False
    bounces: bool = False


def apply(connection: Connection, office: Office, number: int, deed: Deed, now: datetime) -> Status:
    """Do a deed in the connection's transaction and give the state after it; the citizen hears of it in time.

    Raises NoSuchComplaintError, NoSuchAgencyError, NoSuchUnitError, NoSuchRegionError, WordsMissingError, or
    IllegalStepError of the lifecycle; then nothing has changed.
    """
    complaint = find(connection, number, for_change=True)
    changes = Changes()
    helpers = parts_of(connection, [complaint.id])[complaint.id]
    after = take(connection, changes, office, (complaint, helpers), deed, now)
    changes.write(connection)
    if deed.action is Action.ASSIGN and _is_thanked(complaint, find(connection, number)):
        return apply(connection, office, number, Deed(Action.THANK, Actor.SYSTEM, "praise"), now)
    return after


def take(  # noqa: PLR0913, PLR0917 - what is done to what, and where it is written down
    connection: Connection,
    changes: Changes,
    office: Office,
    whole: tuple[AnyRow, Sequence[AnyRow]],
    deed: Deed,
    now: datetime,
) -> Status:
    """Gather what a deed changes of a complaint that is locked, and give the state after it; raises as `apply`.

    `whole` is the complaint with the parts of further agencies.
    """
    complaint, helpers = whole
    deed = _as_carried_out(complaint, deed)
    if deed.part is not None or deed.action is Action.JOIN:
        return _help(changes, office, People(connection), whole, deed, now)
    step = _step(connection, office, complaint, deed)
    _move(changes, office, complaint, step, deed, now)
    if step.moves or step.after in ENDED:
        parts.end(changes, helpers, now, None if step.after in ENDED or deed.region else step.agency)
    changes.complaint_updates[-1]["news_due_at"] = _news_due(office, complaint, deed, now)
    changes.events.append(_event(complaint, deed, step.after, step.agency, now))
    _tell_officers(connection, changes, office, complaint, step, deed.region or complaint.region, now)
    return step.after


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
    complaint, helpers = whole
    before, agency = Status(complaint.status), deed.part or _agency(office, complaint, deed)
    if deed.action is Action.JOIN and agency:
        next_status(before, deed.action, deed.actor_kind)
        parts.join(changes, complaint, helpers, agency, now)
        if complaint.urgent:
            danger = Danger(complaint.id, complaint.number, complaint.region, complaint.agency, complaint.text, agency)
            alert(changes, office, people, danger, now)
    elif agency:
        parts.work(changes, complaint, helpers, agency, deed.action, now)
    news_due = _news_due(office, complaint, deed, now) if deed.said.strip() else complaint.news_due_at
    changes.complaint_updates.append({"id": complaint.id, "updated_at": now, "news_due_at": news_due})
    changes.events.append(_event(complaint, deed, before, agency, now))
    return before


def _tell_officers(  # noqa: PLR0913, PLR0917 - who hears of what
    connection: Connection,
    changes: Changes,
    office: Office,
    complaint: AnyRow,
    step: _StepTaken,
    region: str,
    now: datetime,
) -> None:
    """Tell those at once who must not wait for a digest: of danger, of praise, of what finds no agency."""
    people = People(connection)
    if complaint.urgent and (step.moves or step.action is Action.REOPEN):
        alert(changes, office, people, Danger(complaint.id, complaint.number, region, step.agency, complaint.text), now)
    if step.action is Action.THANK and step.agency:
        told = Praise(complaint.id, complaint.number, region, step.agency, complaint.text)
        forward(changes, office, people, told, now)
    if step.bounces and bounces.is_too_often(complaint):
        bounces.tell_admin(changes, office, people, complaint, now)


def _is_thanked(before: AnyRow, complaint: AnyRow) -> bool:
    """Tell whether praise that was nobody's has found whom it is for."""
    came = before.agency != complaint.agency and complaint.status == Status.ASSIGNED
    return came and praise.is_thanked(
        complaint.kind, complaint.agency, urgent=complaint.urgent, secret=complaint.secret
    )


def find(connection: Connection, number: int, *, for_change: bool = False) -> AnyRow:
    """Find a complaint by its number; raises NoSuchComplaintError."""
    # First, because it may be longer than a database can hold.
    if is_mistyped(number):
        raise NoSuchComplaintError(f"{number} is mistyped: its digits do not fit together; look at it again")
    complaint = complaints.by_number(connection, number, for_change=for_change)
    if complaint is None:
        raise NoSuchComplaintError(f"no complaint has the number {number}")
    return complaint


def _step(connection: Connection, office: Office, complaint: AnyRow, deed: Deed) -> _StepTaken:
    """Settle what a deed comes to; raises what `apply` raises."""
    before, agency = Status(complaint.status), _agency(office, complaint, deed)
    after = _after(complaint, before, deed, agency)
    moves = agency != complaint.agency or deed.region is not None or deed.unit not in {None, complaint.unit or ""}
    if deed.action is Action.ASSIGN and before is Status.ASSIGNED and not moves:
        raise IllegalStepError(f"{complaint.number} is with {agency} already")
    again = deed.action is Action.ACCEPT and complaint.accepted_at is not None
    if again or (deed.action is Action.START and after is before and not deed.said.strip()):
        raise DoneAlreadyError(f"{complaint.number} is {before} already, and nothing new is said of it")
    unit = _unit(connection, office, complaint, deed, agency) if moves else complaint.unit
    bounce = bounces.is_bounce(complaint, deed.action, deed.actor_kind, agency)
    return _StepTaken(deed.action, after, agency, storable(deed.said), unit, moves, bounce)


def _news_due(office: Office, complaint: AnyRow, deed: Deed, now: datetime) -> datetime | None:
    """Tell when the citizen is to hear of all that is new: what is on its way already is not put off."""
    due: datetime | None = complaint.news_due_at
    if complaint.subscriber_id is None or not is_news(deed.action, deed.actor_kind):
        return due
    at_once = deed.action in AT_ONCE or complaint.urgent
    wait = timedelta() if at_once else office.news_window(complaint.region)
    return now + wait if due is None else min(due, now + wait)


def _after(complaint: AnyRow, before: Status, deed: Deed, agency: str | None) -> Status:
    """Tell the state after the deed: the lifecycle's, but nothing is assigned to nobody."""
    after = next_status(before, deed.action, deed.actor_kind)
    if _needs_words(complaint, deed) and not deed.said.strip():
        raise WordsMissingError(f"{deed.action} needs words: the question, the reason, or which office can help")
    if after is not Status.ASSIGNED or agency:
        return after
    if deed.action in {Action.REOPEN, Action.MOVE}:
        return Status.TRIAGE
    raise NoSuchAgencyError(f"{complaint.number} has no agency yet; assign it to one")


def _needs_words(complaint: AnyRow, deed: Deed) -> bool:
    decides = complaint.compensation and deed.action in _DECIDES and deed.actor_kind in {Actor.OFFICER, Actor.ADMIN}
    return deed.action in _NEEDS_WORDS or decides


def _agency(office: Office, complaint: AnyRow, deed: Deed) -> str | None:
    """Settle whose the complaint is after the deed."""
    if deed.action is Action.RETURN:
        return None
    if deed.agency is None:
        current: str | None = None if deed.region else complaint.agency
        return current
    code = deed.region or complaint.region
    region = office.regions.get(code)
    if region is None:
        raise NoSuchRegionError(f"{complaint.number} is of {gone(code)}")
    known = region.catalogue.agencies
    if deed.agency not in known:
        raise NoSuchAgencyError(f"{code} has no agency {deed.agency}; it has {', '.join(known)}")
    return deed.agency


def gone(region: str) -> str:
    """Tell of a region that has left the settings while its complaints live on, and how it comes back."""
    return f"region {region}, which is no region of the settings; name its file {region}.toml, and that in `regions`"


def _unit(connection: Connection, office: Office, complaint: AnyRow, deed: Deed, agency: str | None) -> str | None:
    """Tell which unit gets it: the one that was named, else which answers for the place, if the agency has units."""
    region = office.regions.get(deed.region or complaint.region)
    units = region.units.get(agency or "", ()) if region else ()
    if deed.unit:
        if deed.unit not in {unit.code for unit in units}:
            known = ", ".join(unit.code for unit in units)
            raise NoSuchUnitError(f"{agency} has no unit {deed.unit}; it has {known or 'none'}")
        return deed.unit
    if region is None or not units or deed.unit is not None:
        return None
    named = [(place["kind"], place["name"]) for place in places.of(connection, complaint.id)]
    return unit_in_charge(region, agency or "", named)


def _move(  # noqa: PLR0913, PLR0917 - a step, whose it is, and when
    changes: Changes, office: Office, complaint: AnyRow, step: _StepTaken, deed: Deed, now: datetime
) -> None:
    """Bring complaint and lead assignment into the new state; other hands get an assignment of their own."""
    changed: dict[str, Any] = {"id": complaint.id, "updated_at": now, **deed.sets}
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
        changes.assignment_updates.append(_in_the_same_hands(complaint, step, now))


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


def _in_the_same_hands(complaint: AnyRow, step: _StepTaken, now: datetime) -> dict[str, Any]:
    """Bring the lead assignment along; one that is reopened is new to its agency."""
    changed: dict[str, Any] = {"id": complaint.assignment_id, "state": step.after}
    changed["done_at"] = now if step.after in DONE else None
    if step.action is Action.REOPEN:
        return changed | {"accepted_at": None, "told_at": None}
    if step.action in _TAKES_UP and complaint.accepted_at is None:
        changed["accepted_at"] = now
    if step.after is not Status.POSTPONED:
        changed["postponed_until"] = None
    return changed


def _hand_over(changes: Changes, complaint: AnyRow, step: _StepTaken, now: datetime) -> None:
    if complaint.assignment_id is not None:
        changes.assignment_updates.append({"id": complaint.assignment_id, "ended_at": now})
    if step.agency is not None:
        given = lead_assignment(complaint.id, step.agency, now, step.unit)
        changes.assignments.append({**given, "state": step.after})


def _event(complaint: AnyRow, deed: Deed, after: Status, agency: str | None, now: datetime) -> dict[str, Any]:
    return {
        "complaint_id": complaint.id,
        "at": now,
        "actor_kind": deed.actor_kind,
        "actor": deed.actor,
        "action": deed.action,
        "before": complaint.status,
        "after": after,
        "agency": agency,
        "reason": storable(deed.said),
    }
