"""The daemon of the crash matrix as the tests see it: a process that is started, killed and waited for."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.smsd.crash_points import Accepted

Daemon = subprocess.Popen[bytes]

PATIENCE = 60.0
_LOOK_AGAIN_SECONDS = 0.25
_ROOT = Path(__file__).parents[2]


@contextmanager
def started(settings: Path, log: Path, *where: str) -> Iterator[Daemon]:
    """Start the daemon, with the name of a point and the number of the run if it is to kill itself.

    It is the first of a process group, in which its worker is too. In the end nothing of it is left but a worker that
    has lost its daemon and is about to notice.
    """
    command = [sys.executable, "-m", "tests.smsd.crash_child", str(settings), *where]
    with (
        log.open("ab") as errors,
        subprocess.Popen(command, cwd=_ROOT, stderr=errors, start_new_session=True) as daemon,
    ):
        try:
            yield daemon
        finally:
            if daemon.poll() is None:
                os.killpg(daemon.pid, signal.SIGKILL)


def shooter(kill: Accepted, daemon: Daemon) -> Callable[[], None]:
    """Give what the network calls for each message it takes: the n-th one kills the daemon."""
    passes = itertools.count(1)

    def shoot() -> None:
        if next(passes) == kill.nth:
            with suppress(ProcessLookupError):
                (os.killpg if kill.group else os.kill)(daemon.pid, signal.SIGKILL)

    return shoot


def until(condition: Callable[[], bool], what_is_wrong: Callable[[], str]) -> None:
    """Wait until something is so that nobody tells us of; raises TimeoutError if it takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(what_is_wrong())
        threading.Event().wait(_LOOK_AGAIN_SECONDS)
