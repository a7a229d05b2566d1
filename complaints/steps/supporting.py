"""What those hear who support what somebody else has reported: every move of it, never its reporter's words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from complaints.life.lifecycle import NEWS, Action, Actor, Status
from complaints.life.numbers import number_of
from complaints.steps.notices import is_supporters_news, without_undone
from complaints.who.circles import is_apart
from complaints.who.office import Office
from config.text_limits import LONGEST_WORDS
from sms.message import OutboundMessage, Priority
from sms.safe_text import one_line
from storage.changes import Changes
from storage.engine import AnyRow

_WORDS = {"support_update": "support_words", "support_resolved": "support_resolved_words"}
"""The text with the office's words in it."""


def tell_supporters(  # noqa: PLR0913, PLR0917 - whom, of what, and when
    changes: Changes,
    office: Office,
    complaint: AnyRow,
    supporters: Sequence[AnyRow],
    events: Sequence[AnyRow],
    silent: Collection[int],
    now: datetime,
) -> None:
    """Tell each phone once what has become of a complaint; who has sent STOP has it told by CEK.

    `silent` are the phones that may be somebody else's by now: they read number and state only.
    """
    heard = [event for event in without_undone(events) if _is_heard(event)]
    if not heard or is_apart(complaint):
        return
    for person in supporters:
        # Whoever has joined since knows how it stood then.
        new = [event for event in heard if event.at >= person.joined_at]
        if new and person.opted_out_at is None:
            text = _text(office, complaint, new, person.language, bare=person.subscriber_id in silent)
            key = f"support:{complaint.id}:{new[-1].id}:{person.subscriber_id}"
            changes.send(_message(complaint, key, person.subscriber_id, text), now)


def status_for(complaint: AnyRow) -> str:
    """Tell how a complaint stands for who is not asked: it waits for somebody else."""
    return Status.IN_PROGRESS if complaint.status == Status.WAITING else complaint.status


def _is_heard(event: AnyRow) -> bool:
    known = event.before not in {None, Status.NEW}
    return known and is_supporters_news(Action(event.action), Actor(event.actor_kind))


def _text(office: Office, complaint: AnyRow, events: Sequence[AnyRow], language: str | None, *, bare: bool) -> str:
    texts, said = office.texts_for(complaint.region, language), _said(complaint, events)
    key = _key(complaint, said, bare=bare)
    values: dict[str, str | int] = {
        "number": complaint.number,
        "status": texts.status(status_for(complaint)),
        "agency": office.agency_there(complaint.region, complaint.agency),
        "text": one_line(said, LONGEST_WORDS),
        "other": number_of(complaint.duplicate_of, office.number_key) if complaint.duplicate_of else "-",
    }
    return texts.render_with(key, values)


def _key(complaint: AnyRow, said: str, *, bare: bool) -> str:
    if complaint.status == Status.DUPLICATE and complaint.duplicate_of:
        return "update_merged"
    if bare:
        return "update_bare"
    key = "support_resolved" if complaint.status == Status.RESOLVED else "support_update"
    return _WORDS[key] if said else key


def _said(complaint: AnyRow, events: Sequence[AnyRow]) -> str:
    """Give the office's words about the state that it has led to; what was before holds no more."""
    last = events[-1]
    news = NEWS.get((Action(last.action), Actor(last.actor_kind)))
    holds = last.after == complaint.status and last.agency == complaint.agency
    said: str = last.reason.strip() if news and news.spoken and holds else ""
    return said


def _message(complaint: AnyRow, key: str, person: int, text: str) -> OutboundMessage:
    return OutboundMessage(
        dedupe_key=key,
        subscriber_id=person,
        text=text,
        priority=Priority.UPDATE,
        complaint_id=complaint.id,
        quiet_region=complaint.region,
    )
