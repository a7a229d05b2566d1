"""Queries on complaints and what hangs on them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, bindparam, func, literal, or_, select, update

from storage.among import among
from storage.engine import AnyRow
from storage.models import assignment, complaint, complaint_ids, counter, event, installation, subscriber

LEAD = and_(assignment.c.complaint_id == complaint.c.id, assignment.c.lead.is_(True), assignment.c.ended_at.is_(None))
"""The hand that leads a complaint: its agency is the complaint's."""

# Made once: making one takes longer than running it, and these run for every batch.
_COUNT_ON = (
    update(counter)
    .where(counter.c.name == "complaint")
    .values(value=counter.c.value + bindparam("count"))
    .returning(counter.c.value)
)
_QUESTIONS = (
    select(
        complaint.c.id,
        complaint.c.number,
        complaint.c.region,
        complaint.c.subscriber_id,
        complaint.c.urgent,
        complaint.c.asked_at,
        complaint.c.answered_at,
        complaint.c.circle,
        complaint.c.accused,
        assignment.c.agency,
    )
    .outerjoin(assignment, LEAD)
    .where(complaint.c.asked_at.is_not(None), among(complaint.c.subscriber_id, "subscriber_ids"))
    .order_by(complaint.c.asked_at, complaint.c.id)
)


_OWN = (
    select(
        complaint.c.id,
        complaint.c.number,
        complaint.c.region,
        complaint.c.subscriber_id,
        complaint.c.status,
        complaint.c.outcome,
        complaint.c.topic,
        complaint.c.urgent,
        complaint.c.secret,
        complaint.c.circle,
        complaint.c.accused,
        complaint.c.threatened_at,
        complaint.c.created_at,
        complaint.c.status_since,
        complaint.c.updated_at,
        complaint.c.answered_at,
        complaint.c.incident_id,
        assignment.c.agency,
        assignment.c.accepted_at,
    )
    .outerjoin(assignment, LEAD)
    .where(
        among(complaint.c.subscriber_id, "subscriber_ids"),
        or_(~among(complaint.c.status, "ended"), complaint.c.updated_at >= bindparam("since")),
    )
    .order_by(complaint.c.id.desc())
)

# What a phone that several people share may tell of its complaints: no texts, and nothing that is secret.
_OWN_OPEN = (
    select(complaint.c.number, complaint.c.status)
    .where(
        complaint.c.subscriber_id == bindparam("subscriber_id"),
        ~among(complaint.c.status, "ended"),
        complaint.c.secret.is_(False),
    )
    .order_by(complaint.c.id.desc())
    .limit(bindparam("limit"))
)


def number_key(connection: Connection) -> bytes:
    """Give the installation's key, which shuffles the complaints' numbers."""
    key: bytes = connection.execute(select(installation.c.number_key)).scalar_one()
    return key


def allot_ids(connection: Connection, count: int) -> list[int]:
    """Take the next ids for `count` complaints; nobody else gets them, used or not."""
    if count == 0:
        return []
    if connection.dialect.supports_sequences:
        takes = select(complaint_ids.next_value()).select_from(func.generate_series(1, count))
        return list(connection.scalars(takes))
    last = connection.execute(_COUNT_ON, {"count": count}).scalar_one()
    return list(range(last - count + 1, last + 1))


def fresh_ids(connection: Connection, expected: int = 0) -> Iterator[int]:
    """Allot the ids of the complaints that are expected together, and more one by one, so that none is wasted."""
    yield from allot_ids(connection, expected)
    while True:
        yield from allot_ids(connection, 1)


def with_agency() -> Select[Any]:
    """Give the query for complaints with the agency, and the row, of their lead assignment."""
    return (
        select(
            *complaint.c,
            assignment.c.agency,
            assignment.c.unit,
            assignment.c.id.label("assignment_id"),
            assignment.c.assigned_at,
            assignment.c.accepted_at,
            assignment.c.respond_by,
            assignment.c.due_at,
            assignment.c.done_at,
            assignment.c.postponed_until,
            assignment.c.pauses,
            assignment.c.told_at,
            assignment.c.rung,
            subscriber.c.address,
            subscriber.c.opted_out_at,
            subscriber.c.language,
            subscriber.c.opted_out_at,
        )
        .outerjoin(assignment, LEAD)
        .outerjoin(subscriber, subscriber.c.id == complaint.c.subscriber_id)
    )


def by_number(connection: Connection, number: int, *, for_change: bool = False) -> AnyRow | None:
    """Find a complaint, with the agency of its lead; `for_change` locks it against others until the commit."""
    if for_change and connection.dialect.supports_sequences:
        connection.execute(select(complaint.c.id).where(complaint.c.number == number).with_for_update())
    return connection.execute(_BY_NUMBER, {"number": number}).one_or_none()


# Made once: whoever works off a list has one looked up several times for each of its complaints.
_BY_NUMBER = with_agency().where(complaint.c.number == bindparam("number"))


def lock_all(connection: Connection, numbers: Collection[int]) -> None:
    """Lock complaints until the commit, with what they are duplicates of and what is a duplicate of one of them.

    Whoever locks several does it in the order of their ids: so nobody holds one and waits for another's.
    """
    if not connection.dialect.supports_sequences:
        return
    columns = complaint.c
    named = connection.execute(select(columns.id, columns.duplicate_of).where(columns.number.in_(numbers)))
    ids = {each for row in named for each in row if each is not None}
    ids.update(connection.scalars(select(columns.id).where(columns.duplicate_of.in_(ids))))
    connection.execute(select(columns.id).where(columns.id.in_(ids)).order_by(columns.id).with_for_update())


def by_numbers(connection: Connection, numbers: Collection[int]) -> dict[int, AnyRow]:
    """Find several complaints at once: number to row."""
    if not numbers:
        return {}
    return {row.number: row for row in connection.execute(with_agency().where(complaint.c.number.in_(numbers)))}


def listing(connection: Connection, *, limit: int) -> list[RowMapping]:
    """Give the complaints that were entered last, with the agency of their lead."""
    return list(connection.execute(with_agency().order_by(complaint.c.id.desc()).limit(limit)).mappings())


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom news may reach now: all reporters in the regions that are `awake`, those in danger in all `served`."""

    served: frozenset[str]
    awake: frozenset[str]


def take_news(connection: Connection, now: datetime, audience: Audience, limit: int) -> list[AnyRow]:
    """Give the complaints whose reporters are to be told something by now; locks them."""
    due = _due_news(now, audience).order_by(complaint.c.news_due_at)
    ids = list(connection.scalars(due.limit(limit).with_for_update(skip_locked=True)))
    wanted = with_agency().where(complaint.c.id.in_(ids)).order_by(complaint.c.id)
    return list(connection.execute(wanted)) if ids else []


def any_news(connection: Connection, now: datetime, audience: Audience) -> bool:
    """Tell whether a reporter is to be told something by now."""
    return connection.scalar(_due_news(now, audience).limit(1)) is not None


def _due_news(now: datetime, audience: Audience) -> Select[tuple[int]]:
    columns = complaint.c
    # No bare column: SQLite would take the index of the regions and walk over all complaints of theirs.
    region = literal("") + columns.region
    hears = or_(region.in_(audience.awake), and_(columns.urgent, region.in_(audience.served)))
    return select(columns.id).where(columns.news_due_at <= now, hears)


def untold_events(connection: Connection, complaint_ids: Collection[int]) -> dict[int, list[AnyRow]]:
    """Give what has happened to complaints since their reporters were told last, oldest first: id to events."""
    columns = event.c
    wanted = (
        select(event)
        .join(complaint, complaint.c.id == columns.complaint_id)
        .where(columns.complaint_id.in_(complaint_ids))
        .where(columns.id > func.coalesce(complaint.c.told_event_id, 0))
        .order_by(columns.id)
    )
    found: dict[int, list[AnyRow]] = {complaint_id: [] for complaint_id in complaint_ids}
    for row in connection.execute(wanted):
        found[row.complaint_id].append(row)
    return found


def news_waiting(connection: Connection) -> int:
    """Count the complaints whose reporters are still to be told something."""
    return connection.scalar(select(func.count()).where(complaint.c.news_due_at.is_not(None))) or 0


def questions(connection: Connection, subscriber_ids: Collection[int]) -> list[AnyRow]:
    """Give the complaints whose reporters have been asked something, answered or not: the newest question last.

    Rows have `id`, `number`, `region`, `subscriber_id`, `urgent`, `agency`, `asked_at`, `answered_at`, `circle`,
    `accused`.
    """
    return list(connection.execute(_QUESTIONS, {"subscriber_ids": list(subscriber_ids)}))


def of_reporters(
    connection: Connection, subscriber_ids: Collection[int], ended: Collection[str], since: datetime
) -> list[AnyRow]:
    """Give the complaints of some people in none of the states `ended`, or changed since then, the newest first.

    Rows have `id`, `number`, `region`, `subscriber_id`, `status`, `outcome`, `topic`, `urgent`, `secret`,
    `circle`, `accused`, `threatened_at`, `created_at`, `status_since`, `updated_at`, `answered_at`, `incident_id`,
    `agency`, `accepted_at`.
    """
    values = {"subscriber_ids": list(subscriber_ids), "ended": list(ended), "since": since}
    return list(connection.execute(_OWN, values))


def own_open(connection: Connection, subscriber_id: int, ended: Collection[str], limit: int) -> list[AnyRow]:
    """Give `number` and `status` of somebody's newest complaints in none of the states `ended`, and nothing secret."""
    values = {"subscriber_id": subscriber_id, "ended": list(ended), "limit": limit}
    return list(connection.execute(_OWN_OPEN, values))


def last_event(connection: Connection, complaint_id: int, action: str | None = None) -> AnyRow:
    """Give the newest event of a complaint, or the newest with an action; one must be there."""
    columns = event.c
    wanted = select(event).where(columns.complaint_id == complaint_id)
    if action:
        wanted = wanted.where(columns.action == action)
    return connection.execute(wanted.order_by(columns.id.desc()).limit(1)).one()


def has_event(connection: Connection, complaint_id: int, action: str) -> bool:
    """Tell whether something was ever done to a complaint."""
    found = select(event.c.id).where(event.c.complaint_id == complaint_id, event.c.action == action)
    return connection.scalar(found.limit(1)) is not None


def said_since(connection: Connection, complaint_id: int) -> list[str]:
    """Give what the reporter of a complaint has said about it since, oldest first."""
    columns = event.c
    wanted = select(columns.reason).where(columns.complaint_id == complaint_id, columns.reason != "")
    wanted = wanted.where(columns.actor_kind == "citizen", columns.action.in_(("add", "answer", "reopen", "mask")))
    return list(connection.scalars(wanted.order_by(columns.id)))


def last_note(connection: Connection, complaint_id: int) -> str:
    """Give what was said when a complaint was last handed on or back by a person; nothing if nothing was."""
    columns = event.c
    wanted = select(columns.reason).where(columns.complaint_id == complaint_id, columns.reason != "")
    wanted = wanted.where(columns.action.in_(("assign", "return")), columns.actor_kind != "system")
    return connection.scalar(wanted.order_by(columns.id.desc()).limit(1)) or ""


def events_of(connection: Connection, complaint_id: int) -> list[RowMapping]:
    """Give the history of a complaint, oldest first."""
    wanted = select(event).where(event.c.complaint_id == complaint_id).order_by(event.c.id)
    return list(connection.execute(wanted).mappings())
