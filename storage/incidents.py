"""Queries on incidents: what many complaints are about, which are gathered under it and told together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    bindparam,
    case,
    false,
    func,
    or_,
    select,
    true,
    update,
)

from storage.complaints import with_agency
from storage.engine import AnyRow
from storage.hushed import IS_DELICATE
from storage.models import complaint, complaint_place, party, subscriber
from storage.office_tables import incident
from storage.upsert import insert_if_free

_NOT_TOLD = ("withdrawn", "spam")

# Made once: it runs for every batch.
_OPEN_IN = (
    select(incident)
    .where(incident.c.closed_at.is_(None), incident.c.region == bindparam("region"))
    .order_by(incident.c.id)
)

# What is kept apart is told with nothing else, and tells nobody that it is there.
_TOGETHER = ~IS_DELICATE


def open_in(connection: Connection, region: str) -> list[AnyRow]:
    """Give the incidents that are open in a region, the oldest first."""
    return list(connection.execute(_OPEN_IN, {"region": region}))


def name_of(connection: Connection, incident_id: int | None, *, also_closed: bool = False) -> str | None:
    """Give the name of an incident if it is open; None of what is over, or is none."""
    wanted = select(incident.c.name).where(incident.c.id == incident_id)
    wanted = wanted if also_closed else wanted.where(incident.c.closed_at.is_(None))
    name: str | None = connection.execute(wanted).scalar_one_or_none() if incident_id is not None else None
    return name


def find(connection: Connection, name: str, region: str | None) -> list[AnyRow]:
    """Give the incidents of a name, in small or capital letters: open ones before those that are over, newest first."""
    columns = incident.c
    wanted = select(incident).where(func.lower(columns.name) == func.lower(name))
    wanted = wanted.where(columns.region == region) if region else wanted
    return list(connection.execute(wanted.order_by(columns.closed_at.is_not(None), columns.id.desc())))


def add(connection: Connection, row: dict[str, Any]) -> int | None:
    """Write a new incident and give its id; None if one of that name, in small or capital letters, is open there."""
    return insert_if_free(connection, incident, row)


def close(connection: Connection, incident_id: int, now: datetime) -> None:
    """Write down that nothing joins an incident any more."""
    connection.execute(update(incident).where(incident.c.id == incident_id).values(closed_at=now))


def reopen(connection: Connection, incident_id: int) -> None:
    """Write down that an incident goes on."""
    connection.execute(update(incident).where(incident.c.id == incident_id).values(closed_at=None))


def listing(connection: Connection, *, limit: int) -> list[RowMapping]:
    """Give incidents for a table, open ones first, with how many complaints each has, and how many in danger."""
    columns, theirs = incident.c, complaint.c
    count, urgent = func.count(theirs.id), func.count(case((theirs.urgent, 1)))
    wanted = select(*columns, count.label("complaints"), urgent.label("urgent"))
    wanted = wanted.outerjoin(complaint, theirs.incident_id == columns.id).group_by(columns.id)
    order = columns.closed_at.is_not(None), columns.id.desc()
    return list(connection.execute(wanted.order_by(*order).limit(limit)).mappings())


def states(connection: Connection, incident_id: int) -> dict[str, int]:
    """Count the complaints of an incident in each state."""
    columns = complaint.c
    wanted = select(columns.status, func.count()).where(columns.incident_id == incident_id).group_by(columns.status)
    return dict(connection.execute(wanted.order_by(columns.status)).all())


def numbers(connection: Connection, incident_id: int, limit: int) -> list[int]:
    """Give the numbers of the newest complaints of an incident."""
    columns = complaint.c
    wanted = select(columns.number).where(columns.incident_id == incident_id).order_by(columns.id.desc())
    return list(connection.scalars(wanted.limit(limit)))


@dataclass(frozen=True, slots=True)
class Sought:
    """What an incident looks for among the complaints that are there: where, in which states, since when.

    `places` are kinds with names, None wherever people are.
    """

    region: str
    topics: Collection[str]
    places: Collection[tuple[str, str]] | None
    statuses: Collection[str]
    since: datetime


def matching(connection: Connection, sought: Sought) -> list[AnyRow]:
    """Give the complaints that join an incident when it is opened, as `complaints.by_number` does; locks them."""
    wanted = _free(sought, select(complaint.c.id)).where(complaint.c.topic.in_(sought.topics))
    return _locked(connection, wanted)


def left_out(connection: Connection, sought: Sought) -> dict[str, int]:
    """Count the urgent complaints that only their topic keeps out of an incident, by topic."""
    topic = func.coalesce(complaint.c.topic, "-")
    wanted = (
        _free(sought, select(complaint.c.id))
        .with_only_columns(topic, func.count())
        .where(complaint.c.urgent, topic.not_in(sought.topics))
    )
    return dict(connection.execute(wanted.group_by(topic).order_by(func.count().desc(), topic)).all())


def _free(sought: Sought, wanted: Select[Any]) -> Select[Any]:
    """Narrow to what no open incident has, and may be told together with others."""
    columns = complaint.c
    held = select(incident.c.id).where(incident.c.closed_at.is_(None))
    free = or_(columns.incident_id.is_(None), columns.incident_id.not_in(held))
    wanted = wanted.where(columns.region == sought.region, columns.created_at >= sought.since, free)
    return wanted.where(columns.status.in_(sought.statuses), columns.kind != "praise", _TOGETHER, _at(sought.places))


def _at(places: Collection[tuple[str, str]] | None) -> ColumnElement[bool]:
    if places is None:
        return true()
    kind, name = complaint_place.c.kind, complaint_place.c.name
    by_kind: dict[str, list[str]] = {}
    for of_kind, called in places:
        by_kind.setdefault(of_kind, []).append(called)
    named = (and_(kind == each, name.in_(names)) for each, names in by_kind.items())
    return complaint.c.id.in_(select(complaint_place.c.complaint_id).where(or_(false(), *named)))


def of(connection: Connection, incident_id: int) -> list[AnyRow]:
    """Give the complaints of an incident that are told together, as `complaints.by_number` does; locks them."""
    theirs = complaint.c.incident_id == incident_id, complaint.c.status.not_in(_NOT_TOLD)
    return _locked(connection, select(complaint.c.id).where(*theirs, _TOGETHER))


def listeners(connection: Connection, incident_id: int) -> list[AnyRow]:
    """Give who reported or supports what an incident gathers: `subscriber_id`, `language`, `opted_out_at`, `number`.

    Each once, with the number of the newest of theirs, and nobody whose number is muted. What was withdrawn, or is
    spam, has nobody to tell.
    """
    theirs = select(party.c.subscriber_id, func.max(complaint.c.id).label("newest"))
    theirs = theirs.join(complaint, complaint.c.id == party.c.complaint_id)
    theirs = theirs.where(complaint.c.incident_id == incident_id, _TOGETHER, complaint.c.status.not_in(_NOT_TOLD))
    last = theirs.group_by(party.c.subscriber_id).subquery()
    wanted = select(subscriber.c.id.label("subscriber_id"), subscriber.c.language, subscriber.c.opted_out_at)
    wanted = wanted.add_columns(complaint.c.number).join(last, last.c.subscriber_id == subscriber.c.id)
    wanted = wanted.join(complaint, complaint.c.id == last.c.newest).where(subscriber.c.muted_at.is_(None))
    return list(connection.execute(wanted.order_by(subscriber.c.id)))


def _locked(connection: Connection, found: Select[tuple[int]]) -> list[AnyRow]:
    ids: Sequence[int] = list(connection.scalars(found.order_by(complaint.c.id).with_for_update(of=complaint)))
    whole: list[AnyRow] = []
    for begin in range(0, len(ids), _AT_ONCE):
        wanted = with_agency().where(complaint.c.id.in_(ids[begin : begin + _AT_ONCE]))
        whole += connection.execute(wanted.order_by(complaint.c.id))
    return whole


_AT_ONCE = 1000
