"""Whom an agency's matters go to, and for whom an officer speaks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from complaints.office import Office
from storage import alerts, contacts
from storage.contacts import ADMIN, DUTY, HEAD, INTEGRITY, LEADER, OFFICER, OVERSIGHT
from storage.tasks import Duty

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


class People:
    """The contacts, looked up when they are needed and then remembered for as long as a batch lasts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._contacts: dict[Post, dict[str, list[int]]] = {}
        self._alerted: dict[int, datetime | None] = {}

    def posts_of(self, office: Office, subscriber_ids: Collection[int]) -> dict[int, list[Post]]:
        """Tell who of these people are officers, and of what, in the regions that are served."""
        posts: dict[int, list[Post]] = {}
        for row in contacts.posts_of(self._connection, subscriber_ids):
            if row.region in office.regions:
                posts.setdefault(row.subscriber_id, []).append(Post(row.region, row.agency))
        return posts

    def recipients(self, region: str, agency: str | None) -> list[int]:
        """Give the phones (as subscribers' ids) that hear of an agency's matters: its officers', else its head's.

        Where nobody is registered it is the admin's; of a post's matters whoever hears in its place.
        """
        return self._first(region, agency, (OFFICER, DUTY, HEAD))

    def reached_at(self, post: Post) -> list[int]:
        """Give the phones that hear at a post itself, and nobody's in its place."""
        return _of_first(self._of(post), (OFFICER, DUTY, HEAD))

    def instead_of(self, post: str) -> tuple[str, ...]:
        """Give the posts that hear, one after the other, where nobody is at one."""
        return _INSTEAD.get(post, (ADMIN,))

    def on_duty(self, region: str, agency: str | None) -> list[int]:
        """Give the phones that hear of danger: of who is on duty at an agency, else of those who hear of all else."""
        return self._first(region, agency, (DUTY, OFFICER, HEAD))

    def heads(self, region: str, agency: str | None) -> list[int]:
        """Give the phones of an agency's head, else of the admin."""
        return self._first(region, agency, (HEAD,))

    def holders(self, region: str, post: str) -> list[int]:
        """Give all phones that are registered for an agency or a post, and nobody else's."""
        return [phone for phones in self._of(Post(region, post)).values() for phone in phones]

    def _first(self, region: str, agency: str | None, roles: Collection[str]) -> list[int]:
        own = _of_first(self._of(Post(region, agency)), roles) if agency else []
        others = (self.holders(region, code) for code in _line(agency)[1 if agency else 0 :])
        return own or next(filter(None, others), [])

    def last_alert(self, subscriber_id: int) -> datetime | None:
        """Tell when a phone was last told of danger, in this batch or before."""
        if subscriber_id not in self._alerted:
            self._alerted[subscriber_id] = alerts.last_told(self._connection, subscriber_id)
        return self._alerted[subscriber_id]

    def note_alert(self, subscriber_id: int, now: datetime) -> None:
        """Keep in mind that a phone is told of danger now."""
        self._alerted[subscriber_id] = now

    def has_contact(self, region: str, agency: str) -> bool:
        """Tell whether somebody at an agency is registered."""
        return bool(self._of(Post(region, agency)))

    def duty(self, post: Post) -> Duty:
        """Tell what a post answers for; the admin's is whatever would otherwise be nobody's."""
        if post.agency != ADMIN:
            return Duty(post.region, post.agency)
        return Duty(post.region, None, frozenset(contacts.agencies_with(self._connection, post.region)))

    def answers_for(self, post: Post, region: str, agency: str | None) -> bool:
        """Tell whether a complaint that is with an agency, or with none, is this post's: its own, or nobody else's."""
        line = _line(agency)
        if post.region != region or post.agency not in line:
            return False
        return not any(self._of(Post(region, code)) for code in line[: line.index(post.agency)])

    def _of(self, post: Post) -> dict[str, list[int]]:
        """Give the phones of a post by the role of who has them."""
        if post not in self._contacts:
            roles: dict[str, list[int]] = {}
            for row in contacts.of_agency(self._connection, post.region, post.agency):
                roles.setdefault(row.role, []).append(row.subscriber_id)
            self._contacts[post] = roles
        return self._contacts[post]


def _line(agency: str | None) -> tuple[str, ...]:
    """Give the posts that are asked one after the other for who hears of an agency's matters."""
    code = agency or ADMIN
    return (code, *_INSTEAD.get(code, (ADMIN,)))


def _of_first(phones: Mapping[str, list[int]], roles: Collection[str]) -> list[int]:
    return next((phones[role] for role in roles if role in phones), [])
