"""What an officer reads about a complaint: the whole text, how it stands, and with BACA what has happened to it."""

from __future__ import annotations

from collections.abc import Iterator

from complaints.circles import is_hushed
from complaints.desk import Desk
from complaints.lifecycle import Action, Actor, Status
from complaints.notices import moment
from complaints.tasks import mark_of, state_of
from config.text_limits import LONGEST_HISTORY, LONGEST_NOTE, LONGEST_WORDS
from config.texts import Texts
from sms.message import InboundMessage
from sms.safe_text import mask_phones, one_line
from storage.complaints import events_of, last_note, said_since
from storage.engine import AnyRow

_LONGEST_SAID = 60
_OF_A_PART = {Action.START: Status.IN_PROGRESS, Action.RESOLVE: Status.RESOLVED}
"""What these come to, also where a further agency does it and the complaint stays as it is."""
_STEPS = {Action.OPEN: "task_new", Action.ACCEPT: "task_accepted"}


def tell_all(message: InboundMessage, complaint: AnyRow, desk: Desk, *, history: bool = False, key: str = "") -> None:
    """Tell the citizen's whole text, and how it stands; with `history` what has been done, the newest last."""
    texts = desk.office.texts_for(complaint.region)
    note = last_note(desk.connection, complaint.id)
    whole = " + ".join([complaint.text, *said_since(desk.connection, complaint.id)])
    marks = [texts.render("mark_secret")] if complaint.secret else []
    values = {
        "number": complaint.number,
        "status": " ".join([*marks, state_of(texts, complaint)]),
        "date": moment(complaint.status_since, desk.office.zone(complaint.region)),
        "text": one_line(mask_phones(whole) if is_hushed(complaint) else whole, LONGEST_WORDS),
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
    for event in events_of(desk.connection, complaint.id):
        words = [moment(event["at"], zone), _mark(texts, event["action"], event["after"])]
        if event["agency"] != agency and event["agency"]:
            words.append(desk.office.agency_name(complaint.region, event["agency"]))
        if event["action"] == Action.UNDO:
            words.append(texts.render("officer_undone_mark"))
        agency = event["agency"]
        said = "" if event["actor_kind"] == Actor.SYSTEM or event["action"] == Action.OPEN else event["reason"]
        said = mask_phones(said) if is_hushed(complaint) else said
        yield " ".join(words) + (f": {one_line(said, _LONGEST_SAID)}" if said else "")


def _mark(texts: Texts, action: str, after: str) -> str:
    """Name what a step came to: by the state after it, which taking it up leaves as it was."""
    if action in _STEPS:
        return texts.render(_STEPS[Action(action)])
    return mark_of(texts, _OF_A_PART.get(Action(action), after))
