"""Queries on complaints whose time has come: to close by themselves, or to go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, select

from storage.complaints import with_agency
from storage.engine import AnyRow
from storage.models import assignment, complaint


def any_to_close(connection: Connection, now: datetime) -> bool:
    """Tell whether a complaint is to close by itself by now."""
    return connection.scalar(_to_close(now).limit(1)) is not None


def take_to_close(connection: Connection, now: datetime, limit: int) -> list[AnyRow]:
    """Give the solved complaints that close by themselves by now, as `complaints.by_number` gives them; locks them."""
    return _locked(connection, _to_close(now).order_by(complaint.c.close_at), limit)


def any_to_resume(connection: Connection, now: datetime) -> bool:
    """Tell whether a complaint that was put off is to go on by now."""
    return connection.scalar(_to_resume(now).limit(1)) is not None


def take_to_resume(connection: Connection, now: datetime, limit: int) -> list[AnyRow]:
    """Give the complaints that were put off until now, as `complaints.by_number` gives them; locks them."""
    return _locked(connection, _to_resume(now).order_by(assignment.c.postponed_until), limit)


def _to_close(now: datetime) -> Select[tuple[int]]:
    columns = complaint.c
    return select(columns.id).where(
        columns.close_at <= now, columns.status == "resolved", columns.compensation.is_(False)
    )


def _to_resume(now: datetime) -> Select[tuple[int]]:
    hands = assignment.c
    of_lead = hands.complaint_id == complaint.c.id, hands.lead.is_(True), hands.ended_at.is_(None)
    return select(complaint.c.id).where(hands.postponed_until <= now, complaint.c.status == "postponed", *of_lead)


def _locked(connection: Connection, due: Select[tuple[int]], limit: int) -> list[AnyRow]:
    ids: Sequence[int] = list(connection.scalars(due.limit(limit).with_for_update(of=complaint, skip_locked=True)))
    wanted = with_agency().where(complaint.c.id.in_(ids)).order_by(complaint.c.id)
    return list(connection.execute(wanted)) if ids else []
