"""Queries on digests: one row for each person and slot, also if there was nothing to tell."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, String, cast, func, select, update

from storage.office_tables import digest
from storage.upsert import insert_new


@dataclass(frozen=True, slots=True)
class Place:
    """Whose digest it is, for which local date, and for which time of that day: a person's (a subscriber's id).

    What goes to all who hold a post is the post's.
    """

    region: str
    whose: int | str
    local_date: date
    slot: str

    @property
    def key(self) -> str:
        """The key under which it exists once."""
        return f"{self.region}:{self.whose}:{self.local_date}:{self.slot}"

    def of_agency(self, agency: str) -> str:
        """Give the key that it had while a digest was one of an agency, and went to all of its phones."""
        return f"{self.region}:{agency}:{self.local_date}:{self.slot}"


def made(connection: Connection, keys: Collection[str]) -> set[str]:
    """Tell which digests have been made, by their keys."""
    return set(connection.scalars(select(digest.c.key).where(digest.c.key.in_(keys))))


def take(connection: Connection, place: Place, now: datetime) -> int | None:
    """Take the place of a digest and give its id; None if it is taken."""
    person = place.whose if isinstance(place.whose, int) else None
    whose = {"subscriber_id": person, "agency": "" if person else place.whose}
    row = {"region": place.region, "local_date": place.local_date, "slot": place.slot, **whose}
    row |= {"key": place.key, "made_at": now}
    return insert_new(connection, digest, [row], digest.c.key).get(place.key)


def last_made(connection: Connection, region: str, subscriber_id: int) -> datetime | None:
    """Tell when somebody's last digest was made, whether it had something to tell or not."""
    columns = digest.c
    theirs = select(columns.made_at).where(columns.subscriber_id == subscriber_id, columns.region == region)
    made: datetime | None = connection.scalar(theirs.order_by(columns.id.desc()).limit(1))
    return made


def make_again(connection: Connection, region: str, subscriber_id: int) -> None:
    """Let somebody's last digest stand for its time no more, so that one is made again; it stays for the history."""
    columns = digest.c
    theirs = select(func.max(columns.id)).where(columns.subscriber_id == subscriber_id, columns.region == region)
    again = update(digest).where(columns.id == theirs.scalar_subquery())
    connection.execute(again.values(key=columns.key + ":again:" + cast(columns.id, String)))


def write_count(connection: Connection, digest_id: int, item_count: int) -> None:
    """Write down how many complaints a digest told of."""
    connection.execute(update(digest).where(digest.c.id == digest_id).values(item_count=item_count))


def count_since(connection: Connection, since: datetime) -> int:
    """Count the digests that were made since then and had something to tell."""
    columns = digest.c
    return connection.scalar(select(func.count()).where(columns.made_at >= since, columns.item_count > 0)) or 0
