"""CEK: how complaints stand, told to whom they belong and to the officers who have them, and to nobody else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from complaints.life.lifecycle import ENDED, IN_HAND, REOPENED_BY_WORD, Action, Outcome, Status
from complaints.life.numbers import is_mistyped
from complaints.life.postponing import until_day
from complaints.officers import reading
from complaints.officers.permission import may_read
from complaints.steps.notices import moment
from complaints.steps.supporting import status_for
from complaints.talk.desk import Desk
from complaints.who.circles import is_apart
from config.text_limits import LONGEST, LONGEST_TYPED
from config.texts import Texts
from parsers.meaning import Kind
from sms.codec import is_gsm7, to_gsm7_lookalikes
from sms.message import InboundMessage
from sms.safe_text import one_line
from storage import external_refs, supporters
from storage.complaints import last_event
from storage.engine import AnyRow
from storage.incidents import name_of
from storage.supporters import first_of

MOST_LISTED = 4
"""Of how many complaints number and state fit into one SMS."""

_SECRET = {
    **dict.fromkeys(("joined", "added", "where_noted", "answer_passed_on"), "added_secret"),
    "reopened": "reopened_secret",
}
_KEYS = {
    Status.NEW: "check_triage",
    Status.TRIAGE: "check_triage",
    Status.RESOLVED: "check_resolved",
    Status.NOT_OURS: "check_ended",
}

_GATHERED = IN_HAND | {Status.NEW, Status.TRIAGE}
"""Where a complaint waits with others that are about the same."""

_LIST = len(LONGEST["list"])

_OUTCOMES = {Outcome.CONFIRMED: "check_confirmed", Outcome.TIMED_OUT: "check_timed_out"}
"""How a complaint was closed, where that is more than that it is."""


def tell(message: InboundMessage, region: str, number: int, desk: Desk) -> None:
    """Tell how the complaint with a number stands, if the sender may know: else it is as if there were none."""
    complaint = None if is_mistyped(number) else desk.complaint(number)
    if complaint is None or not _may_know(message, complaint, desk):
        # It may be what another system calls a complaint of theirs.
        complaint = _own_elsewhere(message, str(number), desk)
    if complaint is not None and may_read(message, complaint, desk):
        reading.tell_all(message, complaint, desk)
    elif complaint is not None and is_own(complaint, message) and (asked := _untold_question(complaint, desk)):
        _ask_again(message, complaint, asked, desk)
    elif complaint is not None and is_own(complaint, message):
        _tell_reporter(message, complaint, desk)
    elif complaint is not None and supports(complaint, message, desk):
        tell_supporter(message, complaint, desk)
    else:
        refuse(message, region, number, desk)


def tell_elsewhere(message: InboundMessage, region: str, external_id: str, desk: Desk) -> None:
    """Tell the same by what another system calls it, to its reporter alone."""
    complaint = _own_elsewhere(message, external_id, desk)
    if complaint is not None:
        tell(message, region, complaint.number, desk)
    else:
        desk.say(message, region, "check_unknown", {"number": external_id.rpartition(":")[2][: len(LONGEST_TYPED)]})


def _may_know(message: InboundMessage, complaint: AnyRow, desk: Desk) -> bool:
    own = is_own(complaint, message)
    return own or may_read(message, complaint, desk) or supports(complaint, message, desk)


def _own_elsewhere(message: InboundMessage, external_id: str, desk: Desk) -> AnyRow | None:
    # As the other system shows it, or with that system's name before it.
    ids = {external_id.upper(), external_id.upper().partition(":")[2]} - {""}
    number = external_refs.own(desk.connection, message.subscriber_id, ids)
    return desk.complaint(number) if number is not None else None


def is_own(complaint: AnyRow, message: InboundMessage) -> bool:
    """Tell whether the sender of a message is who reported."""
    return bool(complaint.subscriber_id == message.subscriber_id)


def supports(complaint: AnyRow, message: InboundMessage, desk: Desk) -> bool:
    """Tell whether the sender of a message supports a complaint, and may hear of it: it has not been hidden since."""
    if not complaint.supporters or is_apart(complaint):
        return False
    return supporters.is_one(desk.connection, complaint.id, message.subscriber_id)


def tell_supporter(message: InboundMessage, complaint: AnyRow, desk: Desk, *, dedupe_key: str = "") -> None:
    """Tell somebody how a complaint stands that they support: nothing of what its reporter is asked or has said."""
    texts, zone = desk.office.texts_for(complaint.region, message.language), desk.office.zone(complaint.region)
    values = {
        "number": complaint.number,
        "status": texts.status(status_for(complaint)),
        "agency": desk.office.agency_there(complaint.region, complaint.agency),
        "date": moment(_since(complaint), zone),
    }
    key = "check_supported_resolved" if complaint.status == Status.RESOLVED else "check_supported"
    desk.say(message, complaint.region, key, values, complaint_id=complaint.id, dedupe_key=dedupe_key)


def say_done(message: InboundMessage, key: str, complaint: AnyRow, desk: Desk) -> None:
    """Tell what was done to a complaint, by its number and office; of a secret one never whose it is.

    Whose number has been hidden just now hears of that instead.
    """
    key = "threat_noted" if complaint.number in desk.threatened else key
    key = _SECRET.get(key, key) if complaint.secret else key
    region = desk.office.region(complaint.region)
    values = {
        "number": complaint.number,
        "agency": desk.office.agency_there(complaint.region, complaint.agency),
        "keyword": region.keyword.upper(),
        "emergency": region.emergency,
    }
    desk.say(message, complaint.region, key, values, complaint_id=complaint.id)


def refuse(message: InboundMessage, region: str, number: int, desk: Desk) -> None:
    """Tell that a number is mistyped, or that nothing is known of it: somebody else's is like one that nobody has."""
    key = "check_mistyped" if is_mistyped(number) else "check_unknown"
    desk.say(message, region, key, {"number": number})


def open_ones(message: InboundMessage, desk: Desk) -> list[AnyRow]:
    """Give the sender's complaints that have not ended, the newest first."""
    return [row for row in desk.own_of(message) if row.status not in ENDED]


def shown(message: InboundMessage, desk: Desk) -> list[AnyRow]:
    """Give those that may be named to whoever holds the phone: phones are shared, so nothing secret."""
    return [row for row in open_ones(message, desk) if not row.secret]


def tell_all_own(message: InboundMessage, region: str, desk: Desk, *, dedupe_key: str = "") -> bool:
    """Tell the sender how all their open complaints stand; gives whether there are any to tell of.

    Phones are shared: numbers and states only.
    """
    followed = supporters.supported_by(desk.connection, message.subscriber_id, ENDED)
    rows = [*shown(message, desk), *followed]
    if not rows:
        return False
    if len(rows) == 1 and followed:
        tell_supporter(message, followed[0], desk, dedupe_key=dedupe_key)
        return True
    if len(rows) == 1:
        complaint = rows[0]
        key, values = _status(complaint, message, desk)
        desk.say(message, complaint.region, key, values, complaint_id=complaint.id, dedupe_key=dedupe_key)
        return True
    texts = desk.office.texts_for(region, message.language)
    values = {"count": len(rows), "list": ", ".join(f"{row.number} {_state(row, texts)}" for row in some(rows))}
    desk.say(message, region, "mine", values, dedupe_key=dedupe_key)
    return True


def tell_none(message: InboundMessage, region: str, desk: Desk) -> None:
    """Tell that there is nothing to tell of, and how to report."""
    known = desk.office.regions[region]
    desk.say(message, region, "mine_none", {"keyword": known.keyword.upper()})


def numbered(rows: Sequence[AnyRow], region: str, message: InboundMessage, desk: Desk) -> str:
    """Write complaints as a list to choose from, each with its first words: "1) 1234567 jalan rusak di..., 2) ...".

    Of what is delicate there is its state instead. `rows` are whole complaints.
    """
    texts, listed = desk.office.texts_for(region, message.language), some(rows)
    heads = [f"{place}) {row.number} " for place, row in enumerate(listed, 1)]
    room = (_LIST - len(", ".join(heads))) // len(heads)
    return ", ".join(
        head + (_first_words(row, room) or _state(row, texts)) for head, row in zip(heads, listed, strict=True)
    )


def _first_words(row: AnyRow, room: int) -> str:
    """Give as much of a complaint as there is room for; nothing of one that is delicate."""
    if is_apart(row):
        return ""
    # A letter of another alphabet would make a second SMS of it.
    return one_line("".join(each for each in to_gsm7_lookalikes(row.text) if is_gsm7(each)), room)


def some(rows: Sequence[AnyRow]) -> Sequence[AnyRow]:
    """Give as many as one SMS can list, the newest."""
    return rows[:MOST_LISTED]


def _state(row: AnyRow, texts: Texts) -> str:
    return texts.status(row.status)


def _tell_reporter(message: InboundMessage, complaint: AnyRow, desk: Desk) -> None:
    key, values = _status(complaint, message, desk)
    first = first_of(desk.connection, complaint.duplicate_of) if complaint.status == Status.DUPLICATE else None
    if first is not None and supports(first, message, desk):
        state = desk.office.texts_for(complaint.region, message.language).status(status_for(first))
        key, values = "check_merged", {**values, "other": first.number, "status": state}
    desk.say(message, complaint.region, key, values, complaint_id=complaint.id)


def _untold_question(complaint: AnyRow, desk: Desk) -> AnyRow | None:
    """Find the officer's question of which the reporter has only heard that there is one; None if there is none."""
    if complaint.status != Status.WAITING:
        return None
    asked = last_event(desk.connection, complaint.id, Action.ASK)
    announced = asked.id <= (complaint.told_event_id or 0)
    told = complaint.asked_at is not None and complaint.asked_at >= asked.at
    return asked if announced and not told else None


def _ask_again(message: InboundMessage, complaint: AnyRow, asked: AnyRow, desk: Desk) -> None:
    """Tell what an officer asks; from now on what the reporter texts may be the answer."""
    agency = desk.office.agency_name(complaint.region, complaint.agency)
    values = {"number": complaint.number, "agency": agency, "text": asked.reason}
    key = "ask_secret" if complaint.secret else "ask"
    desk.say(message, complaint.region, key, values, complaint_id=complaint.id)
    desk.changes.complaint_updates.append({"id": complaint.id, "asked_at": desk.now})


def _status(complaint: AnyRow, message: InboundMessage, desk: Desk) -> tuple[str, dict[str, str | int]]:
    """Choose the text on how a complaint stands, and give what stands in it."""
    texts, zone = desk.office.texts_for(complaint.region, message.language), desk.office.zone(complaint.region)
    values = {
        "number": complaint.number,
        "status": texts.status(complaint.status),
        "until": until_day(complaint, texts, zone),
        "agency": desk.office.agency_there(complaint.region, complaint.agency),
        "date": moment(_since(complaint), zone),
    }
    told = not complaint.secret and complaint.status in _GATHERED
    incident = name_of(desk.connection, complaint.incident_id) if told else None
    return ("check_incident", {**values, "incident": incident}) if incident else (_key(complaint), values)


def _since(complaint: AnyRow) -> datetime:
    """Tell since when it stands as it is told: that an officer has read it changes no state."""
    since: datetime = complaint.status_since
    return max(since, complaint.accepted_at) if complaint.status == Status.ASSIGNED and complaint.accepted_at else since


def _key(complaint: AnyRow) -> str:
    status = Status(complaint.status)
    if complaint.secret and status not in REOPENED_BY_WORD:
        return "check_secret_resolved" if status is Status.RESOLVED else "check_secret"
    if status is Status.ASSIGNED and complaint.accepted_at is not None:
        return "check_accepted"
    if status is Status.CLOSED and complaint.kind == Kind.PRAISE and not complaint.secret:
        return "check_praise"
    if status in ENDED:
        closed = _OUTCOMES.get(complaint.outcome, "check_closed")
        return closed if status in REOPENED_BY_WORD else "check_ended"
    return _KEYS.get(status, "check")
