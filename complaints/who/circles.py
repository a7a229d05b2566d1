"""Delicate complaints: which belong to a circle instead of an agency's own people, and who may do what to them.

What accuses officials or is secret is INTEGRITY's; what is about this service or its admin is OVERSIGHT's. There a
complaint stays until somebody at that post hands it on, and never does it reach whom it accuses.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor, IllegalStepError
from complaints.life.unread import admin_may
from complaints.who.office import Office
from complaints.who.people import People, Post
from routing.decide import Decision
from sms.errors import UserError
from sms.safe_text import mask_phones
from storage.contacts import INTEGRITY, OVERSIGHT
from storage.engine import AnyRow

CIRCLES = frozenset({INTEGRITY, OVERSIGHT})
"""The posts whose people have delicate complaints."""

HUSHING = ("secret", "anonymous", "threatened_at", "circle")
"""The columns of a complaint by each of which who reported stays unknown."""


class AccusedError(UserError):
    """The complaint accuses the agency's own people, so that they never get it."""


class NotTheirsError(UserError):
    """A delicate complaint is its circle's; the message says who may do what was wanted."""


class NobodyThereError(UserError):
    """Nobody in the other region would hear of a delicate complaint, so that it stays where it is."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a new complaint goes: its agency or circle, the circle, and whom it accuses."""

    agency: str | None
    circle: str | None = None
    accused: tuple[str, ...] = ()


def place(office: Office, region: str, text: str, decision: Decision, *, secret: bool) -> Placed:
    """Tell whose a new complaint is: its circle's if it is delicate, else the agency's that was decided for."""
    watchdog = office.regions[region].catalogue.accusations.watchdog
    if office.delicate[region].is_about_us(text):
        return Placed(OVERSIGHT, OVERSIGHT, tuple(sorted({*decision.accused, *office.run_by(region)})))
    if watchdog and watchdog in decision.accused:
        # Those who look after accusations are accused themselves.
        return Placed(OVERSIGHT, OVERSIGHT, decision.accused)
    if secret or decision.accused or (watchdog and decision.agency == watchdog):
        return Placed(INTEGRITY, INTEGRITY, decision.accused)
    return Placed(decision.agency)


def circle_after(complaint: AnyRow, deed: Deed) -> str | None:
    """Tell whose circle a complaint is in after a deed."""
    if deed.action in {Action.ENCLOSE, Action.MASK}:
        return complaint.circle or (deed.agency if deed.agency in CIRCLES else INTEGRITY)
    circle: str | None = complaint.circle or (deed.agency if deed.agency in CIRCLES else None)
    return circle


def marks(complaint: AnyRow, deed: Deed, now: datetime) -> dict[str, Any]:
    """Give the columns that a deed changes because the complaint is, or becomes, a delicate one."""
    changed: dict[str, Any] = {}
    if circle_after(complaint, deed) != complaint.circle:
        changed["circle"] = circle_after(complaint, deed)
    wanted = deed.action is Action.ENCLOSE and deed.actor_kind is not Actor.SYSTEM
    if wanted or deed.action is Action.MASK:
        changed["secret"] = True
    if deed.action is Action.MASK and complaint.threatened_at is None:
        changed["threatened_at"] = now
    return changed


def refuse(complaint: AnyRow, deed: Deed, agency: str | None) -> None:
    """Refuse what would put a complaint into the wrong hands: those of `agency`, or those of the admin.

    Raises AccusedError, NotTheirsError, or IllegalStepError.
    """
    # First, so that nobody learns whom it accuses from what they are told.
    if complaint.circle is not None:
        _refuse_of_circle(complaint, deed, agency)
    if agency is not None and agency != complaint.agency and agency in (complaint.accused or ()):
        raise AccusedError(f"{complaint.number} accuses people of {agency}; it never goes there")


def _refuse_of_circle(complaint: AnyRow, deed: Deed, agency: str | None) -> None:
    """Refuse what is not to be done to a complaint of a circle, whatever agency it is about."""
    number, circle = complaint.number, complaint.circle
    if deed.actor_kind is Actor.ADMIN and not admin_may(deed.action, circle):
        raise NotTheirsError(f"{number} is {circle}'s: their contact acts on it by SMS, and hands it on if need be")
    stays = complaint.agency == agency == circle
    if deed.action is Action.JOIN or (deed.action is Action.MOVE and not stays):
        raise NotTheirsError(f"{number} is {circle}'s alone; OPER hands it to one agency")
    passes_on = deed.actor_kind is Actor.OFFICER and deed.action is Action.ASSIGN
    if passes_on and circle not in {complaint.agency, agency}:
        raise NotTheirsError(f"{number} came from {circle}: give it back with BUKAN, they choose whom it goes to")
    if deed.action in {Action.RETURN, Action.UNSURE} and complaint.agency == circle:
        raise IllegalStepError(f"{number} is with {circle} already; there is nobody to give it back to")


def is_hushed(complaint: AnyRow) -> bool:
    """Tell whether the number of who reported is shown to nobody without a reason."""
    return any(getattr(complaint, column) for column in HUSHING)


def is_apart(complaint: AnyRow) -> bool:
    """Tell whether a complaint is kept apart, so that nobody else is told that it is there."""
    return bool(complaint.secret or complaint.circle or complaint.threatened_at)


def as_told(complaint: AnyRow, words: str) -> str:
    """Write words of or on a complaint as officers and admins read them; every text to them goes through here.

    Who stays unknown may have written their own number, so no phone number stands in it then.
    """
    return mask_phones(words) if is_hushed(complaint) else words


def hearers_of(people: People, complaint: AnyRow) -> list[int]:
    """Give the phones that hear of a complaint; of a delicate one nobody does who is of an agency that it accuses.

    `complaint` is any row with `region`, `agency`, `circle` and `accused`, and `unit` if its agency has units.
    """
    if complaint.circle is None:
        return people.recipients(complaint.region, complaint.agency, getattr(complaint, "unit", None))
    reached = (_heard_at(people, complaint, post) for post in _line(people, complaint))
    return next(filter(None, reached), [])


def is_anybody_there(people: People, region: str, circle: str, accused: Collection[str]) -> bool:
    """Tell whether anybody of a circle, or who stands in for it, would hear of a complaint in a region."""
    posts = (Post(region, code) for code in (circle, *people.instead_of(circle)))
    return any(unaccused(people, region, accused, people.reached_at(post)) for post in posts)


def unaccused(people: People, region: str, accused: Collection[str] | None, phones: Iterable[int]) -> list[int]:
    """Leave out the phones of everybody who is of an agency that is accused, whatever they are there."""
    theirs = {phone for code in accused or () for phone in people.all_at(Post(region, code))}
    return [phone for phone in phones if phone not in theirs]


def post_for(people: People, complaint: AnyRow, posts: Iterable[Post]) -> Post | None:
    """Find the post, of all that one person holds, by which they answer for a complaint; None if by none."""
    held = list(posts)
    if complaint.circle is None:
        return next((each for each in held if people.answers_for(each, complaint.region, complaint.agency)), None)
    accused = {Post(complaint.region, code) for code in complaint.accused or ()}
    if not accused.isdisjoint(held):
        return None
    own = Post(complaint.region, complaint.agency)
    if own in held:
        return own
    # Its circle may take it back from whoever they gave it to.
    return next((each for each in held if is_of_circle(people, complaint, each)), None)


def is_of_circle(people: People, complaint: AnyRow, post: Post) -> bool:
    """Tell whether a post answers for a delicate complaint: its circle, or who stands in where only the accused are."""
    line = [Post(complaint.region, code) for code in (complaint.circle, *people.instead_of(complaint.circle))]
    before = line[: line.index(post)] if post in line else line
    return post in line and not any(_heard_at(people, complaint, each) for each in before)


def is_hidden(people: People, complaint: AnyRow, posts: Iterable[Post]) -> bool:
    """Tell whether a complaint is, for who holds these posts, as if there were none."""
    return complaint.circle is not None and post_for(people, complaint, posts) is None


def is_barred(people: People, complaint: AnyRow, posts: Iterable[Post], hands: Collection[str]) -> bool:
    """Tell whether who holds these posts must not hear even that there is danger: they had it, or it accuses them.

    `hands` are the agencies and posts that had it; who only saves lives is told of it still.
    """
    held = list(posts)
    there = {post.agency for post in held if post.region == complaint.region}
    return is_hidden(people, complaint, held) and not there.isdisjoint({*hands, *(complaint.accused or ())})


def _line(people: People, complaint: AnyRow) -> list[Post]:
    """Give the posts that are asked one after the other for who hears of a complaint of a circle."""
    codes = dict.fromkeys([complaint.agency, complaint.circle, *people.instead_of(complaint.circle)])
    return [Post(complaint.region, code) for code in codes if code]


def _heard_at(people: People, complaint: AnyRow, post: Post) -> list[int]:
    return unaccused(people, complaint.region, complaint.accused, people.reached_at(post))
