"""Two complaints about the same: the later one becomes a duplicate of the first, and whoever reported it a supporter.

Nothing is lost: the duplicate keeps its number and its history, its words and places go along, and all phones that
heard of it hear of the first from now on. Danger in the duplicate is danger of the first, whose agency is told at once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from complaints.life.deeds import Deed
from complaints.life.lifecycle import DONE, ENDED, Action, Actor, Status, step_of
from complaints.steps.actions import apply, find_all
from complaints.who import circles
from complaints.who.circles import as_told
from complaints.who.office import Office
from sms.errors import UserError
from storage import supporters
from storage.complaints import said_since
from storage.engine import AnyRow


class CannotMergeError(UserError):
    """The two are not to be one; the message says why, and what to do instead."""


def can_join(complaint: AnyRow, first: AnyRow) -> bool:
    """Tell whether a complaint may become a duplicate of another."""
    apart = circles.is_apart(complaint) or circles.is_apart(first)
    open_ = complaint.status not in ENDED | {Status.RESOLVED} and first.status not in DONE
    return open_ and not apart and complaint.region == first.region and complaint.id != first.id


def merge(  # noqa: PLR0913, PLR0917 - what is merged into what, by whom, and when
    connection: Connection, office: Office, number: int, into: int, deed: Deed, now: datetime
) -> Status:
    """Make a complaint a duplicate of another, in the connection's transaction.

    `deed` says who does it, and why. Raises CannotMergeError, and what `actions.apply` raises.
    """
    locked = find_all(connection, [number, into])
    complaint, first = locked[number], locked[into]
    _check(complaint, first, deed)
    phones = supporters.join(connection, first.id, supporters.phones_of(connection, complaint.id), now)
    places = supporters.bring_places(connection, complaint.id, first.id)
    raised = {"urgent": True} if complaint.urgent and not first.urgent else {}
    brought = {"into": first.id, "parties": phones, "places": places, **raised}
    sets = {**deed.sets, "duplicate_of": first.id}
    after = apply(connection, office, number, replace(deed, sets=sets, brought=brought), now)
    said = " + ".join([complaint.text, *said_since(connection, complaint.id)])
    joins = Deed(Action.SUPPORT, deed.actor_kind, deed.actor, f"{number}: {as_told(complaint, said)}", sets=raised)
    apply(connection, office, into, joins, now)
    return after


def _check(complaint: AnyRow, first: AnyRow, deed: Deed) -> None:
    number, into = complaint.number, first.number
    for each in (complaint, first):
        # Also what tells that it is a circle's comes first, as with every other step.
        circles.refuse(each, deed, each.agency)
        if circles.is_apart(each):
            raise CannotMergeError(f"{each.number} is kept apart, and so merged with nothing")
    step_of(Status(complaint.status), deed.action, deed.actor_kind)
    if complaint.id == first.id:
        raise CannotMergeError(f"{number} cannot be merged into itself")
    if complaint.region != first.region:
        raise CannotMergeError(f"{into} is of {first.region}: move {number} there first, `aduan complaint move`")
    if first.status in DONE:
        raise CannotMergeError(f"{into} is {first.status}, where nobody works on it; merge into one that is open")


def support_of(person: int) -> Deed:
    """Make the deed of who has answered YA: what they reported is about the same as another complaint."""
    return Deed(Action.MARK_DUPLICATE, Actor.CITIZEN, str(person))
