"""What is known about each line, for the people who look after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from storage.models import line
from storage.upsert import insert_new

CHAT = "chat"
"""The name and transport of the line of `aduan chat`: no modem has it, and no daemon touches what leaves by it."""


def ids_of(connection: Connection, lines: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Give the id of each (name, transport), adding the lines that are new; name to id."""
    wanted = dict(lines)
    rows = [{"name": name, "transport": transport} for name, transport in wanted.items()]
    insert_new(connection, line, rows, line.c.name)
    for name, transport in wanted.items():
        moved = line.c.name == name, line.c.transport != transport
        connection.execute(update(line).where(*moved).values(transport=transport))
    found = connection.execute(select(line.c.name, line.c.id).where(line.c.name.in_(wanted)))
    return dict(found.all())


def record_state(connection: Connection, name: str, now: datetime, **seen: Any) -> None:
    """Write down what a line's worker reported (state, detail, imei, ...)."""
    connection.execute(update(line).where(line.c.name == name).values(changed_at=now, **seen))


def sim_of(name: str, imsi: str | None) -> str:
    """Name the SIM whose use is counted: the line stands for it until it is known."""
    return imsi or f"line {name}"


def note(connection: Connection, line_id: int, **seen: Any) -> None:
    """Write down what else was noticed of a line."""
    connection.execute(update(line).where(line.c.id == line_id).values(**seen))


def states(connection: Connection) -> dict[str, Mapping[str, Any]]:
    """Give the last known state of every line, by name."""
    return {row["name"]: dict(row) for row in connection.execute(select(line)).mappings()}
