"""What is past its date: one condition, so that digests, ladder, statistics and lists mean the same by it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_

from storage.models import assignment

IS_OPEN = and_(assignment.c.done_at.is_(None), assignment.c.ended_at.is_(None))
"""An agency has something left to do; so is the condition of the indexes on open assignments."""


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """Tell of an assignment that its date has passed: what is done, in other hands, or stands still is not overdue."""
    return and_(IS_OPEN, assignment.c.due_at < now)
