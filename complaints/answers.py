"""Answers of citizens to what an officer asked: they belong to the complaint, not into a new one."""

from __future__ import annotations

import re
from datetime import timedelta

from complaints.actions import Deed
from complaints.desk import Desk
from complaints.hours import when_awake
from complaints.lifecycle import Action, Actor
from config.text_keys import LONGEST_WORDS
from parsers.meaning import Check, Misplaced, Parsed, Report, Thanks, TooShort, Usage
from parsers.number import only_number
from parsers.words import STATUS_WORDS, words_of
from sms.message import InboundMessage, OutboundMessage, Priority
from sms.safe_text import one_line
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
    questions = desk.questions.get(message.subscriber_id, ())
    if not questions or parsed.addressed:
        return False
    named = [question for question in questions if str(question.number) in _BETWEEN_DIGITS.sub("", message.text)]
    meant = named or _open_ones(message, desk)
    if not meant or not _may_answer(message, parsed, desk, by_number=bool(named)):
        return False
    if len(meant) > 1:
        _ask_which(message, meant[-1], desk)
    else:
        _pass_on(message, meant[0], desk)
    return True


def _open_ones(message: InboundMessage, desk: Desk) -> list[AnyRow]:
    """Find the questions that a text without their number may answer: the open ones, else one answered just now.

    A text with the number of another complaint is about that one.
    """
    other = only_number(message.text)
    if other and other.valid:
        return []
    questions = [each for each in desk.questions[message.subscriber_id] if desk.now - each.asked_at <= ANSWERED_WITHIN]
    unanswered = [each for each in questions if each.id not in desk.answered and not _is_answered(each)]
    recent = (each for each in questions if each.id in desk.answered or _is_recent(each, desk))
    return unanswered or list(recent)


def _is_answered(question: AnyRow) -> bool:
    return question.answered_at is not None and question.answered_at >= question.asked_at


def _is_recent(question: AnyRow, desk: Desk) -> bool:
    return question.answered_at is not None and desk.now - question.answered_at <= MORE_WITHIN


def _may_answer(message: InboundMessage, parsed: Parsed, desk: Desk, *, by_number: bool) -> bool:
    match parsed.meaning:
        case Thanks(agrees):
            return agrees
        case Check():
            # "1672888 ya" answers; a lone number, or words that ask, ask how it stands.
            asks = STATUS_WORDS.intersection(words_of(message.text)) or "?" in message.text
            return by_number and parsed.entry == "question" and not asks
        case Misplaced():
            return by_number
        case Report() | TooShort() | Usage():
            return bool(message.text.strip()) and not desk.is_danger(parsed.region, message.text)
    return False


def _pass_on(message: InboundMessage, question: AnyRow, desk: Desk) -> None:
    """Write the answer into the history, tell whoever asked, and tell the citizen that it arrived."""
    if question.id not in desk.answered and not _is_answered(question):
        # Only the first text is what the question explains: a robot would go on.
        desk.explained.add(message.id)
    desk.answered.add(question.id)
    asker = last_event(desk.connection, question.id, Action.ASK).actor
    desk.do(question.number, Deed(Action.ANSWER, Actor.CITIZEN, str(message.subscriber_id), message.text))
    texts = desk.office.texts_for(question.region)
    said = one_line(message.text, LONGEST_WORDS)
    told = texts.render("officer_answer", number=question.number, text=said)
    for officer in _listeners(question, asker, desk):
        desk.changes.send(_to_officer(message, question, officer, told, desk), desk.now)
    thanks = texts.render_with(
        "answer_passed_on",
        {
            "number": question.number,
            "agency": desk.office.agency_name(question.region, question.agency),
            "keyword": desk.office.regions[question.region].keyword.upper(),
        },
    )
    desk.answer(message, thanks, purpose="answer_passed_on", complaint_id=question.id)


def _listeners(question: AnyRow, asker: str, desk: Desk) -> list[int]:
    """Tell who hears the answer: the officer who asked, else all who answer for the complaint."""
    responsible = desk.people.recipients(question.region, question.agency)
    asked = [officer for officer in responsible if str(officer) == asker]
    return asked or responsible


def _to_officer(message: InboundMessage, question: AnyRow, officer: int, told: str, desk: Desk) -> OutboundMessage:
    return OutboundMessage(
        dedupe_key=f"passed_on:{message.id}:{officer}",
        subscriber_id=officer,
        text=told,
        priority=Priority.UPDATE,
        complaint_id=question.id,
        # Danger waits for no morning.
        not_before=None if question.urgent else when_awake(desk.office.regions[question.region], desk.now),
        quiet_region=None if question.urgent else question.region,
    )


def _ask_which(message: InboundMessage, newest: AnyRow, desk: Desk) -> None:
    texts = desk.office.texts_for(newest.region)
    desk.answer(message, texts.render("answer_which", number=newest.number), purpose="answer_which")
