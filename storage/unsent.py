"""Queries on what is queued and is not to leave any more: for whom it is, or what it tells of, has changed."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, and_, or_, select, true, update

from sms.codec import segment_count
from sms.message import Priority
from storage.engine import AnyRow
from storage.message_tables import outbound_message
from storage.outbound import CANCELLED, QUEUED

OFFICIAL = (
    "digest", "alert", "ladder", "leader", "passed_on", "welcome", "threat", "held", "revealed", "duty", "replaced",
)  # fmt: skip
"""How the keys of messages begin that an officer gets for their office, whether they want news or not."""


def cancel_for(connection: Connection, subscriber_id: int, purposes: Collection[str]) -> int:
    """Take out of the queue what is for one phone and for such purposes (the first word of the key); gives how many."""
    columns = outbound_message.c
    theirs = update(outbound_message).where(columns.state == QUEUED, columns.subscriber_id == subscriber_id)
    theirs = theirs.where(or_(*(columns.dedupe_key.startswith(f"{purpose}:") for purpose in purposes)))
    return connection.execute(theirs.values(state=CANCELLED, error="its officer has left")).rowcount


def cancel_about(connection: Connection, complaint_id: int, *, but_for: int | None, keys: Collection[str]) -> int:
    """Take out of the queue what officers were to hear of a complaint; `keys` are those of messages that stay."""
    columns = outbound_message.c
    others = columns.subscriber_id != but_for if but_for is not None else true()
    theirs = update(outbound_message).where(columns.state == QUEUED, columns.complaint_id == complaint_id, others)
    theirs = theirs.where(columns.dedupe_key.not_in(keys))
    return connection.execute(theirs.values(state=CANCELLED, error="it is in other hands now")).rowcount


def queued_together(connection: Connection, purposes: Collection[str]) -> list[AnyRow]:
    """Give what is queued for such purposes and tells of several complaints.

    Rows have `id`, `subscriber_id`, `dedupe_key`, `text` and `created_at`.
    """
    columns = outbound_message.c
    wanted = select(columns.id, columns.subscriber_id, columns.dedupe_key, columns.text, columns.created_at)
    wanted = wanted.where(columns.state == QUEUED, columns.complaint_id.is_(None))
    return list(connection.execute(wanted.where(or_(*(columns.dedupe_key.startswith(f"{key}:") for key in purposes)))))


def queued_about(connection: Connection, complaint_id: int, *, but_for: int | None) -> list[AnyRow]:
    """Give what is queued for officers about one complaint: `id` and `text`."""
    columns = outbound_message.c
    others = columns.subscriber_id != but_for if but_for is not None else true()
    wanted = select(columns.id, columns.text).where(columns.state == QUEUED, columns.complaint_id == complaint_id)
    return list(connection.execute(wanted.where(others)))


def rewrite(connection: Connection, message_id: int, text: str) -> None:
    """Give something queued another text."""
    columns = outbound_message.c
    named = update(outbound_message).where(columns.id == message_id, columns.state == QUEUED)
    connection.execute(named.values(text=text, segments=segment_count(text)))


def call_back(connection: Connection, ids: Collection[int]) -> None:
    """Take out of the queue what names a complaint that is no longer its readers'."""
    columns = outbound_message.c
    named = update(outbound_message).where(columns.id.in_(ids), columns.state == QUEUED)
    connection.execute(named.values(state=CANCELLED, error="it is in other hands now"))


def cancel_news(connection: Connection, subscriber_id: int) -> int:
    """Take out of the queue what is for somebody who wants nothing but answers; gives how many.

    What an officer gets for their office goes on.
    """
    columns = outbound_message.c
    theirs = update(outbound_message).where(columns.state == QUEUED, columns.subscriber_id == subscriber_id)
    told = or_(columns.priority > Priority.LATER, columns.dedupe_key.startswith("update:"))
    unasked = and_(told, *(columns.dedupe_key.not_like(f"{key}:%") for key in OFFICIAL))
    return connection.execute(theirs.where(unasked).values(state=CANCELLED, error="they want no news")).rowcount
