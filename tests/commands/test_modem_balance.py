"""`aduan modem balance`: what is left on a SIM, and asking it while a daemon drives the modem."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from config.settings import load_settings
from sms.clock import SystemClock
from smsd.daemon import Daemon
from smsd.virtual.menus import Reply
from smsd.virtual.network import Network
from storage import balances, lines
from storage.engine import Database

CODE = '[lines.balance]\ncode = "*777#"\nanswers = ["1"]\ncheck_hours = 0\n'
ADMIN = "+6281110009001"


def rows(result: Result) -> list[dict[str, object]]:
    """Read the JSON among what the daemon in this process logs."""
    (line,) = (line for line in result.stdout.splitlines() if line.startswith("[{"))
    found: list[dict[str, object]] = json.loads(line)
    return found


def _alarms(network: Network) -> list[str]:
    return [text for text in network.messages_to(ADMIN) if text.startswith("Pulsa ")]


def test_what_the_operator_told_last_is_shown_with_how_long_it_lasts(
    aduan: Callable[..., Result], database: Database
) -> None:
    now = SystemClock().now()
    with database.write() as connection:
        line_id = lines.ids_of(connection, [("modem1", "at")])["modem1"]
        for days, amount in ((2, 30_000), (1, 20_000), (0, 10_000)):
            told = {"imsi": None, "rupiah": amount, "sms": None, "valid_until": date(2099, 12, 31)}
            at = now - timedelta(days=days)
            balances.add(connection, line_id, at, f"Pulsa Rp {amount} s/d 31/12/2099", **told)
    (row,) = json.loads(aduan("modem", "balance", "--json").stdout)
    assert (row["rupiah"], row["sms"], row["valid_until"]) == (10_000, None, "2099-12-31")
    assert (row["answer"], row["enough_for_sms"]) == ("Pulsa Rp 10000 s/d 31/12/2099", None)
    assert (row["days"], row["lasts"]) == (1, "about 1 day")
    assert "10000" in aduan("modem", "balance", "modem1").stdout


def test_of_a_sim_that_was_never_asked_nothing_is_told(aduan: Callable[..., Result]) -> None:
    (row,) = json.loads(aduan("modem", "balance", "--json").stdout)
    assert (row["rupiah"], row["days"], row["lasts"]) == (None, None, "")


def test_a_sim_whose_code_nobody_knows_is_not_asked(refused: Callable[..., str]) -> None:
    assert "set `code` in [lines.balance]" in refused("modem", "balance", "--now")


def test_one_that_tells_nothing_keeps_the_others_from_nothing(
    aduan: Callable[..., Result], settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commands.modem_balance._TAKEN_WITHIN", 0.0)
    settings_file.write_text(
        settings_file.read_text() + '[[lines]]\nname = "b"\ntransport = "at"\ndevice = "virtual"\n'
    )
    result = aduan("modem", "balance", "--now", "--json")
    assert result.exit_code == 1
    assert [row["name"] for row in json.loads(result.stdout)] == ["modem1", "b"]
    assert [name for name in ("modem1", "b") if f"{name}: nobody knows the code" in result.stderr] == ["modem1", "b"]


def test_without_a_daemon_it_says_so(
    refused: Callable[..., str], settings_file: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_file.write_text(settings_file.read_text() + CODE)
    assert "no daemon drives modem1" in refused("modem", "balance", "--now")
    with database.write() as connection:
        lines.ids_of(connection, [("modem1", "at")])
    monkeypatch.setattr("commands.modem_balance._TAKEN_WITHIN", 0.0)
    assert "no daemon drives modem1" in refused("modem", "balance", "--now")


def test_the_daemon_asks_answers_the_menu_and_reads_it_and_tells_the_administrator(
    aduan: Callable[..., Result], settings_file: Path
) -> None:
    settings_file.write_text(settings_file.read_text() + CODE)
    menu = Reply("1 Cek Pulsa\n2 Paket", choices={"1": Reply("Pulsa Rp2.500 s/d 31-12-2099")})
    with Daemon(load_settings(settings_file, {})) as daemon:
        daemon.virtual_modems["modem1"].network.set_ussd("*777#", menu)
        deadline = time.monotonic() + 60
        while not daemon.lines["modem1"].room:
            assert time.monotonic() < deadline
            threading.Event().wait(0.05)
        assert aduan("contact", "add", "bogor", "ADMIN", ADMIN, "--name", "Siti").exit_code == 0
        (row,) = rows(aduan("modem", "balance", "--now", "--json"))
        network = daemon.virtual_modems["modem1"].network
        assert network.wait_for(lambda _ledger: _alarms(network), 60)
    (alarm,) = _alarms(network)
    assert alarm.startswith("Pulsa modem1 tinggal Rp2.500, belum bisa diramal.")
    assert (row["rupiah"], row["valid_until"], row["lasts"]) == (2_500, "2099-12-31", "too early to tell")
