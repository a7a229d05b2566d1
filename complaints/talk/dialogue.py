"""Who is talking about what: from the meaning of a message to what is done and answered."""

from __future__ import annotations

from dataclasses import replace

from complaints.officers import dialogue as officers
from complaints.officers import duties
from complaints.talk import menu_dialogue, reports, requests, standing, threats, wishes
from complaints.talk.desk import Desk
from complaints.talk.replies import replied
from config.text_keys import HELP_TOPICS
from parsers.meaning import (
    Add,
    Check,
    Consent,
    Help,
    Misplaced,
    MissedCall,
    OpenMenu,
    Parsed,
    Pick,
    Rating,
    Report,
    Resume,
    Speak,
    Stop,
    Thanks,
    Threat,
    TooShort,
    Verdict,
    Withdraw,
)
from parsers.number import only_number
from parsers.officer_meaning import MOST_PLACES, Code, Leave, Moved, Order, Orders, Recap, Stays, Tasks, Usage, Verb
from parsers.words import ASKING, words_of
from sms.message import Channel, InboundMessage

_AT_HOME = "+62"
_BARE = 3
"""Words of a command with its number and nothing said: "terima laporan 1672888"."""


def handle(message: InboundMessage, parsed: Parsed, desk: Desk) -> None:  # noqa: C901, PLR0912 - the table of meanings
    """Do what a message asks for; everything it changes is gathered in `desk.changes`, or is a step done at once."""
    if message.channel is Channel.SMS and (wishes.heed(message, parsed, desk) or replied(message, parsed, desk)):
        return
    region = parsed.region
    match parsed.meaning:
        case Report() as report:
            _report(message, parsed, report, desk)
        case Check(elsewhere=str() as external_id) if external_id:
            standing.tell_elsewhere(message, region, external_id, desk)
        case Check(number):
            _check(message, region, number, desk)
        case Verdict(number=None) if message.subscriber_id in desk.posts:
            officers.handle(message, Usage(), desk)
        case Verdict(number=None):
            # Nobody has asked: "Belum ada air" is a report.
            reports.take(message, parsed, Report(message.text), desk)
        case Add() | Verdict() | Withdraw() | Threat() as request:
            requests.take(message, region, request, desk)
        case Help(topic):
            _help(message, region, topic, desk)
        case Stop():
            wishes.stop(message, region, desk)
        case Resume():
            wishes.resume(message, region, desk)
        case Speak(language):
            wishes.speak(message, region, language, desk)
        case MissedCall():
            _call(message, region, desk)
        case OpenMenu():
            menu_dialogue.begin(message, region, desk)
        case TooShort() | Pick() | Rating():
            _too_short(message, region, desk)
        case Usage() if desk.is_danger(region, message.text):
            reports.take(message, parsed, Report(message.text), desk)
        case Order() | Orders() | Tasks() | Recap() | Leave() | Moved() | Usage():
            officers.handle(message, parsed.meaning, desk)
            duties.acted(message, parsed.meaning, desk)
        case Code(digits):
            officers.confirm(message, region, digits, desk)
        case Misplaced():
            _misplaced(message, parsed, parsed.meaning, desk)
        case Thanks() | Consent() | Stays():
            pass


def _report(message: InboundMessage, parsed: Parsed, report: Report, desk: Desk) -> None:
    number = None if parsed.addressed or report.fresh else _own_number(message, report.text, desk)
    if number and ("?" in report.text or ASKING.intersection(words_of(report.text))):
        standing.tell(message, parsed.region, number, desk)
    elif number:
        requests.take(message, parsed.region, Add(number, report.text), desk)
    elif not parsed.addressed and _is_threat(message, parsed, report, desk):
        _threatened(message, parsed, report, desk)
    elif report.text.strip():
        reports.take(message, parsed, report, desk)
    else:
        _help(message, parsed.region, None, desk)


def _is_threat(message: InboundMessage, parsed: Parsed, report: Report, desk: Desk) -> bool:
    own = standing.open_ones(message, desk)
    return bool(own) and not report.fresh and threats.is_for_a_report(parsed.region, message.text, own, desk)


def _threatened(message: InboundMessage, parsed: Parsed, report: Report, desk: Desk) -> None:
    """Hide whoever is threatened for what they reported; danger to life is a report of its own beside that."""
    if not desk.is_danger(parsed.region, report.text):
        requests.take(message, parsed.region, Threat(None, report.text), desk)
        return
    threats.mask_all(message, standing.open_ones(message, desk), desk, report.text)
    reports.take(message, parsed, replace(report, secret=True, fresh=True), desk)


def _own_number(message: InboundMessage, text: str, desk: Desk) -> int | None:
    """Find the number of a complaint of the sender's in the midst of a text."""
    found = only_number(text)
    complaint = desk.complaint(found.number) if found and found.valid else None
    theirs = complaint and (standing.is_own(complaint, message) or standing.supports(complaint, message, desk))
    return complaint.number if complaint and theirs else None


def _check(message: InboundMessage, region: str, number: int | None, desk: Desk) -> None:
    if number is not None and number <= MOST_PLACES and message.subscriber_id in desk.posts:
        officers.handle(message, Order(Verb.READ, (number,), ""), desk)
    elif number is not None:
        standing.tell(message, region, number, desk)
    elif not standing.tell_all_own(message, region, desk):
        if message.subscriber_id in desk.posts:
            officers.explain(message, desk)
        else:
            standing.tell_none(message, region, desk)


def _call(message: InboundMessage, region: str, desk: Desk) -> None:
    """Answer a missed call, once a day: how the caller's complaints stand, or how to report.

    Who calls is easily forged, and an SMS abroad is dear.
    """
    if not message.sender.startswith(_AT_HOME):
        return
    once = f"call:{message.subscriber_id}:{_today(region, desk)}"
    if not standing.tell_all_own(message, region, desk, dedupe_key=once):
        desk.say(message, region, "help", _instruction(region, desk), dedupe_key=once)


def _misplaced(message: InboundMessage, parsed: Parsed, meaning: Misplaced, desk: Desk) -> None:
    """Tell an officer that this phone is not registered, once a day; a number that nobody has was none of ours."""
    complaint = desk.complaint(meaning.number)
    # A bare command is answered alike whether there is such a complaint or not, and never becomes one. What is delicate
    # is as if there were none.
    own = complaint is not None and standing.is_own(complaint, message)
    if (complaint is None or (complaint.circle and not own)) and len(words_of(meaning.otherwise.text)) > _BARE:
        reports.take(message, parsed, meaning.otherwise, desk)
        return
    if own:
        requests.take(message, parsed.region, Add(meaning.number, meaning.otherwise.text), desk)
        return
    once = f"stranger:{message.subscriber_id}:{_today(parsed.region, desk)}"
    desk.say(message, parsed.region, "officer_stranger", {"number": meaning.number}, dedupe_key=once)


def _help(message: InboundMessage, region: str, topic: str | None, desk: Desk) -> None:
    if topic in HELP_TOPICS:
        desk.say(message, region, f"help_{topic}", _instruction(region, desk))
    elif message.subscriber_id in desk.posts:
        officers.explain(message, desk)
    else:
        desk.say(message, region, "help", _instruction(region, desk))


def _too_short(message: InboundMessage, region: str, desk: Desk) -> None:
    """Explain once a day how to report; the key holds the date, so a second one that day is not made."""
    once = f"too_short:{message.subscriber_id}:{_today(region, desk)}"
    desk.say(message, region, "too_short", _instruction(region, desk), dedupe_key=once)


def _today(region: str, desk: Desk) -> str:
    return str(desk.now.astimezone(desk.office.zone(region)).date())


def _instruction(region: str, desk: Desk) -> dict[str, str | int]:
    known = desk.office.regions[region]
    return {"keyword": known.keyword.upper(), "emergency": known.emergency}
