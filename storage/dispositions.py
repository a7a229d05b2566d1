"""Queries on who really had a complaint: what the router learns from, and is held against."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, case, exists, or_, select

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

_IS_CONFIRMED = or_(_BY_HAND, assignment.c.accepted_at.is_not(None))

_IS_PLAIN = complaint.c.circle.is_(None)
"""What is delicate goes to its circle by a rule, and no model learns its words."""

_NOBODYS = ("not_ours", "spam")
"""What a person has put into these states is no agency's, whoever had it before."""


def confirmed(connection: Connection, region: str) -> Sequence[AnyRow]:
    """Give the complaints of a region whose agency a person has confirmed, oldest first.

    An agency has confirmed one by taking it up; an officer or admin by handing it on themselves. Each row has `text`,
    `topic`, `agency`, the one that has it now, and `subscriber_id`.
    """
    wanted = (
        select(complaint.c.text, complaint.c.topic, assignment.c.agency, complaint.c.subscriber_id)
        .join(assignment, _LEAD)
        .where(complaint.c.region == region, complaint.c.status.not_in(_NOBODYS), _IS_CONFIRMED, _IS_PLAIN)
        .order_by(complaint.c.id)
    )
    return connection.execute(wanted).all()


def judged(connection: Connection, region: str, since: datetime) -> Sequence[AnyRow]:
    """Give the complaints since then whose place is known by now, or known not to be any agency, oldest first.

    Those that are confirmed, given back, or declined. Each row has `topic`, `routing`, `confidence` and `agency`, the
    one that has it now; None is nobody.
    """
    is_declined = complaint.c.status == "not_ours"
    agency = case((is_declined, None), else_=assignment.c.agency).label("agency")
    wanted = (
        select(complaint.c.topic, complaint.c.routing, complaint.c.confidence, agency)
        .outerjoin(assignment, _LEAD)
        .where(
            complaint.c.region == region,
            complaint.c.created_at >= since,
            complaint.c.status != "spam",
            _IS_PLAIN,
            or_(_IS_CONFIRMED, complaint.c.status == "triage", is_declined),
        )
        .order_by(complaint.c.id)
    )
    return connection.execute(wanted).all()
