"""Queries on who wants to stay unknown: whose messages a listing shows without number, or without text too."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from storage.contacts import INTEGRITY, LEADER, OVERSIGHT
from storage.lines import CHAT
from storage.message_tables import inbound_message
from storage.models import assignment, complaint, line
from storage.office_tables import contact

IS_DELICATE: ColumnElement[bool] = or_(
    complaint.c.secret, complaint.c.threatened_at.is_not(None), complaint.c.circle.is_not(None)
)
"""The complaint is secret, its reporter is threatened, or it is its circle's: lists show none of it but its number."""


class Hushed(NamedTuple):
    """From when on somebody's number is hidden, and from when on what they write and read is too; None: it is not."""

    since: datetime
    text_since: datetime | None

    def hides_number(self, at: datetime) -> bool:
        """Tell whether the number is hidden of a message from them or to them at that time."""
        return at >= self.since

    def hides_text(self, at: datetime) -> bool:
        """Tell whether the text of such a message is hidden too."""
        return self.text_since is not None and at >= self.text_since


_ELSEWHERE = select(line.c.id).where(line.c.name != CHAT)


def any_delicate(connection: Connection) -> bool:
    """Tell whether there is anything that is for its circle's eyes, or whose reporter wants to stay unknown."""
    return connection.scalar(select(complaint.c.id).where(IS_DELICATE).limit(1)) is not None


def is_somebody(connection: Connection, subscriber_id: int) -> bool:
    """Tell whether a phone is somebody's who takes part: it texted over a real line, reported, or is an officer's."""
    by_hand = complaint.c.inbound_message_id.is_(None)
    theirs = (
        select(contact.c.id).where(contact.c.subscriber_id == subscriber_id),
        select(inbound_message.c.id).where(
            inbound_message.c.subscriber_id == subscriber_id, inbound_message.c.line_id.in_(_ELSEWHERE)
        ),
        select(complaint.c.id).where(complaint.c.subscriber_id == subscriber_id, by_hand),
    )
    return any(connection.scalar(each.limit(1)) is not None for each in theirs)


def reporters(connection: Connection, subscriber_ids: Collection[int]) -> dict[int, Hushed]:
    """Tell which of these people have reported something and want to stay unknown, and since which message."""
    columns = complaint.c
    came = func.coalesce(inbound_message.c.received_at, columns.created_at)
    wanted = (
        select(columns.subscriber_id, func.min(came), func.min(case((IS_DELICATE, came))))
        .outerjoin(inbound_message, inbound_message.c.id == columns.inbound_message_id)
        .where(columns.subscriber_id.in_(subscriber_ids), or_(IS_DELICATE, columns.anonymous))
        .group_by(columns.subscriber_id)
    )
    found = connection.execute(wanted) if subscriber_ids else ()
    return {row[0]: Hushed(row[1], row[2]) for row in found}


def delicate_numbers(connection: Connection, numbers: Collection[int]) -> dict[int, bool]:
    """Tell of each of some numbers that a complaint has whether that is delicate."""
    wanted = select(complaint.c.number, IS_DELICATE).where(complaint.c.number.in_(numbers))
    return {row[0]: bool(row[1]) for row in connection.execute(wanted)} if numbers else {}


def handlers(connection: Connection, subscriber_ids: Collection[int]) -> dict[int, datetime]:
    """Tell which of these people are, or were, at a post that has what is delicate, and since when.

    A circle's have it from their first day, an agency's since it was given one.
    """
    held, has = contact.c.agency, assignment.c.agency == contact.c.agency
    stands_in = and_(held == LEADER, complaint.c.circle.is_not(None))
    since = func.min(case((held.in_((INTEGRITY, OVERSIGHT)), contact.c.valid_from), else_=assignment.c.assigned_at))
    wanted = (
        select(contact.c.subscriber_id, since)
        .outerjoin(complaint, and_(complaint.c.region == contact.c.region, IS_DELICATE))
        .outerjoin(assignment, and_(assignment.c.complaint_id == complaint.c.id, or_(has, stands_in)))
        .where(contact.c.subscriber_id.in_(subscriber_ids))
        .group_by(contact.c.subscriber_id)
    )
    found = connection.execute(wanted) if subscriber_ids else ()
    return {row[0]: row[1] for row in found if row[1] is not None}
