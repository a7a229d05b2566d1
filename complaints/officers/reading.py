"""What an officer reads about a complaint: the whole text, how it stands, and with BACA what has happened to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import RowMapping

from complaints.life.lifecycle import Action, Actor, Status
from complaints.life.postponing import until_day
from complaints.officers.tasks import mark_of, state_of
from complaints.steps.notices import moment
from complaints.talk.desk import Desk
from complaints.who.circles import as_told
from config.text_limits import LONGEST_HISTORY, LONGEST_NOTE, LONGEST_WORDS
from config.texts import Texts
from sms.message import InboundMessage
from sms.safe_text import one_line
from storage.complaints import events_of, last_note, said_since
from storage.engine import AnyRow

_LONGEST_SAID = 60
_OF_A_PART = {Action.START: Status.IN_PROGRESS, Action.RESOLVE: Status.RESOLVED}
"""What these come to, also where a further agency does it and the complaint stays as it is."""
_STEPS = {
    Action.OPEN: "task_new",
    Action.ACCEPT: "task_accepted",
    Action.REOPEN: "officer_reopened_mark",
    **dict.fromkeys((Action.ADD, Action.ANSWER, Action.RATE, Action.HOLD), "officer_reporter_mark"),
}
"""What is told of a step by another name than the state after it."""

_UNTOLD = frozenset({Action.ESCALATE, Action.GATHER, Action.TAG})
"""What tells whoever works on it nothing."""


def tell_all(message: InboundMessage, complaint: AnyRow, desk: Desk, *, history: bool = False, key: str = "") -> None:
    """Tell the citizen's whole text, and how it stands; with `history` what has been done, the newest last."""
    texts, zone = desk.office.texts_for(complaint.region), desk.office.zone(complaint.region)
    note = last_note(desk.connection, complaint.id)
    whole = " + ".join([complaint.text, *said_since(desk.connection, complaint.id)])
    marks = [texts.render("mark_secret")] if complaint.secret else []
    values = {
        "number": complaint.number,
        "status": " ".join([*marks, state_of(texts, complaint)]),
        "until": until_day(complaint, texts, zone),
        "date": moment(complaint.status_since, zone),
        "text": one_line(as_told(complaint, whole), LONGEST_WORDS),
        "note": one_line(note, LONGEST_NOTE),
    }
    detail = texts.render_with("officer_detail_note" if note else "officer_detail", values)
    key = key or f"answer:{message.id}"
    desk.answer(message, detail, complaint_id=complaint.id, dedupe_key=key, always=True)
    if history:
        told = texts.render("officer_history", number=complaint.number, text=_history(complaint, texts, desk))
        desk.answer(message, told, complaint_id=complaint.id, dedupe_key=f"{key}:history", always=True)


def _history(complaint: AnyRow, texts: Texts, desk: Desk) -> str:
    """Write what has happened in a few SMS: of a long history the end."""
    lines = list(_lines(complaint, texts, desk))
    told = lines[-1]
    for line in reversed(lines[:-1]):
        if len(line) + len(told) > LONGEST_HISTORY - 10:
            return f"... {told}"
        told = f"{line}; {told}"
    return told


def _lines(complaint: AnyRow, texts: Texts, desk: Desk) -> Iterator[str]:
    zone, agency = desk.office.zone(complaint.region), None
    events = {event["id"]: event for event in events_of(desk.connection, complaint.id)}
    for event in events.values():
        if event["action"] in _UNTOLD:
            continue
        words = [moment(event["at"], zone), _mark(texts, event, events)]
        if event["agency"] != agency and event["agency"]:
            words.append(desk.office.agency_name(complaint.region, event["agency"]))
        agency = event["agency"]
        said = "" if event["actor_kind"] == Actor.SYSTEM else event["reason"]
        yield " ".join(words) + (f": {one_line(as_told(complaint, said), _LONGEST_SAID)}" if said else "")


def _mark(texts: Texts, event: RowMapping, events: Mapping[int, RowMapping]) -> str:
    """Name a step: what it took back, whose words it is, or the state that it came to."""
    action = Action(event["action"])
    if action is Action.UNDO and (undone := events.get(event["undo"]["of"])):
        return texts.render("officer_undone_mark", status=_mark(texts, undone, events))
    if action in _STEPS:
        return texts.render(_STEPS[action])
    return mark_of(texts, _OF_A_PART.get(action, event["after"]))
