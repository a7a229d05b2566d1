"""Queries on SMS that nobody has decoded yet, and on those that nobody could: the quarantine."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, or_, select, update

from storage.counting import count_by
from storage.engine import AnyRow
from storage.message_tables import inbound_pdu
from storage.models import line
from storage.upsert import insert_new

RAW, QUARANTINED = "raw", "quarantined"
"""States of a PDU: durable and to be decoded; the decoder refused it, or did not live through it."""

_COLUMNS = inbound_pdu.c
_OF_LINE = select(*_COLUMNS, line.c.name.label("line")).join(line, line.c.id == _COLUMNS.line_id)


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert PDUs as raw; gives the ids of those that were not there yet."""
    return list(insert_new(connection, inbound_pdu, [{**row, "state": RAW} for row in rows], _COLUMNS.key).values())


def take(connection: Connection, ids: Collection[int]) -> list[AnyRow]:
    """Give those of these that are still raw, with their `line`, oldest first; nobody else takes them meanwhile."""
    wanted = _OF_LINE.where(_COLUMNS.id.in_(ids), _COLUMNS.state == RAW).order_by(_COLUMNS.id)
    return list(connection.execute(wanted.with_for_update(skip_locked=True, of=inbound_pdu)))


def left_over(connection: Connection, before: datetime, line_ids: Collection[int]) -> list[int]:
    """Give what is still raw of some lines, and of all others if it was stored before then."""
    left = or_(_COLUMNS.received_at <= before, _COLUMNS.line_id.in_(line_ids))
    wanted = select(_COLUMNS.id).where(_COLUMNS.state == RAW, left)
    return list(connection.scalars(wanted.order_by(_COLUMNS.id)))


def begin_try(connection: Connection, pdu_id: int) -> int:
    """Count, before it is decoded, how often that was begun; gives the number."""
    counted = update(inbound_pdu).where(_COLUMNS.id == pdu_id, _COLUMNS.state == RAW)
    tries: int | None = connection.scalar(counted.values(tries=_COLUMNS.tries + 1).returning(_COLUMNS.tries))
    return tries or 0


def quarantine(connection: Connection, pdu_id: int, error: str, decoder: str) -> None:
    """Keep a PDU for a person, and for another decoder."""
    refused = update(inbound_pdu).where(_COLUMNS.id == pdu_id, _COLUMNS.state == RAW)
    connection.execute(refused.values(state=QUARANTINED, error=error, decoder=decoder))


def release(connection: Connection, *, but_for: str = "") -> int:
    """Let what is in quarantine be decoded again, but for what this decoder refused; gives how many."""
    kept = update(inbound_pdu).where(_COLUMNS.state == QUARANTINED, _COLUMNS.decoder != but_for)
    return connection.execute(kept.values(state=RAW, tries=0)).rowcount


def remove(connection: Connection, ids: Collection[int]) -> None:
    """Forget PDUs whose parts are stored."""
    connection.execute(delete(inbound_pdu).where(_COLUMNS.id.in_(ids)))


def quarantined(connection: Connection, *, limit: int) -> list[RowMapping]:
    """Give the newest of the quarantine for a table."""
    wanted = _OF_LINE.where(_COLUMNS.state == QUARANTINED).order_by(_COLUMNS.id.desc())
    return list(connection.execute(wanted.limit(limit)).mappings())


def counts_by_state(connection: Connection) -> dict[str, int]:
    """Count the PDUs in each state."""
    return count_by(connection, _COLUMNS.state)
