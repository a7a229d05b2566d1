"""Moments as whole seconds, so that both databases count times between them the same."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FunctionElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler


class seconds(FunctionElement[int]):  # noqa: N801 - written like the functions of SQL
    """The seconds since 1970 of a moment, rounded down."""

    type = BigInteger()
    inherit_cache = True
    name = "seconds"


@compiles(seconds, "sqlite")
def _sqlite(element: seconds, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(strftime('%s', {compiler.process(element.clauses, **options)}) AS INTEGER)"


@compiles(seconds, "postgresql")
def _postgresql(element: seconds, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(floor(extract(epoch FROM {compiler.process(element.clauses, **options)})) AS BIGINT)"


def between(since: ColumnElement[Any], until: ColumnElement[Any]) -> ColumnElement[int]:
    """Give how many seconds lie between two moments."""
    return seconds(until) - seconds(since)
