"""`aduan parse` and `aduan agency`: looking up, without doing anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result


def test_a_text_is_told_as_the_daemon_would_understand_it(aduan: Callable[..., Result]) -> None:
    assert json.loads(aduan("parse", "BGR#lampu mati", "--json").stdout) == {
        "entry": "report",
        "region": "bogor",
        "meaning": "Report",
        "text": "lampu mati",
    }
    assert json.loads(aduan("parse", "cek 1234567", "--json").stdout)["number"] == 1234567
    assert aduan("parse", "cek").stdout.splitlines()[-1].split() == ["number", "-"]


def test_a_text_needs_no_quotes(aduan: Callable[..., Result]) -> None:
    assert json.loads(aduan("parse", "bogor", "jalan", "rusak", "--json").stdout)["text"] == "jalan rusak"


def test_nothing_is_stored_and_no_database_is_needed(aduan: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "aduan.db").unlink()
    assert aduan("parse", "bogor jalan rusak", "--line", "modem1").exit_code == 0
    assert not (tmp_path / "aduan.db").exists()


def test_an_unknown_line_is_refused(refused: Callable[..., str]) -> None:
    assert "no line 'x'. Known: modem1" in refused("parse", "halo", "--line", "x")


@pytest.mark.parametrize(
    "text", ["", "\x1b[31m merah merah", "a\udcff bogor jalan", "\u202e terbalik teks ini", "😀" * 100]
)
def test_any_text_can_be_asked_for(aduan: Callable[..., Result], text: str) -> None:
    shown, told = aduan("parse", text), aduan("parse", text, "--json")
    assert (shown.exit_code, told.exit_code) == (0, 0)
    assert "\x1b" not in shown.stdout + told.stdout
    assert "\u202e" not in shown.stdout + told.stdout
    assert json.loads(told.stdout).get("text", text) == text.strip()


def test_the_agencies_of_the_regions_are_listed(aduan: Callable[..., Result]) -> None:
    rows = json.loads(aduan("agency", "list", "--json").stdout)
    assert {row["region"] for row in rows} == {"bogor"}
    assert {"PUPR", "PLN", "PDAM"} <= {row["code"] for row in rows}
    assert "DPMD" not in {row["code"] for row in rows}, "a city has no villages"
    assert json.loads(aduan("agency", "list", "--json", "--region", "bogor", "--limit", "2").stdout) == rows[:2]
    assert json.loads(aduan("agency", "list", "--json", "--region", "BGR").stdout) == rows


def test_an_unknown_region_is_refused_with_those_there_are(refused: Callable[..., str]) -> None:
    message = refused("agency", "list", "--region", "depok", code=2)
    assert message == "no region depok in the settings; there are bogor"
