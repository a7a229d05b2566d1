"""Queries on the places of complaints, and on complaints that are about the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, ScalarSelect, Select, and_, exists, func, or_, select

from storage.models import complaint, complaint_place

WINDOW = timedelta(days=30)
"""How much earlier a complaint may have come to be about the same."""

KINDS = ("province", "regency", "district", "village", "street")

_MOST_SIMILAR = 10
_LOOKED_AT = 50
_NARROW = ("street", "village")
_BETWEEN_LETTERS = " .-'"
"""What names are written with beside letters: Jalan Ir. H. Juanda."""


def of(connection: Connection, complaint_id: int) -> list[RowMapping]:
    """Give the places of a complaint, in the order of its text: `kind`, `name`, `detail`."""
    columns = complaint_place.c
    wanted = select(columns.kind, columns.name, columns.detail).where(columns.complaint_id == complaint_id)
    return list(connection.execute(wanted.order_by(columns.id)).mappings())


def similar(connection: Connection, complaint_id: int, since: datetime) -> list[int]:
    """Give the numbers of complaints that came since then and may be about the same, newest first, ten at most.

    They are of the same region and topic and share a street or village; if the complaint names none, a district.
    """
    theirs, other, this = complaint_place.alias("theirs"), complaint.alias("other"), complaint.alias("this")
    mine = _shared_places(complaint_id).subquery("mine")
    alike = and_(
        other.c.region == this.c.region,
        other.c.topic == this.c.topic,
        other.c.created_at >= since,
        other.c.id != this.c.id,
    )
    there = select(theirs.c.complaint_id).join(mine, and_(theirs.c.kind == mine.c.kind, theirs.c.name == mine.c.name))
    wanted = (
        select(other.c.number, other.c.circle)
        .select_from(this)
        .join(other, alike)
        .where(this.c.id == complaint_id, other.c.id.in_(there))
        .order_by(other.c.id.desc())
    )
    # Nothing tells what is delicate by what is like it. Asked of the database, this would cost the better index.
    found = connection.execute(wanted.limit(_LOOKED_AT)).all()
    return [number for number, circle in found if circle is None][:_MOST_SIMILAR]


def _shared_places(complaint_id: int) -> Select[Any]:
    """Choose the places by which complaints are compared: streets and villages, without any the districts."""
    mine, narrower = complaint_place.c, complaint_place.alias("narrower")
    is_narrow = exists().where(narrower.c.complaint_id == complaint_id, narrower.c.kind.in_(_NARROW))
    fits = or_(mine.kind.in_(_NARROW), and_(mine.kind == "district", ~is_narrow))
    return select(mine.kind, mine.name).where(mine.complaint_id == complaint_id, fits)


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
