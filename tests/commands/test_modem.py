"""`aduan modem`: the lines, and what answers at a port."""

from __future__ import annotations

import fcntl
import json
import threading
import time
import tomllib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result

from config.settings import load_settings
from sms.clock import SystemClock
from smsd.daemon import Daemon
from smsd.virtual.menus import Reply
from smsd.virtual.modem import VirtualModem
from storage import balances, line_use, lines
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
    assert found["answers"]
    assert found["sim"] == "READY"
    assert found["maker"]
    assert found["note"] == ""
    lines = tomllib.loads(shown.stderr.partition("in aduan.toml:")[2])["lines"]
    assert [(line["name"], line["transport"], line["device"]) for line in lines] == [
        ("modem1", "at", f"imei:{modem.imei}")
    ]


def test_a_stick_that_answers_at_two_ports_is_one_line(aduan: Callable[..., Result], tmp_path: Path) -> None:
    with VirtualModem(link=tmp_path / "usb-if02") as modem:
        (tmp_path / "usb-if00").symlink_to(modem.device)
        shown = aduan("modem", "probe", "--device", str(tmp_path / "usb-if00"), "--device", modem.device)
    assert shown.stdout.count(modem.imei) == 2
    assert shown.stderr.count("[[lines]]") == 1


def test_a_modem_without_pdu_mode_is_for_gammu(aduan: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsd.transports.probe.offered", lambda _answer: [["1"]])
    with VirtualModem() as modem:
        (found,) = probe(aduan, modem.device)
    assert (found["transport"], found["note"]) == (
        "gammu",
        "it has no PDU mode: perhaps Gammu knows how to speak to it",
    )


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
    assert [row["note"] for row in found] == ["is not there", "is not a serial port", "Is a directory"]


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


def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so that the daemon does not tell us of."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        threading.Event().wait(0.05)


@pytest.fixture
def running(settings_file: Path) -> Iterator[Daemon]:
    """A daemon with a virtual modem, which is ready."""
    with Daemon(load_settings(settings_file, {})) as daemon:
        until(lambda: all(line.room for line in daemon.lines.values()))
        yield daemon


def test_a_code_is_dialled_while_the_daemon_drives_the_modem(aduan: Callable[..., Result], running: Daemon) -> None:
    menu = Reply("1 Pulsa", choices={"1": Reply("Pulsa Rp12.500")})
    running.virtual_modems["modem1"].network.set_ussd("*123#", menu)
    # The daemon in this process logs to the same place.
    assert "\nPulsa Rp25.000 s.d. 31-12-2030\n" in aduan("modem", "ussd", "modem1", "*888#").stdout
    shown = aduan("modem", "ussd", "modem1", "*123#", "--answer", "1").stdout
    assert [line for line in shown.splitlines() if not line.startswith("20")] == ["1 Pulsa", "Pulsa Rp12.500"]


def test_a_modem_is_given_commands_and_restarted(aduan: Callable[..., Result], running: Daemon) -> None:
    assert "\n+CSQ: 20," in aduan("modem", "at", "modem1", "AT+CSQ").stdout
    refused = aduan("modem", "at", "modem1", "AT+NONSENSE")
    assert (refused.exit_code, "ERROR" in refused.stderr) == (1, True)
    assert "restarted" in aduan("modem", "reset", "modem1").stdout
    until(lambda: running.lines["modem1"].room == 1)


@pytest.mark.parametrize(
    "command", ["AT+CPIN=1234", 'AT+CMGS="1"', "AT+CFUN=1,1", "ATZ", "AT+CMGD=1,4", "ATD112;", "AT+CSQ;+CPIN=1234"]
)
def test_a_command_that_may_do_harm_is_refused(aduan: Callable[..., Result], command: str) -> None:
    refused = aduan("modem", "at", "modem1", command)
    assert (refused.exit_code, "--force" in refused.stderr) == (1, True)


def test_what_is_no_command_is_a_mistake(aduan: Callable[..., Result]) -> None:
    assert aduan("modem", "at", "modem1", "hello").exit_code == 2


def test_without_a_daemon_it_says_so(aduan: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commands.modem_requests._TAKEN_WITHIN", 0.0)
    asked = aduan("modem", "ussd", "modem1", "*888#")
    assert (asked.exit_code, "no daemon drives modem1" in asked.stderr) == (1, True)


def test_the_status_tells_what_is_wrong_and_what_has_been_sent(
    aduan: Callable[..., Result], database: Database
) -> None:
    now = SystemClock().now()
    with database.write() as connection:
        line_id = lines.ids_of(connection, [("modem1", "gammu")])["modem1"]
        lines.record_state(connection, "modem1", now, state="ready", imsi="510101234567890", signal_percent=65)
        lines.note(connection, line_id, last_error="+CMS ERROR: 38", paused_until=now + timedelta(seconds=60))
        lines.note(connection, line_id, operator="TELKOMSEL", sim_used=3, sim_size=50)
        balances.add(connection, line_id, now, "Pulsa Rp25.500", imsi="510101234567890", rupiah=25_500)
        local = now.astimezone(ZoneInfo("Asia/Jakarta"))
        counted = line_use.Counted(line_use.period(line_use.DAY, local), 7)
        line_use.write(connection, {"510101234567890": {line_use.DAY: counted}})
    (row,) = json.loads(aduan("modem", "status", "--json").stdout)
    assert (row["state"], row["signal"], row["day"], row["hour"]) == ("ready", "65 %", "7", "0")
    assert (row["operator"], row["sim"], row["balance"]) == ("TELKOMSEL", "3/50", "Rp25.500")
    assert row["trouble"].startswith("left alone for")
    assert row["trouble"].endswith("+CMS ERROR: 38")
    assert "modem1" in aduan("modem", "status", "modem1").stdout
