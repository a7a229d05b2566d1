from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from smsd.rate import RateLimit

START = datetime(2026, 11, 23, tzinfo=UTC)


def test_the_first_ones_go_at_once_and_the_next_after_a_minute() -> None:
    limit = RateLimit(10)
    assert limit.free(START) == 10
    limit.take(10, START)

    assert limit.free(START + timedelta(seconds=59)) == 0
    assert limit.free(START + timedelta(seconds=60)) == 10


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 5)), max_size=60))
def test_no_minute_ever_has_more_than_allowed(steps: list[tuple[int, int]]) -> None:
    limit, now, taken = RateLimit(6), START, []
    for pause, wanted in steps:
        now += timedelta(seconds=pause)
        count = min(wanted, limit.free(now))
        limit.take(count, now)
        taken += [now] * count

    for moment in taken:
        assert sum(moment <= other < moment + timedelta(minutes=1) for other in taken) <= 6
