"""`aduan job`: what is done by the clock, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import Result

from complaints.jobs import table as jobs
from sms.clock import SystemClock
from storage.engine import Database
from storage.jobs import record

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 19, tzinfo=UTC)
NEXT_DIGEST = "2026-11-23T08:30:00+00:00"


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon in Bogor, whatever the computer says."""
    set_clock(monkeypatch, NOON)


def set_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _self: now)


@pytest.fixture
def rows(aduan: Callable[..., Result]) -> Callable[[], dict[str, dict[str, Any]]]:
    """List the jobs as a program reads them, by name."""
    return lambda: {row["name"]: row for row in json.loads(aduan("job", "list", "--json").stdout)}


def seen(database: Database, name: str, **columns: Any) -> None:
    with database.write() as connection:
        record(connection, name, **columns)


def test_a_job_that_never_ran_says_so_and_when_it_is_due(rows: Callable[[], dict[str, Any]]) -> None:
    found = rows()
    assert list(found) == [job.name for job in jobs.JOBS]
    assert found["digests"] == {
        "name": "digests",
        "help": "tell the agencies, at their regions' times, what waits for them",
        "state": "never ran",
        "next_at": NEXT_DIGEST,
        "started_at": None,
        "finished_at": None,
        "result": None,
        "error": None,
    }
    assert found["news"]["next_at"] is None
    assert found["routing"]["next_at"] == NIGHT.isoformat()


def test_a_job_that_is_done_shows_what_it_did(aduan: Callable[..., Result], rows: Callable[[], dict[str, Any]]) -> None:
    aduan("contact", "add", "bogor", "PUPR", "+6281112000001", "--name", "Budi")
    aduan("complaint", "new", "jalan", "berlubang", "di", "depan", "pasar")
    assert aduan("job", "run", "digests").stdout == "digests sent: 1\n"
    found = rows()["digests"]
    assert (found["state"], found["result"], found["error"]) == ("done", "digests sent: 1", None)
    assert found["started_at"] == found["finished_at"] == NOON.isoformat()
    shown = aduan("job", "list").stdout.splitlines()
    assert shown[0].split()[:2] == ["name", "state"]
    assert ["digests", "done"] in [line.split()[:2] for line in shown]


def test_one_that_has_not_finished_and_one_that_failed_are_told_apart(
    database: Database, aduan: Callable[..., Result], rows: Callable[[], dict[str, Any]]
) -> None:
    seen(database, "digests", started_at=NOON)
    seen(database, "news", started_at=NOON, error="OperationalError")
    found = rows()
    assert [found[name]["state"] for name in ("digests", "news")] == ["not finished", "failed"]
    assert found["news"]["error"] == "OperationalError"
    assert "not finished" in aduan("job", "list").stdout


def test_running_one_twice_does_nothing_twice(aduan: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    number = aduan("complaint", "new", "jalan berlubang", "--from", "+6281110002222").stdout.split()[0]
    aduan("complaint", "status", number, "resolved", "Sudah", "ditambal")
    assert aduan("job", "run", "news").stdout == "nothing was due\n"
    set_clock(monkeypatch, NOON + timedelta(minutes=10))
    assert aduan("job", "run", "news").stdout == "complaints with news: 1\n"
    assert aduan("job", "run", "news").stdout == "nothing was due\n"
    (news, _) = json.loads(aduan("outbox", "list", "--json").stdout)
    assert news["text"].endswith("selesai menurut Dinas PUPR: Sudah ditambal - Sudah beres? Balas SUDAH atau BELUM")


def test_at_night_the_admin_reads_why_there_was_nothing_to_do(
    aduan: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, NIGHT)
    assert aduan("job", "run", "digests").stdout == (
        "nothing was due; quiet hours in bogor; next at 2026-11-24 07:30 WIB\n"
    )


def test_an_unknown_one_is_refused_with_those_there_are(refused: Callable[..., str]) -> None:
    assert refused("job", "run", "nws") == f"no job nws; there are {', '.join(job.name for job in jobs.JOBS)}"


def test_one_that_raises_stands_in_the_list_with_its_error(
    aduan: Callable[..., Result], rows: Callable[[], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> int:
        raise ZeroDivisionError

    job = jobs.Job("broken", "raise", lambda *_: True, broken, "{} things")
    monkeypatch.setattr(jobs, "JOBS", (job,))
    with pytest.raises(ZeroDivisionError):
        aduan("job", "run", "broken")
    assert (rows()["broken"]["state"], rows()["broken"]["error"]) == ("failed", "ZeroDivisionError")
