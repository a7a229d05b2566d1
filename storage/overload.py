"""Queries on overload: lines on which answers wait too long for their turn.

Nothing remembers an overload. A line is in one as long as an answer that could leave by it has waited too long: one
look into the index of the queue for each line, which ends at the oldest answer.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, case, exists, func, select

from sms.message import Priority
from storage.engine import AnyRow
from storage.message_tables import outbound_message
from storage.models import line
from storage.outbound import QUEUED

_ANSWERS = outbound_message.c.state == QUEUED, outbound_message.c.priority == Priority.ANSWER
_OF_LINE = outbound_message.c.line_id == line.c.id
# One whose phone was off waits for its next attempt, not for its turn.
_WAITS_SINCE = outbound_message.c.not_before <= bindparam("before")

_OVERLOADED = (
    select(line.c.id, line.c.name).where(exists().where(*_ANSWERS, _OF_LINE, _WAITS_SINCE)).order_by(line.c.name)
)

_QUEUES = (
    select(
        line.c.name,
        func.count().label("answers"),
        func.min(outbound_message.c.not_before).label("since"),
        func.max(case((_WAITS_SINCE, 1), else_=0)).label("overloaded"),
    )
    .join(outbound_message, _OF_LINE)
    .where(*_ANSWERS, outbound_message.c.not_before <= bindparam("now"))
    .group_by(line.c.name)
    .order_by(line.c.name)
)


def lines(connection: Connection, before: datetime) -> dict[int, str]:
    """Give the lines that have an answer whose turn should have come before then: id to name."""
    return dict(connection.execute(_OVERLOADED, {"before": before}).all())


def queues(connection: Connection, before: datetime, now: datetime) -> list[AnyRow]:
    """Give the lines with answers that could leave now: `name`, `answers`, since when, and whether it is overloaded."""
    return list(connection.execute(_QUEUES, {"before": before, "now": now}))
