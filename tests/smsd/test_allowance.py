"""What a line may send by its terms and by what its SIM has sent."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.line_settings import LimitSettings
from sms.message import Segment
from smsd.allowance import Allowance, Terms
from smsd.outbox import Job
from storage import line_use
from storage.claims import Allowed
from storage.line_use import ABROAD, DAY, HOUR, MINUTE, MONTH, RECIPIENTS, Counted, Use

NOW = datetime(2026, 11, 23, 5, 7, 30, tzinfo=UTC)
JAKARTA = ZoneInfo("Asia/Jakarta")
LOCAL = NOW.astimezone(JAKARTA)


def _allowance(**limits: int) -> Allowance:
    return Allowance(Terms(LimitSettings(**limits), JAKARTA, "sim1"))


def _used(**counts: int) -> Use:
    return {kind: Counted(line_use.period(kind, LOCAL), count) for kind, count in counts.items()}


@pytest.mark.parametrize(
    ("limits", "used", "allowed"),
    [
        ({}, {}, Allowed(5)),
        ({}, {ABROAD: 10}, Allowed(5, abroad=False)),
        ({"abroad_per_day": 0}, {}, Allowed(5, abroad=False)),
        ({"per_hour": 60}, {HOUR: 57}, Allowed(3)),
        ({"per_hour": 60}, {HOUR: 60}, Allowed(0, urgent_only=True)),
        ({"per_day": 100}, {DAY: 79}, Allowed(1)),
        ({"per_day": 100}, {DAY: 80}, Allowed(5, urgent_only=True)),
        ({"per_day": 100}, {DAY: 101}, Allowed(0, urgent_only=True)),
        ({"per_month": 1000, "reserve": 0}, {MONTH: 1000}, Allowed(0, urgent_only=True)),
        ({"recipients_per_month": 500}, {RECIPIENTS: 499}, Allowed(5)),
        ({"recipients_per_month": 500}, {RECIPIENTS: 500}, Allowed(5, known_to=("sim1", "2026-11"))),
    ],
)
def test_it_may_send_what_its_limits_leave(limits, used, allowed) -> None:
    allowance = _allowance(**limits)
    allowance.remember(_used(**used), NOW)
    assert allowance.allowed(5, NOW) == allowed


def test_what_was_counted_on_another_day_does_not_count() -> None:
    allowance = _allowance(per_day=100)
    allowance.remember({DAY: Counted("2026-11-22", 100)}, NOW)
    assert allowance.allowed(5, NOW) == Allowed(5)


def test_a_day_begins_when_it_begins_in_the_region() -> None:
    # 00:30 in Jakarta, still the day before in UTC.
    night = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
    allowance = _allowance(per_day=100)
    allowance.remember({DAY: Counted("2026-11-23", 100)}, night)
    assert allowance.allowed(5, night) == Allowed(5)


def test_what_leaves_is_counted_by_segments() -> None:
    long = Job(1, (Segment("1-1", "+6281110000100", "a"), Segment("1-2", "+6281110000100", "b")))
    abroad = Job(2, (Segment("2-1", "+447700900123", "c"),))
    allowance = _allowance()
    allowance.take([long, abroad], NOW)

    kinds = MINUTE, HOUR, DAY, MONTH, ABROAD
    assert [line_use.count_in(allowance.use, kind, LOCAL) for kind in kinds] == [3, 3, 3, 3, 1]


def test_the_limit_of_the_minute_outlasts_a_restart() -> None:
    allowance = _allowance(per_minute=10)
    last = {MINUTE: Counted(line_use.period(MINUTE, LOCAL - timedelta(minutes=1)), 4)}
    allowance.remember(last, NOW)
    assert allowance.free(NOW) == 6
    assert allowance.free(NOW + timedelta(seconds=30)) == 10

    allowance = _allowance(per_minute=10)
    allowance.remember(_used(**{MINUTE: 7}), NOW)
    assert allowance.free(NOW + timedelta(seconds=59)) == 3
    assert allowance.free(NOW + timedelta(seconds=60)) == 10
