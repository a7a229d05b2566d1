"""Weeks, fortnights and months of the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.figures.periods import Kind, NoSuchPeriodError, last_over, named, period_of

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(st.sampled_from(Kind), DAYS)
def test_every_day_lies_in_one_period_of_a_kind_and_the_periods_leave_no_gap(kind: Kind, day: date) -> None:
    found = period_of(kind, day)
    assert found.first <= day < found.end
    assert period_of(kind, found.last) == found == period_of(kind, found.first)
    assert found.before().end == found.first
    assert last_over(kind, day).end <= day


@given(st.sampled_from(Kind), DAYS)
def test_a_period_is_found_again_by_its_name(kind: Kind, day: date) -> None:
    assert named(period_of(kind, day).name, kind) == period_of(kind, day)


@pytest.mark.parametrize(
    ("written", "kind", "first", "end"),
    [
        ("2026-10", None, "2026-10-01", "2026-11-01"),
        ("2026-W45", None, "2026-11-02", "2026-11-09"),
        ("2026-w53", None, "2026-12-28", "2027-01-04"),
        ("2026-10-16", Kind.FORTNIGHT, "2026-10-16", "2026-11-01"),
        ("2026-10-15", Kind.FORTNIGHT, "2026-10-01", "2026-10-16"),
        ("2026-10-16", Kind.WEEK, "2026-10-12", "2026-10-19"),
        ("2026-10-16", None, "2026-10-01", "2026-11-01"),
    ],
)
def test_periods_are_named_as_people_write_them(written: str, kind: Kind | None, first: str, end: str) -> None:
    found = named(written, kind)
    assert (found.first.isoformat(), found.end.isoformat()) == (first, end)


@pytest.mark.parametrize("written", ["", "oktober", "2026-13", "2026-W54", "2026-02-30", "2026", "9999-12-31"])
def test_what_is_no_period_is_refused_with_how_one_is_written(written: str) -> None:
    with pytest.raises(NoSuchPeriodError, match=r"2026-10.*2026-W45.*2026-10-16"):
        named(written)


def test_a_month_is_no_week_and_the_message_says_how_to_name_one() -> None:
    with pytest.raises(NoSuchPeriodError, match="2026-10 is a month, not a week; name a week by a day of it"):
        named("2026-10", Kind.WEEK)


def test_a_period_begins_at_midnight_of_its_region() -> None:
    since, until = named("2026-10").moments(ZoneInfo("Asia/Jayapura"))
    assert since == datetime(2026, 9, 30, 15, tzinfo=UTC)
    assert until - since == timedelta(days=31)
