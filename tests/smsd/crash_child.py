"""The daemon of the crash matrix, in a process of its own: `aduan run`, which kills itself where it is told to."""

from __future__ import annotations

import functools
import importlib
import itertools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import commands.run  # noqa: F401 - it takes long, and is to be done once
from cli import main
from smsd import supervisor
from tests.smsd.crash_points import POINTS, Call, Inside, Point


def point_of(name: str) -> Point:
    """Give a point by its name."""
    return next(point for point in POINTS if point.name == name)


def install(kill: Inside, before: Callable[[], None] = lambda: None) -> None:
    """Put the kill, and what is done before it, around its function."""
    module, _, path = kill.function.partition(":")
    *owners, name = path.split(".")
    owner = functools.reduce(getattr, owners, importlib.import_module(module))
    setattr(owner, name, _deadly(getattr(owner, name), kill, before))


def _deadly(function: Callable[..., Any], kill: Inside, before: Callable[[], None]) -> Callable[..., Any]:
    passes = itertools.count(1)

    def die_if_due(call: Call) -> None:
        if kill.counts(call) and next(passes) == kill.nth:
            before()
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


def run(settings: str, log: str, name: str, killed: int | None, mark: str) -> None:
    """Be the daemon, alone in a process group: of a point by its name, with the kill of this number or none.

    Without one its worker may have one, and leaves the mark.
    """
    os.setsid()
    with Path(log).open("ab") as errors:
        os.dup2(errors.fileno(), sys.stderr.fileno())
    point = point_of(name)
    kill = point.kills[killed] if killed is not None else None
    if isinstance(kill, Inside):
        install(kill)
    if killed is None and point.worker is not None:
        supervisor.WORKER = ("tests.smsd.crash_worker", name, mark)
    main(["-c", settings, "run"])
