"""The world of the demo: an installation of its own, with a daemon and a network full of phones."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from config.logs import configure_logs
from config.sample import sample
from config.settings import load_settings
from smsd.daemon import Daemon
from smsd.virtual.network import Network
from storage import inbound, outbound
from storage.engine import Database
from storage.migrate import upgrade

SETTINGS = "demo.toml"
"""The demo's settings in its directory, beside which a real installation's aduan.toml may lie."""

_LINE = "modem1"
_LOOK_SECONDS = 0.1


@contextmanager
def directory(keep: Path | None) -> Iterator[Path]:
    """Give the directory of the demo: one that stays, or one that goes with it."""
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="aduan-demo-") as temporary:
        yield Path(temporary)


class World:
    """A running installation in a directory, and the phones that can text it."""

    def __init__(self, home: Path) -> None:
        self._settings = load_settings(_write_settings(home), {})
        self._log_file = (home / "demo.log").open("a", encoding="utf-8")
        self._daemon = Daemon(self._settings)
        self._database = Database(self._settings.database)
        self._heard = threading.Condition()
        self._unread: list[tuple[str, str]] = []

    def __enter__(self) -> Self:
        configure_logs("info", "text", self._log_file)
        upgrade(self._database)
        self._daemon.start()
        self.network.on_message(self._hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._daemon.stop()
        self._database.close()
        self._log_file.close()

    @property
    def network(self) -> Network:
        """The network that the demo's phones are in."""
        return self._daemon.virtual_modems[_LINE].network

    def say(self, phone: str, text: str) -> None:
        """Text us from a phone."""
        self.network.deliver(phone, text)

    def hear(self, timeout: float) -> tuple[str, str] | None:
        """Wait for the next SMS to any phone: (phone, text), None if none came in time."""
        with self._heard:
            self._heard.wait_for(lambda: self._unread, timeout)
            return self._unread.pop(0) if self._unread else None

    def is_quiet(self) -> bool:
        """Tell whether everything that came in is answered and every answer is out."""
        # The modem first: what leaves it is in the database by then.
        on_the_way = self.network.waiting + self._daemon.virtual_modems[_LINE].stored
        with self._database.read() as connection:
            received = inbound.counts_by_state(connection)
            sent = outbound.counts_by_state(connection)
        unprocessed = received.get(inbound.READY, 0) + received.get(inbound.PARTIAL, 0)
        unsent = sent.get(outbound.QUEUED, 0) + sent.get(outbound.SENDING, 0)
        return on_the_way + unprocessed + unsent == 0

    def wait_until_quiet(self, timeout: float) -> bool:
        """Wait until nothing is under way any more; False if it takes too long."""
        deadline = time.monotonic() + timeout
        while not self.is_quiet():
            if time.monotonic() > deadline:
                return False
            time.sleep(_LOOK_SECONDS)
        return True

    def _hear(self, phone: str, text: str) -> None:
        with self._heard:
            self._unread.append((phone, text))
            self._heard.notify_all()


def _write_settings(home: Path) -> Path:
    """Write the sample settings, with a modem that is looked at often and may send a lot, under a name of their own."""
    path = home / SETTINGS
    text = sample(msisdn="+628111000001")
    text = text.replace("poll_seconds = 1.0", "poll_seconds = 0.1").replace("per_minute = 10", "per_minute = 600")
    path.write_text(text.replace("aduan.db", "demo.db"), encoding="utf-8")
    return path
