"""Settling what a deed comes to before anything is written: whether it is legal, and state and hands after it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from complaints.life.deeds import Deed, DoneAlreadyError, NoSuchAgencyError, WordsMissingError
from complaints.life.lifecycle import IN_HAND, Action, Actor, Clock, IllegalStepError, Status, Step, step_of
from complaints.steps import bounces
from complaints.who import circles
from complaints.who.office import Office
from complaints.who.whose import agency_after, unit_after
from storage.engine import AnyRow

_NEEDS_WORDS = frozenset({Action.ASK, Action.DECLINE, Action.REPLY})
_DECIDES = frozenset({Action.RESOLVE, Action.REJECT, Action.CLOSE})
"""What decides on a complaint that asks for compensation, which is told the reason."""

ENCLOSES = frozenset({Action.ENCLOSE, Action.MASK})
"""With these a complaint comes into the hands of its circle, whatever state it is in."""

OF_OFFICE = frozenset({Actor.OFFICER, Actor.ADMIN})
"""Who can take back what they have done, and who must give reasons."""


@dataclass(frozen=True, slots=True)
class StepTaken:
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


def as_carried_out(complaint: AnyRow, deed: Deed) -> Deed:
    """Tell what a deed comes to: at the third bounce the admin chooses."""
    bounce = bounces.is_bounce(complaint, deed.action, deed.actor_kind, deed.agency)
    if bounce and deed.action is Action.ASSIGN and bounces.is_too_often(complaint):
        return replace(deed, action=Action.RETURN, agency=None)
    return deed


def settle(connection: Connection, office: Office, complaint: AnyRow, deed: Deed) -> StepTaken:
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
    if deed.action is Action.ASSIGN and before in IN_HAND and not moves and not passes:
        raise IllegalStepError(f"{complaint.number} is with {agency} already")
    again = deed.action is Action.ACCEPT and complaint.accepted_at is not None
    if again or (deed.action is Action.START and after is before and not deed.said.strip()):
        raise DoneAlreadyError(f"{complaint.number} is {before} already, and nothing new is said of it")
    clock = _clock(row, before, has_agency=agency is not None, moves=moves)
    bounce = bounces.is_bounce(complaint, deed.action, deed.actor_kind, agency)
    return StepTaken(deed.action, after, deed.region or complaint.region, agency, unit, clock, moves, bounce)


def _clock(row: Step, before: Status, *, has_agency: bool, moves: bool) -> Clock | None:
    """Tell what becomes of the clock: within an agency it runs on, and what nobody has has none."""
    if moves:
        return row.clock if has_agency else Clock.STOP
    if row.action in ENCLOSES:
        return row.clock if before is Status.RESOLVED else None
    # A unit that gets what stood still waits for nobody.
    return Clock.GO if row.action is Action.ASSIGN and before in IN_HAND else row.clock


def _after(complaint: AnyRow, after: Status, deed: Deed, agency: str | None) -> Status:
    """Tell the state after the deed: the lifecycle's, but nothing is assigned to nobody, nor anew to who has it."""
    decides = complaint.compensation and deed.action in _DECIDES and deed.actor_kind in OF_OFFICE
    if (decides or deed.action in _NEEDS_WORDS) and not deed.said.strip():
        raise WordsMissingError(f"{deed.action} needs words: the question, the reason, or which office can help")
    opens = deed.action is Action.MASK and complaint.status == Status.RESOLVED
    if deed.action in ENCLOSES and agency == complaint.agency and not opens:
        return Status(complaint.status)
    if deed.action in {Action.RETURN, Action.UNSURE} and agency:
        return Status.ASSIGNED
    if after is not Status.ASSIGNED or agency:
        return after
    if deed.action in {Action.REOPEN, Action.MOVE}:
        return Status.TRIAGE
    raise NoSuchAgencyError(f"{complaint.number} has no agency yet; assign it to one")
