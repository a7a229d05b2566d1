"""How a date came about, in a sentence."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from complaints.time.deadline_account import account_of
from complaints.time.deadlines import Pause
from config.limits import parse_limit
from config.regions import load_region

BOGOR = load_region("bogor")
NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


def told(limit: str, start: datetime = NOON, *stood: Pause) -> str:
    return account_of(BOGOR, parse_limit(limit), start, stood)


def utc(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def test_a_plain_date_names_the_limit_and_its_beginning() -> None:
    assert told("5 working days") == "2026-11-30 16:00 WIB: 5 working days from 2026-11-23 12:00"


def test_a_day_of_the_calendar_ends_at_midnight() -> None:
    assert told("14 days") == "2026-12-07 24:00 WIB: 14 days from 2026-11-23 12:00"


def test_what_came_after_hours_counts_from_the_next_opening() -> None:
    assert told("1 working day", utc(20, 11)) == (
        "2026-11-24 16:00 WIB: 1 working day from 2026-11-20 18:00; counts as received 2026-11-23 08:00, "
        "when the offices opened"
    )


def test_minutes_and_hours_wait_for_no_opening() -> None:
    assert told("7 minutes", utc(20, 18)) == "2026-11-21 01:07 WIB: 7 minutes from 2026-11-21 01:00"


def test_the_free_days_between_are_named() -> None:
    assert told("2 working days", datetime(2026, 12, 23, 5, tzinfo=UTC)) == (
        "2026-12-29 16:00 WIB: 2 working days from 2026-12-23 12:00; "
        "free: 2026-12-24 Christmas Joint Holiday, 2026-12-25 Christmas Day"
    )


def test_the_regions_own_free_days_are_named_as_it_calls_them() -> None:
    assert told("1 working day", datetime(2026, 6, 2, 5, tzinfo=UTC)).endswith("; free: 2026-06-03 Hari Jadi Bogor")


def test_how_long_it_stood_still_is_told() -> None:
    assert told("5 working days", NOON, (utc(24, 3), utc(26, 0))) == (
        "2026-12-02 16:00 WIB: 5 working days from 2026-11-23 12:00; "
        "stood still for 1 day 21 hours: 2026-11-24 10:00 to 2026-11-26 07:00"
    )


def test_what_stands_still_has_no_date() -> None:
    assert told("5 working days", NOON, (utc(24, 3), None)) == (
        "no date: 5 working days from 2026-11-23 12:00; stands still since 2026-11-24 10:00"
    )


def test_a_pause_after_the_date_has_nothing_to_do_with_it() -> None:
    assert "stood" not in told("24 hours", NOON, (utc(25, 3), utc(26, 0)))


@pytest.mark.parametrize(
    ("until", "length"),
    [(utc(24, 4), "1 hour"), (datetime(2026, 11, 24, 3, 0, 30, tzinfo=UTC), "less than a minute")],
)
def test_a_short_stop_is_told_as_it_was(until: datetime, length: str) -> None:
    assert f"stood still for {length}: " in told("5 working days", NOON, (utc(24, 3), until))
