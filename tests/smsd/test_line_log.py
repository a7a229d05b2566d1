"""How often the log says the same of a line."""

import pytest
from structlog.testing import CapturingLogger

from smsd import line_log
from smsd.line_log import AGAIN_SECONDS, LineLog
from smsd.transports.base import News
from smsd.wire import State


@pytest.fixture
def log() -> CapturingLogger:
    return CapturingLogger()


def said(log: CapturingLogger) -> list[str]:
    """Give what has been said since it was last asked, as `level state`."""
    words = [f"{call.method_name} {call.kwargs.get('state') or call.kwargs['trouble']}" for call in log.calls]
    log.calls.clear()
    return words


def test_a_modem_that_does_not_answer_is_told_once_and_again_after_ten_minutes(
    log: CapturingLogger, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(line_log.time, "monotonic", lambda: now)
    lines = LineLog(log)
    gone = [State("opening", "/dev/x"), State("failed", "no answer"), State("restarting", "tried again (radio)")]
    for _ in range(5):
        for state in gone:
            lines.changed("modem1", state)
    lines.changed("modem2", gone[1])
    assert said(log) == ["info opening", "warning failed", "warning restarting", "warning failed"]
    lines.changed("modem1", State("failed", "its driver hangs"))
    assert said(log) == ["warning failed"]
    now += AGAIN_SECONDS
    lines.changed("modem1", gone[1])
    assert said(log) == ["warning failed"]


def test_what_comes_after_a_line_was_ready_is_new(log: CapturingLogger) -> None:
    lines = LineLog(log)
    for _ in range(2):
        lines.changed("modem1", State("failed", "unplugged"))
        lines.changed("modem1", State("ready", "/dev/x"))
    assert said(log) == ["warning failed", "info ready"] * 2


def test_news_is_written_unless_it_is_good(log: CapturingLogger) -> None:
    lines = LineLog(log)
    lines.noticed("modem1", News("sim_nearly_full", "SM is nearly full: 40 of 50"))
    lines.noticed("modem1", News("sim_nearly_full", is_over=True))
    assert said(log) == ["warning sim_nearly_full"]
