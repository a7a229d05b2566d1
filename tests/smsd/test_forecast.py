"""For how long what is on a SIM is enough."""

from datetime import UTC, date, datetime, timedelta

import pytest

from smsd.forecast import Forecast, Known, forecast

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def days(*amounts: int | None, thing: str = "rupiah", until: date | None = None) -> list[Known]:
    """Balances of one day after the other, the last of now."""
    begin = NOW - timedelta(days=len(amounts) - 1)
    return [Known(begin + timedelta(days=day), **{thing: amount}, until=until) for day, amount in enumerate(amounts)]


@pytest.mark.parametrize(
    ("history", "sent", "expected"),
    [
        ([], 0, Forecast()),
        (days(50_000), 100, Forecast()),
        (days(50_000, 50_000, 50_000), 0, Forecast()),
        (days(50_000, 40_000), 0, Forecast(4)),
        (days(50_000, 40_000, 30_000), 40, Forecast(3, 60)),
        (days(20_000, 10_000, 100_000, 90_000), 40, Forecast(9, 180)),
        (days(50_000, None, 30_000), 0, Forecast(3)),
        (days(100, 80, thing="sms"), 20, Forecast(4, 80)),
        (days(50_000, 0), 100, Forecast(0, 0)),
        (days(50_000, 40_000, until=date(2026, 11, 25)), 0, Forecast(2, expires=True)),
        (days(50_000, 40_000, until=date(2027, 11, 25)), 0, Forecast(4)),
        (days(50_000, 40_000, until=date(2026, 11, 20)), 0, Forecast(0, expires=True)),
        (days(50_000, until=date(2026, 11, 25)), 0, Forecast()),
    ],
    ids=[
        "nothing is known",
        "one balance",
        "nothing was spent",
        "a day",
        "two days, and what an SMS cost",
        "a top-up is left out",
        "an answer that was not read",
        "a package of SMS",
        "nothing is left",
        "its time is over before",
        "its time is long",
        "its time is over",
        "its time alone is no forecast",
    ],
)
def test_it_is_told_from_how_it_went_down(history, sent, expected) -> None:
    assert forecast(history, sent, NOW) == expected


def test_less_than_a_day_tells_nothing() -> None:
    assert forecast([Known(NOW - timedelta(hours=12), 50_000), Known(NOW, 40_000)], 10, NOW) == Forecast()


def test_what_has_passed_since_the_last_balance_is_over() -> None:
    assert forecast(days(50_000, 40_000), 0, NOW + timedelta(days=3)) == Forecast(1)
