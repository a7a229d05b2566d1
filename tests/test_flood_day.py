"""A day of flood on the clock: 5,000 SMS in six hours on two lines of ten a minute (`bench/flood.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.flood import BEGIN, Figures, Flood, day, figures, percentile
from storage.engine import Database
from storage.migrate import upgrade


@pytest.fixture(scope="module")
def flood(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    """The day has passed, and its queue has drained."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('flood') / Path('aduan.db')}")
    upgrade(database)
    passed = Flood(database, day(messages=5000, senders=3500, seed=1))
    passed.run()
    assert passed.errors == []
    yield figures(passed)
    database.close()


def test_in_danger_99_of_100_are_told_within_two_minutes_whom_to_call(flood: Figures) -> None:
    assert len(flood.danger) > 1000
    assert percentile(flood.danger, 0.99) <= 120
    assert percentile(flood.cries, 0.99) <= 120
    assert flood.unheard == 0


def test_everybody_is_acknowledged_with_one_sms_while_the_queue_is_long(flood: Figures) -> None:
    assert flood.in_rush > 500
    assert flood.unanswered == []
    assert flood.twice == []


def test_nothing_is_lost(flood: Figures) -> None:
    assert flood.states == {"done": 5060, "flood": 20}
    assert set(flood.outbound) == {"sent"}
    assert flood.unnumbered == []


def test_digests_and_second_sms_come_afterwards(flood: Figures) -> None:
    assert len(flood.rush) > 30
    assert flood.unasked_in_rush == 0
    assert min(flood.digests) > flood.rush[-1] > BEGIN
