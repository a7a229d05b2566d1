"""`aduan stats`: how much of everything there is, and how long it waits."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import select, update

from commands.stats import age
from sms.clock import SystemClock
from sms.message import Priority
from storage.engine import Database
from storage.jobs import record
from storage.message_tables import outbound_message
from storage.models import complaint, line

OLDEST = {"oldest_triage_at": None, "oldest_ready_at": None, "oldest_queued_at": None}
BY_THE_CLOCK = {"news_waiting": 0, "overload": [], "contacts": 0, "digests_24h": 0, "job_errors": {}, "quarantine": 0}


def read(aduan: Callable[..., Result]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(aduan("stats", "--json").stdout)
    return found


def test_stats_of_an_empty_installation(aduan: Callable[..., Result]) -> None:
    empty = {"complaints": 0, "by_status": {}, "by_outcome": {}, "by_agency": {}, "inbox": {}, "outbox": {}}
    assert read(aduan) == empty | OLDEST | BY_THE_CLOCK
    first, *lines = [line.split() for line in aduan("stats").stdout.splitlines()]
    contacts, digests, overload, jobs, triage, ready, queued, parked, unread, flood, unknown, news = lines[-12:]
    assert unread == ["quarantine", "0"]
    assert (flood, overload) == (["flood", "0"], ["overload", "no"])
    assert (contacts, digests) == (["contacts", "0"], ["digests", "0", "in", "the", "last", "24", "h"])
    assert (jobs, news) == (["jobs", "no", "errors"], ["news", "0"])
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
    assert (
        read(aduan)
        == {
            "complaints": 2,
            "by_status": {"assigned": 1, "triage": 1},
            "by_outcome": {},
            "by_agency": {"PUPR": 1},
            "inbox": {"done": 2, "ignored": 1, "ready": 1},
            "outbox": {"queued": 2},
            "oldest_triage_at": unsure.isoformat(),
            "oldest_ready_at": town.clock.now().isoformat(),
            "oldest_queued_at": reported.isoformat(),
        }
        | BY_THE_CLOCK
    )
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
        "quarantine 0",
        "flood 0",
        "unknown 1",
        "news 0",
    ]


def test_what_nobody_can_read_is_counted(town: Any, aduan: Callable[..., Result]) -> None:
    town.quarantine("0000")
    assert read(aduan)["quarantine"] == 1
    assert "quarantine 1" in aduan("stats").stdout


def test_an_overload_is_told_to_programs_too(town: Any, database: Database, aduan: Callable[..., Result]) -> None:
    town.text("bogor jalan rusak di depan pasar")
    since = datetime.now(UTC) - timedelta(days=400)
    with database.write() as connection:
        first = select(line.c.id).limit(1).scalar_subquery()
        waits = {"state": "queued", "line_id": first, "not_before": since, "priority": Priority.ANSWER}
        connection.execute(update(outbound_message).values(waits))
    (told,) = read(aduan)["overload"]
    assert (told["answers"], told["since"]) == (1, since.isoformat())
    assert "1 answers, oldest 400 d" in aduan("stats").stdout


def test_stats_tell_of_what_is_done_by_the_clock(
    database: Database, aduan: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _self: datetime(2026, 11, 23, 5, tzinfo=UTC))
    aduan("contact", "add", "bogor", "PUPR", "+6281112000001", "--name", "Budi")
    number = aduan("complaint", "new", "jalan berlubang", "--from", "+6281110002222").stdout.split()[0]
    aduan("digest", "send", "bogor", "PUPR")
    aduan("job", "run", "digests")
    aduan("complaint", "status", number, "closed")
    with database.write() as connection:
        record(connection, "news", started_at=datetime(2026, 11, 22, tzinfo=UTC), error="ZeroDivisionError")
    found = read(aduan)
    assert [found[name] for name in BY_THE_CLOCK] == [1, [], 1, 2, {"news": "ZeroDivisionError"}, 0]
    shown = aduan("stats").stdout
    told = (
        "contacts       1\ndigests        2 in the last 24 h\noverload       no\njobs           news failed: ZeroDivi"
    )
    assert told in shown
    assert shown.endswith("               news 1\n")
    monkeypatch.setattr(SystemClock, "now", lambda _self: datetime(2026, 11, 24, 5, 1, tzinfo=UTC))
    assert read(aduan)["digests_24h"] == 0


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
