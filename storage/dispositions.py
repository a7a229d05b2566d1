"""Queries on who really had a complaint: what the router learns from, and is held against."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, exists, or_, select

from storage.engine import AnyRow
from storage.models import assignment, complaint, event

_HUMAN = ("officer", "admin")

_LEAD = and_(assignment.c.complaint_id == complaint.c.id, assignment.c.lead.is_(True), assignment.c.ended_at.is_(None))

_BY_HAND = exists().where(
    event.c.complaint_id == complaint.c.id,
    event.c.action == "assign",
    event.c.agency == assignment.c.agency,
    event.c.actor_kind.in_(_HUMAN),
)

_TAKEN_UP = assignment.c.accepted_at.is_not(None)

_NOBODYS = ("not_ours", "spam")
"""What a person has put into these states is no agency's, whoever had it before."""


def confirmed(
    connection: Connection, region: str, *, since: datetime | None = None, limit: int | None = None
) -> Sequence[AnyRow]:
    """Give the newest complaints of a region whose agency a person has confirmed, oldest first.

    An agency has confirmed one by taking it up; an officer or admin by handing it on themselves. Each row has `number`,
    `text`, `topic`, `agency`, the one that has it now, `routing` and `confidence`.
    """
    wanted = (
        select(
            complaint.c.id,
            complaint.c.number,
            complaint.c.text,
            complaint.c.topic,
            complaint.c.routing,
            complaint.c.confidence,
            assignment.c.agency,
        )
        .join(assignment, _LEAD)
        .where(complaint.c.region == region, complaint.c.status.not_in(_NOBODYS), or_(_BY_HAND, _TAKEN_UP))
        .order_by(complaint.c.id.desc())
    )
    if since is not None:
        wanted = wanted.where(complaint.c.created_at >= since)
    return list(connection.execute(wanted.limit(limit) if limit else wanted))[::-1]
