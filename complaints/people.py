"""Whom an agency's matters go to, and for whom an officer speaks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from complaints.office import Office
from storage import contacts
from storage.contacts import ADMIN, INTEGRITY, LEADER, OVERSIGHT
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
        self._contacts: dict[Post, list[int]] = {}

    def posts_of(self, office: Office, subscriber_ids: Collection[int]) -> dict[int, list[Post]]:
        """Tell who of these people are officers, and of what, in the regions that are served."""
        posts: dict[int, list[Post]] = {}
        for row in contacts.posts_of(self._connection, subscriber_ids):
            if row.region in office.regions:
                posts.setdefault(row.subscriber_id, []).append(Post(row.region, row.agency))
        return posts

    def recipients(self, region: str, agency: str | None) -> list[int]:
        """Give the phones (as subscribers' ids) that hear of an agency's matters; without an agency, the admin's."""
        line = (self._of(Post(region, code)) for code in _line(agency))
        return next(filter(None, line), [])

    def reached_at(self, post: Post) -> list[int]:
        """Give the phones that are registered at a post itself."""
        return self._of(post)

    def instead_of(self, post: str) -> tuple[str, ...]:
        """Give the posts that hear, one after the other, where nobody is at one."""
        return _INSTEAD.get(post, (ADMIN,))

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

    def _of(self, post: Post) -> list[int]:
        if post not in self._contacts:
            rows = contacts.of_agency(self._connection, post.region, post.agency)
            self._contacts[post] = [row.subscriber_id for row in rows]
        return self._contacts[post]


def _line(agency: str | None) -> tuple[str, ...]:
    """Give the posts that are asked one after the other for who hears of an agency's matters."""
    code = agency or ADMIN
    return (code, *_INSTEAD.get(code, (ADMIN,)))
