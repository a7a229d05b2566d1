"""The world of the demo: an installation of its own, with a daemon and a network full of phones."""

from __future__ import annotations

import os
import threading
from contextlib import ExitStack
from datetime import datetime, time
from pathlib import Path
from time import monotonic, sleep, tzset
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from commands.demo_home import write_settings
from commands.demo_people import register
from complaints.jobs import table as jobs
from complaints.time.hours import next_turn
from config.logs import configure_logs, get_logger
from config.regions import Region, load_regions
from config.settings import load_settings
from sms.clock import ShiftedClock, SystemClock
from smsd.daemon import Daemon
from smsd.loop import Loop
from smsd.virtual.network import Network
from smsd.virtual.pauses import Pause, end_of
from storage import claims, inbound, lines, outbound, pdus
from storage.engine import Database
from storage.migrate import upgrade

BEGIN = time(8)
"""When the day of the demo begins: nobody is asleep, and the second digest is still to come."""

_LINE = "modem1"
PATIENCE_SECONDS = 60.0
"""How long one waits for what is under way."""

_LOOK_SECONDS = 0.1
_BELL_SECONDS = 0.5
_RING_SECONDS = 0.5


class World:
    """A running installation in a directory, and the phones that can text it.

    Its clock begins at the next 08:00 of the region, whatever the hour is, and runs on from there.
    """

    def __init__(self, home: Path) -> None:
        self.settings = load_settings(write_settings(home), {})
        self.clock = ShiftedClock()
        self._region = next(iter(load_regions(self.settings).values()))
        self._log_file = (home / "demo.log").open("a", encoding="utf-8")
        self._daemon = Daemon(self.settings, self.clock)
        self._database = Database(self.settings.database)
        self._heard = threading.Condition()
        self._unread: list[tuple[str, str]] = []
        self._started = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as started:
            started.callback(self._log_file.close)
            self.take_log()
            _stand_in(self._region)
            started.callback(self._database.close)
            self._prepare()
            started.enter_context(self._daemon)
            self.network.on_message(self._hear)
            bell = Loop("demo", self._ring_if_due, _BELL_SECONDS, get_logger("aduan"))
            bell.start()
            started.callback(bell.stop)
            self._started = started.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._started.close()

    @property
    def network(self) -> Network:
        """The network that the demo's phones are in."""
        return self._daemon.virtual_modems[_LINE].network

    def take_log(self) -> None:
        """Let everything that is logged from now on go into the demo's log."""
        configure_logs("info", "text", self._log_file)

    def now(self) -> datetime:
        """Give the time of the demo, as the clocks of the region show it."""
        return self.clock.now().astimezone(ZoneInfo(self._region.timezone))

    def say(self, phone: str, text: str) -> None:
        """Text us from a phone."""
        self.network.deliver(phone, text)

    def call(self, phone: str) -> bool:
        """Call us from a phone, and hang up when that has been heard; False if it is not."""
        heard, deadline = self._daemon.rings_settled, monotonic() + PATIENCE_SECONDS
        while self._daemon.rings_settled == heard and monotonic() < deadline:
            # A modem that is still starting tells nobody who calls.
            if self._daemon.lines[_LINE].room:
                self.network.ring(phone)
            sleep(_RING_SECONDS)
        self.network.hang_up()
        return self._daemon.rings_settled > heard

    def hear(self, timeout: float) -> tuple[str, str] | None:
        """Wait for the next SMS to any phone: (phone, text), None if none came in time."""
        with self._heard:
            self._heard.wait_for(lambda: self._unread, timeout)
            return self._unread.pop(0) if self._unread else None

    def let_pass(self, pause: Pause) -> None:
        """Let time pass; what is due on the way is done when it is due, and what is due by then begins at once."""
        end = end_of(pause, self.now(), ZoneInfo(self._region.timezone))
        while (turn := next_turn(self._region, self.now())) < end:
            self._go_on(turn)
            self.wait_until_quiet(PATIENCE_SECONDS)
        self._go_on(end)

    def _go_on(self, until: datetime) -> None:
        self.clock.advance(until - self.now())
        self._daemon.ring()

    def is_quiet(self) -> bool:
        """Tell whether everything that came in is answered, and all that is due by now is done and out.

        What keeps the quiet hours is not due: it may wait for hours.
        """
        # In the order in which one leads to the other, and the modem before all: what leaves it is in the database.
        on_the_way = self.network.waiting + self._daemon.virtual_modems[_LINE].stored
        return not (on_the_way or self._anything_unread() or self._is_job_due() or self._anything_unsent())

    def wait_until_quiet(self, timeout: float) -> bool:
        """Wait until nothing is under way any more; False if it takes too long."""
        deadline = monotonic() + timeout
        while not self.is_quiet():
            if monotonic() > deadline:
                return False
            sleep(_LOOK_SECONDS)
        return True

    def _prepare(self) -> None:
        """Make the database and its officers, and move the clock to the next morning, also of a demo that was kept."""
        upgrade(self._database)
        with self._database.write() as connection:
            now = SystemClock().now()
            seen = [row["changed_at"] for row in lines.states(connection).values() if row["changed_at"]]
            self.clock.advance(_next_morning(max([now, *seen]), self._region) - now)
            register(connection, self._region.code, self.clock.now())

    def _ring_if_due(self) -> bool:
        """Ring for the scheduled jobs: in the demo nobody waits until the daemon looks by itself."""
        if self._is_job_due():
            self._daemon.ring()
        return False

    def _is_job_due(self) -> bool:
        now = self.clock.now()
        return any(job.is_due(self._database, self._daemon.office, now) for job in jobs.JOBS)

    def _anything_unread(self) -> bool:
        with self._database.read() as connection:
            if pdus.counts_by_state(connection).get(pdus.RAW, 0):
                return True
            received = inbound.counts_by_state(connection)
        return received.get(inbound.READY, 0) + received.get(inbound.PARTIAL, 0) > 0

    def _anything_unsent(self) -> bool:
        now = self.clock.now()
        quiet = self._daemon.office.quiet_regions(now)
        with self._database.read() as connection:
            rows = [line.row_id for line in self._daemon.lines.values()]
            sending = outbound.counts_by_state(connection).get(outbound.SENDING, 0)
            return sending > 0 or claims.anything_due(connection, rows, now, quiet)

    def _hear(self, phone: str, text: str) -> None:
        with self._heard:
            self._unread.append((phone, text))
            self._heard.notify_all()


def _next_morning(after: datetime, region: Region) -> datetime:
    return end_of(BEGIN, after, ZoneInfo(region.timezone))


def _stand_in(region: Region) -> None:
    """Let the computer of the demo stand in its region: listings tell the times that the SMS tell."""
    os.environ["TZ"] = region.timezone
    tzset()
