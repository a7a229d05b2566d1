"""`aduan run` in a process of its own, to be watched, killed and started again by a benchmark."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
_MEGABYTE = 1_000_000
_TICKS = os.sysconf("SC_CLK_TCK")
_ADUAN = (sys.executable, "-c", "from cli import main; main()")

_libc = ctypes.CDLL(None)


@dataclass(frozen=True, slots=True)
class Use:
    """What processes have used: seconds of CPU, and megabytes resident at most."""

    cpu: float
    megabytes: float


class Installation:
    """A daemon with its settings file; `command` is what runs it, up to the arguments of `aduan`."""

    def __init__(self, home: Path, settings: str, command: tuple[str, ...] = _ADUAN) -> None:
        self.log = home / "output"
        self._settings = home / "aduan.toml"
        self._settings.write_text(settings, encoding="utf-8")
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the daemon."""
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [*self._command, "-c", str(self._settings), "run"],
                cwd=ROOT,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=end_with_us,  # noqa: PLW1509 - it makes one call of the kernel
            )

    def stop(self) -> None:
        """Let the daemon finish and end; kill what is left of it."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def kill(self) -> None:
        """Kill the daemon, and nothing else: its workers find out by themselves."""
        process, self._process = self._process, None
        assert process is not None
        process.kill()
        process.wait()

    @property
    def pid(self) -> int:
        """The process of the daemon."""
        assert self._process is not None
        return self._process.pid

    def workers(self) -> list[int]:
        """Give the processes that the daemon has started."""
        return children_of(self.pid)


def children_of(pid: int) -> list[int]:
    """Give the processes that one has started, in whatever thread."""
    children = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for each in children for child in each.read_text().split()]


def use_of(pid: int) -> Use:
    """Tell what a process has used by now."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    most = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))
    return Use((int(fields[11]) + int(fields[12])) / _TICKS, most * 1024 / _MEGABYTE)


def megabytes_of(pid: int) -> float:
    """Tell what is resident of a process now."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE


def until(condition: Callable[[], bool], seconds: float, what_is_wrong: Callable[[], str], every: float = 0.01) -> None:
    """Wait until something is so that nobody tells us of; raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(what_is_wrong())
        time.sleep(every)


def end_with_us() -> None:
    """Let a process end with the one that started it, however that ends (PR_SET_PDEATHSIG)."""
    _libc.prctl(1, signal.SIGKILL)
