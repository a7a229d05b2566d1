"""Queries on the places of complaints."""

from __future__ import annotations

from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, ScalarSelect, Select, func, select

from storage.models import complaint, complaint_place

KINDS = ("province", "regency", "district", "village", "street")

_NARROW = ("street", "village")
_BETWEEN_LETTERS = " .-'"
"""What names are written with beside letters: Jalan Ir. H. Juanda."""


def of(connection: Connection, complaint_id: int) -> list[RowMapping]:
    """Give the places of a complaint, in the order of its text: `kind`, `name`, `detail`."""
    columns = complaint_place.c
    wanted = select(columns.kind, columns.name, columns.detail).where(columns.complaint_id == complaint_id)
    return list(connection.execute(wanted.order_by(columns.id)).mappings())


def told_of() -> ScalarSelect[str]:
    """Make the column that has a complaint's street, else its village: where an officer has to go."""
    columns = complaint_place.c
    wanted = select(columns.name).where(columns.complaint_id == complaint.c.id, columns.kind.in_(_NARROW))
    return wanted.order_by(columns.kind, columns.id).limit(1).correlate(complaint).scalar_subquery()


def called(connection: Connection, name: str, limit: int) -> list[tuple[str, str]]:
    """Give the kinds and names of places whose name, compared by its small letters, contains this; so many at most."""
    found = ((kind, each) for kind in KINDS for each in connection.scalars(_named(kind, name).limit(limit)))
    return list(islice(found, limit))


def _named(kind: str, name: str) -> Select[Any]:
    """Choose the names of a kind that contain this; from each the index leads to the next, whoever has been there."""
    columns = complaint_place.c
    least = select(func.min(columns.name)).where(columns.kind == kind)
    names = least.cte("names", recursive=True)
    following = least.where(columns.name > names.c[0]).scalar_subquery()
    names = names.union_all(select(following).where(names.c[0].is_not(None)))
    return select(names.c[0]).where(contains(names.c[0], name))


def contains(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """Make the condition that the name of a place, compared by its small letters, contains this."""
    written = func.lower(column)
    for sign in _BETWEEN_LETTERS:
        written = func.replace(written, sign, "")
    return written.contains(name, autoescape=True)


def is_in(name: str) -> ColumnElement[bool]:
    """Make the condition that a complaint names a place whose name, compared by its small letters, contains this."""
    columns = complaint_place.c
    named = select(columns.id).where(columns.complaint_id == complaint.c.id, contains(columns.name, name))
    return named.correlate(complaint).exists()
