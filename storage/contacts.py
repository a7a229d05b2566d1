"""Queries on contacts: the officers whose phones an agency's complaints go to, each for as long as their post lasts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, bindparam, exists, or_, select, true, update

from storage.among import among
from storage.engine import AnyRow
from storage.models import subscriber
from storage.office_tables import contact
from storage.upsert import update_alike

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

OFFICER, HEAD, DUTY, DEPUTY = "officer", "head", "duty", "deputy"
"""What a contact is to the agency: whose work it is, who leads it, who is called in danger, who stands in."""

ROLES = (OFFICER, HEAD, DUTY)
"""What a contact can be registered as; a deputy is named beside whom they stand in for."""


@dataclass(frozen=True, slots=True)
class Term:
    """For which unit, and from when until when somebody is a contact; without dates from now on."""

    unit: str | None = None
    begins: datetime | None = None
    ends: datetime | None = None


_FROM_NOW_ON = Term()


def _in_office(now: ColumnElement[datetime] | datetime) -> ColumnElement[bool]:
    return and_(contact.c.valid_from <= now, _not_over(now))


def _not_over(now: ColumnElement[datetime] | datetime) -> ColumnElement[bool]:
    return or_(contact.c.valid_until.is_(None), contact.c.valid_until > now)


# Made once: these run for every batch of messages.
_POSTS = (
    select(contact.c.subscriber_id, contact.c.region, contact.c.agency, contact.c.asked_at, contact.c.confirmed_at)
    .where(_in_office(bindparam("now")), among(contact.c.subscriber_id, "subscriber_ids"))
    .order_by(contact.c.id)
)
_OF_AGENCY = (
    select(contact)
    .where(_in_office(bindparam("now")), contact.c.region == bindparam("region"), contact.c.agency == bindparam("post"))
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
    term: Term = _FROM_NOW_ON,
) -> int | None:
    """Register a contact, who counts as confirmed, and give its id; None if the phone has the post at that time."""
    columns, begins = contact.c, term.begins or now
    overlaps = or_(columns.valid_until.is_(None), columns.valid_until > begins)
    before_its_end = columns.valid_from < term.ends if term.ends else true()
    post = (columns.subscriber_id == subscriber_id, columns.region == region, columns.agency == agency)
    if connection.scalar(select(columns.id).where(*post, overlaps, before_its_end).limit(1)) is not None:
        return None
    row = {"subscriber_id": subscriber_id, "region": region, "agency": agency, "name": name, "role": role}
    dates = {"valid_from": begins, "valid_until": term.ends, "confirmed_at": begins}
    made = contact.insert().values(**row, unit=term.unit, **dates).returning(columns.id)
    contact_id: int = connection.execute(made).scalar_one()
    return contact_id


def remove(connection: Connection, address: str, *, region: str, agency: str, now: datetime) -> list[AnyRow]:
    """End a contact's time, whose rows stay for the history, and give them; none if there is no such contact."""
    who = select(subscriber.c.id).where(subscriber.c.address == address).scalar_subquery()
    columns = contact.c
    ended = update(contact).where(_not_over(now), columns.subscriber_id == who)
    ended = ended.where(columns.region == region, columns.agency == agency)
    return list(connection.execute(ended.values(valid_until=now).returning(contact)))


def write(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write changed columns of contacts, each row with its `id`."""
    update_alike(connection, contact, rows)


def hand_deputies(connection: Connection, old_id: int, new_id: int) -> None:
    """Let a contact stand in for whomever another stood in for."""
    connection.execute(update(contact).where(contact.c.deputy_id == old_id).values(deputy_id=new_id))


def end_deputy(connection: Connection, contact_id: int, now: datetime) -> AnyRow | None:
    """End the time of a deputy who stands in for nobody any more, and give the row; None for anybody else."""
    theirs = contact.alias("theirs")
    needed = exists().where(
        theirs.c.deputy_id == contact_id, or_(theirs.c.valid_until.is_(None), theirs.c.valid_until > now)
    )
    ended = update(contact).where(contact.c.id == contact_id, contact.c.role == DEPUTY, _not_over(now), ~needed)
    return connection.execute(ended.values(valid_until=now).returning(contact)).one_or_none()


def of_agency(connection: Connection, region: str, agency: str, now: datetime) -> list[AnyRow]:
    """Give the contacts of an agency (or of what stands in the place of one) that are there now."""
    return list(connection.execute(_OF_AGENCY, {"region": region, "post": agency, "now": now}))


def of_region(connection: Connection, region: str, now: datetime) -> list[AnyRow]:
    """Give all contacts of a region that are there now."""
    wanted = select(contact).where(_in_office(now), contact.c.region == region)
    return list(connection.execute(wanted.order_by(contact.c.id)))


def of_person(connection: Connection, subscriber_id: int, now: datetime) -> list[AnyRow]:
    """Give the contacts that a phone is now."""
    wanted = select(contact).where(_in_office(now), contact.c.subscriber_id == subscriber_id)
    return list(connection.execute(wanted.order_by(contact.c.id)))


def at_post(connection: Connection, address: str, region: str, agency: str, now: datetime) -> AnyRow | None:
    """Find the contact that a phone is for an agency now; None if it is none."""
    wanted = select(contact).join(subscriber, subscriber.c.id == contact.c.subscriber_id)
    wanted = wanted.where(_in_office(now), subscriber.c.address == address)
    return connection.execute(wanted.where(contact.c.region == region, contact.c.agency == agency)).one_or_none()


def next_begin(connection: Connection, address: str, region: str, agency: str, now: datetime) -> datetime | None:
    """Tell when a phone will be a contact of an agency that it is not yet; None if it will not."""
    wanted = select(contact.c.valid_from).join(subscriber, subscriber.c.id == contact.c.subscriber_id)
    wanted = wanted.where(contact.c.valid_from > now, _not_over(now), subscriber.c.address == address)
    wanted = wanted.where(contact.c.region == region, contact.c.agency == agency)
    begins: datetime | None = connection.scalar(wanted.order_by(contact.c.valid_from).limit(1))
    return begins


def posts_of(connection: Connection, subscriber_ids: Collection[int], now: datetime) -> list[AnyRow]:
    """Give the posts that some people hold now: subscriber, region and agency of each, and whether it is confirmed."""
    return list(connection.execute(_POSTS, {"subscriber_ids": list(subscriber_ids), "now": now}))


def names(connection: Connection, subscriber_ids: Collection[int]) -> dict[int, str]:
    """Give the names of those who are, or were, contacts."""
    columns = contact.c
    wanted = select(columns.subscriber_id, columns.name).where(columns.subscriber_id.in_(subscriber_ids))
    return dict(connection.execute(wanted.order_by(columns.id)).all())


def listing(
    connection: Connection, now: datetime, *, region: str | None = None, agency: str | None = None
) -> list[RowMapping]:
    """Give the contacts there are now or will be, by region and agency, with their phones and their deputy's name."""
    columns, deputy = contact.c, contact.alias("deputy")
    wanted = select(*columns, subscriber.c.address, deputy.c.name.label("deputy"))
    wanted = wanted.join(subscriber, subscriber.c.id == columns.subscriber_id)
    wanted = wanted.outerjoin(deputy, deputy.c.id == columns.deputy_id)
    wanted = wanted.where(_not_over(now)).order_by(columns.region, columns.agency, columns.id)
    if region:
        wanted = wanted.where(columns.region == region)
    if agency:
        wanted = wanted.where(columns.agency == agency)
    return list(connection.execute(wanted).mappings())
