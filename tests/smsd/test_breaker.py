"""When a line is left alone, and for how long."""

from datetime import UTC, datetime, timedelta

from smsd.breaker import FAILURES, FIRST_PAUSE, LONGEST_PAUSE, Breaker

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)


def test_some_failures_in_a_row_open_it_for_a_while() -> None:
    breaker = Breaker()
    assert [breaker.failed(NOW) for _ in range(FAILURES - 1)] == [None] * (FAILURES - 1)
    assert not breaker.is_open(NOW)

    assert breaker.failed(NOW) == NOW + FIRST_PAUSE
    assert breaker.is_open(NOW)
    assert not breaker.is_open(NOW + FIRST_PAUSE)


def test_each_trial_that_fails_doubles_the_pause_up_to_the_longest() -> None:
    breaker = Breaker()
    until = [breaker.failed(NOW) for _ in range(FAILURES + 6)]

    pauses = [each - NOW for each in until if each]
    assert pauses == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 15, 15, 15)]
    assert pauses[-1] == LONGEST_PAUSE


def test_one_success_closes_it() -> None:
    breaker = Breaker()
    for _ in range(FAILURES):
        breaker.failed(NOW)
    breaker.succeeded()

    assert not breaker.is_open(NOW)
    assert breaker.failed(NOW) is None
