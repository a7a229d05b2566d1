"""What the tables are made of: the metadata, a moment in UTC, and the columns that every table has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    TextClause,
    TypeDecorator,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both sides; SQLite, which knows no zones, stores it bare."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """Give what turns a moment into UTC on its way in; a naive one is a mistake of ours.

        Moments are a third of all values that are written, so on SQLite they become text here, in one go.
        """
        return _to_sqlite if dialect.name == "sqlite" else _to_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:  # noqa: ARG002
        """Give what makes a moment in UTC on its way out."""
        return _from_sqlite if dialect.name == "sqlite" else _as_utc


def _to_utc(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return value.astimezone(UTC)


_BARE = len("2026-11-23 05:04:03.000000")


# A batch writes the same few moments in every row.
@lru_cache(maxsize=256)
def _to_sqlite(value: datetime | None) -> str | None:
    at = _to_utc(value)
    return at.isoformat(" ", "microseconds")[:_BARE] if at else None


def _from_sqlite(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if value else None


def _as_utc(value: datetime | None) -> datetime | None:
    return value if value is None or value.tzinfo is UTC else value.astimezone(UTC)


# SQLite counts by itself only in a column that is exactly INTEGER.
BigId = BigInteger().with_variant(Integer(), "sqlite")


def row_id() -> Column[int]:
    """Make the key that the database counts."""
    return Column("id", BigId, primary_key=True)


def moment(name: str, *, nullable: bool = True) -> Column[datetime]:
    """Make a column for a moment."""
    return Column(name, UtcDateTime, nullable=nullable)


def index_of_true(name: str, flag: str, *columns: str, also: str = "") -> Index:
    """Make an index over the rows of which something is true; the databases write that each in their own way."""
    return Index(name, *columns, sqlite_where=text(f"{flag} = 1{also}"), postgresql_where=text(f"{flag}{also}"))


def index_where(name: str, condition: str, *columns: str | TextClause, unique: bool = False) -> Index:
    """Make an index over the few rows that are not done yet, so that a million old ones cost nothing."""
    return Index(name, *columns, unique=unique, sqlite_where=text(condition), postgresql_where=text(condition))


def to(target: str, name: str | None = None, **options: Any) -> Column[Any]:
    """Make a column that refers to a row of another table."""
    return Column(name or f"{target}_id", BigId, ForeignKey(f"{target}.id"), **options)
