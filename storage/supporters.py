"""Queries on who supports a complaint of somebody else: the phones that hear of it too, and the duplicates of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, select, update

from storage import alike
from storage.complaints import with_agency
from storage.engine import AnyRow
from storage.hushed import IS_DELICATE
from storage.models import complaint, complaint_place, event, party, subscriber

SUPPORTER = "supporter"

_P = party.c
_IS_ONE = select(_P.id).where(
    _P.complaint_id == bindparam("complaint_id"), _P.subscriber_id == bindparam("who"), _P.role == SUPPORTER
)
_SUPPORTED = (
    with_agency()
    .join(party, and_(_P.complaint_id == complaint.c.id, _P.role == SUPPORTER))
    .where(
        _P.subscriber_id == bindparam("who"),
        complaint.c.status.not_in(bindparam("ended", expanding=True)),
        ~IS_DELICATE,
    )
    .order_by(complaint.c.id.desc())
)


def is_one(connection: Connection, complaint_id: int, subscriber_id: int) -> bool:
    """Tell whether a phone supports a complaint."""
    return connection.scalar(_IS_ONE, {"complaint_id": complaint_id, "who": subscriber_id}) is not None


def supported_by(connection: Connection, subscriber_id: int, ended: Collection[str]) -> list[AnyRow]:
    """Give the complaints that a phone supports and that have not ended, the newest first; none that is delicate."""
    return list(connection.execute(_SUPPORTED, {"who": subscriber_id, "ended": list(ended)}))


def of(connection: Connection, complaint_ids: Collection[int]) -> dict[int, list[AnyRow]]:
    """Give who supports complaints: the complaint's id to rows of `subscriber_id`, `language`, `opted_out_at`."""
    wanted = select(_P.complaint_id, _P.subscriber_id, _P.joined_at, subscriber.c.language, subscriber.c.opted_out_at)
    wanted = wanted.join(subscriber, subscriber.c.id == _P.subscriber_id)
    wanted = wanted.where(_P.complaint_id.in_(complaint_ids), _P.role == SUPPORTER).order_by(_P.id)
    found: dict[int, list[AnyRow]] = {}
    for row in connection.execute(wanted) if complaint_ids else ():
        found.setdefault(row.complaint_id, []).append(row)
    return found


def unsay(connection: Connection, row: AnyRow) -> None:
    """Take a complaint's number and words out of the history of what it was merged into, where others read them."""
    told = and_(event.c.complaint_id == row.duplicate_of, event.c.action == "support")
    said = told & event.c.reason.startswith(f"{row.number}:", autoescape=True)
    if row.duplicate_of is not None:
        connection.execute(update(event).where(said).values(reason=""))


def phones_of(connection: Connection, complaint_id: int) -> list[int]:
    """Give all phones that hear of a complaint: its reporter's and its supporters'."""
    return list(connection.scalars(select(_P.subscriber_id).where(_P.complaint_id == complaint_id).order_by(_P.id)))


def join(connection: Connection, complaint_id: int, phones: Collection[int], now: datetime) -> list[int]:
    """Let phones support a complaint that is locked; gives those that did not hear of it before."""
    known = set(phones_of(connection, complaint_id))
    new = [phone for phone in dict.fromkeys(phones) if phone not in known]
    same = {"complaint_id": complaint_id, "role": SUPPORTER, "joined_at": now}
    if new:
        connection.execute(party.insert(), [{**same, "subscriber_id": phone} for phone in new])
        _count(connection, complaint_id)
    return new


def leave(connection: Connection, complaint_id: int, phones: Collection[int] | None = None) -> None:
    """Let phones support a complaint no more; without a list, all."""
    gone = delete(party).where(_P.complaint_id == complaint_id, _P.role == SUPPORTER)
    connection.execute(gone if phones is None else gone.where(_P.subscriber_id.in_(phones)))
    _count(connection, complaint_id)


def duplicates_of(connection: Connection, complaint_id: int) -> list[AnyRow]:
    """Give the complaints that were merged into one, the oldest first: `id`, `number`, `status`, `delicate`."""
    columns = complaint.c
    shown = columns.id, columns.number, columns.status, IS_DELICATE.label("delicate")
    wanted = select(*shown).where(columns.duplicate_of == complaint_id)
    return list(connection.execute(wanted.where(columns.status == "duplicate").order_by(columns.id)))


def first_of(connection: Connection, duplicate_of: int | None) -> AnyRow | None:
    """Find the complaint, by its row, that another was merged into; with the agency of its lead."""
    return connection.execute(with_agency().where(complaint.c.id == duplicate_of)).one_or_none()


def bring_places(connection: Connection, source: int, target: int) -> list[list[str]]:
    """Give a complaint the places of another that it does not have; gives which those are, as kind and name."""
    columns = complaint_place.c
    known = select(columns.kind, columns.name, columns.detail).order_by(columns.id)
    there = {(row.kind, row.name) for row in connection.execute(known.where(columns.complaint_id == target))}
    rows: list[dict[str, Any]] = [
        {**row, "complaint_id": target}
        for row in connection.execute(known.where(columns.complaint_id == source)).mappings()
        if (row["kind"], row["name"]) not in there
    ]
    if rows:
        connection.execute(complaint_place.insert(), rows)
        alike.refresh(connection, [target])
    return [[row["kind"], row["name"]] for row in rows]


def take_away(
    connection: Connection, target: int, phones: Collection[int], places: Collection[Collection[str]]
) -> None:
    """Take from a complaint what another had brought it."""
    leave(connection, target, phones)
    columns = complaint_place.c
    for kind, name in places:
        there = columns.complaint_id == target, columns.kind == kind, columns.name == name
        connection.execute(delete(complaint_place).where(*there))


def _count(connection: Connection, complaint_id: int) -> None:
    theirs = select(func.count()).where(_P.complaint_id == complaint_id, _P.role == SUPPORTER).scalar_subquery()
    connection.execute(update(complaint).where(complaint.c.id == complaint_id).values(supporters=theirs))
