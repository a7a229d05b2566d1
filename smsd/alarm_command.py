"""The command that hears of alarms too: whatever an administrator has made it, it needs neither SIM nor modem."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Sequence
from typing import Any

TIMEOUT = 30.0
"""Seconds that a command may take."""
_GRACE = 5.0


class AlarmCommand:
    """Runs a command for each alarm, in a thread of its own: it may hang, and nobody waits for it."""

    def __init__(self, log: Any, timeout: float = TIMEOUT) -> None:
        self._log = log
        self._timeout = timeout
        self._running: list[threading.Thread] = []

    def run(self, command: Sequence[str], kind: str, line: str, text: str) -> None:
        """Start a command, without a shell; it finds in its environment what there is to tell."""
        told = {"ADUAN_ALARM": kind, "ADUAN_LINE": line, "ADUAN_TEXT": text}
        thread = threading.Thread(target=self._run, args=(command, {**os.environ, **told}), name="alarm", daemon=True)
        self._running = [each for each in self._running if each.is_alive()] + [thread]
        thread.start()

    def wait(self) -> None:
        """Let the commands that run come to their end, at most as long as they may take."""
        for thread in self._running:
            thread.join(self._timeout + _GRACE)

    def _run(self, command: Sequence[str], environment: dict[str, str]) -> None:
        try:
            done = subprocess.run(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=self._timeout,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            self._log.error("the alarm command failed", error=type(error).__name__)
        else:
            if done.returncode:
                self._log.error("the alarm command failed", exit_status=done.returncode)
