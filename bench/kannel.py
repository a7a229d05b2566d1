"""Debian's Kannel bound to an SMSC, answering every SMS with the same text, to stand beside."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from bench.installation import Use, end_with_us, until, use_of

ANSWER = "Laporan Anda kami terima dan segera diteruskan. Terima kasih."
"""The acknowledgement; it says nothing of whose it is, for there is no ticket."""

_BEARERBOX = """
group = core
admin-port = {admin}
admin-password = rahasia
smsbox-port = {boxes}
log-file = "{home}/bearerbox.log"
log-level = 3
{store}

group = smsc
smsc = smpp
smsc-id = bench
host = 127.0.0.1
port = {port}
transceiver-mode = true
smsc-username = aduan
smsc-password = rahasia
system-type = ""
max-pending-submits = {window}
reconnect-delay = 1
"""
_SMSBOX = """
group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {boxes}
log-file = "{home}/smsbox.log"
log-level = 3
max-pending-requests = 512

group = sms-service
keyword = default
catch-all = true
text = "{answer}"
"""
_SPOOL = 'store-type = spool\nstore-location = "{home}/spool"'


class Kannel:
    """A bearerbox and a smsbox; `durable` keeps what is on its way in a spool on the disk."""

    name = "kannel"

    def __init__(self, home: Path, port: int, window: int, *, durable: bool) -> None:
        (home / "spool").mkdir(exist_ok=True)
        self._home = home
        self._processes: list[subprocess.Popen[bytes]] = []
        with ExitStack() as stack:
            free = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(2)]
            admin, self._boxes = (each.getsockname()[1] for each in free)
        store = _SPOOL.format(home=home) if durable else ""
        values = {"home": home, "port": port, "window": window, "admin": admin, "boxes": self._boxes, "store": store}
        config = _BEARERBOX.format(**values) + _SMSBOX.format(home=home, boxes=self._boxes, answer=ANSWER)
        (home / "kannel.conf").write_text(config, encoding="utf-8")

    def start(self) -> None:
        """Start both; the smsbox when it finds the bearerbox."""
        self._run("bearerbox")
        until(self._listens, 30, lambda: "bearerbox does not listen")
        self._run("smsbox")

    def use(self) -> Use:
        """Tell what both have used."""
        uses = [use_of(process.pid) for process in self._processes]
        return Use(sum(use.cpu for use in uses), sum(use.megabytes for use in uses))

    def kill(self) -> None:
        """Kill both."""
        for process in self._processes:
            process.kill()
            process.wait()
        self._processes.clear()

    def _run(self, program: str) -> None:
        with (self._home / f"{program}.out").open("ab") as output:
            command = [f"/usr/sbin/{program}", str(self._home / "kannel.conf")]
            self._processes.append(
                subprocess.Popen(command, stdout=output, stderr=output, preexec_fn=end_with_us)  # noqa: PLW1509 - one call
            )

    def _listens(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self._boxes), 1):
            return True
        return False


@contextmanager
def kannel(home: Path, port: int, window: int, *, durable: bool) -> Iterator[Kannel]:
    """Run Kannel until the end of the block."""
    made = Kannel(home, port, window, durable=durable)
    made.start()
    try:
        time.sleep(1.0)
        yield made
    finally:
        made.kill()
