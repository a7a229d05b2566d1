"""`aduan complaint new` for what came earlier, and is called something elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import Result

from sms.clock import SystemClock

ROAD = "jalan berlubang di depan pasar"
DANGER = "tolong rumah kebakaran di jalan Pajajaran"


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Monday noon in Bogor."""
    monkeypatch.setattr(SystemClock, "now", lambda _self: datetime(2026, 11, 23, 5, tzinfo=UTC))


@pytest.fixture
def shown(aduan: Callable[..., Result]) -> Callable[[str], dict[str, Any]]:
    """Show a complaint as a program reads it."""

    def show(number: str) -> dict[str, Any]:
        result = aduan("complaint", "show", number, "--json")
        assert result.exit_code == 0, result.output
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    return show


def _opened(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout.split()[0]


def test_deadlines_count_from_when_it_was_received_and_history_from_when_it_was_typed(
    aduan: Callable[..., Result], shown: Callable[[str], dict[str, Any]]
) -> None:
    late = shown(_opened(aduan("complaint", "new", ROAD, "--received-at", "2026-11-18 09:30")))
    now = shown(_opened(aduan("complaint", "new", ROAD)))
    assert late["created_at"] == "2026-11-18T02:30:00+00:00"
    assert late["history"][0]["at"] == "2026-11-23T05:00:00+00:00"
    resolve = [next(date["at"] for date in row["deadlines"] if date["what"] == "resolve") for row in (late, now)]
    assert resolve[0] < resolve[1]


def test_rungs_whose_time_was_over_before_are_told_to_nobody(aduan: Callable[..., Result]) -> None:
    aduan("contact", "add", "bogor", "PUPR", "+6281110000201", "--name", "Budi", "--role", "head")
    _opened(aduan("complaint", "new", ROAD, "--received-at", "2026-10-01"))
    aduan("job", "run", "ladder")
    told = json.loads(aduan("outbox", "list", "--json").stdout)
    assert not [row for row in told if "digest" in row["text"] or "belum" in row["text"]]


@pytest.mark.parametrize("when", ["2026-11-23 12:01", "2027-01-01", "kemarin", "23-11-2026"])
def test_a_time_to_come_or_none_at_all_is_refused(refused: Callable[..., str], when: str) -> None:
    assert "--received-at" in refused("complaint", "new", ROAD, "--received-at", when, code=2)


def test_it_is_found_by_what_another_system_calls_it(
    aduan: Callable[..., Result], shown: Callable[[str], dict[str, Any]]
) -> None:
    number = _opened(aduan("complaint", "new", ROAD, "--ref", "lapor:1916449"))
    row = shown("LAPOR:1916449")
    assert (str(row["number"]), row["elsewhere"]) == (number, ["LAPOR:1916449"])
    assert "LAPOR:1916449" in aduan("complaint", "show", number).stdout


def test_the_same_one_of_another_system_is_opened_once(
    aduan: Callable[..., Result], refused: Callable[..., str]
) -> None:
    number = _opened(aduan("complaint", "new", ROAD, "--ref", "LAPOR:1916449"))
    assert f"complaint {number}" in refused("complaint", "new", ROAD, "--ref", "LAPOR:1916449")
    _opened(aduan("complaint", "new", ROAD, "--ref", "LAPORGUB:1916449"))


@pytest.mark.parametrize("ref", ["1916449", "LAPOR:", ":1916449", "LAPOR:" + "9" * 200])
def test_what_names_no_system_or_no_id_is_refused(refused: Callable[..., str], ref: str) -> None:
    assert "LAPOR:1916449" in refused("complaint", "new", ROAD, "--ref", ref, code=2)


def test_an_id_that_nobody_knows_is_told_with_the_way_out(refused: Callable[..., str]) -> None:
    assert "SYSTEM:ID" in refused("complaint", "show", "LAPOR:7", code=2)


def test_danger_is_told_at_once_however_old_it_is(aduan: Callable[..., Result]) -> None:
    aduan("contact", "add", "bogor", "DAMKAR", "+6281110000202", "--name", "Dadang")
    number = _opened(aduan("complaint", "new", DANGER, "--received-at", "2026-11-22"))
    assert any(number in row["text"] for row in json.loads(aduan("outbox", "list", "--json").stdout))


def test_the_keyword_is_taken_off_as_from_an_sms(
    aduan: Callable[..., Result], shown: Callable[[str], dict[str, Any]]
) -> None:
    assert shown(_opened(aduan("complaint", "new", "bogor got mampet di tajur")))["text"] == "got mampet di tajur"
    assert shown(_opened(aduan("complaint", "new", "kota bogor macet di tajur")))["text"].endswith("macet di tajur")
    assert "dirahasiakan" in aduan("complaint", "new", "RAHASIA bogor got mampet di tajur").stderr


def test_who_is_on_the_phone_reads_what_to_ask_and_to_say(aduan: Callable[..., Result]) -> None:
    danger = aduan("complaint", "new", DANGER)
    assert danger.stderr.startswith("DANGER: let them call 112 now\n")
    first = _opened(aduan("complaint", "new", "jalan berlubang di jalan mawar"))
    second = aduan("complaint", "new", "jalan berlubang di jalan mawar")
    number = second.stdout.split()[0]
    similar, say = second.stderr.splitlines()
    assert (similar, say[:23]) == (f"similar: {first}", f"say: Laporan {number} dit"[:23])
    assert "ask where it is" in aduan("complaint", "new", "jalan berlubang").stderr
