"""The whole daemon on the virtual modem: real processes, real AT commands, on SQLite and PostgreSQL."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from structlog.testing import capture_logs

from config.errors import ConfigError
from config.settings import load_settings
from sms.clock import SystemClock
from smsd.chat import Chat
from smsd.daemon import Daemon
from smsd.virtual.modem import VirtualModem
from smsd.virtual.network import Network
from storage import complaints, inbound, lines, outbound
from storage.engine import Database, DatabaseError

CITIZEN, OTHER = "+6281110000100", "+6281110000200"
PATIENCE = 60.0


@pytest.fixture
def daemon(database: Database, settings) -> Iterator[Daemon]:
    with Daemon(settings) as running:
        yield running


def _network(daemon: Daemon) -> Network:
    return daemon.virtual_modems["modem1"].network


def _answers(daemon: Daemon, count: int, to: str = CITIZEN) -> list[str]:
    """Wait until a phone has got so many texts."""
    network = _network(daemon)
    assert network.wait_for(lambda _ledger: len(network.messages_to(to)) >= count, PATIENCE)
    return network.messages_to(to)


def _until(condition: Callable[[], bool]) -> None:
    """Wait until something is so that the daemon does not tell us of."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        threading.Event().wait(0.05)


def _sent(database: Database) -> int:
    with database.read() as connection:
        return outbound.counts_by_state(connection).get(outbound.SENT, 0)


def _line(database: Database) -> Mapping[str, Any]:
    with database.read() as connection:
        return lines.states(connection)["modem1"]


def test_from_a_phone_to_an_agency_and_back_and_through_a_crash_of_the_worker(daemon, database) -> None:
    network = _network(daemon)
    network.deliver(CITIZEN, "bogor jalan berlubang di depan pasar anyar, sudah tiga bulan " + "x" * 120)
    network.deliver("TELKOMSEL", "Paket murah untuk Anda")
    (answer,) = _answers(daemon, 1)
    assert "Dinas PUPR" in answer

    _until(lambda: _sent(database) == 1)

    # A killed worker is started again, and what comes meanwhile waits on the SIM.
    worker = daemon.lines["modem1"].worker_pid
    os.kill(worker, signal.SIGKILL)
    network.deliver(OTHER, "bogor sampah menumpuk di pasar bogor")
    assert "Dinas LH" in _answers(daemon, 1, OTHER)[0]
    assert daemon.lines["modem1"].worker_pid != worker

    number = answer.split()[1]
    network.deliver(CITIZEN, f"CEK {number}")
    assert " diteruskan, " in _answers(daemon, 2)[1]
    _until(lambda: _sent(database) == 3 and _line(database)["sim_size"])
    daemon.stop()
    with database.read() as connection:
        rows = complaints.listing(connection, limit=10)
        received = inbound.counts_by_state(connection)
        sent = outbound.listing(connection, limit=10)
    line = _line(database)
    assert len(rows) == 2
    assert received == {inbound.DONE: 3, inbound.IGNORED: 1}
    assert {row["state"] for row in sent} == {outbound.SENT}
    assert (line["state"], line["operator"]) == ("stopped", "Virtual")
    assert daemon.virtual_modems == {}


def test_a_missed_call_is_one_message_that_is_processed_once_and_an_sms_comes_beside_it(daemon, database) -> None:
    network = _network(daemon)
    # A modem that is not at work yet tells nobody who calls.
    _until(lambda: daemon.lines["modem1"].room > 0)
    for ring in range(1, 4):
        assert network.ring(CITIZEN)
        _until(lambda ring=ring: daemon.rings_settled == ring)
    network.deliver(OTHER, "bogor jalan berlubang di depan pasar anyar")
    _answers(daemon, 1, OTHER)
    network.hang_up()
    daemon.stop()

    with database.read() as connection:
        rows = inbound.listing(connection, limit=10)
    told = {(row["address"], row["channel"], row["text"], row["state"], row["entry"]) for row in rows}
    assert (CITIZEN, "call", "", inbound.DONE, "missed_call") in told
    assert len(rows) == 2


def test_what_waits_in_the_outbox_and_on_the_sim_is_dealt_with_at_the_start(town, settings) -> None:
    town.clock.advance(SystemClock().now() - town.clock.now())
    town.text("bogor lampu jalan mati di jalan pajajaran")
    with Daemon(settings) as daemon:
        network = _network(daemon)
        assert network.wait_for(lambda ledger: len(ledger) == 1, PATIENCE)


def test_what_is_for_a_chat_is_left_to_it(town, settings) -> None:
    town.clock.advance(SystemClock().now() - town.clock.now())
    talk = Chat(town.database, town.clock, CITIZEN)
    talk.text("bogor lampu jalan mati di jalan pajajaran")
    town.process()
    town.text("bogor lampu jalan mati di jalan pajajaran", OTHER)
    with Daemon(settings) as daemon:
        # The older one would have gone first.
        assert _answers(daemon, 1, OTHER)
        assert _network(daemon).messages_to(CITIZEN) == []
    assert len(talk.read()) == 1


def test_two_daemons_do_not_drive_the_same_lines(daemon, settings) -> None:
    with pytest.raises(DatabaseError, match=r"another .aduan run."):
        Daemon(settings).start()


def test_an_old_schema_is_refused(settings) -> None:
    with pytest.raises(DatabaseError, match="run `aduan db upgrade`"):
        Daemon(settings).start()


def test_a_reload_with_a_bad_region_changes_nothing_and_a_good_one_counts(daemon, settings_file, tmp_path) -> None:
    good = settings_file.read_text()
    region = tmp_path / "mana.toml"
    region.write_text('name = "Mana"\nkeyword = "mana"\ntimezone = "Mars"\n')
    settings_file.write_text(good.replace('["bogor"]', '["bogor", "mana.toml"]'))
    with pytest.raises(ConfigError, match=r"mana\.toml:3"):
        daemon.reload(load_settings(settings_file, {}))
    assert list(daemon.office.regions) == ["bogor"]

    region.write_text('name = "Mana"\nkeyword = "mana"\ntimezone = "Asia/Makassar"\n')
    before = daemon.lines["modem1"]
    daemon.reload(load_settings(settings_file, {}))
    assert list(daemon.office.regions) == ["bogor", "mana"]
    assert daemon.lines["modem1"] is before


def test_a_reload_that_cannot_be_carried_out_leaves_everything_running_and_can_be_repeated(
    daemon, settings_file, monkeypatch
) -> None:
    settings_file.write_text(settings_file.read_text().replace("per_minute = 600", "per_minute = 30"))
    before = daemon.lines["modem1"]
    with monkeypatch.context() as patch:
        patch.setattr(lines, "ids_of", _out_of_reach)
        with pytest.raises(DatabaseError):
            daemon.reload(load_settings(settings_file, {}))
    assert daemon.lines["modem1"] is before

    daemon.reload(load_settings(settings_file, {}))
    assert daemon.lines["modem1"] is not before


def _out_of_reach(*_: object) -> None:
    raise DatabaseError("locked")


def test_a_line_whose_settings_change_is_started_anew(daemon, settings_file) -> None:
    before = daemon.lines["modem1"]
    settings_file.write_text(settings_file.read_text().replace("per_minute = 600", "per_minute = 30"))
    daemon.reload(load_settings(settings_file, {}))

    assert daemon.lines["modem1"] is not before


def test_a_missing_modem_keeps_no_other_line_from_working(settings_file, database, tmp_path) -> None:
    missing = f'[[lines]]\nname = "absent"\ntransport = "gammu"\ndevice = "{tmp_path / "ttyUSB9"}"\n'
    settings_file.write_text(settings_file.read_text() + missing)
    with Daemon(load_settings(settings_file, {})) as daemon:
        _network(daemon).deliver(CITIZEN, "bogor pohon tumbang menutup jalan")
        _answers(daemon, 1)
        _until(lambda: _line_state(database, "absent")[0] == "waiting")
        assert "is not there yet" in _line_state(database, "absent")[1]


def test_a_pin_is_entered_once_and_a_corrected_one_is_tried(settings_file, database, tmp_path) -> None:
    link = tmp_path / "modem"
    locked = settings_file.read_text().replace('device = "virtual"', f'device = "{link}"\npin = "9999"')

    def state_after_start(text: str, wanted: str) -> str:
        settings_file.write_text(text)
        with Daemon(load_settings(settings_file, {})):
            _until(lambda: _line_state(database)[0] == wanted)
            return _line_state(database)[1]

    with VirtualModem(pin="1234", link=link):
        assert "refused the PIN" in state_after_start(locked, "refused")
        assert "not seen to be accepted" in state_after_start(locked, "refused")
        state_after_start(locked.replace("9999", "1234"), "ready")


def _line_state(database: Database, name: str = "modem1") -> tuple[str, str]:
    with database.read() as connection:
        row = lines.states(connection)[name]
    return row["state"], row["detail"]


def test_a_slot_that_will_not_go_is_stored_once_and_named_in_the_log(daemon, database) -> None:
    memory = daemon.virtual_modems["modem1"].sim.memories["SM"]
    memory.stick(memory.numbers[0])
    network = _network(daemon)
    with capture_logs() as logs:
        network.deliver(CITIZEN, "bogor jalan berlubang di depan pasar anyar")
        _until(lambda: any(entry["log_level"] == "warning" for entry in logs))
    (told,) = (entry for entry in logs if entry["log_level"] == "warning")
    assert (told["line"], told["detail"]) == ("modem1", "slot SM:1 cannot be deleted and is left alone")
    network.deliver(OTHER, "bogor pohon tumbang menutup jalan")
    _answers(daemon, 1, OTHER)
    assert len(_answers(daemon, 1)) == 1
    with database.read() as connection:
        assert inbound.counts_by_state(connection) == {inbound.DONE: 2}
        # The line is as it was.
        assert "slot" not in lines.states(connection)["modem1"]["detail"]
