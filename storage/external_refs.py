"""What complaints are called in other systems: one id of one system is one complaint."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text

from storage import bulk
from storage.among import among
from storage.engine import AnyRow
from storage.models import complaint, external_ref

LONGEST_ID = 120
_KNOWN = (
    select(external_ref.c.external_id, complaint.c.number, complaint.c.status)
    .join(complaint)
    .where(external_ref.c.system == bindparam("system"), among(external_ref.c.external_id, "ids"))
)


def lock(connection: Connection) -> None:
    """Let nobody else add ids until the commit; SQLite has one writer anyhow."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("LOCK TABLE external_ref IN SHARE ROW EXCLUSIVE MODE"))


def known(connection: Connection, system: str, ids: Sequence[str]) -> dict[str, AnyRow]:
    """Give those of these ids that are there already: id to a row with `external_id`, `number`, `status`."""
    return {row.external_id: row for row in connection.execute(_KNOWN, {"system": system, "ids": ids})}


def number_of(connection: Connection, system: str, external_id: str) -> int | None:
    """Find the number of what another system calls so, in whatever case it is written there; None if there is none."""
    ids = dict.fromkeys((external_id, external_id.upper(), external_id.lower()))
    found = known(connection, system.upper(), list(ids))
    return next((found[each].number for each in ids if each in found), None)


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write down what complaints are called elsewhere: `complaint_id`, `system`, `external_id`."""
    bulk.insert(connection, external_ref, rows)


def of(connection: Connection, complaint_id: int) -> list[AnyRow]:
    """Give what a complaint is called elsewhere: `system`, `external_id`."""
    columns = external_ref.c
    wanted = select(columns.system, columns.external_id).where(columns.complaint_id == complaint_id)
    return list(connection.execute(wanted.order_by(columns.id)))


def own(connection: Connection, subscriber_id: int, external_ids: Collection[str]) -> int | None:
    """Find the number of a reporter's own complaint that some other system calls so, the newest if there are several.

    `external_ids` are in capitals.
    """
    columns = external_ref.c
    wanted = (
        select(complaint.c.number)
        .join(external_ref, columns.complaint_id == complaint.c.id)
        .where(complaint.c.subscriber_id == subscriber_id, func.upper(columns.external_id).in_(external_ids))
        .order_by(complaint.c.id.desc())
    )
    number: int | None = connection.scalar(wanted.limit(1))
    return number
