"""The time as an argument."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sms.clock import Clock, ManualClock, ShiftedClock, SystemClock


def test_a_manual_clock_stands_still_until_it_is_moved() -> None:
    noon = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    clock = ManualClock(noon)
    assert clock.now() == clock.now() == noon
    clock.advance(timedelta(minutes=3))
    assert clock.now() == noon + timedelta(minutes=3)


def test_the_computers_clock_tells_an_aware_time_in_utc() -> None:
    clock: Clock = SystemClock()
    assert clock.now().tzinfo is UTC


def test_a_shifted_clock_runs_with_the_computers_and_is_moved_forward() -> None:
    computer, clock = SystemClock(), ShiftedClock(ahead=timedelta(days=1))
    clock.advance(timedelta(hours=2))

    before, told, after = computer.now(), clock.now(), computer.now()
    assert before <= told - timedelta(days=1, hours=2) <= after
    assert clock.now() >= told
