"""`aduan modem`: the lines, and what answers at a port."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import Result

from smsd.virtual.modem import VirtualModem
from storage import lines
from storage.engine import Database


@pytest.fixture(autouse=True)
def _no_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    """This computer's own ports are none of the tests' business."""
    monkeypatch.setattr("smsd.transports.probe.list_ports.comports", list)


def probe(aduan: Callable[..., Result], *devices: str) -> list[dict[str, Any]]:
    result = aduan("modem", "probe", "--json", *[word for device in devices for word in ("--device", device)])
    assert result.exit_code == 0
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_a_modem_answers_and_its_setting_is_told(aduan: Callable[..., Result]) -> None:
    with VirtualModem() as modem:
        (found,) = probe(aduan, modem.device)
        shown = aduan("modem", "probe", "--device", modem.device)
        setting = f'in aduan.toml: device = "{modem.device}"'
    assert found["answers"]
    assert found["sim"] == "READY"
    assert found["maker"]
    assert found["note"] == ""
    assert setting in shown.stderr


def test_a_sim_that_asks_for_its_pin_says_so(aduan: Callable[..., Result]) -> None:
    with VirtualModem(pin="1234") as modem:
        (found,) = probe(aduan, modem.device)
    assert found["sim"] == "SIM PIN"


def test_what_is_no_modem_is_told_why(aduan: Callable[..., Result], tmp_path: Path) -> None:
    missing, plain, directory = tmp_path / "missing", tmp_path / "plain", tmp_path / "directory"
    plain.touch()
    directory.mkdir()
    found = probe(aduan, str(missing), str(plain), str(directory))
    assert [row["answers"] for row in found] == [False, False, False]
    assert [row["note"] for row in found] == ["No such file or directory", "is not a serial port", "Is a directory"]


def test_a_modem_at_work_is_told_from_one_that_is_not_there(aduan: Callable[..., Result]) -> None:
    with VirtualModem() as modem, Path(modem.device).open("rb+", buffering=0) as worker:
        fcntl.flock(worker, fcntl.LOCK_EX)
        (found,) = probe(aduan, modem.device)
    assert (found["answers"], found["note"]) == (False, "in use by another process")


def test_every_port_of_the_computer_is_looked_at(aduan: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    ports = [SimpleNamespace(device="/dev/ttyNONE0"), SimpleNamespace(device="/dev/ttyNONE1")]
    monkeypatch.setattr("smsd.transports.probe.list_ports.comports", lambda: ports)
    assert [row["device"] for row in probe(aduan, "/dev/ttyNONE1")] == ["/dev/ttyNONE1", "/dev/ttyNONE0"]
    assert len(json.loads(aduan("modem", "probe", "--json", "--limit", "1").stdout)) == 1


def test_the_devices_of_the_settings_are_looked_at(aduan: Callable[..., Result], settings_file: Path) -> None:
    settings_file.write_text(settings_file.read_text().replace('"virtual"', '"/dev/ttyNONE0"'))
    assert [row["device"] for row in probe(aduan, "/dev/ttyNONE1")] == ["/dev/ttyNONE1", "/dev/ttyNONE0"]


def test_settings_are_not_needed(aduan: Callable[..., Result], settings_file: Path) -> None:
    settings_file.unlink()
    assert probe(aduan) == []


def test_wrong_settings_are_told_and_the_rest_is_looked_at(aduan: Callable[..., Result], settings_file: Path) -> None:
    settings_file.write_text("regins = 1\n")
    result = aduan("modem", "probe", "--json", "--device", "/dev/ttyNONE0")
    assert [row["device"] for row in json.loads(result.stdout)] == ["/dev/ttyNONE0"]
    assert "regins: unknown key" in result.stderr
    assert "the devices of its lines are not looked at" in result.stderr


def test_without_ports_there_is_nothing(aduan: Callable[..., Result]) -> None:
    assert probe(aduan) == []
    assert aduan("modem", "probe").stdout == ""


def test_the_lines_are_listed_before_the_daemon_ever_ran(aduan: Callable[..., Result]) -> None:
    (line,) = json.loads(aduan("modem", "list", "--json").stdout)
    assert (line["name"], line["device"], line["transport"], line["state"]) == ("modem1", "virtual", "at", None)
    assert "modem1" in aduan("modem", "list").stdout


def test_the_lines_are_listed_with_what_the_daemon_wrote_down(
    aduan: Callable[..., Result], database: Database, clock: Any
) -> None:
    with database.write() as connection:
        lines.ids_of(connection, [("modem1", "gammu")])
        lines.record_state(connection, "modem1", clock.now(), state="ready", operator="TELKOMSEL", signal_percent=60)
    (line,) = json.loads(aduan("modem", "list", "--json").stdout)
    assert (line["state"], line["operator"], line["signal_percent"]) == ("ready", "TELKOMSEL", 60)
    assert line["changed_at"] == clock.now().isoformat()
