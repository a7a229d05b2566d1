"""Inserting rows of which nothing is asked back, by each database's shortest way in.

On PostgreSQL that is COPY, on SQLite one statement that is prepared once. To make a statement's parameters of each row
costs PostgreSQL, and this program, up to three times as much as the rows themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

Values = tuple[Any, ...]
_Way = tuple[str, Callable[[Any], Any] | None]

_MANY = 20
"""Below so many rows COPY has no advantage."""


def insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that have all the same columns; the others get what the database gives them."""
    if not rows:
        return
    is_copied = connection.dialect.name == "postgresql"
    if is_copied and len(rows) < _MANY:
        connection.execute(table.insert(), list(rows))
        return
    ways, statement = _prepared(connection.dialect, table, frozenset(rows[0]))
    values = (tuple([row[name] if make is None else make(row[name]) for name, make in ways]) for row in rows)
    if is_copied:
        _copy(connection, table, [name for name, _ in ways], values)
    else:
        connection.exec_driver_sql(statement, list(values))


@lru_cache(maxsize=128)
def _prepared(dialect: Dialect, table: Table, columns: frozenset[str]) -> tuple[list[_Way], str]:
    """Give the columns in the order of the table, each with what makes of a value what the driver takes; and INSERT."""
    names = sorted(columns, key=table.c.keys().index)
    ways = [(name, _processor(table.c[name].type, dialect)) for name in names]
    return ways, str(table.insert().compile(dialect=dialect, column_keys=names))


def _copy(connection: Connection, table: Table, names: list[str], rows: Iterable[Values]) -> None:
    # Eight megabytes, of which SQLite has no use.
    import psycopg  # noqa: PLC0415
    from psycopg import sql  # noqa: PLC0415

    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
    try:
        with connection.connection.cursor().copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        said = statement.as_string()
        raise DBAPIError.instance(said, None, error, psycopg.Error, dialect=connection.dialect) from error


def _processor(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """Give what makes of a value what the driver takes, as for a value of a statement; None if it takes it as it is."""
    return kind.dialect_impl(dialect).bind_processor(dialect)
