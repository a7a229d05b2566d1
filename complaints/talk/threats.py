"""Whoever is threatened for a complaint is hidden at once, and somebody who is not of the office concerned is told.

ANCAM says so, or what a reporter adds or answers. What they ask for afterwards, somebody may stand behind them; so a
complaint that is to be dropped then is held until a person has looked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import find
from complaints.talk import standing
from complaints.talk.desk import Desk
from complaints.watch.ladder_texts import by_agency
from complaints.who.circles import hearers_of, unaccused
from parsers.words import word_list, words_of
from sms.message import InboundMessage, OutboundMessage, Priority
from storage.contacts import INTEGRITY
from storage.engine import AnyRow

_FOR_A_REPORT = word_list(
    "lapor laporan melapor ngelapor lapuran aduan ngadu mengadu pengaduan cabut mencabut nyabut dicabut tarik ditarik"
)
"""What is said beside a threat that is about a complaint that is there already."""


def heed(message: InboundMessage, complaint: AnyRow, words: str, desk: Desk) -> None:
    """Hide who reported if their words on a complaint tell that they are threatened."""
    if complaint.number in desk.threatened:
        return
    if complaint.region in desk.office.delicate and desk.office.delicate[complaint.region].threatens(words):
        mask(message, complaint.number, desk)


def heed_all(message: InboundMessage, region: str, words: str, desk: Desk) -> None:
    """Hide all open complaints of whoever tells of a threat without naming one."""
    if desk.office.delicate[region].threatens(words):
        mask_all(message, standing.open_ones(message, desk), desk)


def is_for_a_report(region: str, text: str, own: Iterable[AnyRow], desk: Desk) -> bool:
    """Tell whether a text that names no complaint tells of a threat because of one of the sender's `own`.

    It says so; or what they reported is delicate, so that a threat is hardly about anything else.
    """
    if not desk.office.delicate[region].threatens(text):
        return False
    return bool(_FOR_A_REPORT.intersection(words_of(text))) or any(row.secret or row.circle for row in own)


def mask(message: InboundMessage, number: int, desk: Desk, words: str = "") -> None:
    """Hide the number of who reported, take the complaint into its circle, and tell those who look after it."""
    complaint = _hide(message, number, desk, words)
    _tell(complaint, "officer_threat", f"threat:{complaint.id}:{_today(complaint, desk)}", desk)


def mask_all(message: InboundMessage, rows: Sequence[AnyRow], desk: Desk, words: str = "") -> None:
    """Do so with several complaints of who is threatened; whoever looks after them hears of all of them in one SMS."""
    if len(rows) == 1:
        mask(message, rows[0].number, desk, words)
        return
    told: dict[int, list[AnyRow]] = {}
    for complaint in [_hide(message, row.number, desk, words) for row in rows]:
        for person in _guardians(complaint, desk):
            told.setdefault(person, []).append(complaint)
    for person, mine in told.items():
        newest = mine[0]
        numbers = by_agency([("", each.number) for each in mine])
        values = {"count": len(mine), "numbers": numbers, "number": newest.number}
        text = desk.office.texts_for(newest.region).render_with("officer_threats", values)
        once = f"threat:{newest.id}:{len(mine)}:{_today(newest, desk)}"
        _send(person, newest, text, once, desk)


def _hide(message: InboundMessage, number: int, desk: Desk, words: str) -> AnyRow:
    desk.do(number, Deed(Action.MASK, Actor.CITIZEN, str(message.subscriber_id), words))
    desk.threatened.add(number)
    return find(desk.connection, number)


def _today(complaint: AnyRow, desk: Desk) -> date:
    return desk.now.astimezone(desk.office.zone(complaint.region)).date()


def hold(message: InboundMessage, complaint: AnyRow, desk: Desk, *, solved: bool = False) -> None:
    """Note that a threatened reporter wants a complaint dropped, or says it is solved; a person looks at it."""
    desk.do(complaint.number, Deed(Action.HOLD, Actor.CITIZEN, str(message.subscriber_id)))
    key = "officer_held_solved" if solved else "officer_held"
    _tell(find(desk.connection, complaint.number), key, f"held:{message.id}:{complaint.id}", desk)
    standing.say_done(message, "withdraw_held", complaint, desk)


def _tell(complaint: AnyRow, key: str, once: str, desk: Desk) -> None:
    """Tell its circle, and the integrity contact if that is another one: at once, at night too."""
    text = desk.office.texts_for(complaint.region).render_with(key, {"number": complaint.number})
    for person in _guardians(complaint, desk):
        _send(person, complaint, text, once, desk)


def _send(person: int, complaint: AnyRow, text: str, once: str, desk: Desk) -> None:
    told = OutboundMessage(
        dedupe_key=f"{once}:{person}",
        subscriber_id=person,
        text=text,
        priority=Priority.ANSWER,
        complaint_id=complaint.id,
    )
    desk.changes.send(told, desk.now)


def _guardians(complaint: AnyRow, desk: Desk) -> Iterable[int]:
    """Give its circle, and the integrity contact where nobody of theirs is accused."""
    own = hearers_of(desk.people, complaint)
    watchdog = desk.office.regions[complaint.region].catalogue.accusations.watchdog
    if complaint.circle == INTEGRITY or watchdog in (complaint.accused or ()):
        return own
    others = unaccused(
        desk.people, complaint.region, complaint.accused, desk.people.recipients(complaint.region, INTEGRITY)
    )
    return dict.fromkeys([*own, *others])
