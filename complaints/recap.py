"""REKAP: how an office stands, in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from complaints.people import People, Post
from storage import tasks

LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a post: what is open, of that what nobody has taken up and what is overdue, and what was done lately."""

    open: int
    new: int
    late: int
    done: int


def figures(connection: Connection, post: Post, now: datetime) -> Figures:
    """Count a post's complaints."""
    duty = People(connection, now).duty(post)
    return Figures(
        open=tasks.count(connection, duty, only_new=False),
        new=tasks.count(connection, duty, only_new=True),
        late=tasks.late(connection, duty, now),
        done=tasks.done_since(connection, duty, now - LATELY),
    )
