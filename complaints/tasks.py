"""What waits for an office, told to its officers: in digests, and in answer to TUGAS."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from complaints.lifecycle import Status
from complaints.notices import moment
from complaints.office import Office
from complaints.people import People, Post
from complaints.task_list import Item, TaskList, write
from config.texts import Texts
from storage import tasks
from storage.contacts import ADMIN
from storage.engine import AnyRow

_ENOUGH = 20
"""Items that never fit into the SMS of one list."""

_MOST_PAGES = 50

_MARKS = {
    Status.TRIAGE: "task_triage",
    Status.IN_PROGRESS: "task_in_progress",
    Status.WAITING: "task_waiting",
    Status.POSTPONED: "task_postponed",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an office has not taken up yet: how many complaints, the SMS that say so, and the hands told of."""

    count: int
    texts: tuple[str, ...]
    assignment_ids: Collection[int]


def waiting(connection: Connection, office: Office, post: Post, now: datetime) -> Waiting:
    """Write the digest of a post: what nobody there has taken up; without any, no texts."""
    duty = People(connection).duty(post)
    count = tasks.count(connection, duty, only_new=True)
    if not count:
        return Waiting(0, (), ())
    rows = tasks.open_tasks(connection, duty, only_new=True, limit=_ENOUGH)
    texts = office.texts_for(post.region)
    date = moment(now, office.zone(post.region))
    key = "digest_head_admin" if post.agency == ADMIN else "digest_head"
    head = texts.render(key, agency=_name(office, post), count=count, date=date)
    items = [_item(texts, post, row, told_new=False) for row in rows]
    listed = write(head, items, count, lambda rest: texts.render("digest_more", count=rest))
    told = [row.assignment_id for row in rows[: listed.shown] if row.assignment_id is not None]
    return Waiting(count, listed.texts, told)


def open_list(connection: Connection, office: Office, post: Post, page: int) -> tuple[str, ...]:
    """Write the open complaints of a post as the answer to TUGAS; `page` from 1, the last one if it is beyond."""
    duty = People(connection).duty(post)
    texts = office.texts_for(post.region)
    count = tasks.count(connection, duty, only_new=False)
    if not count:
        return (texts.render("tasks_none", agency=_name(office, post)),)
    head = texts.render("tasks_head", agency=_name(office, post), count=count)
    page = min(page, _MOST_PAGES)
    rows = tasks.open_tasks(connection, duty, only_new=False, limit=_ENOUGH * page)
    items = [_item(texts, post, row, told_new=True) for row in rows]
    return _page(texts, head, items, count, page).texts


def _page(texts: Texts, head: str, items: Sequence[Item], count: int, page: int) -> TaskList:
    """Write a page of a list; where one begins depends on how much the pages before it show."""
    begin = 0
    for place in range(1, page + 1):
        listed = write(head, items[begin : begin + _ENOUGH], count - begin, partial(_rest, texts, place + 1))
        begin += listed.shown
        if begin >= count:
            break
    return listed


def _rest(texts: Texts, page: int, count: int) -> str:
    return texts.render("tasks_more", count=count, page=page)


def _name(office: Office, post: Post) -> str:
    return office.agency_name(post.region, None if post.agency == ADMIN else post.agency)


def _item(texts: Texts, post: Post, row: AnyRow, *, told_new: bool) -> Item:
    """Make the item of a complaint; of a delicate one, a list tells nothing but that it is there."""
    mark = _mark(texts, post, row, told_new=told_new)
    if row.secret or row.circle:
        return Item(row.number, mark, texts.render("task_secret", number=row.number))
    return Item(row.number, mark, row.text, row.place or "")


def _mark(texts: Texts, post: Post, row: AnyRow, *, told_new: bool) -> str:
    """Say in a word or two how a task stands: danger, whose it is where that is not clear, what is done about it."""
    marks = [texts.render("task_urgent")] if row.urgent else []
    if post.agency == ADMIN and row.agency:
        marks.append(row.agency)
    if told_new or row.status != Status.ASSIGNED or row.accepted_at is not None:
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
