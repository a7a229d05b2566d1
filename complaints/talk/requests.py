"""What a citizen wants done with a complaint of theirs: TAMBAH, SUDAH, BELUM, BATAL, ANCAM.

Without a number it is about the only complaint that it can be about; of several, they are asked which. But a threat is
about all of them, at once: whoever is threatened is not asked anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, TypeAlias

from complaints.life.asking import Asked
from complaints.life.deeds import Deed
from complaints.life.lifecycle import ENDED, REOPENED_BY_WORD, Action, Actor, Status, is_up_to_reporter
from complaints.officers.answers import is_answered, take_answer
from complaints.steps.actions import find
from complaints.talk import standing, supporting, threats
from complaints.talk.additions import add, enclose_if_accusing
from complaints.talk.desk import Desk
from complaints.talk.hearers import pass_on
from parsers.meaning import Add, Threat, Verdict, Withdraw
from sms.message import InboundMessage
from storage import supporters
from storage.engine import AnyRow

Request: TypeAlias = Add | Verdict | Withdraw | Threat

_KINDS: dict[str, type[Request]] = {kind.__name__: kind for kind in (Add, Verdict, Withdraw, Threat)}


def take(message: InboundMessage, region: str, request: Request, desk: Desk) -> None:
    """Do what is wanted, or tell why not."""
    if isinstance(request, Threat) and request.number is None:
        _hide_all(message, region, request.text, desk)
        return
    if request.number is None:
        if isinstance(request, Withdraw):
            # Whoever is afraid and wants it dropped is hidden before they are asked which.
            threats.heed_all(message, region, message.text, desk)
            # Nothing of somebody else's is listed: without one of their own they mean what they supported last.
            followed = supporters.supported_by(desk.connection, message.subscriber_id, ENDED)[:1]
            rows = standing.shown(message, desk) or followed
            choose(message, region, request, rows, desk)
            return
        choose(message, region, request, standing.shown(message, desk), desk)
        return
    complaint = desk.complaint(request.number)
    if complaint is None or not standing.is_own(complaint, message):
        _of_another(message, region, request, complaint, desk)
        return
    _of_own(message, complaint, request, desk)


def _of_own(message: InboundMessage, complaint: AnyRow, request: Request, desk: Desk) -> None:
    first = supporting.followed(complaint, message, desk)
    if first is not None and not isinstance(request, Threat):
        supporting.take(message, first, request, desk)
        return
    match request:
        case Add(text=text):
            _add(message, complaint, text, desk)
        case Verdict(solved=True):
            _confirm(message, complaint, desk)
        case Verdict(words=words):
            _object(message, complaint, words, desk)
        case Withdraw():
            _ask_to_withdraw(message, complaint, desk)
        case Threat(text=text):
            threats.mask(message, complaint.number, desk, text)
            standing.say_done(message, "threat_noted", complaint, desk)


def _of_another(message: InboundMessage, region: str, request: Request, complaint: AnyRow | None, desk: Desk) -> None:
    """Take what a supporter wants; for everybody else it is as if there were no such complaint."""
    if complaint is None or not standing.supports(complaint, message, desk):
        standing.refuse(message, region, request.number or 0, desk)
    elif isinstance(request, Threat):
        _hide_all(message, region, request.text, desk)
    else:
        supporting.take(message, complaint, request, desk)


def _hide_all(message: InboundMessage, region: str, words: str, desk: Desk) -> None:
    """Hide all that may be why the sender is threatened, secret ones too; one SMS tells that, and nothing of any."""
    rows = standing.open_ones(message, desk) or desk.own_of(message)[:1]
    if not rows:
        emergency = desk.office.regions[region].emergency
        desk.say(message, region, "help_ancam", {"emergency": emergency})
        return
    threats.mask_all(message, rows, desk, words)
    if len(rows) == 1:
        standing.say_done(message, "threat_noted", find(desk.connection, rows[0].number), desk)
        return
    emergency = desk.office.region(rows[0].region).emergency
    desk.say(message, rows[0].region, "threat_noted_all", {"count": len(rows), "emergency": emergency})


def choose(message: InboundMessage, region: str, request: Request, rows: Sequence[AnyRow], desk: Desk) -> None:
    """Do it with the only complaint that it can be about; of several ask which, without having it typed again."""
    if not rows:
        standing.tell_none(message, region, desk)
    elif len(rows) == 1:
        take(message, region, replace(request, number=rows[0].number), desk)
    else:
        numbers = [row.number for row in standing.some(rows)]
        waiting = {"numbers": numbers, "request": written(request), "message": message.id}
        desk.ask(message, Asked.WHICH, about=message.id, state=waiting)
        ask_which(message, region, numbers, desk)


def ask_which(message: InboundMessage, region: str, numbers: Sequence[int], desk: Desk) -> None:
    """Ask which of some complaints is meant, by their place in a list."""
    rows = [row for number in numbers if (row := desk.complaint(number))]
    desk.say(message, region, "which", {"list": standing.numbered(rows, region, message, desk)})


def written(request: Request) -> dict[str, Any]:
    """Write a request down, for the time until it is known which complaint it is about."""
    return {"kind": type(request).__name__, **asdict(request)}


def read(state: dict[str, Any], number: int) -> Request:
    """Read a request that was written down, for the complaint that was chosen."""
    fields = {name: value for name, value in state.items() if name not in {"kind", "number"}}
    return _KINDS[state["kind"]](number=number, **fields)


def withdraw(message: InboundMessage, number: int, desk: Desk) -> None:
    """Withdraw a complaint, as its reporter has confirmed; who works on it hears that they need not."""
    complaint = desk.complaint(number)
    if complaint is None or complaint.status in ENDED | {Status.RESOLVED}:
        standing.tell(message, next(iter(desk.office.regions)), number, desk)
        return
    if complaint.threatened_at is not None:
        threats.hold(message, complaint, desk)
        return
    desk.do(number, Deed(Action.WITHDRAW, Actor.CITIZEN, str(message.subscriber_id)))
    if complaint.urgent or complaint.told_at or complaint.accepted_at:
        pass_on(message, complaint, "officer_withdrawn", "", desk)
    desk.say(message, complaint.region, "withdrawn", {"number": number}, complaint_id=complaint.id)


def rate(message: InboundMessage, number: int, score: int, desk: Desk) -> None:
    """Write down how content the reporter of a closed complaint is; one that is open again has not been answered."""
    complaint = desk.complaint(number)
    if complaint is None or complaint.status != Status.CLOSED:
        standing.tell(message, next(iter(desk.office.regions)), number, desk)
        return
    rating = Deed(Action.RATE, Actor.CITIZEN, str(message.subscriber_id), message.text, sets={"rating": score})
    desk.do(number, rating)
    desk.say(message, complaint.region, "rated", {"number": number, "count": score}, complaint_id=complaint.id)


def _add(message: InboundMessage, complaint: AnyRow, text: str, desk: Desk) -> None:
    asked = [each for each in desk.floor(message).questions if each.id == complaint.id and not is_answered(each)]
    if asked:
        take_answer(message, asked[0], text, desk)
    elif complaint.status in ENDED:
        _object(message, complaint, text, desk)
    else:
        after = add(message, complaint.number, text, desk)
        again = complaint.status == Status.RESOLVED != after.status
        standing.say_done(message, "reopened" if again else "added", after, desk)


def _confirm(message: InboundMessage, complaint: AnyRow, desk: Desk) -> None:
    """Close what its reporter says is solved, whether the office has said so or not."""
    judged = is_up_to_reporter(complaint.status, complaint.outcome)
    if complaint.status in ENDED and not judged:
        standing.tell(message, complaint.region, complaint.number, desk)
        return
    if complaint.threatened_at is not None and complaint.status not in ENDED:
        # Whoever is made to drop it may be made to say so.
        threats.hold(message, complaint, desk, solved=True)
        return
    desk.do(complaint.number, Deed(Action.CLOSE, Actor.CITIZEN, str(message.subscriber_id)))
    standing.say_done(message, "confirmed", complaint, desk)
    state = {"number": complaint.number}
    desk.ask(message, Asked.RATE, about=complaint.id, complaint_id=complaint.id, state=state)


def _object(message: InboundMessage, complaint: AnyRow, words: str, desk: Desk) -> None:
    """Open again what its reporter says is not solved; while it is open anyway, it is a word to who works on it."""
    if complaint.status in REOPENED_BY_WORD | {Status.RESOLVED}:
        threats.heed(message, complaint, words, desk)
        desk.do(complaint.number, Deed(Action.REOPEN, Actor.CITIZEN, str(message.subscriber_id), words))
        after = enclose_if_accusing(complaint.number, desk)
        pass_on(message, after, "officer_objection", words or "-", desk)
        standing.say_done(message, "reopened", after, desk)
    elif words and complaint.status not in ENDED:
        _add(message, complaint, words, desk)
    else:
        standing.tell(message, complaint.region, complaint.number, desk)


def _ask_to_withdraw(message: InboundMessage, complaint: AnyRow, desk: Desk) -> None:
    if complaint.status in ENDED | {Status.RESOLVED}:
        standing.tell(message, complaint.region, complaint.number, desk)
        return
    threats.heed(message, complaint, message.text, desk)
    if complaint.number in desk.threatened:
        threats.hold(message, complaint, desk)
        return
    desk.ask(message, Asked.WITHDRAW, about=complaint.id, complaint_id=complaint.id, state={"number": complaint.number})
    standing.say_done(message, "withdraw_ask", complaint, desk)
