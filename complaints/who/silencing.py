"""A complaint leaves for its circle: what is queued about it reaches nobody who may not hear of it any more.

What an SMS told of several complaints goes with it, so that the others in it are told once more.
"""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import Connection

from complaints.who.circles import is_barred, is_hidden
from complaints.who.office import Office
from complaints.who.people import People
from sms.safe_text import mask_phones
from storage import alerts, tasks, unsent
from storage.changes import Changes
from storage.contacts import POSTS
from storage.engine import AnyRow
from storage.hands import agencies_of

_ALERT = "alert"
_TOGETHER = ("digest", "ladder", _ALERT)
"""How the keys of messages begin that tell officers of several complaints."""

_NUMBER = re.compile(r"\d+")


def silence(
    connection: Connection, office: Office, complaint: tuple[AnyRow, AnyRow], changes: Changes, now: datetime
) -> None:
    """Call back what is queued about a complaint for its former officers; `complaint` is it before and after.

    What `changes` has queued tells its circle, and stays.
    """
    before, after = complaint
    people = People(connection, now)
    if before.agency != after.agency:
        unsent.cancel_about(connection, after.id, but_for=after.subscriber_id, keys=changes.keys)
    _call_back(connection, office, people, after)
    _forget_alerts(connection, office, people, after, {row["key"] for row in changes.alerts})


def mask_queued(connection: Connection, complaint: AnyRow) -> None:
    """Mask the phone numbers in what is queued for officers about a complaint that is anonymous now."""
    together = unsent.queued_together(connection, _TOGETHER)
    naming = [row for row in together if complaint.number in _numbers(row)]
    for row in (*naming, *unsent.queued_about(connection, complaint.id, but_for=complaint.subscriber_id)):
        masked = mask_phones(row.text)
        if masked != row.text:
            unsent.rewrite(connection, row.id, masked)


def _forget_alerts(connection: Connection, office: Office, people: People, complaint: AnyRow, keys: set[str]) -> None:
    """Forget what waits to be counted for who had it, and for the posts that were told in their place."""
    waiting = [row for row in alerts.untold_of(connection, complaint.id) if row.key not in keys]
    posts = people.posts_of(office, {row.subscriber_id for row in waiting})
    hands = {*POSTS, *agencies_of(connection, [complaint.id]).get(complaint.id, ())}
    gone = [row for row in waiting if is_barred(people, complaint, posts.get(row.subscriber_id, ()), hands)]
    alerts.drop(connection, [row.id for row in gone])


def _call_back(connection: Connection, office: Office, people: People, complaint: AnyRow) -> None:
    queued = unsent.queued_together(connection, _TOGETHER)
    naming = [row for row in queued if complaint.number in _numbers(row)]
    posts = people.posts_of(office, {row.subscriber_id for row in naming})
    gone = [row for row in naming if is_hidden(people, complaint, posts.get(row.subscriber_id, ()))]
    if not gone:
        return
    unsent.call_back(connection, [row.id for row in gone])
    tasks.tell_again(connection, {number for row in gone for number in _numbers(row)})
    for row in gone:
        if row.dedupe_key.startswith(f"{_ALERT}:"):
            alerts.tell_again(connection, row.subscriber_id, row.created_at)


def _numbers(row: AnyRow) -> set[int]:
    """Give all that may be numbers of complaints in a text."""
    return {int(number) for number in _NUMBER.findall(row.text) if len(number) < 19}
