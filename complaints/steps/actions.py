"""Doing something to a complaint that is there: the step, its history, its hands, and the news to the citizen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from complaints.life.deeds import (
    Deed,
    NoSuchComplaintError,
)
from complaints.life.lifecycle import ENDED, Action, Actor, Status, step_of
from complaints.life.numbers import is_mistyped
from complaints.life.undoing import TAKEN_BACK_WITHIN, take_back
from complaints.steps import parts, praise
from complaints.steps.changing import first_answer, move
from complaints.steps.clocks import keep_time
from complaints.steps.notices import AT_ONCE, is_news, is_supporters_news
from complaints.steps.settling import ENCLOSES, OF_OFFICE, StepTaken, as_carried_out, settle
from complaints.steps.told_at_once import tell_hands, tell_helper, tell_rest
from complaints.watch.ladder import look_again
from complaints.who import circles
from complaints.who.office import Office
from complaints.who.people import People
from complaints.who.silencing import silence
from complaints.who.whose import agency_after
from sms.safe_text import storable
from storage import complaints, supporters
from storage.changes import Changes
from storage.engine import AnyRow
from storage.hands import parts_of
from storage.history import before_images

HELD_BACK = frozenset({Action.RESOLVE, Action.ASSIGN, Action.MOVE, Action.POSTPONE, Action.DECLINE})
"""Of these the citizen hears only when the officer can no longer take them back, be it urgent or not."""

_FOR_EVER = frozenset({Action.SPLIT, Action.REDACT})
"""What cannot be taken back."""

_LETS_GO = ENCLOSES | {Action.WITHDRAW, Action.MARK_SPAM}
"""With these a complaint is one reporter's matter alone, or nobody's: what was merged into it lives on by itself."""

_WITH_OTHERS = _LETS_GO | {Action.UNDO}
"""What changes the duplicates of a complaint too, or what it is a duplicate of."""


def apply(connection: Connection, office: Office, number: int, deed: Deed, now: datetime) -> Status:
    """Do a deed in the connection's transaction and give the state after it; the citizen hears of it in time.

    Raises NoSuchComplaintError, NoSuchAgencyError, NoSuchUnitError, NoSuchRegionError, WordsMissingError,
    AccusedError, NotTheirsError, CannotUndoError, or IllegalStepError of the lifecycle; then nothing has changed.
    """
    alone = deed.action not in _WITH_OTHERS
    complaint = find(connection, number, for_change=True) if alone else find_all(connection, [number])[number]
    if deed.action is Action.UNDO:
        circles.refuse(complaint, deed, None)
        step_of(Status(complaint.status), deed.action, deed.actor_kind)
        window = office.news_window(complaint.region)
        return take_back(connection, complaint, (deed.actor_kind, deed.actor, storable(deed.said)), now, window)
    changes, after = changes_of(connection, office, complaint, parts_of(connection, [complaint.id]), deed, now)
    if deed.actor_kind in OF_OFFICE and deed.action not in _FOR_EVER:
        undo = before_images(connection, changes.complaint_updates, changes.assignment_updates)
        changes.events[0]["undo"] = undo | ({"brought": dict(deed.brought)} if deed.brought else {})
    changes.write(connection)
    if deed.action in _LETS_GO:
        _let_go(connection, office, complaint, now)
    if deed.action in ENCLOSES:
        supporters.unsay(connection, complaint)
        silence(connection, office, (complaint, find(connection, number)), changes, now)
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
        as_carried_out(complaint, deed),
        helpers[complaint.id],
        People(connection, now),
        Changes(),
    )
    if deed.part is not None or deed.action is Action.JOIN:
        after = _help(changes, office, people, (complaint, helping), deed, now)
        look_again(changes, office, complaint, now)
        return changes, after
    step = settle(connection, office, complaint, deed)
    move(changes, office, complaint, step, deed, now)
    keep_time(changes, office, complaint, step.clock, now)
    look_again(changes, office, complaint, now)
    # A circle has a complaint alone: who helped may be whom it accuses.
    everybody = step.after in ENDED or deed.region is not None or step.action in ENCLOSES
    if step.moves or everybody:
        parts.end(changes, helping, now, None if everybody else step.agency)
    changes.complaint_updates[0]["news_due_at"] = _news_due(office, complaint, deed, step, now)
    changes.events.append(_event(complaint, deed, step.after, step.agency, now))
    raised = bool(deed.sets.get("urgent")) and not complaint.urgent
    if raised or step.moves or step.unit != complaint.unit or step.action is Action.REOPEN:
        said = deed.said if raised else complaint.text
        tell_hands(changes, office, people, complaint, (step.region, step.agency, step.unit), said, now)
    tell_rest(changes, office, people, complaint, step.action, now, bounced=step.bounces)
    return changes, step.after


def _let_go(connection: Connection, office: Office, complaint: AnyRow, now: datetime) -> None:
    """Open again what was merged into a complaint, and forget its supporters."""
    for each in supporters.duplicates_of(connection, complaint.id):
        apply(connection, office, each.number, Deed(Action.REOPEN, Actor.SYSTEM, "merge", str(complaint.number)), now)
    if complaint.supporters:
        supporters.leave(connection, complaint.id)


def find(connection: Connection, number: int, *, for_change: bool = False) -> AnyRow:
    """Find a complaint by its number; raises NoSuchComplaintError."""
    # First, because it may be longer than a database can hold.
    if is_mistyped(number):
        raise NoSuchComplaintError(f"{number} is mistyped: its digits do not fit together; look at it again")
    complaint = complaints.by_number(connection, number, for_change=for_change)
    if complaint is None:
        raise NoSuchComplaintError(f"no complaint has the number {number}")
    return complaint


def find_all(connection: Connection, numbers: Sequence[int]) -> dict[int, AnyRow]:
    """Find complaints, locked until the commit as `storage.complaints.lock_all` does; raises NoSuchComplaintError."""
    complaints.lock_all(connection, [number for number in numbers if not is_mistyped(number)])
    return {number: find(connection, number) for number in numbers}


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
    speaks = bool(deed.said.strip())
    news_due = _news_due(office, complaint, deed, None, now) if speaks else complaint.news_due_at
    answered = first_answer(complaint, deed, now) if speaks else {}
    changes.complaint_updates.append({"id": complaint.id, "updated_at": now, "news_due_at": news_due, **answered})
    keep_time(changes, office, complaint, None, now)
    changes.events.append(_event(complaint, deed, before, agency, now))
    return before


def _news_due(office: Office, complaint: AnyRow, deed: Deed, step: StepTaken | None, now: datetime) -> datetime | None:
    """Tell when the citizen is to hear of all that is new: what is on its way already is not put off."""
    due: datetime | None = complaint.news_due_at
    within = step is not None and step.action is Action.ASSIGN and not step.moves
    if within or not _is_heard(complaint, deed):
        return due
    window = office.news_window(complaint.region)
    if deed.actor_kind is Actor.OFFICER and deed.action in HELD_BACK:
        return now + max(window, TAKEN_BACK_WITHIN)
    wait = timedelta() if deed.action in AT_ONCE or complaint.urgent else window
    return now + wait if due is None else min(due, now + wait)


def _is_heard(complaint: AnyRow, deed: Deed) -> bool:
    """Tell whether somebody is to hear of a deed: the reporter, or who supports the complaint."""
    to_reporter = complaint.subscriber_id is not None and is_news(deed.action, deed.actor_kind)
    return to_reporter or bool(complaint.supporters and is_supporters_news(deed.action, deed.actor_kind))


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
