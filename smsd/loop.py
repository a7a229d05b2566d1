"""A thread that does one step again and again: when it is woken, and now and then by itself."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from storage.engine import DatabaseError

Item = TypeVar("Item")

_LONGEST_STOP = 30.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0


class Loop:
    """Runs `step` whenever woken, and at least every `interval` seconds: waking is haste, the interval the truth.

    A step says whether there is more to do at once. If the database is out of reach the loop says so, waits (longer
    each time) and tries again; any other error is logged and the loop lives on.
    """

    def __init__(self, name: str, step: Callable[[], bool], interval: float, log: Any) -> None:
        self._step = step
        self._interval = interval
        self._log = log.bind(loop=name)
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something to do."""
        self._wake.set()

    def stop(self) -> None:
        """Do one last round and end; returns when it is over, or hangs for too long."""
        self._stopping.set()
        self._wake.set()
        if self._thread.ident is not None:
            # A database that hangs must not keep the program from ending.
            self._thread.join(_LONGEST_STOP)

    def _run(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            last_round = self._stopping.is_set()
            self._wake.clear()
            done = self._try()
            pause = _FIRST_PAUSE if done is not None else min(2 * pause, _LONGEST_PAUSE)
            if last_round:
                return
            if done is None:
                self._stopping.wait(pause)
            elif not done:
                self._wake.wait(self._interval)

    def _try(self) -> bool | None:
        """Do a step: True if there is more, False if not, None if it failed."""
        try:
            return self._step()
        except DatabaseError as error:
            self._log.error("the database is out of reach, trying again", error=str(error))
        except Exception:  # noqa: BLE001 - a loop that ends would lose everything that comes after
            self._log.exception("a step failed, trying again")
        return None


def drain(source: queue.SimpleQueue[Item], into: list[Item]) -> None:
    """Move to a list what has come so far."""
    while not source.empty():
        into.append(source.get())
