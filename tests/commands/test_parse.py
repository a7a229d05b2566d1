"""`aduan parse` and `aduan agency`: looking up, without doing anything."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from parsers.forms import page
from parsers.grammar import TABLE
from storage import dialogues, subscribers


def test_a_text_is_told_as_the_daemon_would_understand_it(aduan: Callable[..., Result]) -> None:
    told = json.loads(aduan("parse", "BGR#lampu mati", "--json").stdout)
    assert told.pop("why_not")["check"] == "CEK or STATUS, alone or before a number"
    assert told == {
        "entry": "report",
        "region": "bogor",
        "candidates": [],
        "addressed": True,
        "explained": True,
        "meaning": "Report",
        "text": "lampu mati",
        "kind": "complaint",
        "anonymous": False,
        "secret": False,
        "fresh": False,
    }
    assert json.loads(aduan("parse", "cek 1234567", "--json").stdout)["number"] == 1234567
    assert "number      -" in aduan("parse", "cek").stdout.splitlines()


def test_the_entries_before_tell_what_they_would_need(aduan: Callable[..., Result]) -> None:
    shown = aduan("parse", "cek").stdout.splitlines()
    assert shown[-1].split()[:3] == ["check", "takes", "it"]
    assert any(re.fullmatch(r"officer +no +an officer's phone.*", line) for line in shown)


def test_the_forms_are_printed_without_a_text(aduan: Callable[..., Result]) -> None:
    assert aduan("parse", "--forms").stdout == page(TABLE)


def test_a_text_is_needed_otherwise(refused: Callable[..., str]) -> None:
    assert "Missing argument 'TEXT...'" in refused("parse", code=2)


def test_what_an_officers_phone_writes_is_read_as_theirs(aduan: Callable[..., Result]) -> None:
    aduan("contact", "add", "bogor", "PUPR", "+6281112000001", "--name", "Budi")
    assert json.loads(aduan("parse", "selesai", "--json", "--from", "0811 1200 0001").stdout)["meaning"] == "Order"
    assert json.loads(aduan("parse", "selesai", "--json", "--from", "0811 1200 0002").stdout)["meaning"] == "TooShort"
    first = aduan("parse", "selesai", "--from", "+6281112000001").stdout.splitlines()[0]
    assert first.split(maxsplit=1)[1] == "+6281***001, an officer's phone; open: nothing"


def test_what_is_open_with_a_phone_decides(aduan: Callable[..., Result], town: Any, settings_file: Path) -> None:
    town.text("bogor jalan rusak", sender="+6281110000100")
    assert json.loads(aduan("parse", "2", "--json", "--from", "+6281110000100").stdout)["entry"] == "too_short"
    with town.database.write() as connection:
        someone = subscribers.find(connection, "+6281110000100")
        assert someone is not None
        asked = {"asked_at": town.clock.now(), "expires_at": datetime(2999, 1, 1, tzinfo=UTC)}
        row = {"key": "which:1", "subscriber_id": someone.id, "kind": "which", "state": {}, **asked}
        dialogues.begin(connection, [row])
    assert json.loads(aduan("parse", "2", "--json", "--from", "+6281110000100").stdout)["typed"] == "2"


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
