"""Inserting rows of which nothing is asked back; many at once take PostgreSQL's own way in, COPY.

To send each row as a statement costs PostgreSQL, and this program, three times as much as the rows themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

_MANY = 200
"""Below so many rows, COPY has no advantage."""


def insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that have all the same columns; the others get what the database gives them."""
    if len(rows) >= _MANY and connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    elif rows:
        connection.execute(table.insert(), list(rows))


def _copy(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    dialect = connection.dialect
    ways = [(name, _processor(table.c[name].type, dialect)) for name in rows[0]]
    names = sql.SQL(", ").join(sql.Identifier(name) for name in rows[0])
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)
    try:
        with connection.connection.cursor().copy(statement) as copy:
            for row in rows:
                copy.write_row([make(row[name]) for name, make in ways])
    except psycopg.Error as error:
        raise DBAPIError.instance(statement.as_string(), None, error, psycopg.Error, dialect=dialect) from error


def _processor(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any]:
    """Give what makes of a value what the driver takes, as for a value of a statement."""
    return kind.dialect_impl(dialect).bind_processor(dialect) or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
