"""Who is talking about what: from the meaning of a message to what is done and answered."""

from __future__ import annotations

from datetime import datetime

from complaints import officers
from complaints.answers import answered
from complaints.desk import Desk
from complaints.lifecycle import ENDED, Actor, Status
from complaints.notices import acknowledgement, acknowledgement_key, moment
from complaints.numbers import is_mistyped
from complaints.opening import NewComplaint, open_complaint
from parsers.meaning import Check, Help, Misplaced, Order, Parsed, Report, Tasks, Thanks, TooShort, Usage
from sms.message import InboundMessage
from storage.engine import AnyRow


def handle(message: InboundMessage, parsed: Parsed, desk: Desk) -> None:
    """Do what a message asks for; everything it changes is gathered in `desk.changes`, or is a step done at once."""
    if answered(message, parsed, desk):
        return
    match parsed.meaning:
        case Report(text):
            _report(message, parsed.region, text, desk)
        case Check(number):
            _check(message, parsed.region, number, desk)
        case Help():
            _help(message, parsed.region, desk)
        case TooShort():
            _too_short(message, parsed.region, desk)
        case Usage() if desk.is_danger(parsed.region, message.text):
            _report(message, parsed.region, message.text, desk)
        case Order() | Tasks() | Usage():
            officers.handle(message, parsed.meaning, desk)
        case Misplaced():
            _misplaced(message, parsed.region, parsed.meaning, desk)
        case Thanks():
            pass


def _report(message: InboundMessage, region: str, text: str, desk: Desk) -> None:
    new = NewComplaint(
        region=region,
        text=text,
        channel="sms",
        subscriber_id=message.subscriber_id,
        actor_kind=Actor.CITIZEN,
        actor=str(message.subscriber_id),
        inbound_message_id=message.id,
    )
    opened = open_complaint(
        desk.changes, desk.office, desk.people, new, complaint_id=next(desk.complaint_ids), now=desk.now
    )
    text, purpose = acknowledgement(desk.office, region, opened), acknowledgement_key(opened)
    desk.answer(message, text, purpose=purpose, complaint_id=opened.id)


def _check(message: InboundMessage, region: str, number: int | None, desk: Desk) -> None:
    texts = desk.office.texts_for(region)
    if number is None:
        desk.answer(message, texts.render("check_without_number"), purpose="check_without_number")
    elif is_mistyped(number):
        desk.answer(message, texts.render("check_mistyped", number=number), purpose="check_mistyped")
    elif (complaint := desk.complaint(number)) is None:
        desk.answer(message, texts.render("check_unknown", number=number), purpose="check_unknown")
    else:
        _tell_status(message, complaint, desk)


def _tell_status(message: InboundMessage, complaint: AnyRow, desk: Desk) -> None:
    if officers.is_theirs(complaint, message, desk):
        officers.tell_all(message, complaint, desk)
        return
    texts = desk.office.texts_for(complaint.region)
    values: dict[str, str | int] = {
        "number": complaint.number,
        "status": texts.status(complaint.status),
        "agency": desk.office.agency_name(complaint.region, complaint.agency),
        "date": moment(_since(complaint), desk.office.zone(complaint.region)),
    }
    key = _status_key(complaint)
    desk.answer(message, texts.render_with(key, values), purpose=key, complaint_id=complaint.id)


def _since(complaint: AnyRow) -> datetime:
    """Tell since when it stands as it is told: that an officer has read it changes no state."""
    since: datetime = complaint.status_since
    return max(since, complaint.accepted_at) if complaint.status == Status.ASSIGNED and complaint.accepted_at else since


def _status_key(complaint: AnyRow) -> str:
    if complaint.status in {Status.NEW, Status.TRIAGE}:
        return "check_triage"
    if complaint.status == Status.ASSIGNED and complaint.accepted_at is not None:
        return "check_accepted"
    return "check_ended" if complaint.status in ENDED | {Status.RESOLVED} else "check"


def _misplaced(message: InboundMessage, region: str, meaning: Misplaced, desk: Desk) -> None:
    """Tell an officer that this phone is not registered; a number that no complaint has was none of ours."""
    complaint = desk.found.get(meaning.number)
    if complaint is not None and complaint.subscriber_id != message.subscriber_id:
        texts = desk.office.texts_for(region)
        desk.answer(message, texts.render("officer_stranger", number=meaning.number), purpose="officer_stranger")
    else:
        _report(message, region, meaning.otherwise.text, desk)


def _help(message: InboundMessage, region: str, desk: Desk) -> None:
    if message.subscriber_id in desk.posts:
        officers.explain(message, desk)
        return
    desk.answer(message, _instruction("help", region, desk), purpose="help")


def _too_short(message: InboundMessage, region: str, desk: Desk) -> None:
    """Explain once a day how to report; the key holds the date, so a second one that day is not made."""
    today = desk.now.astimezone(desk.office.zone(region)).date()
    text = _instruction("too_short", region, desk)
    desk.answer(message, text, purpose="too_short", dedupe_key=f"too_short:{message.subscriber_id}:{today}")


def _instruction(key: str, region: str, desk: Desk) -> str:
    known = desk.office.regions[region]
    values = {"keyword": known.keyword.upper(), "emergency": known.emergency}
    return desk.office.texts_for(region).render_with(key, values)
