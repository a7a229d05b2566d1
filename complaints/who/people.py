"""Whom an agency's matters go to, and for whom an officer speaks.

Who hears is looked for in one order: the unit's own officers, the agency's, its head, then who stands in for the whole
agency. Somebody on leave is replaced by their deputy. Whoever has not answered for too long whether they are still at
their post is passed over, and may act all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from complaints.who.office import Office
from storage import alerts, contacts, incidents
from storage.contacts import ADMIN, DEPUTY, DUTY, HEAD, INTEGRITY, LEADER, OFFICER, OVERSIGHT
from storage.engine import AnyRow
from storage.tasks import Duty, Share

ANSWERS_WITHIN = timedelta(days=14)
"""So long an officer has to say that they are still at their post, until somebody else is told in their place."""

_INSTEAD: Mapping[str, tuple[str, ...]] = {
    # What accuses officials never goes to the office that runs the system.
    INTEGRITY: (OVERSIGHT, LEADER),
    OVERSIGHT: (LEADER,),
    LEADER: (),
    ADMIN: (),
}
"""Who hears in the place of a post where nobody is; in that of an agency it is the admin."""


@dataclass(frozen=True, slots=True)
class Post:
    """What an officer is registered for: an agency of a region, or one of `contacts.POSTS`."""

    region: str
    agency: str


def is_confirmed(asked: datetime | None, confirmed: datetime | None, now: datetime) -> bool:
    """Tell whether a contact may be trusted to be there: when they were asked, they have answered or still have time.

    `asked` and `confirmed` are when that was last; None is never.
    """
    return asked is None or asked + ANSWERS_WITHIN > now or (confirmed is not None and confirmed >= asked)


def is_away(contact: AnyRow, now: datetime) -> bool:
    """Tell whether a contact is on leave."""
    return contact.away_until is not None and contact.away_until > now


class People:
    """The contacts, looked up when they are needed and then remembered for as long as a batch lasts."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now
        self._contacts: dict[Post, list[AnyRow]] = {}
        self._whole: dict[str, dict[Post, list[AnyRow]]] = {}
        self._alerted: dict[int, datetime | None] = {}
        self._incidents: dict[str, list[AnyRow]] = {}

    def incidents(self, region: str) -> list[AnyRow]:
        """Give the incidents that are open in a region: what people are gathered under."""
        if region not in self._incidents:
            self._incidents[region] = incidents.open_in(self._connection, region)
        return self._incidents[region]

    def posts_of(self, office: Office, subscriber_ids: Collection[int]) -> dict[int, list[Post]]:
        """Tell who of these people are officers, and of what, in the regions that are served."""
        posts: dict[int, list[Post]] = {}
        for row in contacts.posts_of(self._connection, subscriber_ids, self._now):
            if row.region in office.regions and not self.is_passed_over(row):
                posts.setdefault(row.subscriber_id, []).append(Post(row.region, row.agency))
        return posts

    def duty(self, post: Post) -> Duty:
        """Tell what a post answers for; the admin's is whatever would otherwise be nobody's."""
        return self._duty(post.region, {post.agency: {None}}) if post.agency == ADMIN else _whole(post)

    def recipients(self, region: str, agency: str | None, unit: str | None = None) -> list[int]:
        """Give the phones (as subscribers' ids) that hear of an agency's matters; without an agency, the admin's."""
        line = [Post(region, code) for code in line_of(agency)]
        reached = (self._reached_at(post, unit) for post in line)
        # Somebody who is away, or has not answered for long, is better than nobody.
        last = ([row.subscriber_id for row in self._of(post)] for post in line)
        return next(filter(None, reached), None) or next(filter(None, last), [])

    def heads(self, region: str, agency: str | None) -> list[int]:
        """Give the phones of those who lead an agency, else of the admin; of a post, of who hears in its place."""
        line = line_of(agency)
        reached = self._reached(Post(region, agency), [HEAD]) if agency else []
        others = (self.holders(region, code) for code in line[1 if agency else 0 :])
        return reached or next(filter(None, others), [])

    def on_duty(self, region: str, agency: str | None, unit: str | None = None) -> list[int]:
        """Give the phones that are called in danger, whatever the hour; without such, those that hear of all else."""
        reached = self._reached(Post(region, agency), [DUTY]) if agency else []
        return reached or self.recipients(region, agency, unit)

    def on_duty_at(self, post: Post) -> list[int]:
        """Give the phones that are called in danger at a post itself: those on duty, else those that hear."""
        return self._reached(post, [DUTY]) or self._reached_at(post)

    def reached_at(self, post: Post) -> list[int]:
        """Give the phones that hear at a post itself, and nobody's in its place."""
        return self._reached_at(post)

    def all_at(self, post: Post) -> list[int]:
        """Give all phones of an agency or a post, whatever they are to it, and whether they hear just now or not."""
        return [row.subscriber_id for row in self._of(post)]

    def instead_of(self, post: str) -> tuple[str, ...]:
        """Give the posts that hear, one after the other, where nobody is at one."""
        return line_of(post)[1:]

    def holders(self, region: str, post: str) -> list[int]:
        """Give all phones that are registered for an agency or a post, and nobody else's."""
        own = [row for row in self._of(Post(region, post)) if row.role != DEPUTY]
        return self._hearing(own, self._of(Post(region, post))) or [row.subscriber_id for row in own]

    def last_alert(self, subscriber_id: int) -> datetime | None:
        """Tell when a phone was last told of danger, in this batch or before."""
        if subscriber_id not in self._alerted:
            self._alerted[subscriber_id] = alerts.last_told(self._connection, subscriber_id)
        return self._alerted[subscriber_id]

    def note_alert(self, subscriber_id: int, now: datetime) -> None:
        """Keep in mind that a phone is told of danger now."""
        self._alerted[subscriber_id] = now

    def has_contact(self, region: str, agency: str) -> bool:
        """Tell whether somebody at an agency hears of its matters."""
        return bool(self._reached_at(Post(region, agency)))

    def serves(self, post: Post, unit: str | None, person: int) -> bool:
        """Tell whether what a unit has, or none, is for somebody at its agency: not for other units' people.

        Where nobody else is there, those hear of it, and may read it then.
        """
        mine = [row for row in self._of(post) if row.subscriber_id == person]
        is_theirs = any(row.unit in {None, unit} or row.role == HEAD for row in mine)
        return is_theirs or person in self._reached_at(post, unit)

    def is_of_unit(self, region: str, agency: str, unit: str, person: int) -> bool:
        """Tell whether somebody speaks for a unit of an agency, and not for the whole of it."""
        return {row.unit for row in self._of(Post(region, agency)) if row.subscriber_id == person} == {unit}

    def answers_for(self, post: Post, region: str, agency: str | None) -> bool:
        """Tell whether a complaint that is with an agency, or with none, is this post's: its own, or nobody else's."""
        line = line_of(agency)
        if post.region != region or post.agency not in line:
            return False
        before = line[: line.index(post.agency)]
        return not any(self._reached_at(Post(region, code)) for code in before)

    def readers(self, region: str, agency: str) -> dict[int, Duty]:
        """Tell whose digests an agency's complaints stand in."""
        hearers = self.hearers(region)
        theirs = {person: duty for person, duty in hearers.items() if agency in duty.codes}
        return theirs or {person: hearers[person] for person in self.recipients(region, agency) if person in hearers}

    def hearers(self, region: str) -> dict[int, Duty]:
        """Tell who of a region hears of complaints, and of which."""
        return {person: self._duty(region, heard, person) for person, heard in self._heard(region).items()}

    def tasks_of(self, region: str, person: int) -> Duty:
        """Tell what somebody may work on: what they hear of, and what is their post's or their unit's."""
        mine = self._heard(region).get(person, {})
        for post in self._posts_in(region):
            held = [row for row in self._of(post) if row.subscriber_id == person and not self.is_passed_over(row)]
            units = [row.unit for row in held if post.agency != LEADER]
            for unit in units:
                mine.setdefault(post.agency, set()).update(self._units(post) if unit is None else {unit})
        return self._duty(region, mine, person)

    def _heard(self, region: str) -> dict[int, dict[str, set[str | None]]]:
        """Tell who hears of which units of which agencies; None are all complaints that are of no such unit."""
        heard: dict[int, dict[str, set[str | None]]] = {}
        for post in self._posts_in(region):
            for unit in self._units(post) if post.agency != LEADER else ():
                for person in self.recipients(region, post.agency, unit):
                    heard.setdefault(person, {}).setdefault(post.agency, set()).add(unit)
        return heard

    def _duty(self, region: str, heard: Mapping[str, set[str | None]], person: int | None = None) -> Duty:
        """Make the duty of who hears of these units; the admin has whatever is with no agency where somebody hears."""
        posts = self._posts_in(region)
        rest = self._with_people(region) if ADMIN in heard else None
        shares = (
            self._share(Post(region, code), units)
            for code, units in heard.items()
            if code != ADMIN and (rest is None or code in rest)
        )
        held = {post.agency for post in posts for row in self._of(post) if row.subscriber_id == person}
        return Duty(region, tuple(shares), rest, frozenset(held.difference(_INSTEAD)))

    def _with_people(self, region: str) -> frozenset[str]:
        """Give the codes of a region's posts at which somebody hears: a look at everybody, for the admin."""
        posts = self._posts_in(region)
        return frozenset(post.agency for post in posts if post.agency in _INSTEAD or self._reached_at(post))

    def _share(self, post: Post, units: set[str | None]) -> Share:
        if None in units:
            return Share(post.agency, but=frozenset(unit for unit in self._units(post) - units if unit))
        return Share(post.agency, only=frozenset(unit for unit in units if unit))

    def _posts_in(self, region: str) -> list[Post]:
        """Give the posts of a region at which somebody is registered, and those that exist everywhere."""
        if region not in self._whole:
            self._whole[region] = {Post(region, code): [] for code in _INSTEAD}
            for row in contacts.of_region(self._connection, region, self._now):
                self._whole[region].setdefault(Post(region, row.agency), []).append(row)
            self._contacts |= self._whole[region]
        return list(self._whole[region])

    def _units(self, post: Post) -> set[str | None]:
        """Give the units that have officers of their own, and None for all else."""
        return {None, *(row.unit for row in self._of(post) if row.role == OFFICER)}

    def _reached_at(self, post: Post, unit: str | None = None) -> list[int]:
        """Give who hears at a post itself: the unit's officers, else the agency's, else those of any unit, or heads."""
        rows = self._of(post)
        for group in _groups(rows, unit):
            if reached := self._hearing(group, rows):
                return reached
        return []

    def _reached(self, post: Post, roles: Collection[str]) -> list[int]:
        rows = self._of(post)
        return self._hearing((row for row in rows if row.role in roles), rows)

    def _hearing(self, group: Iterable[AnyRow], rows: Sequence[AnyRow]) -> list[int]:
        by_id = {row.id: row for row in rows}
        told = (self._stand_in(row, by_id) if is_away(row, self._now) else row for row in group if self._trusted(row))
        return list(dict.fromkeys(row.subscriber_id for row in told if row is not None))

    def _stand_in(self, contact: AnyRow, by_id: Mapping[int, AnyRow]) -> AnyRow | None:
        """Give the deputy of who is away; one who is away too stands in for nobody."""
        deputy = by_id.get(contact.deputy_id)
        return deputy if deputy is not None and not is_away(deputy, self._now) and self._trusted(deputy) else None

    def _trusted(self, contact: AnyRow) -> bool:
        return is_confirmed(contact.asked_at, contact.confirmed_at, self._now)

    def is_passed_over(self, contact: AnyRow) -> bool:
        """Tell of a contact of a circle who has said nothing for too long: the number may be somebody else's by now.

        What is secret is not theirs to read until `aduan contact confirm` says that they are there.
        """
        return contact.agency in {INTEGRITY, OVERSIGHT} and not self._trusted(contact)

    def _of(self, post: Post) -> list[AnyRow]:
        if post not in self._contacts:
            self._contacts[post] = contacts.of_agency(self._connection, post.region, post.agency, self._now)
        return self._contacts[post]


def _whole(post: Post) -> Duty:
    return Duty(post.region, (Share(post.agency),))


def line_of(agency: str | None) -> tuple[str, ...]:
    """Give the posts that are asked one after the other for who hears of an agency's matters."""
    code = agency or ADMIN
    return (code, *_INSTEAD.get(code, (ADMIN,)))


def _groups(rows: Sequence[AnyRow], unit: str | None) -> Iterator[list[AnyRow]]:
    officers = [row for row in rows if row.role == OFFICER]
    if unit is not None:
        yield [row for row in officers if row.unit == unit]
    yield [row for row in officers if row.unit is None]
    yield officers
    yield [row for row in rows if row.role == DUTY]
    yield [row for row in rows if row.role == HEAD]
