"""Replies to what somebody has been asked: the newest question that a text may answer has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from operator import attrgetter

from complaints.life.asking import Asked
from complaints.life.lifecycle import ENDED, is_up_to_reporter
from complaints.officers import duties
from complaints.officers.answers import answered
from complaints.talk import menu_dialogue, offers, reports, requests, standing
from complaints.talk.additions import add
from complaints.talk.belonging import lacks_another_thing, points_elsewhere
from complaints.talk.desk import Desk
from parsers.kinds import TROUBLE
from parsers.labels import FRESH
from parsers.meaning import Check, Consent, Parsed, Pick, Rating, Report, TooShort, Verdict
from parsers.service_words import DONE_WORD, NOT_YET
from parsers.words import DENIALS, GREETINGS, SMALL, words_of
from routing.decide import Decision
from routing.whereabouts import begins_where, tells_where
from sms.message import InboundMessage
from storage.engine import AnyRow


def replied(message: InboundMessage, parsed: Parsed, desk: Desk) -> bool:
    """Take a message for the reply to an open question, if one is open that it may answer.

    What speaks to the region, names a complaint of its own or is a command goes its own way.
    """
    floor = desk.floor(message)
    asked = floor.questions[-1].asked_at if floor.questions else None
    later = [row for row in floor.dialogues if asked is None or row.asked_at >= asked]
    earlier = [row for row in floor.dialogues if row not in later]
    # Before the answer to it is made, which is counted by it.
    explained = message.id in desk.explained
    desk.explained.add(message.id)
    taken = (
        _taken_by(later, message, parsed, desk)
        or answered(message, parsed, desk)
        or _taken_by(earlier, message, parsed, desk)
    )
    if not taken and not explained:
        desk.explained.discard(message.id)
    return taken


def _taken_by(dialogues: Sequence[AnyRow], message: InboundMessage, parsed: Parsed, desk: Desk) -> bool:
    newest_first = sorted(dialogues, key=attrgetter("asked_at", "id"), reverse=True)
    return any(_TAKERS[Asked(row.kind)](message, parsed, row, desk) for row in newest_first)


def _region(message: InboundMessage, parsed: Parsed, asked: AnyRow, desk: Desk) -> bool:
    """Take the number or the name of a region; every report that waits for the same choice is filed there."""
    candidates = asked.state["candidates"]
    region = _picked(parsed, candidates) or _named(message, parsed, candidates, desk)
    if region is None and isinstance(parsed.meaning, Pick):
        reports.ask_region(message, candidates, desk)
        return True
    if region is None:
        return False
    alike = [row for row in desk.floor(message).dialogues if row.state.get("candidates") == candidates]
    for row in alike:
        reports.file_waiting(message, region, row.state, desk)
        desk.settle(row)
    return True


def _picked(parsed: Parsed, choices: Sequence[str]) -> str | None:
    typed = parsed.meaning.typed if isinstance(parsed.meaning, Pick) else ""
    return choices[int(typed) - 1] if typed.isdecimal() and 1 <= int(typed) <= len(choices) else None


def _named(message: InboundMessage, parsed: Parsed, candidates: Sequence[str], desk: Desk) -> str | None:
    """Find the one region whose name has all the words of a short text: "kota", "kab bogor"."""
    said = {_SHORT.get(word, word) for word in words_of(message.text) if word not in GREETINGS | SMALL}
    if not said or not isinstance(parsed.meaning, Report | TooShort):
        return None
    served = [code for code in candidates if code in desk.office.regions]
    meant = [code for code in served if said <= set(words_of(desk.office.regions[code].name))]
    return meant[0] if len(meant) == 1 else None


_SHORT = {"kab": "kabupaten", "kabu": "kabupaten", "kabup": "kabupaten", "prov": "provinsi", "prop": "provinsi"}


def _which(message: InboundMessage, parsed: Parsed, asked: AnyRow, desk: Desk) -> bool:
    """Take the place of a complaint in the list, or its number."""
    numbers = asked.state["numbers"]
    chosen = _picked(parsed, [str(number) for number in numbers])
    if isinstance(parsed.meaning, Check) and parsed.meaning.number in numbers:
        chosen = str(parsed.meaning.number)
    if chosen is None and isinstance(parsed.meaning, Pick):
        requests.ask_which(message, parsed.region, numbers, desk)
        return True
    if chosen is None:
        return False
    desk.settle(asked)
    requests.take(message, parsed.region, requests.read(asked.state["request"], int(chosen)), desk)
    return True


def _withdraw(message: InboundMessage, parsed: Parsed, asked: AnyRow, desk: Desk) -> bool:
    if not isinstance(parsed.meaning, Consent):
        return False
    desk.settle(asked)
    number = asked.state["number"]
    if parsed.meaning.given:
        requests.withdraw(message, number, desk)
    else:
        desk.say(message, parsed.region, "withdraw_kept", {"number": number})
    return True


def _where(message: InboundMessage, parsed: Parsed, asked: AnyRow, desk: Desk) -> bool:
    """Take a place for the place of a report; other words are no answer, however soon they come."""
    if parsed.addressed or not isinstance(parsed.meaning, Report | TooShort):
        return False
    complaint = desk.complaint(asked.state["number"])
    if complaint is None or complaint.status in ENDED or complaint.region not in desk.office.routers:
        return False
    decision = desk.office.routers[complaint.region].decide(message.text)
    if _is_lone_baru(message.text) or not _is_place(message.text, decision, complaint):
        return False
    # Any words fit this question, a robot's too: they explain nothing to the manners.
    desk.explained.discard(message.id)
    after = add(message, complaint.number, message.text, desk)
    desk.settle(asked)
    standing.say_done(message, "where_noted", after, desk)
    return True


def _is_place(text: str, decision: Decision, complaint: AnyRow) -> bool:
    """Tell whether words are a place and no matter: "seberang pom bensin" is not for who sells petrol."""
    if decision.urgent and not complaint.urgent:
        return False
    words = words_of(text)
    if begins_where(text) and len(words) <= _PLACE_WORDS and not TROUBLE.intersection(words):
        return True
    tells = bool(decision.places) or begins_where(text) or tells_where(text)
    return tells and not points_elsewhere(decision, complaint)


_PLACE_WORDS = 6
"""A reply of so few words that begins as places do, and tells of no trouble, is a place, whoever may own it."""


def _joined(message: InboundMessage, parsed: Parsed, asked: AnyRow, desk: Desk) -> bool:
    """Take a lone BARU: what was added to the last report is a matter of its own."""
    if not isinstance(parsed.meaning, Report | TooShort) or not _is_lone_baru(message.text):
        return False
    desk.settle(asked)
    reports.file_waiting(message, asked.state["region"], asked.state, desk)
    return True


def _is_lone_baru(text: str) -> bool:
    words = set(words_of(text)) - GREETINGS
    return bool(words) and words <= FRESH


def _resolved(message: InboundMessage, parsed: Parsed, asked: AnyRow, desk: Desk) -> bool:
    """Take SUDAH or BELUM for the complaint that an office says is solved; of several, ask which."""
    verdict = _verdict(parsed)
    if verdict is None or verdict.number is not None:
        return False
    waiting = {row.complaint_id for row in desk.floor(message).dialogues if row.kind == Asked.RESOLVED}
    own = desk.own_of(message)
    meant = [row for row in own if row.id in waiting and is_up_to_reporter(row.status, row.outcome)]
    if not meant or (verdict.words and _is_other_matter(message, meant, parsed, desk)):
        return False
    if isinstance(parsed.meaning, Report) and not _objects(message, meant, asked, parsed, desk):
        return False
    if len(meant) == 1:
        desk.settle(asked)
    requests.choose(message, parsed.region, verdict, meant, desk)
    return True


def _verdict(parsed: Parsed) -> Verdict | None:
    """Read a verdict; "bohong, masih rusak" may be one, though it begins with neither word."""
    match parsed.meaning:
        case Verdict() as verdict:
            return verdict
        case Report(text, fresh=False) if not parsed.addressed:
            return Verdict(solved=False, words=text)
    return None


def _objects(message: InboundMessage, meant: Sequence[AnyRow], asked: AnyRow, parsed: Parsed, desk: Desk) -> bool:
    """Tell whether a text of a day is surely about the one complaint that is said to be solved."""
    if len(meant) > 1 or desk.now - asked.asked_at > _ANSWERED_BY_REPORT:
        return False
    decision = desk.office.routers[parsed.region].decide(message.text)
    if decision.places or tells_where(message.text):
        return False
    words = set(words_of(message.text))
    if words & DONE_WORD and words & NOT_YET:
        # Our own words, copied: "SUDAH / BELUM".
        return False
    same = (decision.agency, decision.topic) == (meant[0].agency, meant[0].topic)
    return same or (decision.agency is None and not decision.body and bool(words & DENIALS))


_ANSWERED_BY_REPORT = timedelta(days=1)


def _is_other_matter(message: InboundMessage, meant: Sequence[AnyRow], parsed: Parsed, desk: Desk) -> bool:
    """Tell whether "Belum ada air" is for another office than the one that was asked about, or lacks something else."""
    decision = desk.office.routers[parsed.region].decide(message.text)
    return all(_is_another(message.text, decision, row, desk) for row in meant)


def _is_another(text: str, decision: Decision, complaint: AnyRow, desk: Desk) -> bool:
    whole = desk.complaint(complaint.number)
    lacks = lacks_another_thing(text, whole.text) if whole is not None else None
    return points_elsewhere(decision, complaint) if lacks is None else lacks


def _rate(message: InboundMessage, parsed: Parsed, asked: AnyRow, desk: Desk) -> bool:
    """Take a digit from 1 to 5 for how content somebody is; where a list is open too, it may be read as its digit."""
    score = _score(parsed)
    if score is None:
        return False
    desk.settle(asked)
    requests.rate(message, asked.state["number"], score, desk)
    return True


def _score(parsed: Parsed) -> int | None:
    match parsed.meaning:
        case Rating(score):
            return score
        case Pick(typed) if typed in {"1", "2", "3", "4", "5"}:
            return int(typed)
    return None


def _not(_message: InboundMessage, _parsed: Parsed, _asked: AnyRow, _desk: Desk) -> bool:
    """Take nothing: this stands there for those who ask for it."""
    return False


_TAKERS: Mapping[Asked, Callable[[InboundMessage, Parsed, AnyRow, Desk], bool]] = {
    Asked.REGION: _region,
    Asked.WHICH: _which,
    Asked.WITHDRAW: _withdraw,
    Asked.SIMILAR: offers.take,
    Asked.WHERE: _where,
    Asked.JOINED: _joined,
    Asked.RESOLVED: _resolved,
    Asked.RATE: _rate,
    Asked.MENU: menu_dialogue.step,
    # What officers work off, with commands of their own.
    Asked.LIST: _not,
    Asked.CODE: _not,
    Asked.SPENT: _not,
    Asked.LOCKED: _not,
    Asked.DUTY: duties.answer,
}
