"""The daemon of the crash matrix, as a process: `python -m tests.smsd.crash_child SETTINGS [POINT RUN]`.

It is `aduan run`, which kills itself where that point's n-th kill says, if it is one inside the daemon.
"""

from __future__ import annotations

import functools
import importlib
import itertools
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from cli import main
from tests.smsd.crash_points import POINTS, Call, Inside


def install(kill: Inside) -> None:
    """Put the kill around its function."""
    module, _, path = kill.function.partition(":")
    *owners, name = path.split(".")
    owner = functools.reduce(getattr, owners, importlib.import_module(module))
    setattr(owner, name, _deadly(getattr(owner, name), kill))


def _deadly(function: Callable[..., Any], kill: Inside) -> Callable[..., Any]:
    passes = itertools.count(1)

    def die_if_due(call: Call) -> None:
        if kill.counts(call) and next(passes) == kill.nth:
            _die(kill)

    @functools.wraps(function)
    def around(*args: Any, **named: Any) -> Any:
        if kill.when == "before":
            die_if_due(Call(args))
        result = function(*args, **named)
        if kill.when == "after":
            die_if_due(Call(args, result))
        return result

    return around


def _die(kill: Inside) -> None:
    if kill.group:
        os.killpg(0, signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    settings, *where = sys.argv[1:]
    if where:
        point = next(point for point in POINTS if point.name == where[0])
        kill = point.kills[int(where[1])]
        if isinstance(kill, Inside):
            install(kill)
    main(["-c", settings, "run"])
