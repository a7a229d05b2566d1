"""When a region may be texted: never at night, and after a downtime once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.time.hours import Slot, due_slot, is_quiet, next_slot, next_turn, slot_now, when_awake
from config.regions import Region, load_region

BOGOR = load_region("bogor")
MIDNIGHT = datetime(2026, 11, 22, 17, tzinfo=UTC)
"""0:00 of Monday, 23 November in Bogor."""

moments = st.integers(0, 3 * 24 * 60).map(lambda minutes: MIDNIGHT + timedelta(minutes=minutes))


def at(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    return MIDNIGHT + timedelta(days=days, hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"), [(20, 59, 0), (21, 0, 1), (0, 0, 1), (5, 59, 1), (6, 0, 0), (12, 0, 0)]
)
def test_the_night_is_quiet_from_its_first_minute_to_its_last(hour: int, minute: int, quiet: int) -> None:
    assert is_quiet(BOGOR, at(hour, minute)) is bool(quiet)


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    siesta = replace(BOGOR, quiet_from=time(12), quiet_until=time(14))
    assert [is_quiet(siesta, at(hour)) for hour in (11, 12, 13, 14, 23)] == [False, True, True, False, False]
    never = replace(BOGOR, quiet_from=time(12), quiet_until=time(12))
    assert not any(is_quiet(never, at(hour)) for hour in range(24))


@pytest.mark.parametrize(("now", "awake"), [(at(20), at(20)), (at(22), at(6, days=1)), (at(3), at(6)), (at(6), at(6))])
def test_who_sleeps_is_told_in_the_morning(now: datetime, awake: datetime) -> None:
    assert when_awake(BOGOR, now) == awake


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_a_regions_night_is_by_its_own_clock(zone: str) -> None:
    region = replace(BOGOR, timezone=zone)
    hours_east = {"Asia/Jakarta": 0, "Asia/Makassar": 1, "Asia/Jayapura": 2}[zone]
    assert is_quiet(region, at(21) - timedelta(hours=hours_east))
    assert not is_quiet(region, at(20, 59) - timedelta(hours=hours_east))


@pytest.mark.parametrize(("now", "slot"), [(at(7, 30), 7), (at(9, 29), 7), (at(15, 30), 15), (at(20, 59), 15)])
def test_a_digest_is_due_from_its_time_on(now: datetime, slot: int) -> None:
    assert due_slot(BOGOR, now) == Slot(date(2026, 11, 23), time(slot, 30))


def test_where_only_working_days_have_digests_the_others_have_none() -> None:
    # Saturday and Sunday; Thursday, 24 December, is cuti bersama and Friday is Christmas.
    office = replace(BOGOR, digest_days="working")
    assert [due_slot(office, at(9, days=day)) for day in (5, 6, 31, 32)] == [None] * 4
    assert due_slot(office, at(9, days=4)) == due_slot(BOGOR, at(9, days=4))
    assert next_slot(office, at(16, days=4)) == at(7, 30, days=7)
    assert next_slot(office, at(12, days=31)) == at(7, 30, days=35)
    assert slot_now(office, at(7, 30, days=35)) == Slot(date(2026, 12, 28), time(7, 30))


def test_what_is_told_beside_a_digest_is_told_within_two_hours() -> None:
    assert [slot_now(BOGOR, at(hour, 29)) is None for hour in (7, 8, 9, 10)] == [True, False, False, True]


def test_a_missed_one_is_left_out_when_the_next_comes_soon() -> None:
    assert due_slot(BOGOR, at(6)) is None
    assert due_slot(BOGOR, at(7, 29)) is None
    assert due_slot(BOGOR, at(13, 45)) is None
    assert due_slot(BOGOR, at(13, 30)) is not None


def test_a_region_without_digests_has_none() -> None:
    region = replace(BOGOR, digests=())
    assert due_slot(region, at(12)) is None
    assert next_slot(region, at(12)) is None


@given(moments)
def test_a_slot_that_is_due_has_come_and_it_is_not_night(now: datetime) -> None:
    slot = due_slot(BOGOR, now)
    if slot is not None:
        assert _begin(slot) <= now
        assert not is_quiet(BOGOR, now)


@given(moments)
def test_the_next_slot_lies_ahead_and_none_is_before_it(now: datetime) -> None:
    ahead = next_slot(BOGOR, now)
    assert ahead is not None
    assert now < ahead <= now + timedelta(hours=16)
    assert due_slot(BOGOR, ahead) is not None


@given(moments)
def test_between_now_and_the_next_turn_of_the_clock_nothing_becomes_due(now: datetime) -> None:
    turn = next_turn(BOGOR, now)
    assert turn > now
    before = (is_quiet(BOGOR, now), due_slot(BOGOR, now))
    then = now + (turn - now) * 0.99
    later = (is_quiet(BOGOR, then), due_slot(BOGOR, then))
    # A night may fall, and a digest that was missed is left out: both make less due, not more.
    assert later == before or later[1] is None


@given(moments)
def test_nobody_is_woken(now: datetime) -> None:
    awake = when_awake(BOGOR, now)
    assert awake >= now
    assert not is_quiet(BOGOR, awake)
    assert awake == now or is_quiet(BOGOR, awake - timedelta(minutes=1))


def _digests(region: Region, begin: datetime, down: timedelta, days: int) -> list[tuple[datetime, Slot]]:
    """Play a daemon that looks every minute, but not while it is down from `begin` on: what it makes, and when."""
    made: dict[Slot, datetime] = {}
    now, end = begin - timedelta(days=1), begin + down + timedelta(days=days)
    while now < end:
        if not begin <= now < begin + down:
            slot = due_slot(region, now)
            if slot is not None:
                made.setdefault(slot, now)
        now += timedelta(minutes=1)
    return [(at, slot) for slot, at in made.items()]


@pytest.mark.parametrize("down", [timedelta(hours=1), timedelta(days=1), timedelta(days=30)], ids=str)
@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_after_a_downtime_at_most_one_digest_makes_up_for_all(hour: int, down: timedelta) -> None:
    begin = at(hour, 13)
    made = _digests(BOGOR, begin, down, days=1)
    up = begin + down
    slots_since = [slot for now, slot in made if now >= up]
    late = [slot for now, slot in made if now >= up and _begin(slot) < up]

    assert len(late) <= 1
    assert len(slots_since) == len(late) + 2, "the regular ones of the day that followed"
    assert not any(is_quiet(BOGOR, now) for now, _ in made)


def _begin(slot: Slot) -> datetime:
    return datetime.combine(slot.on, slot.at, tzinfo=UTC) - timedelta(hours=7)
