"""Counting rows by what stands in a column."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, func, select


def count_by(connection: Connection, column: Column[Any], *conditions: ColumnElement[bool]) -> dict[str, int]:
    """Count the rows that fit, for each value of a column; value to count."""
    counts = select(column, func.count()).where(*conditions).group_by(column)
    return dict(connection.execute(counts).all())
