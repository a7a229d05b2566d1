"""What officers do by SMS.

Each command is done at once and echoed, or refused with the reason, and then nothing has changed.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from complaints.actions import Deed, DoneAlreadyError, NoSuchAgencyError, find
from complaints.desk import Desk
from complaints.lifecycle import Action, Actor, IllegalStepError, Status
from complaints.notices import moment
from complaints.numbers import is_mistyped
from complaints.people import Post
from complaints.tasks import open_list
from config.text_keys import LONGEST_WORDS
from config.texts import Texts
from parsers.meaning import Order, Tasks, Usage, Verb
from parsers.words import fold
from sms.message import InboundMessage
from sms.safe_text import one_line, storable
from storage.complaints import last_event
from storage.contacts import ADMIN
from storage.engine import AnyRow


@dataclass(frozen=True, slots=True)
class _Work:
    """What a verb does: the action, the echo, and whether it is nothing without words."""

    action: Action
    echo: str
    needs_words: bool = False


_WORK = {
    Verb.ACCEPT: _Work(Action.ACCEPT, "officer_accepted"),
    Verb.START: _Work(Action.START, "officer_started"),
    Verb.RESOLVE: _Work(Action.RESOLVE, "officer_resolved"),
    Verb.ASK: _Work(Action.ASK, "officer_asked", needs_words=True),
    # To the agency that the first word names; if it names none, back to whoever hands complaints out.
    Verb.REJECT: _Work(Action.RETURN, "officer_returned", needs_words=True),
    Verb.PASS_ON: _Work(Action.ASSIGN, "officer_passed_on", needs_words=True),
}


_HANDS_ON = frozenset({Verb.REJECT, Verb.PASS_ON})


def handle(message: InboundMessage, meaning: Order | Tasks | Usage, desk: Desk) -> None:
    """Do what an officer texts."""
    match meaning:
        case Order():
            _obey(message, meaning, desk)
        case Tasks(page):
            _list_tasks(message, page, desk)
        case Usage():
            explain(message, desk)


def _obey(message: InboundMessage, order: Order, desk: Desk) -> None:
    """Do what an officer commands, for each complaint they name."""
    if not order.numbers:
        _say(message, desk, "officer_number_missing", verb=order.verb)
    for place, number in enumerate(order.numbers):
        _obey_for(message, order, number, desk, key=f"answer:{message.id}:{place}")


def _list_tasks(message: InboundMessage, page: int, desk: Desk) -> None:
    """Answer TUGAS: the open complaints of each office that the sender speaks for."""
    for office_place, post in enumerate(desk.posts[message.subscriber_id]):
        for place, text in enumerate(open_list(desk.connection, desk.office, post, page)):
            desk.answer(message, text, dedupe_key=f"answer:{message.id}:{office_place}:{place}")


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
    values = {
        "number": complaint.number,
        "status": _status(texts, complaint),
        "date": moment(complaint.status_since, desk.office.zone(complaint.region)),
        "text": one_line(complaint.text, LONGEST_WORDS),
    }
    desk.answer(message, texts.render_with("officer_detail", values), complaint_id=complaint.id)


def _obey_for(message: InboundMessage, order: Order, number: int, desk: Desk, key: str) -> None:
    # Not the batch's: an earlier message of it may have changed the complaint.
    complaint = None if is_mistyped(number) or number not in desk.found else find(desk.connection, number)
    if complaint is None:
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
    if _WORK[order.verb].needs_words and not order.words:
        return "officer_words_missing", {"verb": order.verb, "number": number}
    if order.verb is Verb.ASK and complaint.subscriber_id is None:
        return "officer_no_phone", {"number": number}
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
        values["status"] = _status(texts, complaint)
        desk.answer(message, texts.render_with("officer_impossible", values), dedupe_key=key)
        return
    values["agency"] = desk.office.agency_name(complaint.region, agency)
    desk.answer(message, texts.render_with(work.echo, values), complaint_id=complaint.id, dedupe_key=key)


def _is_repeated(deed: Deed, complaint: AnyRow, desk: Desk) -> bool:
    """Tell whether the last thing that happened to a complaint is the same deed."""
    last = last_event(desk.connection, complaint.id)
    return (last.action, last.actor_kind, last.actor, last.reason) == (
        deed.action,
        deed.actor_kind,
        deed.actor,
        storable(deed.said),
    )


def _status(texts: Texts, complaint: AnyRow) -> str:
    """Name a state as an officer reads it: whose answer is awaited is not theirs."""
    return texts.render("task_waiting") if complaint.status == Status.WAITING else texts.status(complaint.status)


def _named_agency(order: Order, complaint: AnyRow, desk: Desk) -> str | None:
    """Find the agency that the first word names, by its code; the one that has it already is none."""
    first = fold(order.words.split()[0].strip(" .,:;()")) if order.words else ""
    codes = {fold(code): code for code in _agencies(complaint, desk)}
    named = codes.get(first)
    return named if named != complaint.agency else None


def _agencies(complaint: AnyRow, desk: Desk) -> list[str]:
    region = desk.office.regions.get(complaint.region)
    return list(region.catalogue.agencies) if region else []


def _post(complaint: AnyRow, message: InboundMessage, desk: Desk) -> Post | None:
    """Find the post by which the sender answers for a complaint."""
    posts = desk.posts.get(message.subscriber_id, ())
    theirs = (post for post in posts if desk.people.answers_for(post, complaint.region, complaint.agency))
    return next(theirs, None)


def _region(message: InboundMessage, desk: Desk) -> str:
    """Tell in which region's words an officer is spoken to."""
    return desk.posts[message.subscriber_id][0].region


def _say(message: InboundMessage, desk: Desk, name: str, /, key: str = "", **values: str | int) -> None:
    written = desk.office.texts_for(_region(message, desk)).render_with(name, values)
    desk.answer(message, written, dedupe_key=key)
