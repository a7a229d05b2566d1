"""Which text goes to the citizen when a complaint moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from complaints.lifecycle import ENDED, Action, Actor, Status
from complaints.office import Office
from complaints.opening import Opened
from config.text_keys import LONGEST_WORDS
from storage.engine import AnyRow

# Steps that concern nobody but the office.
_SILENT = frozenset({Action.UNSURE, Action.RETURN, Action.ARCHIVE, Action.MARK_SPAM})

# What the office says beside these steps is for the citizen; beside others it is a note in the history.
_SPOKEN = frozenset({Action.REPLY, Action.ASK, Action.START, Action.RESOLVE, Action.DECLINE})

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

# The state a complaint is left in, without words of the office and with them.
_KEYS = {
    Status.ASSIGNED: "update_assigned",
    Status.RESOLVED: "update_resolved",
    Status.NOT_OURS: "update_ended",
}
_SPOKEN_KEYS = {
    Status.WAITING: "ask",
    Status.RESOLVED: "update_resolved_words",
    Status.NOT_OURS: "not_ours",
}


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Write a moment as short as an SMS needs it, in the region's own time: "21/11 09:30"."""
    return at.astimezone(zone).strftime("%d/%m %H:%M")


def acknowledgement(office: Office, region: str, opened: Opened) -> str:
    """Write the first answer to a complaint: its number, who has it, and the emergency number if there is danger."""
    values: dict[str, str | int] = {
        "number": opened.number,
        "agency": office.agency_name(region, opened.agency),
        "emergency": office.regions[region].emergency,
    }
    return office.texts_for(region).render_with(_ACKNOWLEDGEMENTS[opened.agency is not None, opened.urgent], values)


def is_news(action: Action, actor: Actor) -> bool:
    """Tell whether the reporter hears of a step: not of what is the office's own, nor of what they did themselves."""
    return action not in _SILENT and actor is not Actor.CITIZEN


def is_asked(events: Sequence[AnyRow]) -> bool:
    """Tell whether the reporter is asked something that they have not answered yet."""
    steps = [event.action for event in events if event.action in {Action.ASK, Action.ANSWER}]
    return bool(steps) and steps[-1] == Action.ASK


def news(office: Office, complaint: AnyRow, events: Sequence[AnyRow], now: datetime) -> list[str]:
    """Write what the reporter hears of all that has happened since the last time: one SMS, or none.

    More only if the office said more than fits into one: then each of its words goes by itself. The state is the one
    the complaint is in now; what it was in between is no news any more.
    """
    heard = [event for event in events if _is_heard(event)]
    if not heard:
        return []
    zone = office.zone(complaint.region)
    words = [_dated(event, zone, now) for event in heard if event.action in _SPOKEN and event.reason.strip()]
    together = " / ".join(words)
    if len(together) > LONGEST_WORDS:
        return [_text(office, complaint, _spoken_key(heard), said) for said in words]
    key = _spoken_key(heard) if words else _silent_key(heard[-1])
    return [_text(office, complaint, "ask_words" if key == "ask" and len(words) > 1 else key, together)]


def _dated(event: AnyRow, zone: ZoneInfo, now: datetime) -> str:
    """Give what the office said, with the time if it was held: "besok" of last night is today."""
    said: str = event.reason
    return said if event.action == Action.ASK or now - event.at < _FRESH else f"{said} ({moment(event.at, zone)})"


def _is_heard(event: AnyRow) -> bool:
    # The acknowledgement has told where a new complaint went.
    return event.before not in (None, Status.NEW) and is_news(Action(event.action), Actor(event.actor_kind))


def _text(office: Office, complaint: AnyRow, key: str, said: str) -> str:
    texts = office.texts_for(complaint.region)
    values: dict[str, str | int] = {
        "number": complaint.number,
        "agency": office.agency_name(complaint.region, complaint.agency),
        "status": texts.status(complaint.status),
        "text": said,
    }
    return texts.render_with(key, values)


def _spoken_key(heard: Sequence[AnyRow]) -> str:
    """Choose the text around words of the office: nothing but words, or a state that they explain."""
    if all(event.action == Action.REPLY for event in heard):
        return "reply"
    return _SPOKEN_KEYS.get(Status(heard[-1].after), "update_words")


def _silent_key(last: AnyRow) -> str:
    """Choose the text for a step without words: by what was done, else by what the new state is called."""
    if last.action == Action.REOPEN:
        return "update_reopened"
    if last.action == Action.ACCEPT:
        return "update_accepted"
    after = Status(last.after)
    return "update_ended" if after in ENDED else _KEYS.get(after, "update")
