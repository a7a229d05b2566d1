"""A column whose own index shall not lead a query.

SQLite guesses how many rows an index finds, and takes that of the region, which finds years of complaints, where the
one of a date would find a month. PostgreSQL counts, and needs the column as it is to do so.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, FunctionElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler


class unled(FunctionElement[str]):  # noqa: N801 - written like the functions of SQL
    """A column of text as it is, by which SQLite looks nothing up."""

    type = String()
    inherit_cache = True
    name = "unled"

    def __init__(self, column: Column[Any]) -> None:
        super().__init__(column)


@compiles(unled, "sqlite")
def _sqlite(element: unled, compiler: SQLCompiler, **options: Any) -> str:
    # The sign changes no value; only what stands bare is looked up in an index.
    return f"+{compiler.process(element.clauses, **options)}"


@compiles(unled, "postgresql")
def _postgresql(element: unled, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)
