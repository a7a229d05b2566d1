"""Inserting what may be there already, in one statement on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], key: Column[Any]
) -> dict[Any, int]:
    """Insert the rows whose unique `key` is not there yet; gives key to id of those that were new.

    Which rows were new is told by RETURNING; its order is not promised, so the key says which is which.
    """
    if not rows:
        return {}
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).on_conflict_do_nothing(index_elements=[key]).returning(key, table.c.id)
    return dict(connection.execute(statement, list(rows)).all())
