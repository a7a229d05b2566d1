"""Do Debian's gammu and gammu-smsd take the virtual modem for a real one?

    python bench/gammu_tools.py

Prints a table of step, result and seconds. Exits with 1 if a step failed, with 2 if a tool is not installed.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sms.codec import split
from smsd.virtual.modem import VirtualModem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CITIZEN, OTHER_CITIZEN = "+628111000100", "+628111000101"
SHORT = "Lampu jalan mati di Jalan Merdeka"
LONG = "Jalan di depan pasar rusak berat sejak bulan lalu. " * 5

_SMSD = """
[smsd]
service = files
logfile = {home}/log
inboxpath = {home}/inbox/
outboxpath = {home}/outbox/
sentsmspath = {home}/sent/
errorsmspath = {home}/error/
receivefrequency = 1
commtimeout = 1
checkbattery = 0
checksignal = 0
checksecurity = 0
"""


class Failed(Exception):  # noqa: N818 -- a step has failed, which is what the table says
    """A step did not do what it should."""


class Bench:
    """A virtual modem, and a directory with the tools' configuration."""

    def __init__(self, modem: VirtualModem, home: Path) -> None:
        self.modem = modem
        self.home = home
        self.config = home / "gammurc"
        device = f"[gammu]\ndevice = {modem.device}\nconnection = at\n"
        self.config.write_text(device + _SMSD.format(home=home), encoding="utf-8")
        for folder in ("inbox", "outbox", "sent", "error"):
            (home / folder).mkdir()

    def identify(self) -> None:
        """Let gammu ask who the modem is."""
        _expect("001017000000007" in self._gammu("identify"), "the IMEI is missing")

    def send(self) -> None:
        """Let gammu send a text, which must be in the ledger."""
        self._gammu("sendsms", "TEXT", CITIZEN, "-text", SHORT)
        _expect([(sent.to, sent.text) for sent in self.modem.network.ledger] == [(CITIZEN, SHORT)], "not in the ledger")

    def read(self) -> None:
        """Let gammu read everything, part by part, and empty the SIM."""
        self.modem.network.deliver(CITIZEN, SHORT)
        self.modem.network.deliver(OTHER_CITIZEN, LONG)
        shown = self._gammu("getallsms")
        self._gammu("deleteallsms", "1")
        _expect(all(part in shown for part in (SHORT, *split(LONG).parts)), "a text is missing")

    def receive_with_smsd(self) -> None:
        """Let gammu-smsd take three messages, one of them in two parts, from the SIM into its inbox."""
        texts = [SHORT, "Sampah menumpuk", LONG]
        with self._smsd():
            for text in texts:
                self.modem.network.deliver(CITIZEN, text)
            _expect(_becomes_true(lambda: self._inbox() == "".join(texts)), "a text is not in the inbox")

    def send_with_smsd(self) -> None:
        """Let gammu-smsd send two messages from its outbox."""
        before = len(self.modem.network.ledger)
        for place, number in enumerate((CITIZEN, OTHER_CITIZEN)):
            (self.home / "outbox" / f"OUTA_{place}_00_{number}_sms.txt").write_text(SHORT, encoding="utf-8")
        with self._smsd():
            _expect(self.modem.network.wait_for(lambda ledger: len(ledger) == before + 2, 60), "not in the ledger")
        got = [(sent.to, sent.text) for sent in self.modem.network.ledger[before:]]
        _expect(got == [(CITIZEN, SHORT), (OTHER_CITIZEN, SHORT)], "the ledger has other texts")

    def _inbox(self) -> str:
        """Join the texts of the inbox's files, in the order of their names."""
        return "".join(path.read_text(encoding="utf-8") for path in sorted((self.home / "inbox").iterdir()))

    def _gammu(self, *arguments: str) -> str:
        done = subprocess.run(
            ["gammu", "-c", str(self.config), *arguments], capture_output=True, text=True, timeout=60, check=False
        )
        _expect(done.returncode == 0, done.stderr.strip() or done.stdout.strip())
        return done.stdout

    @contextmanager
    def _smsd(self) -> Iterator[None]:
        with subprocess.Popen(
            ["gammu-smsd", "-c", str(self.config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as daemon:
            try:
                yield
            finally:
                daemon.terminate()


def main() -> int:
    """Run all steps and print the table."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    if not all(shutil.which(tool) for tool in ("gammu", "gammu-smsd")):
        print("apt install gammu gammu-smsd", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as home, VirtualModem() as modem:
        bench = Bench(modem, Path(home))
        steps = (bench.identify, bench.send, bench.read, bench.receive_with_smsd, bench.send_with_smsd)
        failures = sum(not _passes(step) for step in steps)
    return 1 if failures else 0


def _passes(step: Callable[[], None]) -> bool:
    """Run a step and print its line of the table."""
    begin = time.monotonic()
    try:
        step()
    except (Failed, subprocess.TimeoutExpired) as error:
        result = f"failed: {error}"
    else:
        result = "ok"
    print(f"{step.__name__:<20} {time.monotonic() - begin:6.1f} s  {result}", flush=True)
    return result == "ok"


def _expect(condition: bool, otherwise: str) -> None:  # noqa: FBT001 -- reads as an assertion
    if not condition:
        raise Failed(otherwise)


def _becomes_true(condition: Callable[[], bool], seconds: float = 60) -> bool:
    """Look ten times a second: the files of another process announce themselves to nobody."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


if __name__ == "__main__":
    sys.exit(main())
