"""Queries on contacts: the officers whose phones an agency's complaints go to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, select, update

from storage.engine import AnyRow
from storage.models import subscriber
from storage.office_tables import contact

ADMIN = "ADMIN"
"""In the place of an agency: the office that runs the system, which has what no agency has."""

INTEGRITY = "INTEGRITY"
"""Who has what is secret or accuses officials, instead of an agency's own people."""

OVERSIGHT = "OVERSIGHT"
"""Who has what is about this service or its admin."""

LEADER = "LEADER"
"""The mayor or regent: hears of what nobody else has acted on, and has no complaints to work on."""

POSTS = (ADMIN, INTEGRITY, OVERSIGHT, LEADER)
"""What stands in the place of an agency."""

OFFICER, HEAD, DUTY = "officer", "head", "duty"
"""What a contact is at an agency: who works on its complaints, who leads it, who is on duty for danger."""

_ACTIVE = contact.c.valid_until.is_(None)

# Made once: it runs for every batch of messages.
_POSTS = (
    select(contact.c.subscriber_id, contact.c.region, contact.c.agency)
    .where(_ACTIVE, contact.c.subscriber_id.in_(bindparam("subscriber_ids")))
    .order_by(contact.c.id)
)


def add(  # noqa: PLR0913 - the columns of a contact
    connection: Connection,
    subscriber_id: int,
    *,
    region: str,
    agency: str,
    name: str,
    now: datetime,
    role: str = OFFICER,
) -> bool:
    """Register a contact; False if this phone is registered for the agency already."""
    if subscriber_id in {row.subscriber_id for row in of_agency(connection, region, agency)}:
        return False
    row = {"subscriber_id": subscriber_id, "region": region, "agency": agency, "name": name, "role": role}
    connection.execute(contact.insert().values(**row, valid_from=now))
    return True


def remove(connection: Connection, address: str, *, region: str, agency: str, now: datetime) -> bool:
    """End a contact's time, whose row stays for the history; False if there is no such contact."""
    who = select(subscriber.c.id).where(subscriber.c.address == address).scalar_subquery()
    columns = contact.c
    ended = update(contact).where(_ACTIVE, columns.subscriber_id == who)
    ended = ended.where(columns.region == region, columns.agency == agency)
    return connection.execute(ended.values(valid_until=now)).rowcount > 0


def of_agency(connection: Connection, region: str, agency: str) -> list[AnyRow]:
    """Give the contacts of an agency (or ADMIN) that are there now."""
    columns = contact.c
    wanted = select(contact).where(_ACTIVE, columns.region == region, columns.agency == agency)
    return list(connection.execute(wanted.order_by(columns.id)))


def posts_of(connection: Connection, subscriber_ids: Collection[int]) -> list[AnyRow]:
    """Give the posts that some people hold now: subscriber, region and agency of each."""
    return list(connection.execute(_POSTS, {"subscriber_ids": list(subscriber_ids)}))


def agencies_with(connection: Connection, region: str) -> list[str]:
    """Give the agencies of a region that have a contact now, ADMIN among them if there is one."""
    wanted = select(contact.c.agency).where(_ACTIVE, contact.c.region == region).distinct()
    return sorted(connection.scalars(wanted))


def names(connection: Connection, subscriber_ids: Collection[int]) -> dict[int, str]:
    """Give the names of those who are, or were, contacts."""
    columns = contact.c
    wanted = select(columns.subscriber_id, columns.name).where(columns.subscriber_id.in_(subscriber_ids))
    return dict(connection.execute(wanted.order_by(columns.id)).all())


def listing(connection: Connection, *, region: str | None = None, agency: str | None = None) -> list[RowMapping]:
    """Give the contacts there are now, by region and agency, with their phones."""
    columns = contact.c
    wanted = select(*columns, subscriber.c.address).join(subscriber, subscriber.c.id == columns.subscriber_id)
    wanted = wanted.where(_ACTIVE).order_by(columns.region, columns.agency, columns.id)
    if region:
        wanted = wanted.where(columns.region == region)
    if agency:
        wanted = wanted.where(columns.agency == agency)
    return list(connection.execute(wanted).mappings())
