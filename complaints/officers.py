"""What officers do by SMS.

Each command is done at once and echoed, or refused with the reason, and then nothing has changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from complaints.actions import Deed, DoneAlreadyError, NoSuchAgencyError, find
from complaints.desk import Desk
from complaints.hours import when_awake
from complaints.lifecycle import Action, Actor, IllegalStepError
from complaints.notices import moment
from complaints.numbers import is_mistyped
from complaints.people import Post
from complaints.tasks import list_row, open_list, state_of
from config.text_keys import LONGEST_NOTE, LONGEST_WORDS
from config.topics import Agency
from parsers.agency import agency_at_front
from parsers.meaning import Order, Tasks, Usage, Verb
from sms.message import InboundMessage
from sms.safe_text import one_line, storable
from storage.complaints import last_event, last_note, said_since
from storage.contacts import ADMIN
from storage.engine import AnyRow


@dataclass(frozen=True, slots=True)
class _Work:
    """What a verb does: the action, and the echo."""

    action: Action
    echo: str


_WORK = {
    Verb.ACCEPT: _Work(Action.ACCEPT, "officer_accepted"),
    Verb.START: _Work(Action.START, "officer_started"),
    Verb.RESOLVE: _Work(Action.RESOLVE, "officer_resolved"),
    Verb.ASK: _Work(Action.ASK, "officer_asked"),
    # To the agency that the first word names; if it names none, back to whoever hands complaints out.
    Verb.REJECT: _Work(Action.RETURN, "officer_returned"),
    Verb.PASS_ON: _Work(Action.ASSIGN, "officer_passed_on"),
}

_NEED_WORDS = frozenset({Verb.ASK, Verb.REJECT})
_SAME_AGAIN = timedelta(minutes=10)
_HANDS_ON = frozenset({Verb.REJECT, Verb.PASS_ON})


def handle(message: InboundMessage, meaning: Order | Tasks | Usage, desk: Desk) -> None:
    """Do what an officer texts."""
    match meaning:
        case Order():
            _obey(message, meaning, desk)
        case Tasks(page):
            _list_tasks(message, page, desk)
        case Usage(int(number)) if desk.found.get(number):
            _say(message, desk, "officer_not_changed", number=number)
        case Usage():
            _say(message, desk, "officer_not_understood")


def _obey(message: InboundMessage, order: Order, desk: Desk) -> None:
    """Do what an officer commands, for each complaint they name."""
    if not order.numbers:
        _say(message, desk, "officer_number_missing", verb=order.verb)
    for place, number in enumerate(order.numbers):
        _obey_for(message, order, number, desk, key=f"answer:{message.id}:{place}")


def _is_first_unknown(order: Order, number: int, desk: Desk) -> bool:
    """Tell whether a number is the first of a command that nobody has: one answer for all of them is enough."""
    return number == next(each for each in order.numbers if is_mistyped(each) or not desk.found.get(each))


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


def explain(message: InboundMessage, desk: Desk) -> None:
    """Tell the commands."""
    keyword = desk.office.regions[_region(message, desk)].keyword
    _say(message, desk, "officer_help", keyword=keyword.upper())


def is_theirs(complaint: AnyRow, message: InboundMessage, desk: Desk) -> bool:
    """Tell whether a complaint is in the hands of an office that the sender speaks for."""
    return _post(complaint, message, desk) is not None


def tell_all(message: InboundMessage, complaint: AnyRow, desk: Desk) -> None:
    """Answer CEK to the officer in charge: the citizen's whole text, and how it stands."""
    texts = desk.office.texts_for(complaint.region)
    note = last_note(desk.connection, complaint.id)
    values = {
        "number": complaint.number,
        "status": state_of(texts, complaint),
        "date": moment(complaint.status_since, desk.office.zone(complaint.region)),
        "text": one_line(" + ".join([complaint.text, *said_since(desk.connection, complaint.id)]), LONGEST_WORDS),
        "note": one_line(note, LONGEST_NOTE),
    }
    key = "officer_detail_note" if note else "officer_detail"
    desk.answer(message, texts.render_with(key, values), complaint_id=complaint.id, always=True)


def _obey_for(message: InboundMessage, order: Order, number: int, desk: Desk, key: str) -> None:
    # Locked before it is looked at: nobody hands it on meanwhile.
    known = not is_mistyped(number) and desk.found.get(number)
    complaint = find(desk.connection, number, for_change=True) if known else None
    if complaint is None:
        if _is_first_unknown(order, number, desk):
            _say(message, desk, "officer_unknown", key=key, number=number)
        return
    post = _post(complaint, message, desk)
    if post is None:
        agency = desk.office.agency_name(complaint.region, complaint.agency)
        _say(message, desk, "officer_not_yours", key=key, number=number, agency=agency)
        return
    refusal = _refusal(order, complaint, post, desk)
    if refusal:
        _say(message, desk, refusal[0], key=key, **refusal[1])
    else:
        _carry_out(message, order, complaint, desk, key)


def _refusal(order: Order, complaint: AnyRow, post: Post, desk: Desk) -> tuple[str, dict[str, str | int]] | None:
    """Tell why a command cannot be carried out as it was written: a text and what stands in it."""
    number = complaint.number
    agency = _named_agency(order, complaint, desk)
    if order.verb in _NEED_WORDS and not order.words:
        return "officer_words_missing", {"verb": order.verb, "number": number}
    if len(order.words) > LONGEST_WORDS:
        return "officer_too_long", {"verb": order.verb, "number": number}
    if order.verb is Verb.ASK and complaint.subscriber_id is None:
        return "officer_no_phone", {"number": number}
    if order.verb is Verb.ASK and complaint.opted_out_at is not None:
        return "officer_no_news", {"number": number}
    # Without an agency there is nobody to take it up, and the admin has nobody to give it back to.
    must_name = complaint.agency is None or order.verb is Verb.PASS_ON
    must_name = must_name or (order.verb is Verb.REJECT and post.agency == ADMIN)
    if must_name and (agency is None or order.verb not in _HANDS_ON):
        return "officer_which_agency", {"number": number, "text": " ".join(_agencies(complaint, desk))}
    return None


def _carry_out(message: InboundMessage, order: Order, complaint: AnyRow, desk: Desk, key: str) -> None:
    work, agency = _WORK[order.verb], None
    if order.verb in _HANDS_ON:
        agency = _named_agency(order, complaint, desk)
        work = _WORK[Verb.PASS_ON if agency else Verb.REJECT]
    deed = Deed(work.action, Actor.OFFICER, str(message.subscriber_id), order.words, agency)
    texts = desk.office.texts_for(complaint.region)
    values: dict[str, str | int] = {"number": complaint.number, "verb": order.verb}
    try:
        # The same command again, from the network or in doubt, is echoed again.
        if not _is_repeated(deed, complaint, desk):
            with suppress(DoneAlreadyError):
                desk.do(complaint.number, deed)
    except (IllegalStepError, NoSuchAgencyError):
        values["status"] = state_of(texts, complaint)
        desk.answer(message, texts.render_with("officer_impossible", values), dedupe_key=key, always=True)
        return
    values["agency"] = desk.office.agency_name(complaint.region, agency)
    values["date"] = _asked_at(complaint, desk)
    echo = texts.render_with(work.echo, values)
    desk.answer(message, echo, complaint_id=complaint.id, dedupe_key=key, always=True)


def _is_repeated(deed: Deed, complaint: AnyRow, desk: Desk) -> bool:
    """Tell whether the last thing that happened to a complaint, minutes ago, is the same deed."""
    last = last_event(desk.connection, complaint.id)
    return desk.now - last.at <= _SAME_AGAIN and (last.action, last.actor_kind, last.actor, last.reason) == (
        deed.action,
        deed.actor_kind,
        deed.actor,
        storable(deed.said),
    )


def _asked_at(complaint: AnyRow, desk: Desk) -> str:
    """Tell when a question reaches the citizen: in the morning if it is night, but not in danger."""
    zone, now = desk.office.zone(complaint.region), desk.now
    return moment(now if complaint.urgent else when_awake(desk.office.regions[complaint.region], now), zone)


def _named_agency(order: Order, complaint: AnyRow, desk: Desk) -> str | None:
    """Find the agency that the words begin with, by its code or a name; the one that has it already is none."""
    agencies = _agencies(complaint, desk)
    names = ((name, code) for code, agency in agencies.items() for name in (code, agency.short, agency.name))
    named = agency_at_front(order.words, names)
    return named if named != complaint.agency else None


def _agencies(complaint: AnyRow, desk: Desk) -> Mapping[str, Agency]:
    region = desk.office.regions.get(complaint.region)
    return region.catalogue.agencies if region else {}


def _post(complaint: AnyRow, message: InboundMessage, desk: Desk) -> Post | None:
    """Find the post by which the sender answers for a complaint."""
    posts = desk.posts.get(message.subscriber_id, ())
    theirs = (post for post in posts if desk.people.answers_for(post, complaint.region, complaint.agency))
    return next(theirs, None)


def _region(message: InboundMessage, desk: Desk) -> str:
    """Tell in which region's words an officer is spoken to."""
    return desk.posts[message.subscriber_id][0].region


def _say(message: InboundMessage, desk: Desk, name: str, /, key: str = "", **values: str | int) -> None:
    """Answer with a text; one with a key is about a command."""
    written = desk.office.texts_for(_region(message, desk)).render_with(name, values)
    desk.answer(message, written, dedupe_key=key, always=bool(key))
