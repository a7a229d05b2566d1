"""The daemon of the crash matrix as the tests see it: a process that is started, killed and waited for."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.smsd import crash_child
from tests.smsd.crash_points import Accepted

PATIENCE = 60.0
_LOOK_AGAIN_SECONDS = 0.25

# Most of what a daemon does at its start is importing: a process that has done that is forked.
_starter = multiprocessing.get_context("forkserver")
_starter.set_forkserver_preload([crash_child.__name__])

# Whoever starts a process asks for the ends of all others too, and the end of each is told once.
_asking = threading.Lock()


class Daemon:
    """A daemon in a process of its own; it is the first of a process group, in which its worker is too."""

    def __init__(self, *arguments: str | int | None) -> None:
        self._process = _starter.Process(target=crash_child.run, args=arguments)
        with _asking:
            self._process.start()
        assert self._process.pid is not None
        self._pid = self._process.pid

    @property
    def exitcode(self) -> int | None:
        """The negative number of the signal that has ended it, or its status; None while it runs."""
        with _asking:
            return self._process.exitcode

    def terminate(self) -> None:
        """Ask it to stop."""
        self._process.terminate()

    def kill(self) -> None:
        """Kill it, and not its worker."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)

    def kill_group(self) -> None:
        """Kill it and its worker."""
        with suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        # Only a moment after its start it has a group.
        self.kill()


@contextmanager
def started(settings: Path, log: Path, name: str, kill: int | None = None) -> Iterator[Daemon]:
    """Start the daemon of a point, with the number of the kill if it is to kill itself.

    A worker that kills itself leaves a mark beside the log: see `mark_of`. In the end nothing of it is left but a
    worker that has lost its daemon and is about to notice.
    """
    daemon = Daemon(str(settings), str(log), name, kill, str(mark_of(log)))
    try:
        yield daemon
    finally:
        if daemon.exitcode is None:
            daemon.kill_group()


def mark_of(log: Path) -> Path:
    """Give the file that is there when a worker has killed itself."""
    return log.with_name("worker killed")


def shooter(kill: Accepted, daemon: Daemon) -> Callable[[], None]:
    """Give what the network calls for each message it takes: the n-th one kills the daemon."""
    passes = itertools.count(1)

    def shoot() -> None:
        if next(passes) == kill.nth:
            (daemon.kill_group if kill.group else daemon.kill)()

    return shoot


def until(condition: Callable[[], bool], what_is_wrong: Callable[[], str]) -> None:
    """Wait until something is so that nobody tells us of; raises TimeoutError if it takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(what_is_wrong())
        threading.Event().wait(_LOOK_AGAIN_SECONDS)
