"""Queries on incidents: what many complaints are about, which are gathered under it and told together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, case, func, or_, select, true, update

from storage.complaints import with_agency
from storage.engine import AnyRow
from storage.hushed import IS_DELICATE
from storage.models import complaint, party, subscriber
from storage.office_tables import incident
from storage.places import is_in
from storage.upsert import insert_if_free

_OPEN_IN = select(incident).where(incident.c.closed_at.is_(None)).order_by(incident.c.id)

# What is kept apart is told with nothing else, and tells nobody that it is there.
_TOGETHER = ~IS_DELICATE


def open_in(connection: Connection, region: str) -> list[AnyRow]:
    """Give the incidents that are open in a region, the oldest first."""
    return list(connection.execute(_OPEN_IN.where(incident.c.region == region)))


def name_of(connection: Connection, incident_id: int) -> str:
    """Give the name of an incident."""
    name: str = connection.execute(select(incident.c.name).where(incident.c.id == incident_id)).scalar_one()
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


def matching(  # noqa: PLR0913 - what joins an incident
    connection: Connection, *, region: str, topic: str, areas: Sequence[str], statuses: Collection[str], since: datetime
) -> list[AnyRow]:
    """Give the complaints that join an incident when it is opened, as `complaints.by_number` does; locks them."""
    columns = complaint.c
    there: ColumnElement[bool] = or_(*map(is_in, areas)) if areas else true()
    wanted = select(columns.id).where(columns.region == region, columns.created_at >= since, columns.topic == topic)
    wanted = wanted.where(columns.status.in_(statuses), columns.incident_id.is_(None), columns.kind != "praise")
    return _locked(connection, wanted.where(_TOGETHER, there))


def of(connection: Connection, incident_id: int) -> list[AnyRow]:
    """Give the complaints of an incident that are told together, as `complaints.by_number` does; locks them."""
    return _locked(connection, select(complaint.c.id).where(complaint.c.incident_id == incident_id, _TOGETHER))


def listeners(connection: Connection, incident_id: int) -> list[AnyRow]:
    """Give who has reported or supports what an incident gathers: `subscriber_id`, `language`, `opted_out_at`.

    Each once, and nobody whose number is muted.
    """
    wanted = select(subscriber.c.id.label("subscriber_id"), subscriber.c.language, subscriber.c.opted_out_at)
    theirs = select(party.c.subscriber_id).join(complaint, complaint.c.id == party.c.complaint_id)
    theirs = theirs.where(complaint.c.incident_id == incident_id, _TOGETHER)
    wanted = wanted.where(subscriber.c.id.in_(theirs), subscriber.c.muted_at.is_(None))
    return list(connection.execute(wanted.order_by(subscriber.c.id)))


def _locked(connection: Connection, found: Select[tuple[int]]) -> list[AnyRow]:
    ids: Sequence[int] = list(connection.scalars(found.order_by(complaint.c.id).with_for_update(of=complaint)))
    whole: list[AnyRow] = []
    for begin in range(0, len(ids), _AT_ONCE):
        wanted = with_agency().where(complaint.c.id.in_(ids[begin : begin + _AT_ONCE]))
        whole += connection.execute(wanted.order_by(complaint.c.id))
    return whole


_AT_ONCE = 1000
