"""What waits for an officer, as lists by SMS: the digest, and the answer to TUGAS.

One list for a person, whatever agencies they serve. Its complaints are numbered, and the numbers of the last list that
a phone was given are kept, so that `1 terima` is understood.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from complaints.life.asking import Asked, question
from complaints.life.lifecycle import Status
from complaints.officers.together import incident_lines
from complaints.steps.notices import moment
from complaints.watch.task_list import Item, Line, write
from complaints.who.circles import as_told
from complaints.who.office import Office
from config.texts import Texts
from storage import tasks
from storage.contacts import ADMIN
from storage.engine import AnyRow
from storage.tasks import Clock, Duty, Section

MOST_POSITIONS = 99
"""Longer numbers in the place of a complaint's are no positions; what comes after them is told without."""

_ENOUGH = 20
"""Items that never fit into the SMS of one list."""

_MOST_PAGES = 50
_DAY = timedelta(days=1)

_MARKS = {
    Status.TRIAGE: "task_triage",
    Status.IN_PROGRESS: "task_in_progress",
    Status.WAITING: "task_waiting",
    Status.POSTPONED: "task_postponed",
}

# How a digest counts a section, and how it marks what is in it; what is new is neither late nor answered.
_COUNTED = {
    Section.NEW: "digest_new",
    Section.OVERDUE: "digest_overdue",
    Section.TODAY: "digest_today",
    Section.ANSWERED: "digest_answered",
}
_PRESSING = {Section.OVERDUE: "task_overdue", Section.TODAY: "task_today", Section.ANSWERED: "task_answered"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a digest tells somebody: how many complaints wait, the SMS, the numbers in them, and the hands told of."""

    count: int
    texts: tuple[str, ...]
    numbers: tuple[int, ...]
    assignment_ids: Collection[int]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list of open complaints: its SMS, all numbers up to its end, and how many each page had.

    `assignment_ids` are the hands that it tells of.
    """

    texts: tuple[str, ...]
    numbers: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()
    assignment_ids: Collection[int] = ()


def waiting(connection: Connection, office: Office, duty: Duty, now: datetime, since: datetime | None) -> Waiting:
    """Write somebody's digest: what is new, due today, overdue, or answered since then; without any, no texts.

    What an open incident has gathered is one line with a count: 300 complaints about a flood are one matter.
    """
    clock = _clock(office, duty.region, now, since)
    counted = tasks.counts(connection, duty, clock, pressing=True)
    count = sum(counted.values())
    if not count:
        return Waiting(0, (), (), ())
    groups = incident_lines(connection, office, duty, clock)
    rows = tasks.open_tasks(connection, duty, clock, pressing=True, limit=_ENOUGH, alone=bool(groups))
    texts = office.texts_for(duty.region)
    date = moment(now, office.zone(duty.region))
    told = ", ".join(texts.render(key, count=counted[each]) for each, key in _COUNTED.items() if each in counted)
    head = texts.render("digest_head", agency=agencies_of(office, duty), date=date, list=told)
    items: list[Item | Line] = [group.line for group in groups]
    items += _items(texts, duty, rows, told_new=False)
    total = len(groups) + count - sum(group.count for group in groups)
    listed = write(head, items, total, lambda rest: texts.render("digest_more", count=rest))
    shown = rows[: max(0, listed.shown - len(groups))]
    hands = [hand for group in groups[: listed.shown] for hand in group.hands]
    return Waiting(count, listed.texts, tuple(row.number for row in shown), hands + _hands(shown))


def open_list(  # noqa: PLR0913 - whose list, and how far it has been told
    connection: Connection, office: Office, duty: Duty, *, page: int, state: Mapping[str, Any], now: datetime
) -> Listed:
    """Write the open complaints of somebody as the answer to TUGAS; `page` from 1, the last one if it is beyond.

    `state` is that of the last list of the phone (`Floor.listed`). A further page goes on where the one before ended,
    whatever has been done meanwhile.
    """
    clock, texts = _clock(office, duty.region, now, None), office.texts_for(duty.region)
    count = sum(tasks.counts(connection, duty, clock, pressing=False).values())
    if not count:
        return Listed((texts.render("tasks_none", agency=agencies_of(office, duty)),))
    page = min(page, _MOST_PAGES)
    pages = tuple(state.get("pages", ())[: page - 1])
    listed = Listed((), tuple(state.get("numbers", ())[: sum(pages)]), pages)
    rows = tasks.open_tasks(connection, duty, clock, pressing=False, limit=len(listed.numbers) + _ENOUGH * page)
    if pages and all(row.number in listed.numbers for row in rows):
        return open_list(connection, office, duty, page=len(pages), state=state, now=now)
    head = texts.render("tasks_head", agency=agencies_of(office, duty), count=count)
    while len(listed.pages) < page and (fresh := [row for row in rows if row.number not in listed.numbers]):
        left = count - (len(rows) - len(fresh))
        listed = _next_page(texts, duty, head, listed, rows=fresh[:_ENOUGH], left=left)
    return listed


def list_row(subscriber_id: int, numbers: Sequence[int], now: datetime, pages: Sequence[int] = ()) -> dict[str, Any]:
    """Make the row by which a phone's last list is known; it takes the place of the one before.

    It is written together with the list's SMS, not when they leave: whoever answers an older list sees in the echo
    which complaint was meant.
    """
    state = {"numbers": list(numbers[:MOST_POSITIONS]), "pages": list(pages)}
    return question(Asked.LIST, subscriber_id, now, state=state)


def agencies_of(office: Office, duty: Duty) -> str:
    """Name the agencies of a duty: the only one, or how many there are."""
    codes = duty.codes
    if len(codes) > 1:
        return office.texts_for(duty.region).render("agencies", count=len(codes))
    return office.agency_name(duty.region, codes[0] if codes else ADMIN)


def _next_page(  # noqa: PLR0913 - what the page before was, and what is left
    texts: Texts, duty: Duty, head: str, before: Listed, *, rows: Sequence[AnyRow], left: int
) -> Listed:
    """Write the page after those before; where it ends depends on how much of it fits."""
    page = len(before.pages) + 1
    items = _items(texts, duty, rows, told_new=True, after=len(before.numbers))
    listed = write(head, items, left, partial(_rest, texts, page + 1))
    shown = rows[: listed.shown]
    numbers = before.numbers + tuple(row.number for row in shown)
    return Listed(listed.texts, numbers, (*before.pages, len(shown)), _hands(shown))


def _hands(shown: Sequence[AnyRow]) -> list[int]:
    """Give the hands that a list tells of; what is in triage is in none."""
    return [row.assignment_id for row in shown if row.assignment_id is not None]


def _rest(texts: Texts, page: int, count: int) -> str:
    return texts.render("tasks_more", count=count, page=page)


def _clock(office: Office, region: str, now: datetime, since: datetime | None) -> Clock:
    zone: ZoneInfo = office.zone(region)
    midnight = datetime.combine(now.astimezone(zone).date() + _DAY, time(), zone)
    return Clock(now, midnight, since)


def _items(texts: Texts, duty: Duty, rows: Sequence[AnyRow], *, told_new: bool, after: int = 0) -> list[Item]:
    places = (place if place <= MOST_POSITIONS else None for place in range(after + 1, after + len(rows) + 1))
    return [_item(texts, duty, row, place, told_new=told_new) for row, place in zip(rows, places, strict=True)]


def _item(texts: Texts, duty: Duty, row: AnyRow, position: int | None, *, told_new: bool) -> Item:
    """Make the item of a complaint; of a secret one, a list tells nothing but that it is there."""
    if row.hidden:
        return Item(row.number, "", "", position=position)
    mark = _mark(texts, duty, row, told_new=told_new)
    return Item(row.number, mark, as_told(row, row.text), row.place or "", position)


def _mark(texts: Texts, duty: Duty, row: AnyRow, *, told_new: bool) -> str:
    """Say in few words how a task stands: danger, whose it is where that is not clear, how late, what is done."""
    marks = [texts.render("task_urgent")] if row.urgent else []
    if row.agency and (duty.others is not None or len(duty.shares) > 1):
        marks.append(row.agency)
    if row.section in _PRESSING:
        marks.append(texts.render(_PRESSING[row.section]))
    if told_new or row.status != Status.ASSIGNED or (row.accepted_at is not None and row.section not in _PRESSING):
        marks.append(state_of(texts, row))
    return " ".join(marks)


def mark_of(texts: Texts, status: str) -> str:
    """Name a state that a complaint had, as officers read it."""
    known = Status(status)
    return texts.render(_MARKS[known]) if known in _MARKS else texts.status(known)


def state_of(texts: Texts, row: AnyRow) -> str:
    """Name a complaint's state as officers read it: by what there is to do about it."""
    status = Status(row.status)
    if status is Status.ASSIGNED:
        return texts.render("task_new" if row.accepted_at is None else "task_accepted")
    return texts.render(_MARKS[status]) if status in _MARKS else texts.status(status)
