"""Debian's gammu-smsd on a virtual modem, to stand beside."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smsd.virtual.modem import VirtualModem

_SETTINGS = """
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

TUNED = """
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
def smsd(modem: VirtualModem, home: Path, settings: str = "", service: str = "files") -> Iterator[Path]:
    """Run gammu-smsd on the modem; gives the folder with its `inbox` and `outbox`."""
    config = home / "smsdrc"
    config.write_text(_SETTINGS.format(home=home, device=modem.device, service=service, settings=settings), "utf-8")
    for folder in ("inbox", "outbox", "sent", "error"):
        (home / folder).mkdir(exist_ok=True)
    with (
        (home / "output").open("w") as output,
        subprocess.Popen(["gammu-smsd", "-c", str(config)], stdout=output, stderr=output) as run,
    ):
        try:
            yield home
        finally:
            run.terminate()


def queue(home: Path, place: int, to: str, text: str) -> None:
    """Let gammu-smsd send an SMS; the files leave in the order of their places."""
    name = f"OUTA20260101_{place:06}_00_{to}_sms.txt"
    (home / name).write_text(text, encoding="utf-8")
    (home / name).rename(home / "outbox" / name)
