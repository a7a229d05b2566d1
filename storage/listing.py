"""The list of complaints: the first page of what fits some filters, fast at any size.

No planner is asked to guess. Complaints are looked at in the order wanted, the first 2 000, then the first 20 000: what
is common is found there. What is rare has an index of its own, and where that leads to fewer than so many it is gone
through instead. Only what is neither is looked for among all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, false, or_, select
from sqlalchemy.sql.util import ClauseAdapter

from storage.complaints import LEAD, with_agency
from storage.listing_filters import Filters, Way, conditions, hidden, ways
from storage.models import assignment, complaint
from storage.overdue import IS_OPEN

_LOOKED_AT = (2_000, 20_000)


@dataclass(frozen=True, slots=True)
class Order:
    """An order: the columns of complaint or hand, each with whether it goes down; the row's id decides between equals.

    `only` is what has a place in the order; `by_hand` if it is the hand's columns that say so.
    """

    columns: tuple[tuple[Any, bool], ...]
    only: ColumnElement[bool] | None = None
    by_hand: bool = False

    @property
    def keys(self) -> tuple[tuple[Any, bool], ...]:
        """All that is compared, one after the other."""
        row_id = assignment.c.complaint_id if self.by_hand else complaint.c.id
        return (*self.columns, (row_id, self.columns[-1][1]))

    def by(self) -> list[ColumnElement[Any]]:
        """Write the order."""
        return [column.desc() if down else column.asc() for column, down in self.keys]

    def after(self, row: Any) -> ColumnElement[bool]:
        """Make the condition that a complaint comes after one, a row with the columns of the order."""
        later: ColumnElement[bool] = false()
        for (column, down), value in reversed(list(zip(self.keys, row, strict=True))):
            beyond = column < value if down else column > value
            later = or_(beyond, and_(column == value, later))
        # Said once more for the first column alone: the databases know the way into an index by that.
        (first, down), value = self.keys[0], row[0]
        return and_(first <= value if down else first >= value, later)


_CREATED, _DUE = complaint.c.created_at, assignment.c.due_at

ORDERS = {
    "newest": Order(((_CREATED, True),)),
    "oldest": Order(((_CREATED, False),)),
    "due": Order(((_DUE, False),), and_(IS_OPEN, assignment.c.lead, _DUE.is_not(None)), by_hand=True),
    "updated": Order(((complaint.c.updated_at, True),)),
    "rating": Order(((complaint.c.rating, False), (_CREATED, False)), complaint.c.rating.is_not(None)),
}
"""The orders of the list: by when it came, until when it is due (what has a date and is open), its last change, its
grade (the worst first, and of these the oldest; what has one)."""


class NotInOrderError(Exception):
    """The complaint to go on after is not one that has a place in the order."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which page is wanted: so many, in this of the ORDERS, after the complaint with this number, the last one seen."""

    limit: int
    sort: str = "newest"
    after: int | None = None


def find(connection: Connection, filters: Filters, now: datetime, page: Page) -> list[RowMapping]:
    """Give the complaints of a page, of those that fit, with the agency of their lead.

    Raises NotInOrderError if the one to go on after has no place in the order.
    """
    order = ORDERS[page.sort]
    bounds = tuple(_bounds(connection, order, page.after))
    ids = _Search(connection, filters, now, order, bounds, page.limit).ids()
    rows = connection.execute(with_agency().where(complaint.c.id.in_(ids))).mappings()
    found = {row["id"]: row for row in rows}
    return [found[each] for each in ids]


def count(connection: Connection, filters: Filters, now: datetime, page: Page, most: int) -> int:
    """Count what fits from where a page begins on, up to one more than `most`: nobody waits for the exact number."""
    order = ORDERS[page.sort]
    bounds = tuple(_bounds(connection, order, page.after))
    return len(_Search(connection, filters, now, order, bounds, most + 1).ids())


def _bounds(connection: Connection, order: Order, after: int | None) -> Iterator[ColumnElement[bool]]:
    """Give what has a place in the order, and where in it the page begins."""
    if order.only is not None:
        yield order.only
    if after is not None:
        keys = select(*(column for column, _ in order.keys)).select_from(complaint).outerjoin(assignment, LEAD)
        row = connection.execute(keys.where(complaint.c.number == after)).one_or_none()
        if row is None or None in row:
            raise NotInOrderError
        yield order.after(row)


@dataclass(frozen=True, slots=True)
class _Search:
    """A search for the first that fit."""

    connection: Connection
    filters: Filters
    now: datetime
    order: Order
    bounds: tuple[ColumnElement[bool], ...]
    limit: int

    def ids(self) -> list[int]:
        """Give the ids, in their order."""
        by_index = ways(self.filters, self.now)
        for count in _LOOKED_AT:
            if (short := next((way for way in by_index if not self._has_more(way.ids(), count)), None)) is not None:
                return self._at_the_end_of(short)
            ids = self._among_first(count)
            if len(ids) == self.limit or not self._has_more(self._walk(self.order.keys[-1][0]), count):
                return ids
        # What has a place in an order of few is gone through in it.
        is_short = self.order.only is not None or not by_index
        return self._among_first(None) if is_short else self._at_the_end_of(by_index[0])

    def _walk(self, *columns: Any) -> Select[Any]:
        """Choose the complaints, or the hands, in their order, by the index of its first column."""
        along = () if self.order.by_hand else self.filters.walked()
        return select(*columns).where(*self.bounds, *along)

    def _has_more(self, found: Select[Any], count: int) -> bool:
        return self.connection.execute(found.offset(count).limit(1)).first() is not None

    def _among_first(self, count: int | None) -> list[int]:
        """Give those that fit of the first so many in the order, which are read once, where they lie."""
        table = assignment if self.order.by_hand else complaint
        first = self._walk(table).order_by(*self.order.by()).limit(count).subquery("first")
        seen = ClauseAdapter(first)
        other = complaint if self.order.by_hand else assignment
        together = seen.traverse(LEAD)
        source: Any = first
        if self.order.by_hand or self.filters.by_hand:
            source = first.join(other, together, isouter=not self.order.by_hand)
        fits = [seen.traverse(each) for each in conditions(self.filters, self.now)]
        key = first.c.complaint_id if self.order.by_hand else first.c.id
        order = [seen.traverse(each) for each in self.order.by()]
        wanted = select(key).select_from(source).where(*fits).order_by(*order).limit(self.limit)
        return list(self.connection.scalars(wanted))

    def _at_the_end_of(self, way: Way) -> list[int]:
        """Give the ids of the first that fit, of those that a way leads to."""
        source: Any = complaint
        if way.by_hand or self.order.by_hand or self.filters.by_hand:
            source = complaint.join(assignment, LEAD, isouter=not way.by_hand)
        # What has a place in an order has an index too, which would be another way.
        along = way.conditions if self.order.only is None else (complaint.c.id.in_(way.ids().correlate(None)),)
        # Whatever is at the end of the way to the places is there: it needs no second look.
        left = self.filters if way.straight is None else replace(self.filters, place=None)
        fits = (*along, *self.bounds, *conditions(left, self.now))
        # The order too is hidden: walking in it would be another way.
        order = [hidden(column).desc() if down else hidden(column).asc() for column, down in self.order.keys]
        wanted = select(complaint.c.id).select_from(source).where(*fits).order_by(*order).limit(self.limit)
        return list(self.connection.scalars(wanted))
