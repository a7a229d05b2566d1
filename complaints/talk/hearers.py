"""What a citizen says about a complaint of theirs, told to the officers who have it."""

from __future__ import annotations

from complaints.talk.desk import Desk
from complaints.who.circles import as_told, hearers_of
from config.text_limits import LONGEST_WORDS
from sms.message import InboundMessage, OutboundMessage, Priority
from sms.safe_text import one_line
from storage.engine import AnyRow
from storage.tasks import mark_told


def pass_on(  # noqa: PLR0913 - whose words go to whom, and how they are told
    message: InboundMessage, complaint: AnyRow, key: str, words: str, desk: Desk, *, asker: str | None = None
) -> None:
    """Tell the officers of a complaint with the text `key`; who asked hears it alone, if they still answer for it.

    `complaint` is a whole row of one. No number stands in the words on one whose reporter is hidden.
    """
    texts = desk.office.texts_for(complaint.region)
    told = texts.render_with(
        key, {"number": complaint.number, "text": one_line(as_told(complaint, words), LONGEST_WORDS)}
    )
    listeners = _listeners(complaint, asker, desk)
    for officer in listeners:
        desk.changes.send(_to_officer(message, complaint, officer, told, desk), desk.now)
    if listeners and complaint.assignment_id is not None:
        mark_told(desk.connection, [complaint.assignment_id], desk.now)


def _listeners(complaint: AnyRow, asker: str | None, desk: Desk) -> list[int]:
    responsible = hearers_of(desk.people, complaint)
    asked = [officer for officer in responsible if str(officer) == asker]
    return asked or responsible


def _to_officer(message: InboundMessage, complaint: AnyRow, officer: int, told: str, desk: Desk) -> OutboundMessage:
    return OutboundMessage(
        dedupe_key=f"passed_on:{message.id}:{officer}",
        subscriber_id=officer,
        text=told,
        priority=Priority.UPDATE,
        complaint_id=complaint.id,
        # Danger waits for no morning.
        not_before=None if complaint.urgent else desk.office.awake_at(complaint.region, desk.now),
        quiet_region=None if complaint.urgent else complaint.region,
    )
