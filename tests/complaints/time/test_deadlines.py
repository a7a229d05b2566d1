"""Until when something must be done, held against a clock that walks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaints.time.deadlines import Pause, date_of
from config.calendar import Calendar
from config.limits import Limit, Unit, parse_limit
from config.regions import Region, load_region
from tests.complaints.reference_clock import reference

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
BOGOR = load_region("bogor")
FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)
DATES = st.dates(FIRST, LAST)
REASONS = st.just("why")


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    opens = draw(st.sampled_from([time(7, 30), time(8), time(9, 15)]))
    closes = draw(st.sampled_from([time(14), time(15, 30), time(16), time(23, 59)]))
    week = draw(st.frozensets(st.integers(0, 6), min_size=1))
    free = draw(st.dictionaries(DATES, REASONS, max_size=30))
    working = {day: why for day, why in draw(st.dictionaries(DATES, REASONS, max_size=10)).items() if day not in free}
    return Calendar(week, opens, closes, draw(st.booleans()), free, working)


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    unit = draw(st.sampled_from(Unit))
    most = {Unit.MINUTE: 3000, Unit.HOUR: 200, Unit.OFFICE_HOUR: 40}.get(unit, 70)
    return Limit(draw(st.integers(1, most)), unit)


# Moments near the hours at which offices open and close are the ones that matter.
NEAR = st.builds(
    lambda day, at, minutes: datetime.combine(day, at, UTC) + timedelta(minutes=minutes),
    DATES,
    st.sampled_from([time(0, 30), time(1), time(7), time(8), time(8, 30), time(9), time(15), time(17)]),
    st.integers(-2, 2),
)
STARTS = NEAR | st.builds(
    lambda day, minutes: datetime.combine(day, time(), UTC) + timedelta(minutes=minutes), DATES, st.integers(0, 1439)
)


@st.composite
def pauses(draw: st.DrawFn, start: datetime) -> list[tuple[datetime, datetime]]:
    """Spans in order: right at the start, whole minutes, hours or weeks long, and some that end at an hour's end."""
    at, found = start - timedelta(minutes=draw(st.sampled_from([0, 0, 5]))), []
    for _ in range(draw(st.integers(0, 4))):
        since = at + draw(GAPS)
        at = since + draw(GAPS)
        found.append((since, at))
    return found


GAPS = st.builds(timedelta, minutes=st.integers(0, 600) | st.sampled_from([24 * 60, 7 * 24 * 60, 60, 0]))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Calendar, str, Limit, datetime, list[tuple[datetime, datetime]]]:
    start = draw(STARTS)
    return draw(calendars()), draw(st.sampled_from(ZONES)), draw(limits()), start, draw(pauses(start))


def in_zone(calendar: Calendar, zone: str = "Asia/Jakarta") -> Region:
    return replace(BOGOR, calendar=calendar, timezone=zone)


@given(cases())
@settings(max_examples=600, deadline=None)
def test_every_date_is_the_one_a_clock_that_walks_comes_to(
    case: tuple[Calendar, str, Limit, datetime, list[tuple[datetime, datetime]]],
) -> None:
    calendar, zone, limit, start, stood = case
    assert date_of(in_zone(calendar, zone), limit, start, stood) == reference(
        calendar, ZoneInfo(zone), limit, start, stood
    )


MONDAY_NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
"""12:00 in Bogor."""


def bogor(at: datetime | None) -> str:
    """Write a moment as Bogor's clocks show it."""
    assert at is not None
    return f"{at.astimezone(ZoneInfo('Asia/Jakarta')):%a %Y-%m-%d %H:%M}"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in November 2026, by Bogor's clocks; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.mark.parametrize(
    ("limit", "start", "ends"),
    [
        ("7 minutes", at(21, 23), "Sat 2026-11-21 23:07"),
        ("24 hours", at(21, 23), "Sun 2026-11-22 23:00"),
        # The day of receipt does not count.
        ("1 working day", at(23, 8), "Tue 2026-11-24 16:00"),
        ("1 working day", at(23, 15, 59), "Tue 2026-11-24 16:00"),
        # At the minute in which the offices close they are still open; a minute later they are not.
        ("1 working day", at(23, 16), "Tue 2026-11-24 16:00"),
        ("1 working day", at(23, 16, 1), "Wed 2026-11-25 16:00"),
        ("1 working day", at(21, 12), "Tue 2026-11-24 16:00"),
        ("5 working days", at(23, 12), "Mon 2026-11-30 16:00"),
        # Days of the calendar go on over the weekend, to the midnight at their end.
        ("14 days", at(23, 12), "Tue 2026-12-08 00:00"),
        ("14 days", at(20, 17), "Tue 2026-12-08 00:00"),
        ("6 office hours", at(23, 12), "Tue 2026-11-24 10:00"),
        ("4 office hours", at(23, 12), "Mon 2026-11-23 16:00"),
        ("1 office hour", at(21, 12), "Mon 2026-11-23 09:00"),
    ],
)
def test_each_unit_is_counted_in_its_own_way(limit: str, start: datetime, ends: str) -> None:
    assert bogor(date_of(BOGOR, parse_limit(limit), start)) == ends


def test_holidays_and_joint_leave_do_not_count() -> None:
    assert bogor(date_of(BOGOR, parse_limit("2 working days"), datetime(2026, 12, 23, 5, tzinfo=UTC))) == (
        "Tue 2026-12-29 16:00"
    )


def test_a_date_that_the_government_takes_back_counts_again() -> None:
    region = in_zone(Calendar(working={date(2026, 12, 24): "dibatalkan"}))
    assert bogor(date_of(region, parse_limit("2 working days"), datetime(2026, 12, 23, 5, tzinfo=UTC))) == (
        "Mon 2026-12-28 16:00"
    )


def test_a_region_that_keeps_no_holidays_of_the_country_works_on_them() -> None:
    region = in_zone(Calendar(national=False))
    assert bogor(date_of(region, parse_limit("2 working days"), datetime(2026, 12, 23, 5, tzinfo=UTC))) == (
        "Fri 2026-12-25 16:00"
    )


def test_the_same_moment_is_another_hour_in_jayapura() -> None:
    noon = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    dates = [date_of(in_zone(Calendar(), zone), parse_limit("1 working day"), noon) for zone in ZONES]
    # 15:30 in Jakarta, 16:30 and so after hours in Makassar.
    assert [each and each.isoformat() for each in dates] == [
        "2026-11-24T09:00:00+00:00",
        "2026-11-25T08:00:00+00:00",
        "2026-11-25T07:00:00+00:00",
    ]


def test_while_the_clock_stands_still_there_is_no_date() -> None:
    stood: list[Pause] = [(at(24, 9), at(24, 10)), (at(25, 9), None)]
    assert date_of(BOGOR, parse_limit("5 working days"), MONDAY_NOON, stood) is None
    assert date_of(BOGOR, parse_limit("24 hours"), MONDAY_NOON, stood) is None


def test_without_a_limit_there_is_no_date() -> None:
    assert date_of(BOGOR, None, MONDAY_NOON) is None


@pytest.mark.parametrize(
    ("limit", "ends"),
    [
        # Over the end of Tuesday and Wednesday.
        ("5 working days", "Wed 2026-12-02 16:00"),
        ("14 days", "Thu 2026-12-10 00:00"),
        ("24 hours", "Thu 2026-11-26 09:00"),
        ("10 office hours", "Thu 2026-11-26 12:00"),
    ],
)
def test_a_day_counts_if_the_clock_runs_when_it_ends_and_an_hour_while_it_runs(limit: str, ends: str) -> None:
    stood: list[Pause] = [(at(24, 10), at(26, 7))]
    assert bogor(date_of(BOGOR, parse_limit(limit), MONDAY_NOON, stood)) == ends


def test_a_pause_within_a_day_costs_no_day() -> None:
    assert date_of(BOGOR, parse_limit("5 working days"), MONDAY_NOON, [(at(24, 9), at(24, 15))]) == date_of(
        BOGOR, parse_limit("5 working days"), MONDAY_NOON
    )


def test_a_limit_of_many_years_ends_too() -> None:
    region = in_zone(Calendar(national=False))
    # 500 weeks.
    assert bogor(date_of(region, parse_limit("2500 working days"), MONDAY_NOON)) == "Mon 2036-06-23 16:00"
