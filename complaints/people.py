"""Whom an agency's matters go to, and for whom an officer speaks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from complaints.office import Office
from storage import alerts, contacts
from storage.contacts import ADMIN, DUTY, HEAD, OFFICER
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

        Where nobody is registered it is the admin's.
        """
        return self._first(region, agency, (OFFICER, DUTY, HEAD))

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
        own = self._of(Post(region, agency)) if agency else {}
        return next((own[role] for role in roles if role in own), None) or self.holders(region, ADMIN)

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
        """Tell whether a complaint that is with an agency, or with none, is this post's."""
        if post.region != region:
            return False
        return post.agency == agency or (post.agency == ADMIN and not (agency and self.has_contact(region, agency)))

    def _of(self, post: Post) -> dict[str, list[int]]:
        """Give the phones of a post by the role of who has them."""
        if post not in self._contacts:
            roles: dict[str, list[int]] = {}
            for row in contacts.of_agency(self._connection, post.region, post.agency):
                roles.setdefault(row.role, []).append(row.subscriber_id)
            self._contacts[post] = roles
        return self._contacts[post]
