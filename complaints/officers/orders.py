"""An officer's command about a complaint: done at once and echoed, or refused, and then nothing has changed.

What takes a one-time code is done when the code comes back, and everything is looked at once more then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from complaints.life.deeds import Deed, DoneAlreadyError, NoSuchAgencyError
from complaints.life.lifecycle import Action, Actor, IllegalStepError
from complaints.life.numbers import is_mistyped
from complaints.life.postponing import until_day
from complaints.life.undoing import CannotUndoError, TooLateToUndoError
from complaints.officers import codes, reading
from complaints.officers.last_list import Named, has_list, named_by
from complaints.officers.permission import ruling
from complaints.officers.plans import deed_of, plan
from complaints.officers.tasks import state_of
from complaints.steps.actions import find
from complaints.steps.authority import Look, Ruling
from complaints.steps.notices import moment
from complaints.talk import requests, standing
from complaints.talk.desk import Desk
from complaints.talk.errands import Errand, Refused, Values
from complaints.time.hours import when_awake
from complaints.who.circles import AccusedError, NobodyThereError, NotTheirsError, as_told
from config.text_limits import LONGEST
from parsers.meaning import Withdraw
from parsers.officer_meaning import Order, Verb
from sms.message import InboundMessage
from sms.safe_text import one_line, storable
from storage.engine import AnyRow
from storage.history import last_steps

KIND = "order"
"""What the action is called that waits for its code."""

_ECHOES = {
    Action.ACCEPT: "officer_accepted",
    Action.START: "officer_started",
    Action.RESOLVE: "officer_resolved",
    Action.ASK: "officer_asked",
    Action.RETURN: "officer_returned",
    Action.ASSIGN: "officer_passed_on",
    Action.POSTPONE: "officer_postponed",
    Action.UNDO: "officer_undone",
    Action.MOVE: "officer_moved",
    Action.DECLINE: "officer_declined",
    Action.WITHDRAW: "officer_withdrew",
}
_OF_PART = {Action.RESOLVE: "officer_part_done", Action.RETURN: "officer_part_left"}
"""The echoes to a further agency, where they differ."""

_ONCE = frozenset({"officer_unknown", "officer_no_list", "officer_no_place"})
"""What is said once for all that a command names wrongly."""

_SAME_AGAIN = timedelta(minutes=10)
_ABOUT, _SHOWN = len(LONGEST["about"]) - 3, len(LONGEST["order"])


def obey(message: InboundMessage, region: str, order: Order, desk: Desk, waited: Sequence[Named] = ()) -> None:
    """Do what an officer commands, for each complaint they name; what takes a code is asked for together.

    `waited` are the complaints of an order whose code has come back, by the places that they had in the list then.
    """
    if not order.numbers:
        _ask_for_number(message, region, order, desk)
    told: set[str] = set()
    waiting: list[Errand] = []
    for place, named in enumerate(waited or named_by(message, order, desk)):
        key = f"answer:{message.id}:{place}"
        errand = _errand(message, order, named, desk, key)
        if isinstance(errand, Errand) and _is_for_withdrawal(errand):
            requests.take(message, errand.complaint.region, Withdraw(errand.number), desk)
            continue
        refused = errand if isinstance(errand, Refused) else _obey(errand, waiting, confirmed=bool(waited))
        if refused and (refused.key not in _ONCE or refused.key not in told):
            told.add(refused.key)
            _say(message, region, desk, refused, key)
    if waiting:
        action = {
            "kind": KIND,
            "verb": order.verb,
            "numbers": [errand.number for errand in waiting],
            "places": [errand.named.place for errand in waiting],
            "words": order.words,
        }
        codes.ask(message, region, action, _shown(waiting, order), desk)


def obey_waiting(message: InboundMessage, region: str, action: Mapping[str, Any], desk: Desk) -> None:
    """Do what has waited for its code."""
    order = Order(Verb(action["verb"]), tuple(action["numbers"]), action["words"])
    obey(message, region, order, desk, [Named(*each) for each in zip(order.numbers, action["places"], strict=True)])


def _ask_for_number(message: InboundMessage, region: str, order: Order, desk: Desk) -> None:
    """Ask which complaint is meant; BATAL alone is the citizen's, if they have reported something."""
    if order.verb is Verb.UNDO and standing.shown(message, desk):
        requests.take(message, region, Withdraw(None), desk)
    else:
        _say(message, region, desk, Refused("officer_number_missing", {"verb": order.verb}))


def _errand(message: InboundMessage, order: Order, named: Named, desk: Desk, key: str) -> Errand | Refused:
    """Find the complaint, locked before it is looked at: nobody hands it on meanwhile."""
    if named.number is None:
        key = "officer_no_place" if has_list(message, desk) else "officer_no_list"
        return Refused(key, {"place": named.place or 0, "verb": order.verb})
    if is_mistyped(named.number) or not desk.complaint(named.number):
        return Refused("officer_unknown", {"number": named.number})
    return Errand(message, order, named, find(desk.connection, named.number, for_change=True), key, desk)


def _is_for_withdrawal(errand: Errand) -> bool:
    """Tell whether BATAL is the citizen's: about a complaint of their own, which they have not just worked on."""
    if errand.order.verb is not Verb.UNDO or not standing.is_own(errand.complaint, errand.message):
        return False
    (last,) = last_steps(errand.desk.connection, errand.complaint.id, 1)
    worked = (last.actor_kind, last.actor) == (Actor.OFFICER, errand.officer) and last.action != Action.UNDO
    return not worked


def _shown(waiting: Sequence[Errand], order: Order) -> str:
    """Write what a code is for, with as many of the words as fit: a forged order must not ride on a real one's code."""
    numbers = " ".join(str(errand.number) for errand in waiting)
    return one_line(f"{order.verb} {numbers} {order.words or _about(waiting[0]).strip()}".rstrip(), _SHOWN)


def _obey(errand: Errand, waiting: list[Errand], *, confirmed: bool) -> Refused | None:
    """Do it, or tell why not; what must be confirmed goes to those that wait."""
    deed = deed_of(errand)
    allowed = ruling(errand.message, errand.complaint, deed, errand.desk)
    if not allowed.grants:
        return errand.refused(allowed)
    if isinstance(deed, Look):
        reading.tell_all(errand.message, errand.complaint, errand.desk, history=True, key=errand.key)
        return None
    planned = plan(errand, deed)
    if isinstance(planned, Refused):
        return planned
    if allowed is Ruling.CODE and not confirmed:
        waiting.append(errand)
        return None
    return _carry_out(errand, planned)


def _carry_out(errand: Errand, deed: Deed) -> Refused | None:  # noqa: PLR0911 - each refusal has its text
    """Do it, and echo it to the registered phone, where the real officer sees what a forged sender has ordered."""
    try:
        # The same command again, from the network or in doubt, is echoed again.
        if not _is_repeated(deed, errand):
            with suppress(DoneAlreadyError):
                errand.desk.do(errand.number, deed)
    except TooLateToUndoError:
        return errand.refused("officer_undo_late")
    except CannotUndoError:
        return errand.refused("officer_undo_none")
    except AccusedError:
        agency = errand.desk.office.agency_name(errand.complaint.region, deed.agency)
        return Refused("officer_accused", {"number": errand.number, "agency": agency})
    except NobodyThereError:
        region = errand.desk.office.region_name(deed.region or "")
        return Refused("officer_nobody_there", {"number": errand.number, "region": region})
    except NotTheirsError:
        return errand.refused("officer_stays")
    except (IllegalStepError, NoSuchAgencyError):
        return errand.refused(Ruling.IMPOSSIBLE)
    echo = errand.texts.render_with(_echo_key(errand, deed), _echoed(errand, deed))
    errand.desk.answer(errand.message, echo, complaint_id=errand.complaint.id, dedupe_key=errand.key, always=True)
    return None


def _echo_key(errand: Errand, deed: Deed) -> str:
    """Choose the echo: by what was done, unless a further agency did it, or the admin has to choose now."""
    complaint = find(errand.desk.connection, errand.number)
    if deed.action is Action.ASSIGN and complaint.agency is None:
        return "officer_bounced"
    return _OF_PART.get(deed.action, _ECHOES[deed.action]) if deed.part else _ECHOES[deed.action]


def _echoed(errand: Errand, deed: Deed) -> Values:
    complaint, office = find(errand.desk.connection, errand.number), errand.desk.office
    day = deed.until.astimezone(office.zone(complaint.region)) if deed.until else None
    there = errand.elsewhere
    moved = deed.action is Action.MOVE or deed.part is not None
    return {
        "number": errand.number,
        "agency": office.agency_name(complaint.region, complaint.agency if moved else deed.agency or complaint.circle),
        "region": office.region_name(complaint.region),
        "body": there.neighbour.name if there and there.neighbour else "",
        "count": complaint.bounced,
        "date": f"{day:%d/%m/%Y}" if day else _asked_at(complaint, errand.desk),
        "status": state_of(errand.texts, complaint),
        "until": until_day(complaint, errand.texts, office.zone(complaint.region)),
        "about": _about(errand),
    }


def _about(errand: Errand) -> str:
    """Give the first words of a complaint that was named by its place; of one that is kept apart never a word."""
    complaint = errand.complaint
    if errand.named.place is None or complaint.secret or complaint.circle:
        return ""
    return f" ({one_line(as_told(complaint, complaint.text), _ABOUT)})"


def _is_repeated(deed: Deed, errand: Errand) -> bool:
    """Tell whether the last thing that happened to a complaint, minutes ago, is the same deed."""
    (last,) = last_steps(errand.desk.connection, errand.complaint.id, 1)
    wanted = (deed.action, deed.actor_kind, deed.actor, storable(deed.said))
    same = (last.action, last.actor_kind, last.actor, last.reason) == wanted
    return same and errand.desk.now - last.at <= _SAME_AGAIN


def _asked_at(complaint: AnyRow, desk: Desk) -> str:
    """Tell when a question reaches the citizen: in the morning if it is night, but not in danger."""
    zone, now = desk.office.zone(complaint.region), desk.now
    return moment(now if complaint.urgent else when_awake(desk.office.regions[complaint.region], now), zone)


def _say(message: InboundMessage, region: str, desk: Desk, refused: Refused, key: str = "") -> None:
    """Answer with a text; one with a key is about a command."""
    written = desk.office.texts_for(region).render_with(refused.key, refused.values)
    desk.answer(message, written, dedupe_key=key, always=bool(key))
