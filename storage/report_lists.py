"""What a report shows of the complaints of a time: day by day, by place, and which are oldest and latest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Label, Select, func, literal, select

from storage.engine import AnyRow
from storage.hushed import IS_DELICATE
from storage.models import assignment, complaint, complaint_place
from storage.report_scope import COUNTS, Span, came, finished_in, is_theirs, of_hands, open_at_end
from storage.seconds import seconds
from storage.unled import unled


def by_day(connection: Connection, span: Span, offset: int, agency: str | None) -> list[AnyRow]:
    """Count by `day`, the days since 1970 in a zone `offset` seconds east: `came` and `done`.

    A day has two rows.
    """
    new: Select[Any] = select(
        _day(complaint.c.created_at, offset), func.count().label("came"), literal(0).label("done")
    )
    done: Select[Any] = select(_day(assignment.c.done_at, offset), literal(0).label("came"), func.count().label("done"))
    lead = assignment.c.lead.is_(True)
    both = came(new, span), of_hands(done, span, finished_in(span)).where(lead)
    return [row for wanted in both for row in connection.execute(wanted.where(is_theirs(agency)).group_by("day"))]


def places(connection: Connection, span: Span, agency: str | None, least: int, limit: int) -> list[AnyRow]:
    """Give the places that most of what came names: `kind`, `name`, `whole`; none that fewer than `least` name."""
    columns = complaint_place.c
    wanted = came(select(columns.kind, columns.name, func.count().label("whole")), span)
    wanted = wanted.join(complaint_place, columns.complaint_id == complaint.c.id)
    named = unled(columns.kind).in_(("district", "village")), is_theirs(agency), COUNTS
    wanted = wanted.where(*named).group_by(columns.kind, columns.name).having(func.count() >= least)
    wanted = wanted.order_by(func.count().desc(), columns.kind, columns.name).limit(limit)
    return list(connection.execute(wanted))


def oldest(connection: Connection, span: Span, agency: str | None, limit: int) -> list[AnyRow]:
    """Give what was open at the end and has been for longest."""
    # In the order of an expression, which has no index: that on dates would lead through the complaints of years.
    came = complaint.c.created_at
    return _named(connection, span, agency, limit, came, seconds(came))


def latest(connection: Connection, span: Span, agency: str | None, limit: int) -> list[AnyRow]:
    """Give what was furthest past its date at the end."""
    due = assignment.c.due_at
    return _named(connection, span, agency, limit, due, due, due < span.until)


def unhanded(connection: Connection, span: Span) -> tuple[int, datetime | None]:
    """Count what had come by the end and no agency has now, and give since when the oldest of it is there."""
    columns = complaint.c
    waits = columns.region == span.region, columns.status.in_(("new", "triage")), columns.created_at < span.until
    wanted = select(func.count(), func.min(columns.created_at)).where(*waits, ~IS_DELICATE)
    count, since = connection.execute(wanted).one()
    return count, since


def has_any(connection: Connection, region: str, until: datetime) -> bool:
    """Tell whether a region had a complaint before a moment."""
    columns = complaint.c
    found = select(columns.id).where(columns.region == region, columns.created_at < until).limit(1)
    return connection.scalar(found) is not None


def _named(  # noqa: PLR0913, PLR0917 - of what, in which order
    connection: Connection,
    span: Span,
    agency: str | None,
    limit: int,
    by: ColumnElement[Any],
    order: ColumnElement[Any],
    *which: ColumnElement[bool],
) -> list[AnyRow]:
    columns, hands = complaint.c, assignment.c
    shown = columns.number, columns.topic, columns.status, columns.created_at, columns.reopened, columns.bounced
    theirs = hands.agency, hands.assigned_at, hands.accepted_at, hands.due_at, hands.done_at
    kept = hands.respond_by, hands.pauses, hands.rung
    wanted = select(*shown, *theirs, *kept, columns.rating, by.label("by"))
    named = columns.kind != "praise", hands.lead.is_(True), is_theirs(agency)
    wanted = wanted.where(*named, *which)
    found: list[AnyRow] = []
    for open_ in open_at_end(span):
        found += connection.execute(of_hands(wanted, span, open_).order_by(order, columns.id).limit(limit))
    return sorted(found, key=lambda row: (row.by, row.number))[:limit]


def _day(moment: ColumnElement[Any], offset: int) -> Label[Any]:
    return ((seconds(moment) + offset) // 86_400).label("day")
