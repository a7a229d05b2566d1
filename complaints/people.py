"""Whom an agency's matters go to, and for whom an officer speaks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from complaints.office import Office
from storage import contacts
from storage.contacts import ADMIN
from storage.tasks import Duty


@dataclass(frozen=True, slots=True)
class Post:
    """What an officer is registered for: an agency of a region, or ADMIN, the office that runs the system."""

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
        """Give the phones (as subscribers' ids) that hear of an agency's matters: its own, else the admin's."""
        own = self._of(Post(region, agency)) if agency else []
        return own or self._of(Post(region, ADMIN))

    def has_contact(self, region: str, agency: str) -> bool:
        """Tell whether somebody at an agency is registered."""
        return bool(self._of(Post(region, agency)))

    def duty(self, post: Post) -> Duty:
        """Tell what a post answers for; the admin's is whatever would otherwise be nobody's."""
        if post.agency != ADMIN:
            return Duty(post.region, post.agency)
        return Duty(post.region, None, frozenset(contacts.agencies_with(self._connection, post.region)))

    def answers_for(self, post: Post, region: str, agency: str | None) -> bool:
        """Tell whether a complaint that is with an agency, or with none, is this post's."""
        if post.region != region:
            return False
        return post.agency == agency or (post.agency == ADMIN and not (agency and self.has_contact(region, agency)))

    def _of(self, post: Post) -> list[int]:
        if post not in self._contacts:
            rows = contacts.of_agency(self._connection, post.region, post.agency)
            self._contacts[post] = [row.subscriber_id for row in rows]
        return self._contacts[post]
