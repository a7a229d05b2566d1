"""The condition that a column is among the values bound to a name, as one parameter however many these are.

As a list, SQL's IN is another statement for each length: SQLAlchemy writes it anew, and the database prepares it anew.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, ColumnElement, Dialect, String, bindparam
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class _Values(TypeDecorator[Collection[Any]]):
    """Numbers, or words: an array to PostgreSQL, JSON to SQLite."""

    impl = String
    cache_ok = True

    def __init__(self, each: TypeEngine[Any]) -> None:
        super().__init__()
        self.each = each

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return postgresql.ARRAY(self.each) if dialect.name == "postgresql" else String()

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        return values if dialect.name == "postgresql" else json.dumps(values)


def among(column: Column[Any], name: str) -> ColumnElement[bool]:
    """Make the condition; `among(table.c.id, "ids")` is true of the rows whose id is one of those bound to "ids"."""
    values = _Set(bindparam(name, type_=_Values(column.type)))
    # The two databases call it by different words, which the set brings along.
    return column.bool_op("")(values)


class _Set(FunctionElement[Any]):
    inherit_cache = True


@compiles(_Set, "postgresql")
def _any(element: _Set, compiler: SQLCompiler, **how: Any) -> str:
    return f"= ANY ({_written(element, compiler, how)})"


@compiles(_Set, "sqlite")
def _each(element: _Set, compiler: SQLCompiler, **how: Any) -> str:
    return f"IN (SELECT value FROM json_each({_written(element, compiler, how)}))"  # noqa: S608 - a parameter's place


def _written(element: _Set, compiler: SQLCompiler, how: dict[str, Any]) -> str:
    (values,) = element.clauses
    return compiler.process(values, **how)
