"""`aduan stats`: how much of everything there is, and how long it waits."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import update

from commands.stats import age
from storage.engine import Database
from storage.models import complaint, outbound_message

OLDEST = {"oldest_triage_at": None, "oldest_ready_at": None, "oldest_queued_at": None}


def read(aduan: Callable[..., Result]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(aduan("stats", "--json").stdout)
    return found


def test_stats_of_an_empty_installation(aduan: Callable[..., Result]) -> None:
    empty = {"complaints": 0, "by_status": {}, "by_agency": {}, "inbox": {}, "outbox": {}}
    assert read(aduan) == empty | OLDEST
    first, *_, triage, ready, queued, parked, unknown = [line.split() for line in aduan("stats").stdout.splitlines()]
    assert first == ["complaints", "0"]
    assert triage == ["waiting", "triage", "0"]
    assert [ready, queued, parked, unknown] == [["ready", "0"], ["queued", "0"], ["parked", "0"], ["unknown", "0"]]


def test_stats_count_complaints_and_messages(town: Any, aduan: Callable[..., Result]) -> None:
    town.text("bogor jalan rusak di depan pasar")
    reported = town.clock.now()
    town.text("bogor mohon ditindak kejadian kemarin")
    unsure = town.clock.now()
    town.text("Pulsa Anda habis", sender="TELKOMSEL")
    town.store(town.part("cek"))
    assert read(aduan) == {
        "complaints": 2,
        "by_status": {"assigned": 1, "triage": 1},
        "by_agency": {"PUPR": 1},
        "inbox": {"done": 2, "ignored": 1, "ready": 1},
        "outbox": {"queued": 2},
        "oldest_triage_at": unsure.isoformat(),
        "oldest_ready_at": town.clock.now().isoformat(),
        "oldest_queued_at": reported.isoformat(),
    }
    shown = aduan("stats").stdout
    assert "PUPR 1" in shown
    assert "done 2, ignored 1" in shown


def test_people_read_how_long_the_oldest_waits(town: Any, database: Database, aduan: Callable[..., Result]) -> None:
    town.text("bogor mohon ditindak kejadian kemarin")
    town.text("bogor jalan rusak di depan pasar")
    now = datetime.now(UTC)
    with database.write() as connection:
        connection.execute(update(complaint).values(status_since=now - timedelta(hours=4, minutes=30)))
        connection.execute(update(outbound_message).values(created_at=now - timedelta(minutes=5, seconds=10)))
        connection.execute(update(outbound_message).where(outbound_message.c.id == 1).values(state="unknown"))
    waiting = aduan("stats").stdout.partition("waiting")[2]
    assert [" ".join(line.split()) for line in waiting.splitlines()] == [
        "triage 1, oldest 4 h",
        "ready 0",
        "queued 1, oldest 5 min",
        "parked 0",
        "unknown 1",
    ]


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (-5, "0 min"),
        (59, "0 min"),
        (60, "1 min"),
        (3_599, "59 min"),
        (3_600, "1 h"),
        (86_399, "23 h"),
        (200_000, "2 d"),
    ],
)
def test_an_age_is_written_in_the_largest_unit_that_fits(seconds: int, written: str) -> None:
    now = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    assert age(now - timedelta(seconds=seconds), now) == written
