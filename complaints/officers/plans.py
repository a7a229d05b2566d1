"""What an officer's command comes to: a deed, or what is wrong with how it was written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from complaints.life import postponing
from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.life.postponing import NotPostponed
from complaints.steps.authority import Deeds, Look
from complaints.steps.moving import way_to
from complaints.talk.errands import Errand, Refused
from config.text_limits import LONGEST_WORDS
from parsers.officer_meaning import Verb
from storage.complaints import has_event

_DEEDS: Mapping[Verb, Deeds] = {
    Verb.ACCEPT: Action.ACCEPT,
    Verb.START: Action.START,
    Verb.RESOLVE: Action.RESOLVE,
    Verb.ASK: Action.ASK,
    # To the agency that the first word names; if it names none, back to whoever hands complaints out.
    Verb.REJECT: Action.RETURN,
    Verb.PASS_ON: Action.ASSIGN,
    Verb.POSTPONE: Action.POSTPONE,
    Verb.READ: Look.READ,
    Verb.UNDO: Action.UNDO,
    # What a threatened reporter has asked for, and was asked about.
    Verb.WITHDRAW: Action.WITHDRAW,
}

_HANDS_ON = frozenset({Verb.REJECT, Verb.PASS_ON})
_NEED_WORDS = frozenset({Verb.ASK, Verb.REJECT})
LEAST_DONE = 10
"""Letters that tell what was done: the citizen reads them."""


def deed_of(errand: Errand) -> Deeds:
    """Tell what a verb comes to: BUKAN with an agency hands on, with a region moves, with a neighbour declines."""
    if errand.order.verb in _HANDS_ON and errand.named_agency:
        return Action.ASSIGN
    there = errand.elsewhere if errand.order.verb in _HANDS_ON else None
    if there is not None:
        return Action.MOVE if there.region else Action.DECLINE
    return _DEEDS[errand.order.verb]


def plan(errand: Errand, action: Action) -> Deed | Refused:
    """Make the deed of a command, or tell what is wrong with it."""
    wrong = next((key for key, is_wrong in _WRONG if is_wrong(errand)), None)
    if wrong:
        return errand.refused(wrong)
    if action is Action.POSTPONE:
        return _postponement(errand)
    deed = Deed(action, Actor.OFFICER, errand.officer, errand.order.words, part=errand.part)
    there = errand.elsewhere if action in {Action.MOVE, Action.DECLINE} else None
    if there and there.region:
        return replace(deed, region=there.region.code)
    if there and there.neighbour:
        return replace(deed, said=way_to(errand.desk.office, errand.complaint.region, there.neighbour))
    if action is Action.RETURN and errand.is_of_unit:
        # What is not a unit's is its agency's to give to another, which knows them.
        return replace(deed, action=Action.ASSIGN, agency=errand.complaint.agency, unit="")
    return replace(deed, agency=errand.named_agency) if action is Action.ASSIGN else deed


def _postponement(errand: Errand) -> Deed | Refused:
    read = postponing.read(errand.order.words, errand.desk.now, errand.desk.office.zone(errand.complaint.region))
    if isinstance(read, NotPostponed):
        return Refused(read.key, {"number": errand.number, "date": read.day})
    said = errand.texts.render("postponed_until", date=read.day, text=read.why)
    return Deed(Action.POSTPONE, Actor.OFFICER, errand.officer, said, until=read.until)


def _is_for_nobody(errand: Errand) -> bool:
    return errand.order.verb is Verb.PASS_ON and errand.named_agency is None and errand.elsewhere is None


def _is_not_held(errand: Errand) -> bool:
    """Tell whether nobody has asked to withdraw it who may have been made to."""
    asked = errand.order.verb is Verb.WITHDRAW
    return asked and not has_event(errand.desk.connection, errand.complaint.id, Action.HOLD)


def _has_nobody_behind(errand: Errand) -> bool:
    """Tell whether it is to go back, and is with its circle already."""
    complaint, verb = errand.complaint, errand.order.verb
    return (
        verb is Verb.REJECT
        and complaint.circle is not None
        and complaint.circle == complaint.agency
        and (errand.named_agency is None)
        and not (errand.elsewhere and errand.elsewhere.region)
    )


_WRONG: tuple[tuple[str, Callable[[Errand], bool]], ...] = (
    ("officer_too_long", lambda errand: len(errand.order.words) > LONGEST_WORDS),
    ("officer_which_agency", _is_for_nobody),
    ("officer_which_agency", _has_nobody_behind),
    ("officer_impossible", _is_not_held),
    ("officer_words_missing", lambda errand: errand.order.verb in _NEED_WORDS and not errand.order.words),
    # The citizen wants to know what was done.
    ("officer_resolve_how", lambda errand: errand.order.verb is Verb.RESOLVE and len(errand.order.words) < LEAST_DONE),
    ("officer_no_phone", lambda errand: errand.order.verb is Verb.ASK and errand.complaint.subscriber_id is None),
    ("officer_no_news", lambda errand: errand.order.verb is Verb.ASK and errand.complaint.opted_out_at is not None),
)
"""What can be wrong with a command: the text that says so, in the order in which it is looked at."""
