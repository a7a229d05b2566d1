"""REKAP: how an office stands, in figures, which mean the same as those that the leader reads (docs/statistics.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from complaints.who.people import People, Post
from storage import tasks

LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a post: what is open, of that what nobody has taken up and what is overdue, and what was finished lately."""

    open: int
    new: int
    late: int
    done: int


def figures(connection: Connection, post: Post, now: datetime) -> Figures:
    """Count a post's complaints."""
    duty = People(connection, now).duty(post)
    waiting = tasks.waiting(connection, duty, now)
    return Figures(waiting.open, waiting.new, waiting.late, tasks.finished(connection, duty, now - LATELY))
