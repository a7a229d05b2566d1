"""Which text goes to the citizen when a complaint moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from complaints.life.lifecycle import NEWS, Action, Actor, News, Status
from complaints.life.numbers import number_of
from complaints.steps.opening import Opened
from complaints.who.office import Office
from config.text_limits import LONGEST_WORDS
from parsers.meaning import Kind
from storage.engine import AnyRow

_FRESH = timedelta(hours=1)

AT_ONCE = frozenset({Action.REPLY, Action.ASK})
"""Words from a person to a person, which do not wait for what else may happen."""

# By whether an agency has it, and whether there is danger.
_ACKNOWLEDGEMENTS = {
    (True, False): "ack_assigned",
    (True, True): "ack_urgent",
    (False, False): "ack_triage",
    (False, True): "ack_urgent_triage",
}

_SECRET = {
    "reply": "reply_secret",
    "ask": "ask_secret",
    "ask_words": "ask_secret_words",
    "update_resolved_words": "update_secret_resolved_words",
    "update_resolved_claim": "update_secret_resolved_words",
}
"""Of a secret complaint the office's words go out under nobody's name."""

_CLAIM = {"update_resolved_words": "update_resolved_claim"}
"""Whoever asks for compensation is asked about that too, which SUDAH ends."""


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Write a moment as short as an SMS needs it, in the region's own time: "21/11 09:30"."""
    return at.astimezone(zone).strftime("%d/%m %H:%M")


def acknowledgement(office: Office, region: str, opened: Opened) -> tuple[str, dict[str, str | int]]:
    """Choose the first answer to a complaint: its number, who has it, and the emergency number if there is danger.

    Gives the key of the text, and what stands in it.
    """
    values: dict[str, str | int] = {
        "number": opened.number,
        "agency": office.agency_name(region, opened.agency),
        "emergency": office.regions[region].emergency,
    }
    if opened.body:
        body = office.regions[region].catalogue.bodies[opened.body]
        return "ack_elsewhere", {**values, "body": body.name, "reach": body.reach}
    return _acknowledgement_key(opened), values | ({"incident": opened.incident} if opened.incident else {})


def _acknowledgement_key(opened: Opened) -> str:
    if opened.secret:
        # Nothing but that there is danger, which must be said.
        return "ack_urgent_triage" if opened.urgent else "ack_secret"
    if opened.incident and not opened.urgent:
        return "ack_incident_where" if opened.lacks_place else "ack_incident"
    if opened.lacks_place:
        return "ack_urgent_where" if opened.urgent else "ack_where"
    if opened.kind is Kind.PRAISE and opened.agency and not opened.urgent:
        return "ack_praise"
    return _ACKNOWLEDGEMENTS[opened.agency is not None, opened.urgent]


def is_news(action: Action, actor: Actor) -> bool:
    """Tell whether the reporter hears of a step: not of what is the office's own, nor of what they did themselves."""
    return (action, actor) in NEWS


def is_supporters_news(action: Action, actor: Actor) -> bool:
    """Tell whether who supports a complaint hears of a step: that its reporter closes or reopens it is news to them.

    What is said to the reporter alone is not for them.
    """
    moved = actor is Actor.CITIZEN and action in {Action.CLOSE, Action.REOPEN}
    return action not in AT_ONCE and (moved or is_news(action, actor))


def is_asked(complaint: AnyRow, events: Sequence[AnyRow]) -> bool:
    """Tell whether the office in charge has asked the reporter something in these events that waits for an answer."""
    steps = [event.action for event in _of_office(complaint, events) if event.action in {Action.ASK, Action.ANSWER}]
    return bool(steps) and steps[-1] == Action.ASK


def news(office: Office, complaint: AnyRow, events: Sequence[AnyRow], now: datetime) -> list[str]:
    """Write what the reporter hears of all that has happened since the last time: one SMS, or none.

    The state is the one the complaint is in now; what it was in between is no news any more. Words of an office that
    has handed it on go under its own name, its questions not at all. What does not fit into one SMS goes one by one.
    """
    kept = without_undone(events)
    heard = [event for event in kept if _is_heard(event)]
    spoken = [event for event in _sayable(complaint, _still_true(kept)) if _is_heard(event) and _speaks(event)]
    former = [event for event in spoken if event.agency != complaint.agency and event.action != Action.ASK]
    texts = [_text(office, complaint, _hushed(complaint, "reply"), event, now) for event in former]
    current = _of_office(complaint, heard) or _solved_before(complaint, heard)
    return texts + (_of_now(office, complaint, current, _of_office(complaint, spoken), now) if current else [])


def without_undone(events: Sequence[AnyRow]) -> list[AnyRow]:
    """Leave out what was taken back before it was told, and that it was."""
    undone = {event.undo["of"]: event.id for event in events if event.action == Action.UNDO}
    unheard = {id_ for of, undo in undone.items() if of in {event.id for event in events} for id_ in (of, undo)}
    return [event for event in events if event.id not in unheard]


def _sayable(complaint: AnyRow, events: Sequence[AnyRow]) -> Sequence[AnyRow]:
    """Leave out, of what is secret, what was said before it was: whoever wrote it did not know who might read it."""
    hidden = max((event.id for event in events if event.action in _HIDES), default=0) if complaint.secret else 0
    return [event for event in events if event.id > hidden]


def _solved_before(complaint: AnyRow, heard: Sequence[AnyRow]) -> list[AnyRow]:
    """Give the step by which another office solved what has become secret since: its reporter is asked all the same."""
    solved = complaint.secret and complaint.status == Status.RESOLVED
    return [event for event in heard if event.action == Action.RESOLVE][-1:] if solved else []


_HIDES = frozenset({Action.ENCLOSE, Action.MASK})
_WHILE_IT_LASTS = frozenset({Action.POSTPONE, Action.REJECT, Action.CLOSE, Action.DECLINE})
"""Steps whose words hold as long as the state to which they led: what is open again has not been refused."""


def _still_true(events: Sequence[AnyRow]) -> list[AnyRow]:
    """Leave out what was corrected before it was told: a day that counts no more, a solution that was not the last."""
    return [event for place, event in enumerate(events) if not any(_corrects(later, event) for later in events[place:])]


def _corrects(later: AnyRow, event: AnyRow) -> bool:
    if later.id == event.id or event.action not in {*_WHILE_IT_LASTS, Action.RESOLVE}:
        return False
    if event.action in _WHILE_IT_LASTS and later.after != event.after:
        return True
    return bool(later.action == event.action and later.agency == event.agency)


def _of_office(complaint: AnyRow, events: Sequence[AnyRow]) -> list[AnyRow]:
    return [event for event in events if event.agency == complaint.agency]


def _of_now(
    office: Office, complaint: AnyRow, heard: Sequence[AnyRow], spoken: Sequence[AnyRow], now: datetime
) -> list[str]:
    """Write what the office in charge has done, and of what it said what still holds."""
    if not spoken:
        return [_text(office, complaint, _silent_key(complaint, heard[-1]), heard[-1], now)]
    if sum(len(event.reason) for event in spoken) > LONGEST_WORDS:
        keys = ("ask" if event.action == Action.ASK else "reply" for event in spoken)
        keyed = zip(keys, spoken, strict=True)
        return [_text(office, complaint, _hushed(complaint, key), event, now) for key, event in keyed]
    key = _hushed(complaint, _spoken_key(complaint, heard, spoken))
    return [_text(office, complaint, key, heard[-1], now, spoken)]


def bare(office: Office, complaint: AnyRow, events: Sequence[AnyRow]) -> list[str]:
    """Write the same for a phone that has been silent so long that it may be somebody else's: number and state."""
    current = _of_office(complaint, [event for event in without_undone(events) if _is_heard(event)])
    if not current:
        return []
    key = "ask_bare" if is_asked(complaint, current) else "update_bare"
    texts = office.texts_for(complaint.region, complaint.language)
    return [texts.render_with(key, {"number": complaint.number, "status": texts.status(complaint.status)})]


def _hushed(complaint: AnyRow, key: str) -> str:
    """Choose the text that names neither agency nor matter for one that may: phones are shared or seized."""
    return _SECRET.get(key, "update_secret_words") if complaint.secret else key


def _speaks(event: AnyRow) -> bool:
    """Tell whether what the office said beside a step is for the citizen; otherwise it is a note in the history."""
    return bool(_news_of(event).spoken and event.reason.strip())


def _news_of(event: AnyRow) -> News:
    return NEWS[Action(event.action), Actor(event.actor_kind)]


def _dated(event: AnyRow, zone: ZoneInfo, now: datetime) -> str:
    """Give what the office said, with the time if it was held: "besok" of last night is today."""
    said: str = event.reason
    return said if event.action == Action.ASK or now - event.at < _FRESH else f"{said} ({moment(event.at, zone)})"


def _is_heard(event: AnyRow) -> bool:
    # The acknowledgement has told where a new complaint went.
    return event.before not in (None, Status.NEW) and is_news(Action(event.action), Actor(event.actor_kind))


def _text(  # noqa: PLR0913, PLR0917 - what is told of whom, and whose words
    office: Office, complaint: AnyRow, key: str, event: AnyRow, now: datetime, spoken: Sequence[AnyRow] = ()
) -> str:
    """Write a text about an event, in the words of it or of several."""
    texts, zone = office.texts_for(complaint.region, complaint.language), office.zone(complaint.region)
    values: dict[str, str | int] = {
        "number": complaint.number,
        "agency": office.agency_name(complaint.region, event.agency),
        "region": office.region_name(complaint.region),
        "status": texts.status(complaint.status),
        "text": " / ".join(_dated(each, zone, now) for each in spoken or (event,)),
        "other": number_of(complaint.duplicate_of, office.number_key) if complaint.duplicate_of else "-",
    }
    return texts.render_with(key, values)


def _spoken_key(complaint: AnyRow, heard: Sequence[AnyRow], spoken: Sequence[AnyRow]) -> str:
    """Choose the text around words of the office: a question, nothing but words, or a state that they explain."""
    if is_asked(complaint, heard):
        return "ask" if len(spoken) == 1 else "ask_words"
    steps = [event for event in heard if event.action != Action.REPLY]
    key = _news_of(steps[-1]).spoken or "update_words" if steps else "reply"
    return _CLAIM.get(key, key) if complaint.compensation else key


def _silent_key(complaint: AnyRow, last: AnyRow) -> str:
    """Choose the text for a step without words; of a secret complaint it tells the state and nothing else."""
    if complaint.secret:
        return "update_secret_resolved" if complaint.status == Status.RESOLVED else "update_secret"
    if complaint.status == Status.DUPLICATE and complaint.duplicate_of:
        return "update_merged"
    return _news_of(last).key
