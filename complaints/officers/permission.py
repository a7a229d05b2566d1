"""As whom the sender of an SMS speaks about a complaint, and what the table of authority makes of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeAlias

from complaints.life.lifecycle import Action, Actor, Status
from complaints.steps.authority import Care, Case, Deeds, Look, Role, Ruling, Whose, rule
from complaints.talk.desk import Desk
from complaints.who.circles import is_of_circle
from complaints.who.people import Post
from sms.message import InboundMessage
from storage.contacts import ADMIN, INTEGRITY, LEADER, OVERSIGHT
from storage.engine import AnyRow
from storage.hands import parts_of
from storage.history import last_steps

BY_CODE = "code"
"""What a region's `officer_confirmation` says where each change takes a one-time code."""

_ROLES = {ADMIN: Role.ADMIN, INTEGRITY: Role.INTEGRITY, OVERSIGHT: Role.OVERSIGHT, LEADER: Role.LEADER}
"""The special posts. Officers, heads and duty contacts have the same rights to what is their agency's."""


_Hands: TypeAlias = tuple[str, str | None]
"""The region and the agency that a complaint is in."""


def ruling(message: InboundMessage, complaint: AnyRow, deed: Deeds, desk: Desk) -> Ruling:
    """Decide whether the sender may do something, by the post that gives them most."""
    region = desk.office.regions.get(complaint.region)
    confirm = region is not None and region.officer_confirmation == BY_CODE
    rulings = [rule(case, confirm=confirm) for case in _cases(message, complaint, deed, desk)]
    granted = sorted((each for each in rulings if each.grants), key=(Ruling.ALLOWED, Ruling.CODE).index)
    told = [each for each in rulings if each is not Ruling.UNKNOWN]
    return next(iter([*granted, *told, *rulings]), Ruling.STRANGER)


def may_read(message: InboundMessage, complaint: AnyRow, desk: Desk) -> bool:
    """Tell whether the sender may read a complaint as an officer."""
    return message.subscriber_id in desk.posts and ruling(message, complaint, Look.READ, desk).grants


def care_of(complaint: AnyRow, *, handed: bool = False) -> Care:
    """Tell how a complaint is kept; `handed`: as it is for an agency that its circle has given it to."""
    if complaint.circle and not handed:
        return Care(complaint.circle.lower())
    return Care.SECRET if complaint.secret or complaint.circle else Care.PLAIN


def case_of(  # noqa: PLR0913 - the sides of a cell
    role: Role, deed: Deeds, whose: Whose, complaint: AnyRow, status: str | None = None, *, handed: bool = False
) -> Case:
    """Make the cell of the matrix for a complaint as it is; `status` is that of a part of it."""
    stands = Status(status or complaint.status)
    return Case(role, deed, whose, stands, care_of(complaint, handed=handed), complaint.threatened_at is not None)


def part_of(message: InboundMessage, complaint: AnyRow, desk: Desk) -> AnyRow | None:
    """Find the part of a complaint that an agency of the sender's has beside the lead; None if the lead is theirs."""
    posts = desk.posts.get(message.subscriber_id, ())
    if any(desk.people.answers_for(post, complaint.region, complaint.agency) for post in posts):
        return None
    mine = {post.agency for post in posts if post.region == complaint.region}
    return next((part for part in _parts(complaint, desk) if part.agency in mine), None)


def _cases(message: InboundMessage, complaint: AnyRow, deed: Deeds, desk: Desk) -> Iterator[Case]:
    taking_back = deed is Action.UNDO
    hands = _hands_before(message, complaint, desk) if taking_back else (complaint.region, complaint.agency)
    held = desk.posts.get(message.subscriber_id, ())
    if complaint.circle:
        yield from (_case_in_circle(message, post, complaint, deed, hands[1], desk) for post in held)
        return
    parts = {part.agency: str(part.state) for part in _parts(complaint, desk)}
    if taking_back:
        parts |= _part_given_up(message, complaint, desk)
    for post in held:
        role, whose = _ROLES.get(post.agency, Role.OFFICER), _whose(post, complaint, hands, parts, desk)
        yield case_of(role, deed, whose, complaint, parts[post.agency] if whose is Whose.HELPING else None)


def _case_in_circle(  # noqa: PLR0913, PLR0917 - who speaks for which post, and what is to be done to what
    message: InboundMessage, post: Post, complaint: AnyRow, deed: Deeds, agency: str | None, desk: Desk
) -> Case:
    """Make the cell for a delicate complaint: its circle's, or an agency's that was given it, and nobody else's."""
    accused = {Post(complaint.region, code) for code in complaint.accused or ()}
    if not accused.isdisjoint(desk.posts[message.subscriber_id]):
        return case_of(Role.OFFICER, deed, Whose.ELSEWHERE, complaint)
    if is_of_circle(desk.people, complaint, post):
        return case_of(_ROLES[complaint.circle], deed, Whose.OWN, complaint)
    if post == Post(complaint.region, agency or "") and desk.people.serves(post, complaint.unit, message.subscriber_id):
        return case_of(Role.OFFICER, deed, Whose.OWN, complaint, handed=True)
    return case_of(Role.OFFICER, deed, Whose.ELSEWHERE, complaint)


def _hands_before(message: InboundMessage, complaint: AnyRow, desk: Desk) -> _Hands:
    """Tell whose a complaint was before the sender's own last step: what they gave away they may take back."""
    events = last_steps(desk.connection, complaint.id, 2)
    before, last = events[0], events[-1]
    if (last.actor_kind, last.actor) != (Actor.OFFICER, str(message.subscriber_id)):
        return complaint.region, complaint.agency
    overwritten = (last.undo or {}).get("complaint", {})
    return overwritten.get("region", complaint.region), before.agency


def _part_given_up(message: InboundMessage, complaint: AnyRow, desk: Desk) -> dict[str, str]:
    """Give the part with which the sender's agency has just let go of a complaint: that may be taken back too."""
    (last,) = last_steps(desk.connection, complaint.id, 1)
    own = (last.actor_kind, last.actor) == (Actor.OFFICER, str(message.subscriber_id))
    return {last.agency: complaint.status} if own and last.action == Action.RETURN and last.agency else {}


def _whose(post: Post, complaint: AnyRow, hands: _Hands, parts: Collection[str], desk: Desk) -> Whose:
    region, agency = hands
    if post.region == region and agency is None:
        return Whose.NOBODYS
    if desk.people.answers_for(post, region, agency):
        return Whose.OWN
    return Whose.HELPING if post.region == complaint.region and post.agency in parts else Whose.ELSEWHERE


def _parts(complaint: AnyRow, desk: Desk) -> list[AnyRow]:
    return parts_of(desk.connection, [complaint.id])[complaint.id]
