"""Handing out what no agency has, one after the other, by several admins at once: nothing is decided twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor, Status
from complaints.steps import moving
from complaints.steps.actions import apply, find_all
from complaints.steps.merging import merge
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

    Of a duplicate `said` is the number of the complaint that it is merged into. Raises DecidedMeanwhileError if there
    is a later event, and what `actions.apply` and `merging.merge` raise.
    """
    into = [int(deed.said)] if deed.action is Action.MARK_DUPLICATE else []
    complaint = find_all(connection, [number, *into])[number]
    last = last_event(connection, complaint.id)
    if last.id != seen:
        raise DecidedMeanwhileError(f"{number}: meanwhile {_told(last)}")
    if deed.action is Action.DECLINE:
        return moving.decline(connection, office, number, deed, now)
    if deed.action is Action.MARK_DUPLICATE:
        return merge(connection, office, number, int(deed.said), replace(deed, said=""), now)
    return apply(connection, office, number, deed, now)


def _told(event: AnyRow) -> str:
    """Tell what somebody did, without what was said: it may be a citizen's."""
    who = event.actor if event.actor_kind == Actor.ADMIN else event.actor_kind
    to = f" {event.agency}" if event.agency else ""
    return f"{event.action}{to} by {who}, now {event.after}"
