"""Queries on the scheduled jobs: when each ran last, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select, update

from storage.office_tables import job
from storage.upsert import insert_new


def record(connection: Connection, name: str, **seen: Any) -> None:
    """Write down what is known of a job's last run; `started_at` must be there the first time."""
    if not connection.execute(update(job).where(job.c.name == name).values(**seen)).rowcount:
        insert_new(connection, job, [{"name": name, **seen}], job.c.name)


def last_runs(connection: Connection) -> dict[str, Mapping[str, Any]]:
    """Give the last run of every job that has run, by name."""
    return {row["name"]: dict(row) for row in connection.execute(select(job)).mappings()}
