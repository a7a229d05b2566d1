"""Handing out what no agency has, one after the other, by several admins at once: nothing is decided twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from complaints.life.deeds import Deed, NoSuchComplaintError
from complaints.life.lifecycle import Action, Actor, Status
from complaints.steps import moving
from complaints.steps.actions import apply, find
from complaints.who.office import Office
from sms.errors import UserError
from storage.complaints import last_event
from storage.engine import AnyRow


class DecidedMeanwhileError(UserError):
    """Something has happened to the complaint since it was looked at; the message tells what."""


def decide(  # noqa: PLR0913, PLR0917 - what is decided of what, as it was seen when
    connection: Connection, office: Office, number: int, seen: int, deed: Deed, now: datetime
) -> Status:
    """Do what an admin has decided on a complaint whose last event they have seen, in the connection's transaction.

    Raises DecidedMeanwhileError if there is a later one, and what `actions.apply` raises.
    """
    complaint = find(connection, number, for_change=True)
    last = last_event(connection, complaint.id)
    if last.id != seen:
        raise DecidedMeanwhileError(f"{number}: meanwhile {_told(last)}")
    if deed.action is Action.DECLINE:
        return moving.decline(connection, office, number, deed, now)
    return apply(connection, office, number, deed, now)


def duplicate(connection: Connection, number: int, first: int, deed: Deed) -> Deed:
    """Make the deed that marks a complaint as a duplicate of another one of its region that is kept apart from none.

    Raises NoSuchComplaintError.
    """
    one, other = find(connection, number), find(connection, first)
    if other.region != one.region or other.id == one.id or other.circle or other.secret:
        raise NoSuchComplaintError(f"no other complaint of {one.region} has the number {first}")
    return replace(deed, action=Action.MARK_DUPLICATE, said=str(first), sets={"duplicate_of": other.id})


def _told(event: AnyRow) -> str:
    """Tell what somebody did, without what was said: it may be a citizen's."""
    who = event.actor if event.actor_kind == Actor.ADMIN else event.actor_kind
    to = f" {event.agency}" if event.agency else ""
    return f"{event.action}{to} by {who}, now {event.after}"
