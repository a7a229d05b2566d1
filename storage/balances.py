"""What was left on each SIM, whenever its operator was asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from storage.engine import AnyRow
from storage.message_tables import outbound_message
from storage.models import line_balance
from storage.upsert import insert_if_free

_COLUMNS = line_balance.c


def add(connection: Connection, line_id: int, at: datetime, answer: str, **told: Any) -> bool:
    """Write down an answer and what it tells; gives whether it was new."""
    row = {"line_id": line_id, "at": at, "answer": answer, **told}
    return insert_if_free(connection, line_balance, row) is not None


def latest(connection: Connection, line_id: int, imsi: str | None) -> AnyRow | None:
    """Give the newest answer about a SIM."""
    wanted = select(line_balance).where(_COLUMNS.line_id == line_id, _COLUMNS.imsi.is_not_distinct_from(imsi))
    return connection.execute(wanted.order_by(_COLUMNS.at.desc()).limit(1)).one_or_none()


def last_told(connection: Connection, line_id: int) -> datetime | None:
    """Tell when a line has last told a balance, whatever SIM was in it."""
    last: datetime | None = connection.scalar(select(func.max(_COLUMNS.at)).where(_COLUMNS.line_id == line_id))
    return last


def since(connection: Connection, line_id: int, imsi: str | None, begin: datetime) -> list[AnyRow]:
    """Give the answers about a SIM from then on, oldest first."""
    wanted = select(line_balance).where(_COLUMNS.line_id == line_id, _COLUMNS.imsi.is_not_distinct_from(imsi))
    return list(connection.execute(wanted.where(_COLUMNS.at >= begin).order_by(_COLUMNS.at)))


def sent(connection: Connection, line_id: int, begin: datetime, end: datetime) -> int:
    """Count the SMS that a line has sent from then until then."""
    columns = outbound_message.c
    between = columns.line_id == line_id, columns.sent_at > begin, columns.sent_at <= end
    return connection.scalar(select(func.coalesce(func.sum(columns.segments), 0)).where(*between)) or 0
