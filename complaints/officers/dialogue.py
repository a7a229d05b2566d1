"""What officers do by SMS: each text of theirs goes to who does it."""

from __future__ import annotations

from collections.abc import Mapping

from complaints.figures import recap
from complaints.officers import codes, duties, orders
from complaints.officers.tasks import list_row, open_list
from complaints.steps.notices import moment
from complaints.talk.desk import Desk
from complaints.who.circles import is_hidden
from parsers.officer_meaning import Leave, Moved, Order, Orders, Recap, Tasks, Usage
from sms.message import InboundMessage
from storage.contacts import ADMIN
from storage.engine import AnyRow
from storage.tasks import mark_told

_WHEN_CONFIRMED = {orders.KIND: orders.obey_waiting, duties.LEAVE: duties.begin_leave, duties.LEFT: duties.left}
"""What waits for a one-time code, by its kind, and what does it then."""


def handle(
    message: InboundMessage, meaning: Order | Orders | Tasks | Recap | Leave | Moved | Usage, desk: Desk
) -> None:
    """Do what an officer texts."""
    region = region_of(message, desk)
    match meaning:
        case Order():
            orders.obey(message, region, meaning, desk)
        case Orders():
            _say(message, desk, "officer_one_each")
        case Tasks(page):
            _list_tasks(message, page, desk)
        case Recap():
            _tell_figures(message, desk)
        case Usage(int(number)) if _is_seen(desk.found.get(number), message, desk):
            _say(message, desk, "officer_not_changed", {"number": number})
        case Leave():
            duties.take_leave(message, meaning, desk)
        case Moved():
            duties.ask_to_leave(message, region, desk)
        case Usage():
            _say(message, desk, "officer_not_understood")


def _is_seen(complaint: AnyRow | None, message: InboundMessage, desk: Desk) -> bool:
    """Tell whether there is a complaint, as far as the sender may know: what is delicate is not there."""
    posts = desk.posts.get(message.subscriber_id, ())
    return complaint is not None and not is_hidden(desk.people, complaint, posts)


def confirm(message: InboundMessage, region: str, code: str, desk: Desk) -> None:
    """Do what has waited for a one-time code; without anything that waits, a code does nothing."""
    action = codes.confirmed(message, region, code, desk)
    if action is not None:
        _WHEN_CONFIRMED[action["kind"]](message, region, action, desk)


def explain(message: InboundMessage, desk: Desk) -> None:
    """Tell the commands."""
    keyword = desk.office.regions[region_of(message, desk)].keyword
    _say(message, desk, "officer_help", {"keyword": keyword.upper()})


def region_of(message: InboundMessage, desk: Desk) -> str:
    """Tell in which region's words an officer is spoken to."""
    return desk.posts[message.subscriber_id][0].region


def _list_tasks(message: InboundMessage, page: int, desk: Desk) -> None:
    """Answer TUGAS: the open complaints that the sender may work on, whatever agencies they serve.

    Who serves several regions gets a list for each, and answers the last one by place.
    """
    regions = dict.fromkeys(post.region for post in desk.posts[message.subscriber_id])
    before = desk.floor(message).listed if len(regions) == 1 else {}
    for region_place, region in enumerate(regions):
        duty = desk.people.tasks_of(region, message.subscriber_id)
        listed = open_list(desk.connection, desk.office, duty, page=page, state=before, now=desk.now)
        for place, text in enumerate(listed.texts):
            desk.answer(message, text, dedupe_key=f"answer:{message.id}:{region_place}:{place}", always=True)
        row = list_row(message.subscriber_id, listed.numbers, desk.now, listed.pages)
        desk.changes.dialogues.append(row)
        mark_told(desk.connection, listed.assignment_ids, desk.now)


def _tell_figures(message: InboundMessage, desk: Desk) -> None:
    """Answer REKAP: how each office stands that the sender speaks for."""
    for place, post in enumerate(desk.posts[message.subscriber_id]):
        counted = recap.figures(desk.connection, post, desk.now)
        texts = desk.office.texts_for(post.region)
        agency = desk.office.agency_name(post.region, None if post.agency == ADMIN else post.agency)
        date = moment(desk.now, desk.office.zone(post.region))
        values = {"count": counted.open, "new": counted.new, "late": counted.late, "done": counted.done}
        told = texts.render_with("officer_recap", {"agency": agency, "date": date, **values})
        desk.answer(message, told, dedupe_key=f"answer:{message.id}:{place}", always=True)


def _say(message: InboundMessage, desk: Desk, name: str, values: Mapping[str, str | int] | None = None) -> None:
    written = desk.office.texts_for(region_of(message, desk)).render_with(name, values or {})
    desk.answer(message, written)
