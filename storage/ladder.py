"""Queries on what the ladder looks at: assignments whose time has come, and complaints that nobody hands out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, update

from storage.engine import AnyRow
from storage.models import assignment, complaint, subscriber
from storage.places import told_of

_WANTED = (
    complaint.c.id,
    complaint.c.number,
    complaint.c.region,
    complaint.c.kind,
    complaint.c.text,
    complaint.c.status,
    complaint.c.urgent,
    complaint.c.secret,
    complaint.c.anonymous,
    complaint.c.circle,
    complaint.c.accused,
    complaint.c.threatened_at,
    complaint.c.subscriber_id,
    subscriber.c.language,
    subscriber.c.opted_out_at,
)
_HANDS = (
    assignment.c.id.label("assignment_id"),
    assignment.c.agency,
    assignment.c.unit,
    assignment.c.lead,
    assignment.c.state,
    assignment.c.assigned_at,
    assignment.c.accepted_at,
    assignment.c.told_at,
    assignment.c.due_at,
    assignment.c.done_at,
    assignment.c.ended_at,
    assignment.c.rung,
    assignment.c.rung_at,
    told_of().label("place"),
)
_MOVE_ON = (
    update(assignment)
    .where(assignment.c.id == bindparam("assignment"))
    .values(rung=bindparam("told"), rung_at=bindparam("next_at"))
)


def any_due(connection: Connection, now: datetime) -> bool:
    """Tell whether the ladder has to look at something by now."""
    return connection.scalar(select(assignment.c.id).where(assignment.c.rung_at <= now).limit(1)) is not None


def take(connection: Connection, now: datetime, soon: datetime, limit: int) -> list[AnyRow]:
    """Give what the ladder looks at by now, and what it would look at soon, and lock its complaints.

    Nothing if nothing is due by now. Rows have the columns of complaint and assignment that it goes by, and `place`.
    """
    if not any_due(connection, now):
        return []
    waiting = select(complaint.c.id).join(assignment, assignment.c.complaint_id == complaint.c.id)
    waiting = waiting.where(assignment.c.rung_at <= soon).order_by(assignment.c.rung_at, assignment.c.id)
    ids = list(connection.scalars(waiting.limit(limit).with_for_update(of=complaint, skip_locked=True)))
    wanted = _with_reporter(*_WANTED, *_HANDS).join(assignment, assignment.c.complaint_id == complaint.c.id)
    # Looked at again: somebody may have taken it up before the lock was there.
    wanted = wanted.where(complaint.c.id.in_(ids), assignment.c.rung_at <= soon)
    return list(connection.execute(wanted.order_by(complaint.c.id, assignment.c.id))) if ids else []


def _with_reporter(*columns: Any) -> Select[Any]:
    reporter = subscriber.c.id == complaint.c.subscriber_id
    return select(*columns).select_from(complaint).outerjoin(subscriber, reporter)


def move_on(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write which rungs have been told of assignments, and when the ladder looks at them next."""
    if rows:
        connection.execute(_MOVE_ON, list(rows))


def any_unhanded(connection: Connection, now: datetime, awake: Collection[str]) -> bool:
    """Tell whether a complaint of these regions should have been handed to an agency by now, and nobody knows."""
    return connection.scalar(_unhanded(now, awake).limit(1)) is not None


def take_unhanded(connection: Connection, now: datetime, awake: Collection[str], limit: int) -> list[AnyRow]:
    """Give such complaints, the oldest first, and lock them."""
    due = _unhanded(now, awake).order_by(complaint.c.verify_by, complaint.c.id).limit(limit)
    ids = list(connection.scalars(due.with_for_update(skip_locked=True)))
    wanted = _with_reporter(*_WANTED).where(complaint.c.id.in_(ids)).order_by(complaint.c.id)
    return list(connection.execute(wanted)) if ids else []


def _unhanded(now: datetime, awake: Collection[str]) -> Select[tuple[int]]:
    columns = complaint.c
    waiting = select(columns.id).where(columns.verify_by <= now, columns.verify_told_at.is_(None))
    return waiting.where(columns.status == "triage", columns.region.in_(awake))
