"""`aduan triage`: one key for each decision, and nothing is decided twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from cli import main
from commands import triage_decisions
from sms.clock import SystemClock
from storage.engine import Database
from storage.models import complaint

VAGUE = "mohon dibantu pak, keadaan kampung kami"
LATER = "mohon perhatian bapak ibu yang terhormat"


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon in Bogor, whatever the computer says."""
    monkeypatch.setattr(SystemClock, "now", lambda _self: datetime(2026, 11, 23, 5, tzinfo=UTC))


@pytest.fixture
def numbers(aduan: Callable[..., Result]) -> list[int]:
    """Two complaints that no agency has, the one that waits longer first."""
    opened = [aduan("complaint", "new", text, "--from", "+6281110002222") for text in (VAGUE, LATER)]
    assert all("triage" in result.stdout for result in opened), [result.stdout for result in opened]
    return [int(result.stdout.split()[0]) for result in opened]


def typed(keys: str) -> str:
    """Work through the triage with these keys, and give what stood on the screen."""
    result = CliRunner().invoke(main, ["triage", "--as", "siti"], input=keys, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def shown(aduan: Callable[..., Result], number: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(aduan("complaint", "show", str(number), "--json").stdout)
    return found


def test_the_one_that_waits_longest_is_shown_with_whom_it_may_go_to(numbers: list[int]) -> None:
    screen = typed("")
    assert f"{numbers[0]}  bogor, waits 0 min" in screen
    assert VAGUE in screen
    assert "***" in screen
    assert "+6281110002222" not in screen
    assert "; 2 in triage" in screen
    assert screen.endswith("0 decided\n")
    assert max(map(len, screen.splitlines())) <= 80
    assert len(screen.splitlines()) <= 24


def test_a_key_hands_it_to_an_agency_and_shows_the_next(aduan: Callable[..., Result], numbers: list[int]) -> None:
    screen = typed("1")
    found = shown(aduan, numbers[0])
    assert found["status"] == "assigned"
    assert found["agency"] == found["routing"]["alternatives"][0][0]
    assert found["history"][-1]["actor"] == "siti"
    assert f"{numbers[1]}  bogor" in screen


@pytest.mark.parametrize(
    ("keys", "status", "agency"),
    [
        ("adishub\n", "assigned", "DISHUB"),
        ("aperhubungn\n1", "assigned", "DISHUB"),
        ("aperhubungn\nx", "triage", None),
        ("a\n", "triage", None),
        ("azzzzzz\n", "triage", None),
        ("bPT KAI, telepon 121\n", "not_ours", None),
        ("s", "spam", None),
        ("qdi mana tepatnya?\n", "triage", None),
        ("rbukan pengaduan\n", "closed", None),
        ("rbukan\x1b[Apengaduan\n", "triage", None),
        ("bPT\tKAI\n", "triage", None),
        ("n", "triage", None),
        ("su", "triage", None),
        ("?", "triage", None),
        ("d123\n", "triage", None),
    ],
)
def test_each_key_decides_something(
    aduan: Callable[..., Result], numbers: list[int], keys: str, status: str, agency: str | None
) -> None:
    typed(keys)
    found = shown(aduan, numbers[0])
    assert (found["status"], found["agency"]) == (status, agency)


@pytest.mark.parametrize("given_up", ["q\x1b\n", "qdi mana\x1b\n"])
def test_escape_in_a_question_sends_nothing(aduan: Callable[..., Result], numbers: list[int], given_up: str) -> None:
    assert "nothing done" in typed(given_up)
    assert "ask" not in [event["action"] for event in shown(aduan, numbers[0])["history"]]


def test_interrupting_a_question_gives_up_the_decision_alone(
    numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = iter("sq")
    monkeypatch.setattr("commands.triage.read_key", lambda: next(keys, ""))

    def interrupt(_self: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(
        "commands.triage_decisions.sys.stdin", type("Keys", (), {"readline": interrupt, "isatty": bool})()
    )
    screen = typed("")
    assert numbers
    assert "nothing done" in screen
    assert screen.endswith("1 decided\n")


def test_a_duplicate_knows_what_it_is_of(database: Database, numbers: list[int]) -> None:
    typed(f"d{numbers[1]}\n")
    with database.read() as connection:
        rows = {row.number: row for row in connection.execute(complaint.select())}
    assert rows[numbers[0]].status == "duplicate"
    assert rows[numbers[0]].duplicate_of == rows[numbers[1]].id


def test_who_comes_second_is_told_what_has_happened(
    aduan: Callable[..., Result], numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = iter("1")

    def press() -> str:
        key = next(keys, "")
        if key:
            aduan("complaint", "assign", str(numbers[0]), "DLH", "--as", "budi")
        return key

    monkeypatch.setattr("commands.triage.read_key", press)
    screen = typed("")
    assert f"! {numbers[0]}: meanwhile assign DLH by budi, now assigned" in screen
    assert shown(aduan, numbers[0])["agency"] == "DLH"
    assert triage_decisions.OFFERED == 3


def test_what_is_delicate_shows_its_number_and_takes_no_decision(
    database: Database, aduan: Callable[..., Result], numbers: list[int]
) -> None:
    with database.write() as connection:
        connection.execute(update(complaint).where(complaint.c.number == numbers[0]).values(secret=True))
    screen = typed("1n")
    assert VAGUE not in screen
    assert str(numbers[0]) in screen
    assert "(hidden)" in screen
    assert shown(aduan, numbers[0])["status"] == "triage"


@pytest.mark.parametrize(
    "keys", ["adishub\n", "1", "bPT KAI, telepon 121\n", "d123\n", "qdi mana?\n", "rbukan\n", "s", "su"]
)
def test_what_is_of_a_region_that_has_left_the_settings_stops_nobody(
    database: Database, numbers: list[int], keys: str
) -> None:
    with database.write() as connection:
        connection.execute(update(complaint).where(complaint.c.number == numbers[0]).values(region="depok"))
    screen = typed(keys)
    assert f"{numbers[0]}  depok" in screen
    if keys.startswith("a"):
        assert f"! {numbers[0]} is of region depok, which is no region of the settings" in screen


def test_danger_goes_first_and_the_time_that_is_left_is_told(database: Database, numbers: list[int]) -> None:
    late = datetime(2026, 11, 23, 5, tzinfo=UTC) - timedelta(hours=3)
    with database.write() as connection:
        changed = update(complaint).where(complaint.c.number == numbers[1])
        connection.execute(changed.values(urgent=True, verify_by=late))
    first = typed("").splitlines()[0]
    assert first.startswith(f"{numbers[1]}  ! bogor")
    assert "late by 3 h" in first


def test_nothing_to_do_is_said(aduan: Callable[..., Result]) -> None:
    assert aduan("triage", "--as", "siti").stdout == "nothing else waits\n0 decided\n"
