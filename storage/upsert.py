"""Inserting what may be there already, and changing many rows, in one statement on both databases.

Statements are made once for each table: making one takes longer than running it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Executable, Table, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.among import among


def insert_new(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], key: Column[Any]
) -> dict[Any, int]:
    """Insert the rows whose unique `key` is not there yet; gives key to id of those that were new.

    Which rows were new is told by RETURNING; its order is not promised, so the key says which is which.
    """
    if not rows:
        return {}
    statement = _insert_new(connection.dialect.name, table, key)
    return dict(connection.execute(statement, list(rows)).all())


@cache
def _insert_new(dialect: str, table: Table, key: Column[Any]) -> Executable:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table).on_conflict_do_nothing(index_elements=[key]).returning(key, table.c.id)


def insert_if_free(connection: Connection, table: Table, row: dict[str, Any]) -> int | None:
    """Insert a row and give its id; None if any unique index has one like it already."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    made: int | None = connection.scalar(insert(table).values(row).on_conflict_do_nothing().returning(table.c.id))
    return made


def insert_or_replace(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]], key: tuple[str, ...]
) -> None:
    """Insert rows that all have the same columns; one with this key that is there already is overwritten."""
    if rows:
        statement = _insert_or_replace(connection.dialect.name, table, tuple(rows[0]), key)
        connection.execute(statement, list(rows))


@cache
def _insert_or_replace(dialect: str, table: Table, names: tuple[str, ...], key: tuple[str, ...]) -> Executable:
    insert = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    changes = {name: insert.excluded[name] for name in names if name not in key}
    return insert.on_conflict_do_update(index_elements=key, set_=changes)


def update_alike(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Write changed columns of rows told by `id`; those that change alike, as most of a batch do, are one statement.

    Those that change like no other are one statement too, for each of them, with the columns that change.
    """
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    alone: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        columns = dict(row)
        key = columns.pop("id")
        try:
            alike.setdefault(tuple(columns.items()), []).append(key)
        except TypeError:
            # A JSON object has no hash: what holds one changes like no other.
            alone.setdefault(tuple(columns), []).append({"only": key, **_bound(columns)})
    for change, ids in alike.items():
        names, values = tuple(name for name, _ in change), _bound(dict(change))
        if len(ids) > 1:
            connection.execute(_update_alike(table, names), {"ids": ids, **values})
        else:
            alone.setdefault(names, []).append({"only": ids[0], **values})
    for names, each in alone.items():
        connection.execute(_update_each(table, names), each)


@cache
def _update_alike(table: Table, names: tuple[str, ...]) -> Executable:
    return update(table).where(among(table.c.id, "ids")).values(_new(names))


@cache
def _update_each(table: Table, names: tuple[str, ...]) -> Executable:
    return update(table).where(table.c.id == bindparam("only")).values(_new(names))


def _bound(columns: dict[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in columns.items()}


def _new(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: bindparam(f"new_{name}") for name in names}
