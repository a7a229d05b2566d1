"""Answers of citizens to what an officer asked: they belong to the complaint, not into a new one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from complaints.life.deeds import Deed
from complaints.life.lifecycle import ENDED, Action, Actor, Status
from complaints.steps.actions import find
from complaints.talk import standing, threats
from complaints.talk.additions import enclose_if_accusing
from complaints.talk.belonging import points_elsewhere
from complaints.talk.desk import Desk
from complaints.talk.hearers import pass_on
from parsers.meaning import Add, Check, Consent, Misplaced, Parsed, Pick, Rating, Report, Thanks, TooShort, Verdict
from parsers.number import only_number
from parsers.officer_meaning import Usage
from parsers.words import STATUS_WORDS, words_of
from sms.message import InboundMessage
from storage.complaints import last_event
from storage.engine import AnyRow

ANSWERED_WITHIN = timedelta(days=7)
"""For so long a text without a number is taken for the answer; later it must name the complaint."""

MORE_WITHIN = timedelta(hours=1)
"""For so long what comes after an answer is more of it."""

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.\-]+(?=\d)")


def answered(message: InboundMessage, parsed: Parsed, desk: Desk) -> bool:
    """Take a message for the answer to an officer's question, if the sender has been asked one and it may be one.

    A text that speaks to the region, asks something or cries for help is no answer.
    """
    questions = desk.floor(message).questions
    if not questions or parsed.addressed:
        return False
    text = _BETWEEN_DIGITS.sub("", message.text)
    named = [each for each in questions if str(each.number) in text and not _is_judged(each, parsed, message, desk)]
    meant = named or _open_ones(message, desk)
    if not meant or not _may_answer(message, parsed, desk, by_number=bool(named)):
        return False
    if not named and is_answered(meant[0]) and _is_another_matter(message, meant, desk):
        return False
    if isinstance(parsed.meaning, Consent | Pick | Rating | Verdict) and all(map(is_answered, meant)):
        return False
    if len(meant) > 1:
        newest = meant[-1]
        desk.say(message, newest.region, "answer_which", {"number": newest.number})
    else:
        if is_answered(meant[0]) and not named:
            # What follows the answer is more of it, but a robot would go on and on.
            desk.explained.discard(message.id)
        take_answer(message, meant[0], _words(message, parsed), desk)
    return True


def _is_judged(question: AnyRow, parsed: Parsed, message: InboundMessage, desk: Desk) -> bool:
    """Tell whether SUDAH or BELUM is about what the office says is done, and no answer to what it asked before."""
    done = {row.id for row in desk.own_of(message) if row.status in ENDED | {Status.RESOLVED}}
    return isinstance(parsed.meaning, Verdict) and (question.id in done or is_answered(question))


def _open_ones(message: InboundMessage, desk: Desk) -> list[AnyRow]:
    """Find the questions that a text without their number may answer: the open ones, else one answered just now.

    A text with the number of another complaint is about that one.
    """
    other = only_number(message.text)
    if other and other.valid:
        return []
    questions = [each for each in desk.floor(message).questions if desk.now - each.asked_at <= ANSWERED_WITHIN]
    unanswered = [each for each in questions if not is_answered(each)]
    recent = (each for each in questions if each.answered_at and desk.now - each.answered_at <= MORE_WITHIN)
    return unanswered or list(recent)


def _is_another_matter(message: InboundMessage, questions: Sequence[AnyRow], desk: Desk) -> bool:
    """Tell whether what follows the answer is a matter for another office than those that asked."""
    decision = desk.office.routers[questions[0].region].decide(message.text)
    return all(points_elsewhere(decision, question) for question in questions)


def is_answered(question: AnyRow) -> bool:
    """Tell whether the reporter has written since the officer asked."""
    return question.answered_at is not None and question.answered_at >= question.asked_at


def _may_answer(message: InboundMessage, parsed: Parsed, desk: Desk, *, by_number: bool) -> bool:
    match parsed.meaning:
        case Thanks(agrees):
            return agrees
        case Check():
            # "1672888 ya" answers; a lone number, or words that ask, ask how it stands.
            asks = STATUS_WORDS.intersection(words_of(message.text)) or "?" in message.text
            return by_number and parsed.entry == "question" and not asks
        case Consent() | Pick() | Rating() | Verdict(number=None):
            return True
        case Misplaced() | Add() | Verdict():
            return by_number
        case Report() | TooShort() | Usage():
            return bool(message.text.strip()) and not desk.is_danger(parsed.region, message.text)
    return False


def _words(message: InboundMessage, parsed: Parsed) -> str:
    """Give what was said, without the command and the number before it."""
    return parsed.meaning.text if isinstance(parsed.meaning, Add) else message.text


def take_answer(message: InboundMessage, question: AnyRow, words: str, desk: Desk) -> None:
    """Write the answer into the history, tell whoever asked, and tell the citizen that it arrived."""
    asker = last_event(desk.connection, question.id, Action.ASK).actor
    threats.heed(message, find(desk.connection, question.number), words, desk)
    desk.do(question.number, Deed(Action.ANSWER, Actor.CITIZEN, str(message.subscriber_id), words))
    after = enclose_if_accusing(question.number, desk)
    pass_on(message, after, "officer_answer", words, desk, asker=asker)
    standing.say_done(message, "answer_passed_on", after, desk)
