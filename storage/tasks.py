"""Queries on what waits for an office: the complaints in its hands, those it has not taken up first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select, update

from storage.engine import AnyRow
from storage.models import assignment, complaint
from storage.places import told_of

_IN_HAND = and_(assignment.c.done_at.is_(None), assignment.c.ended_at.is_(None))
"""Leads and further agencies alike: each has its own part to do."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What an office answers for in a region: the complaints of its agency.

    Without one it is the office that runs the system, and has those of every agency but `others`, and those of none.
    """

    region: str
    agency: str | None
    others: frozenset[str] = frozenset()


def open_tasks(connection: Connection, duty: Duty, *, only_new: bool, limit: int, skip: int = 0) -> list[AnyRow]:
    """Give open complaints of a duty, most pressing first: in danger, never told of, oldest.

    `only_new` leaves out those that an officer has taken up. Rows have the columns `id`, `number`, `text`, `status`,
    `urgent`, `secret`, `circle`, `agency`, `accepted_at`, `assignment_id` and `place`, the street or village
    that the text names.
    """
    columns = complaint.c
    chosen = _of(duty, only_new=only_new).with_only_columns(
        columns.id,
        columns.number,
        columns.text,
        func.coalesce(assignment.c.state, columns.status).label("status"),
        columns.urgent,
        columns.secret,
        columns.circle,
        assignment.c.agency,
        assignment.c.accepted_at,
        assignment.c.id.label("assignment_id"),
        told_of().label("place"),
    )
    pressing = columns.urgent.desc(), assignment.c.accepted_at.is_not(None), assignment.c.told_at.is_not(None)
    return list(connection.execute(chosen.order_by(*pressing, columns.id).limit(limit).offset(skip)))


def count(connection: Connection, duty: Duty, *, only_new: bool) -> int:
    """Count the open complaints of a duty."""
    return connection.scalar(_of(duty, only_new=only_new).with_only_columns(func.count())) or 0


def late(connection: Connection, duty: Duty, now: datetime) -> int:
    """Count the open complaints of a duty that should have been done by now."""
    overdue = _of(duty, only_new=False).where(assignment.c.due_at < now)
    return connection.scalar(overdue.with_only_columns(func.count())) or 0


def done_since(connection: Connection, duty: Duty, since: datetime) -> int:
    """Count what an agency has done since then; the office that runs the system does nothing itself."""
    columns = assignment.c
    wanted = select(func.count()).join(complaint, complaint.c.id == columns.complaint_id)
    wanted = wanted.where(complaint.c.region == duty.region, columns.agency == duty.agency, columns.done_at >= since)
    return connection.scalar(wanted) or 0


def mark_told(connection: Connection, assignment_ids: Collection[int], now: datetime) -> None:
    """Write down that an agency has been told of these; the first time counts."""
    told = update(assignment).where(assignment.c.id.in_(assignment_ids), assignment.c.told_at.is_(None))
    connection.execute(told.values(told_at=now))


def _of(duty: Duty, *, only_new: bool) -> Select[tuple[int]]:
    columns = complaint.c
    whose = assignment.c.agency
    in_hand = [_IN_HAND, whose == duty.agency if duty.agency else whose.not_in(sorted(duty.others))]
    if only_new:
        in_hand.append(assignment.c.accepted_at.is_(None))
    # Each by its own index: no walk over the complaints of years.
    theirs: Any = select(assignment.c.complaint_id).where(*in_hand)
    if duty.agency is None:
        theirs = theirs.union_all(select(columns.id).where(columns.region == duty.region, columns.status == "triage"))
    hands = and_(assignment.c.complaint_id == columns.id, *in_hand)
    wanted = select(columns.id).outerjoin(assignment, hands)
    wanted = wanted.where(columns.region == duty.region, columns.id.in_(theirs))
    # What is delicate is never the admin's, whoever is missing.
    return wanted if duty.agency else wanted.where(columns.circle.is_(None))
