"""Which reports have been written by the clock."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select

from storage.office_tables import report
from storage.upsert import insert_new


def made(connection: Connection, keys: Collection[str]) -> set[str]:
    """Tell which of these reports have been written."""
    return set(connection.scalars(select(report.c.key).where(report.c.key.in_(keys))))


def note(connection: Connection, key: str, now: datetime) -> None:
    """Note that a report has been written; a second time changes nothing."""
    insert_new(connection, report, [{"key": key, "made_at": now}], report.c.key)
