"""Acknowledging in a rush: one short SMS for each sender, with the numbers of all that they have reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from complaints.steps.opening import Opened
from complaints.talk import rush
from complaints.talk.desk import Desk
from complaints.talk.manners import URGENT, Answer
from sms.codec import segment_count
from sms.message import InboundMessage
from storage import incidents, outbound
from storage.changes import as_sent
from storage.engine import AnyRow

Receipt = tuple[str, Mapping[str, str | int], str]
"""The key of the text, what stands in it, and the key of the message if it is not the answer to one of theirs."""


def acknowledge(message: InboundMessage, region: str, opened: Opened, receipt: Receipt, desk: Desk) -> None:
    """Acknowledge a report: with its receipt, or briefly in a rush, in the SMS that waits for its sender already."""
    key, values, dedupe_key = receipt
    given = desk.given.get(message.subscriber_id, ())
    if desk.is_rushed(message) and _is_shortened(key, given, desk):
        waiting = rush.open_short(given)
        if waiting and _takes_up(waiting, message, region, opened, desk):
            return
        key, values = rush.SHORT, _short(region, [opened.number], opened.incident, desk, message)
    desk.say(message, region, key, values, complaint_id=opened.id, dedupe_key=dedupe_key)


def _is_shortened(key: str, given: Sequence[Answer], desk: Desk) -> bool:
    """Tell whether a short one does; who has been told whom to call in danger needs not be told again at once."""
    again = key in URGENT and rush.is_told_of_danger(Answer(desk.now, key, "", explained=False), given)
    return key in rush.SHORTENED or again


def _takes_up(waiting: Answer, message: InboundMessage, region: str, opened: Opened, desk: Desk) -> bool:
    """Add a report's number to the SMS that waits; not if it is full, or has just left."""
    earlier = [row for row in desk.own_of(message) if row.id >= (waiting.complaint_id or 0) and not row.secret]
    numbers = [row.number for row in reversed(earlier)] + [opened.number]
    if len(numbers) > rush.MOST_NUMBERS or waiting.complaint_id is None:
        return False
    values = _short(region, numbers, opened.incident or _incident_of(earlier, desk), desk, message)
    text = as_sent(desk.office.texts_for(region, message.language).render_with(rush.SHORT, values))
    return outbound.rewrite(desk.connection, waiting.row, text, segment_count(text))


def _incident_of(rows: Sequence[AnyRow], desk: Desk) -> str | None:
    gathered = next((row.incident_id for row in rows if row.incident_id is not None), None)
    return incidents.name_of(desk.connection, gathered)


def _short(
    region: str, numbers: Sequence[int], incident: str | None, desk: Desk, message: InboundMessage
) -> dict[str, str | int]:
    texts = desk.office.texts_for(region, message.language)
    part = texts.render("part_of", incident=incident) if incident else ""
    emergency = desk.office.regions[region].emergency
    return {"few": ", ".join(map(str, numbers)), "part": part, "emergency": emergency}
