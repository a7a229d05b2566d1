"""Queries on whose hands complaints are in, and were."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from storage.among import among
from storage.engine import AnyRow
from storage.models import assignment

_OF = select(assignment).order_by(assignment.c.id)
# Made once: each step looks at who helps.
_HELPING = _OF.where(
    among(assignment.c.complaint_id, "complaint_ids"),
    assignment.c.lead.is_(False),
    assignment.c.ended_at.is_(None),
)


def hands_of(connection: Connection, complaint_id: int) -> list[AnyRow]:
    """Give everybody who has a complaint or had it, lead or not, in the order in which they got it."""
    return list(connection.execute(_OF.where(assignment.c.complaint_id == complaint_id)))


def agencies_of(connection: Connection, complaint_ids: Collection[int]) -> dict[int, set[str]]:
    """Give the agencies and posts that have complaints or had them, by the complaint's id."""
    columns, found = assignment.c, dict[int, set[str]]()
    wanted = select(columns.complaint_id, columns.agency).where(columns.complaint_id.in_(complaint_ids))
    for row in connection.execute(wanted) if complaint_ids else ():
        found.setdefault(row.complaint_id, set()).add(row.agency)
    return found


def parts_of(connection: Connection, complaint_ids: Collection[int]) -> dict[int, list[AnyRow]]:
    """Give the further agencies that help beside the lead, also those that are done: complaint's id to assignments."""
    found: dict[int, list[AnyRow]] = {complaint_id: [] for complaint_id in complaint_ids}
    for row in connection.execute(_HELPING, {"complaint_ids": list(complaint_ids)}):
        found[row.complaint_id].append(row)
    return found
