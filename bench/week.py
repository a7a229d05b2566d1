"""What a week does to the daemon's memory.

    python bench/week.py [--days 7] [--seconds 90] [--messages 500]

`aduan run` with one virtual modem, by a clock of which a day takes so many seconds (`bench/fast_clock.py`). Each day so
many people complain, evenly, each once; all jobs run, an agency gets its digests, the SIM is asked for its balance.
Prints what is resident at the end of each day, and how much it grows in a day, fitted over all days but the first.
Exits with an error if somebody is not answered.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.complaint_texts import MANY_STREETS, texts  # noqa: E402
from bench.databases import on_disk  # noqa: E402
from bench.installation import Installation, megabytes_of, until  # noqa: E402
from bench.world import office_of  # noqa: E402
from sms.msisdn import Sender, SenderKind  # noqa: E402
from smsd.virtual.modem import VirtualModem  # noqa: E402
from storage import contacts, counts, subscribers  # noqa: E402
from storage.engine import Database  # noqa: E402
from storage.migrate import upgrade  # noqa: E402

_SAMPLES = 8
"""Of memory, in a day."""
_SETTINGS = """
database = "sqlite:///{home}/aduan.db"
regions = ["bogor"]
[log]
format = "json"
[[lines]]
name = "modem1"
transport = "at"
device = "{home}/modem"
msisdn = "+628111000001"
[lines.limits]
per_minute = 600
"""


class Week:
    """A daemon by a fast clock, and those who text to it."""

    def __init__(self, home: Path, database: Database, modem: VirtualModem, day: float) -> None:
        self._database = database
        self._modem = modem
        self._day = day
        self._texts = texts(office_of(database), MANY_STREETS)
        self._phones = itertools.count()
        times = str(24 * 3600 / day)
        command = (sys.executable, "bench/fast_clock.py", times)
        self._aduan = Installation(home, _SETTINGS.format(home=home), command)

    def live(self, days: int, messages: int) -> list[list[float]]:
        """Let days pass in which so many people text; gives the megabytes of each day."""
        self._aduan.start()
        try:
            taken = [self._one_day(messages) for _ in range(days)]
            sent = days * messages
            until(lambda: self._complaints() == sent, 60, lambda: f"{self._complaints()} complaints of {sent}")
        finally:
            self._aduan.stop()
        return taken

    def _one_day(self, messages: int) -> list[float]:
        began, taken = time.monotonic(), []
        for place in range(messages):
            time.sleep(max(0.0, began + place * self._day / messages - time.monotonic()))
            self._modem.network.deliver(f"+628111{next(self._phones):07}", next(self._texts))
            if place % (messages // _SAMPLES) == 0:
                taken.append(megabytes_of(self._aduan.pid))
        return taken

    def _complaints(self) -> int:
        with self._database.read() as connection:
            return sum(counts.by_status_and_outcome(connection).values())


def _one_agency(database: Database) -> None:
    """Let one agency have an officer, who gets its digests."""
    now = datetime.now(UTC)
    with database.write() as connection:
        phone = "+6281119999999"
        officer = subscribers.ids_of(connection, [Sender(SenderKind.NUMBER, phone)], now)[phone]
        contacts.add(connection, officer, region="bogor", agency="PUPR", name="Siti", now=now)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="What a week does to the daemon's memory.")
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=90, help="that a day takes")
    parser.add_argument("--messages", type=int, default=500, help="in a day")
    options = parser.parse_args()
    with on_disk() as home, VirtualModem(link=home / "modem") as modem:
        database = Database(f"sqlite:///{home}/aduan.db")
        upgrade(database)
        _one_agency(database)
        days = Week(home, database, modem, options.seconds).live(options.days, options.messages)
        database.close()
    for place, taken in enumerate(days, 1):
        print(f"day {place}: {max(taken):>7.2f} MB at most, {taken[-1]:>7.2f} at its end")
    later = [(place / _SAMPLES, each) for place, each in enumerate(itertools.chain(*days[1:]))]
    print(f"grows by {statistics.linear_regression(*zip(*later, strict=True)).slope:.2f} MB a day")


if __name__ == "__main__":
    main()
