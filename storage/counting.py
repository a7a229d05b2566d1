"""Counting rows by what stands in a column."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, func, literal_column, select, union_all


def count_by(connection: Connection, column: Column[Any], *conditions: ColumnElement[bool]) -> dict[str, int]:
    """Count the rows that fit, for each value of a column; value to count."""
    counts = select(column, func.count()).where(*conditions).group_by(column)
    return dict(connection.execute(counts).all())


def count_around(connection: Connection, column: Column[Any], usual: str) -> dict[str, int]:
    """Count the rows for each value of a column, most of which are `usual`: these are all but the others.

    The others have an index, whose condition the query has to repeat, and all is what a database counts fastest. One
    statement, so that nothing changes in between.
    """
    others = select(column, func.count()).where(column != literal_column(f"'{usual}'")).group_by(column)
    everything: Select[Any, int] = select(literal_column(f"'{usual}'"), func.count()).select_from(column.table)
    counts: dict[str, int] = dict(connection.execute(union_all(everything, others)).all())
    counts[usual] -= sum(count for value, count in counts.items() if value != usual)
    return {value: count for value, count in sorted(counts.items()) if count}
