"""Queries on the places of complaints."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, RowMapping, ScalarSelect, exists, func, select

from storage.models import complaint, complaint_place

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


def is_in(name: str) -> ColumnElement[bool]:
    """Make the condition that a complaint names a place whose name, compared by its small letters, contains this."""
    columns = complaint_place.c
    written = func.lower(columns.name)
    for sign in _BETWEEN_LETTERS:
        written = func.replace(written, sign, "")
    return exists().where(columns.complaint_id == complaint.c.id, written.contains(name, autoescape=True))
