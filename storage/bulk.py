"""Inserting rows of which nothing is asked back; many at once take each database's shortest way in.

On PostgreSQL that is COPY, on SQLite one statement that is prepared once. To make a statement's parameters of each row
costs PostgreSQL, and this program, up to three times as much as the rows themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

Values = tuple[Any, ...]

_MANY = 200
"""Below so many rows, the short ways have no advantage."""


def insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that have all the same columns; the others get what the database gives them."""
    if len(rows) < _MANY:
        if rows:
            connection.execute(table.insert(), list(rows))
        return
    names = sorted(rows[0], key=table.c.keys().index)
    ways = [(name, _processor(table.c[name].type, connection.dialect)) for name in names]
    values = (tuple([row[name] if make is None else make(row[name]) for name, make in ways]) for row in rows)
    (_copy if connection.dialect.name == "postgresql" else _execute)(connection, table, names, values)


def _copy(connection: Connection, table: Table, names: list[str], rows: Iterable[Values]) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
    try:
        with connection.connection.cursor().copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        said = statement.as_string()
        raise DBAPIError.instance(said, None, error, psycopg.Error, dialect=connection.dialect) from error


def _execute(connection: Connection, table: Table, names: list[str], rows: Iterable[Values]) -> None:
    statement = table.insert().compile(dialect=connection.dialect, column_keys=names)
    connection.exec_driver_sql(str(statement), list(rows))


def _processor(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """Give what makes of a value what the driver takes, as for a value of a statement; None if it takes it as it is."""
    return kind.dialect_impl(dialect).bind_processor(dialect)
