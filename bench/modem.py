"""How many SMS a second come in through a modem, and how many Debian's gammu-smsd takes from the same one.

    python bench/modem.py [--messages 1000] [--runs 3]

The virtual modem, with a SIM of fifty slots, lives in this process; `aduan run` and gammu-smsd open its serial line as
they would a USB stick's. Each has received one SMS before the clock starts, and aduan has answered it, so that opening
the modem does not count; the clock stops when the last SMS has been deleted from the SIM and all are stored.
gammu-smsd writes files without waiting for the disk, and does no more with them. Prints a table; exits with an error if
an SMS is missing.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.databases import on_disk  # noqa: E402
from smsd.virtual.modem import VirtualModem  # noqa: E402
from storage import inbound  # noqa: E402
from storage.engine import Database  # noqa: E402
from storage.migrate import upgrade  # noqa: E402

_PATIENCE = 600.0
_LAST_SECONDS = 10.0
"""How long the last SMS may take to be a message after it has been deleted from the SIM."""

Receiver: TypeAlias = Callable[[VirtualModem, Path], AbstractContextManager[Callable[[], int]]]
"""Runs a program on a modem; the function that it gives counts what the program has stored."""

# The limit keeps all answers but the first in the queue, so that only receiving is measured.
_ADUAN = """
database = "sqlite:///{home}/aduan.db"
regions = ["bogor"]
[[lines]]
name = "modem1"
transport = "{transport}"
device = "{device}"
poll_seconds = 0.1
[lines.limits]
per_minute = 1
"""

_SMSD = """
[gammu]
device = {device}
connection = at
[smsd]
service = {service}
logfile = {home}/log
inboxpath = {home}/inbox/
outboxpath = {home}/outbox/
sentsmspath = {home}/sent/
errorsmspath = {home}/error/
{settings}
"""

_TUNED = """
loopsleep = 0
receivefrequency = 0
statusfrequency = 0
checksecurity = 0
checkbattery = 0
checksignal = 0
checknetwork = 0
debuglevel = 0
"""


@contextmanager
def aduan(modem: VirtualModem, home: Path, transport: str = "at") -> Iterator[Callable[[], int]]:
    """Run the daemon on the modem; gives how many messages it has stored."""
    settings = home / "aduan.toml"
    settings.write_text(_ADUAN.format(home=home, device=modem.device, transport=transport), encoding="utf-8")
    database = Database(f"sqlite:///{home}/aduan.db")
    upgrade(database)

    def stored() -> int:
        with database.read() as connection:
            return sum(inbound.counts_by_state(connection).values())

    with _running([sys.executable, "-c", "from cli import main; main()", "-c", str(settings), "run"], home):
        _deliver(modem, 1)
        assert modem.network.wait_for(bool, _PATIENCE), "the first SMS is not answered"
        yield stored
    database.close()


@contextmanager
def smsd(modem: VirtualModem, home: Path, service: str, settings: str) -> Iterator[Callable[[], int]]:
    """Run gammu-smsd on the modem; gives how many messages it has written into its inbox."""
    config = home / "smsdrc"
    config.write_text(_SMSD.format(home=home, device=modem.device, service=service, settings=settings), "utf-8")
    inbox = home / "inbox"
    for folder in ("inbox", "outbox", "sent", "error"):
        (home / folder).mkdir()
    with _running(["gammu-smsd", "-c", str(config)], home):
        _deliver(modem, 1)
        _until_empty(modem)
        yield lambda: len(list(inbox.iterdir()))


@contextmanager
def _running(command: list[str], home: Path) -> Iterator[None]:
    with (
        (home / "output").open("w") as output,
        subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output) as run,
    ):
        try:
            yield
        finally:
            run.terminate()


def sms_per_second(receiver: Receiver, count: int, *, keeps: bool = True) -> float:
    """Deliver messages and measure until the SIM is empty again; `keeps` tells whether the receiver stores them."""
    with on_disk() as home, VirtualModem(slots=50) as modem, receiver(modem, home) as stored:
        began = time.perf_counter()
        _deliver(modem, count)
        _until_empty(modem)
        deadline = time.monotonic() + _LAST_SECONDS
        while keeps and stored() <= count:
            assert time.monotonic() < deadline, f"{stored()} of {count + 1} are stored"
        took = time.perf_counter() - began
    return count / took


def _deliver(modem: VirtualModem, count: int) -> None:
    for place in range(count):
        modem.network.deliver(f"+628111{place:07}", f"bogor jalan berlubang di gang nomor {place} dari {count}")


def _until_empty(modem: VirtualModem) -> None:
    deadline = time.monotonic() + _PATIENCE
    while modem.network.waiting or modem.stored:
        assert time.monotonic() < deadline, "the SIM does not get empty"
        time.sleep(0.002)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="SMS received through a modem.")
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print(f"{'':<44} {'aduan is':>9} {'SMS/s':>7} {'least':>7} {'most':>7}")
    ours = _row("aduan, transport at", aduan, options.runs, options.messages)
    _row("aduan, transport gammu", partial(aduan, transport="gammu"), options.runs, options.messages, ours)
    if shutil.which("gammu-smsd") is None:
        print("gammu-smsd is not installed: apt install gammu-smsd")
        return
    for name, service, settings in (
        ("gammu-smsd, files, as shipped", "files", ""),
        ("gammu-smsd, files, tuned", "files", _TUNED),
        ("gammu-smsd, nothing stored, tuned", "null", _TUNED),
    ):
        receiver = partial(smsd, service=service, settings=settings)
        count = options.messages if settings else options.messages // 10
        _row(name, receiver, options.runs, count, ours, keeps=service == "files")


def _row(  # noqa: PLR0913 - what stands in a row
    name: str, receiver: Receiver, runs: int, count: int, ours: float = 0.0, *, keeps: bool = True
) -> float:
    speeds = [sms_per_second(receiver, count, keeps=keeps) for _ in range(runs)]
    median = statistics.median(speeds)
    ratio = (ours or median) / median
    print(f"{name:<44} {ratio:>7.1f} x {median:>7.1f} {min(speeds):>7.1f} {max(speeds):>7.1f}", flush=True)
    return median


if __name__ == "__main__":
    main()
