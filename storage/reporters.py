"""Queries on what became of the complaints of a phone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, case, func, select

from storage.engine import AnyRow
from storage.models import complaint

_WORST = case(
    (complaint.c.status == "spam", "spam"),
    (complaint.c.flagged, "flagged"),
    (complaint.c.status == "withdrawn", "withdrawn"),
    else_="",
)


def records(connection: Connection, subscriber_ids: Collection[int], since: datetime) -> list[AnyRow]:
    """Count the complaints of these people since then: `subscriber_id`, `worst` that is said of them, `complaints`.

    `worst` is spam (an admin said so), flagged (the text looked like none), withdrawn, or nothing.
    """
    columns, worst = complaint.c, _WORST.label("worst")
    wanted = select(columns.subscriber_id, worst, func.count().label("complaints"))
    wanted = wanted.where(columns.subscriber_id.in_(subscriber_ids), columns.created_at >= since)
    return list(connection.execute(wanted.group_by(columns.subscriber_id, worst)))
