"""Who reports what somebody has reported already is told so, and offered to support the first.

Their own complaint is there, with a number of its own, whatever they answer: nothing is ever merged silently. What
they learn of the first is its number, a place that they have named themselves, and how many have reported the same; of
what is kept apart nothing is offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from complaints.life.asking import Asked
from complaints.life.places import with_districts
from complaints.steps.merging import can_join, merge, support_of
from complaints.steps.opening import Opened
from complaints.talk import standing
from complaints.talk.desk import Desk
from config.text_limits import LONGEST_STREET
from parsers.meaning import Consent, Parsed
from sms.message import InboundMessage
from sms.safe_text import one_line
from storage import alike
from storage.alike import Alike, Spot
from storage.engine import AnyRow

OFFER = "ack_similar"
"""The acknowledgement with the offer; it stands in the place of the one that names the agency."""

_INSTEAD_OF = "ack_assigned"

Values = dict[str, str | int]


def with_offer(
    message: InboundMessage, opened: Opened, said: tuple[str, Values], desk: Desk
) -> tuple[str, Values, Alike | None]:
    """Give the acknowledgement, its values, and the complaint that it offers to support, if there is one."""
    key, values = said
    first = _first(message, opened, desk) if key == _INSTEAD_OF else None
    if first is None:
        return key, values, None
    street = one_line(first.place, LONGEST_STREET)
    return OFFER, {**values, "count": first.supporters + 1, "other": first.number, "street": street}, first


def keep(message: InboundMessage, opened: Opened, first: Alike | None, desk: Desk) -> None:
    """Wait for YA, if the offer has been made: the manners may have kept it back."""
    given = desk.given.get(message.subscriber_id, ())
    if first is not None and given and given[-1].purpose == OFFER:
        state = {"number": opened.number, "first": first.number}
        desk.ask(message, Asked.SIMILAR, about=opened.id, complaint_id=opened.id, state=state)


def take(message: InboundMessage, parsed: Parsed, asked: AnyRow, desk: Desk) -> bool:
    """Take YA or TIDAK: their complaint becomes a duplicate of the first, or stays what it is."""
    if not isinstance(parsed.meaning, Consent):
        return False
    desk.settle(asked)
    own, first = (desk.complaint(asked.state[name]) for name in ("number", "first"))
    if own is None or not standing.is_own(own, message):
        return False
    values = {"number": own.number, "other": asked.state["first"]}
    # Why it cannot be any more is not told: it may be kept apart by now.
    key = "similar_kept"
    if parsed.meaning.given and first is not None and can_join(own, first):
        deed = support_of(message.subscriber_id)
        merge(desk.connection, desk.office, own.number, first.number, deed, desk.now)
        desk.changed |= {own.number, first.number}
        key = "supported"
    desk.say(message, own.region, key, values, complaint_id=own.id)
    return True


def look_ahead(desk: Desk, reports: Iterable[tuple[str, str]]) -> Mapping[Spot, bool]:
    """Look for a whole batch of reports, regions with texts, where there is anything like them at all."""
    wanted: set[Spot] = set()
    for region, text in reports:
        decision, _ = desk.judge(region, text)
        wanted.update(alike.spots(alike.matter_of(region, decision.topic), with_districts(decision.places)))
    return alike.taken(desk.connection, wanted)


def _first(message: InboundMessage, opened: Opened, desk: Desk) -> Alike | None:
    """Find what is like a complaint that has just been opened, of somebody else's."""
    row, days = desk.changes.complaints[-1], desk.office.region(desk.changes.complaints[-1]["region"]).similar_days
    named = {
        (place["kind"], place["name"]): place["detail"]
        for place in desk.changes.places
        if place["complaint_id"] == opened.id
    }
    if not days or row["kind"] != "complaint" or row["anonymous"]:
        return None
    matter = alike.matter_of(row["region"], row["topic"])
    # What was not looked for ahead may be there.
    if not any(desk.taken.get(spot, True) for spot in alike.spots(matter, named)):
        return None
    found = alike.find(desk.connection, matter, named, desk.now - timedelta(days=days))
    return next((each for each in found if each.subscriber_id != message.subscriber_id), None)
