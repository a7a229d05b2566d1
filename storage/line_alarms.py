"""Which trouble of lines the administrators have been told of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from storage.engine import AnyRow
from storage.models import line, line_alarm
from storage.upsert import insert_or_replace


def find(connection: Connection, line_id: int, kind: str) -> AnyRow | None:
    """Give what is known of such trouble; None if there never was any."""
    wanted = select(line_alarm).where(line_alarm.c.line_id == line_id, line_alarm.c.kind == kind)
    return connection.execute(wanted).one_or_none()


def write(connection: Connection, line_id: int, kind: str, **known: Any) -> None:
    """Write down how such trouble stands: `is_raised`, `text`, `told_on`, `ended_on`."""
    insert_or_replace(connection, line_alarm, [{"line_id": line_id, "kind": kind, **known}], ("line_id", "kind"))


def raised(connection: Connection) -> set[tuple[str, str]]:
    """Give the trouble that there is now: names of lines, and kinds."""
    wanted = select(line.c.name, line_alarm.c.kind).join(line, line.c.id == line_alarm.c.line_id)
    return {(row.name, row.kind) for row in connection.execute(wanted.where(line_alarm.c.is_raised.is_(True)))}
