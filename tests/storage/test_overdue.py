"""What is past its date."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from storage.models import assignment
from storage.overdue import is_overdue

SECOND = timedelta(seconds=1)


@pytest.fixture
def count(town):
    """Count what is overdue so much after its date, with an assignment changed."""
    town.text("bogor jalan berlubang di depan pasar")

    def after(by: timedelta, **changed: object) -> int:
        with town.database.write() as connection:
            due_at = connection.scalar(select(assignment.c.due_at))
            connection.execute(update(assignment).values(**changed or {"told_at": None}))
            return len(connection.execute(select(assignment.c.id).where(is_overdue(due_at + by))).all())

    return after


def test_it_is_in_time_until_its_date_and_overdue_after_it(count) -> None:
    assert [count(-SECOND), count(0 * SECOND), count(SECOND)] == [0, 0, 1]


@pytest.mark.parametrize("column", ["done_at", "ended_at"])
def test_what_is_done_or_in_other_hands_is_not_overdue(count, clock, column: str) -> None:
    assert count(SECOND, **{column: clock.now()}) == 0


def test_what_stands_still_is_not_overdue(count) -> None:
    assert count(SECOND, due_at=None) == 0
