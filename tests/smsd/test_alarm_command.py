"""The administrator's own command for alarms."""

import sys

import pytest
from structlog.testing import capture_logs

from config.logs import get_logger
from smsd.alarm_command import AlarmCommand


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["/nowhere/alarm"], {"error": "FileNotFoundError"}),
        ([sys.executable, "-c", "raise SystemExit(3)"], {"exit_status": 3}),
    ],
    ids=["is not there", "fails"],
)
def test_a_command_that_fails_is_logged(command, told) -> None:
    runner = AlarmCommand(get_logger("test"))
    with capture_logs() as logs:
        runner.run(command, "line_dead", "modem1", "x")
        runner.wait()
    assert [log for log in logs if told.items() <= log.items()]


def test_a_command_that_hangs_is_ended() -> None:
    runner = AlarmCommand(get_logger("test"), timeout=0.2)
    with capture_logs() as logs:
        runner.run([sys.executable, "-c", "import threading; threading.Event().wait()"], "line_dead", "modem1", "x")
        runner.wait()
    assert [log["error"] for log in logs] == ["TimeoutExpired"]
