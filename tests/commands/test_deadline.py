"""`aduan deadline`, and the dates in `aduan complaint show`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

import config
from sms.clock import SystemClock

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
KTP = "ktp saya belum jadi"


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NOON)


def set_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _self: now)


@pytest.fixture
def number(aduan: Callable[..., Result]) -> str:
    """A complaint that came at noon."""
    return aduan("complaint", "new", KTP).stdout.split()[0]


def test_a_complaint_shows_until_when_and_why(aduan: Callable[..., Result], number: str) -> None:
    lines = aduan("complaint", "show", number).stdout.splitlines()
    assert "  - respond by 2026-11-30 16:00 WIB: 5 working days from 2026-11-23 12:00" in lines
    assert "  - resolve by 2026-12-07 24:00 WIB: 14 days from 2026-11-23 12:00" in lines


def test_programs_get_the_same(aduan: Callable[..., Result], number: str) -> None:
    respond, resolve = json.loads(aduan("complaint", "show", number, "--json").stdout)["deadlines"]
    assert respond["what"] == "respond"
    assert resolve == {
        "what": "resolve",
        "at": "2026-12-07T17:00:00+00:00",
        "done_at": None,
        "late": False,
        "how": "2026-12-07 24:00 WIB: 14 days from 2026-11-23 12:00",
    }


def test_what_was_done_is_told_with_its_time(
    aduan: Callable[..., Result], number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, NOON + timedelta(days=20))
    aduan("complaint", "status", number, "resolved", "sudah jadi")
    dates = json.loads(aduan("complaint", "show", number, "--json").stdout)["deadlines"]
    assert [date["late"] for date in dates[:2]] == [True, True]
    assert "12:00; done too late, " in " ".join(aduan("complaint", "show", number).stdout.split())


def test_what_is_late_says_so(aduan: Callable[..., Result], number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NOON + timedelta(days=10))
    lines = aduan("complaint", "show", number).stdout.splitlines()
    assert "  - respond by 2026-11-30 16:00 WIB: 5 working days from 2026-11-23 12:00; overdue" in lines
    assert not any("resolve" in line and "overdue" in line for line in lines)


def test_all_times_of_a_complaint_are_those_of_its_region(aduan: Callable[..., Result], number: str) -> None:
    aduan("complaint", "assign", number, "DLH", "--also")
    aduan("complaint", "status", number, "resolved", "sudah jadi")
    shown = aduan("complaint", "show", number).stdout
    times = re.findall(r"2026-11-23 [0-9:]{5}(?: WIB)?", shown)
    assert set(times) == {"2026-11-23 12:00 WIB", "2026-11-23 12:00"}
    # Without its zone only in the sentence that begins with it.
    assert re.findall(r"(.....)2026-11-23 12:00(?! WIB)", shown) == ["from "] * shown.count("from 2026")


def test_what_is_to_be_handed_on_tells_until_when(aduan: Callable[..., Result]) -> None:
    number = aduan("complaint", "new", "mohon dibantu pak").stdout.split()[0]
    assert "  - verify by 2026-11-26 16:00 WIB: 3 working days from 2026-11-23 12:00\n" in (
        aduan("complaint", "show", number).stdout
    )


def test_what_is_solved_tells_when_it_closes_by_itself(
    aduan: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = aduan("complaint", "new", KTP, "--from", "0811 1000 2222").stdout.split()[0]
    aduan("complaint", "status", number, "resolved", "sudah jadi")
    set_clock(monkeypatch, NOON + timedelta(minutes=10))
    aduan("job", "run", "news")
    shown = " ".join(aduan("complaint", "show", number).stdout.split())
    assert (
        "close by 2026-12-07 16:00 WIB: 10 working days from 2026-11-23 12:10; it runs since the citizen was" in shown
    )


def limit(settings_file: Path, before: str, after: str) -> None:
    """Give the region another limit."""
    shipped = (Path(config.__file__).parent / "regions" / "bogor.toml").read_text()
    assert before in shipped
    own = settings_file.parent / "bogor.toml"
    own.write_text(shipped.replace('menu = "bogor"', "").replace(before, after))
    settings_file.write_text(settings_file.read_text().replace('"bogor"', '"bogor.toml"'))


def test_when_it_closes_by_earlier_limits_is_told_until_it_is_counted_again(
    aduan: Callable[..., Result], settings_file: Path
) -> None:
    number = aduan("complaint", "new", KTP).stdout.split()[0]
    aduan("complaint", "status", number, "resolved", "sudah jadi")
    limit(settings_file, 'close = "10 working days"', 'close = "3 working days"')
    shown = " ".join(aduan("complaint", "show", number).stdout.split())
    assert "close by 2026-11-26 16:00 WIB: 3 working days from 2026-11-23 12:00; it runs since" in shown
    assert "by earlier limits 2026-12-07 16:00 WIB, which counts" in shown
    assert aduan("deadline", "recompute").stdout == "dates changed: 1\n"
    assert "earlier limits" not in aduan("complaint", "show", number).stdout


def test_after_a_change_the_dates_are_counted_again(
    aduan: Callable[..., Result], number: str, settings_file: Path
) -> None:
    limit(settings_file, 'resolve = "14 days"', 'resolve = "7 days"')
    shown = " ".join(aduan("complaint", "show", number).stdout.split())
    assert "resolve by 2026-11-30 24:00 WIB: 7 days" in shown
    assert "by earlier limits 2026-12-08 00:00 WIB, which counts" in shown
    result = aduan("deadline", "recompute")
    assert (result.stdout, result.stderr) == ("dates changed: 1\n", "counted 1 of 1\n")
    assert aduan("deadline", "recompute").stdout == "dates changed: 0\n"
    assert "earlier limits" not in aduan("complaint", "show", number).stdout
