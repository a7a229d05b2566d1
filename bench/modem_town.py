"""Modems and their networks in this process, and `aduan run` on them in one of its own, for benchmarks and fault runs.

The networks are the witness: they know what they have given to the modems, and what they have got from them.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Table, select

from bench.installation import Installation, until
from sms.clock import SystemClock
from sms.message import OutboundMessage, Priority
from sms.msisdn import classify
from smsd.virtual.modem import VirtualModem
from storage import inbound, lines, outbound, subscribers
from storage.changes import Changes
from storage.engine import Database
from storage.message_tables import inbound_message, outbound_message
from storage.migrate import upgrade
from storage.models import subscriber

PATIENCE = 600.0

# Alembic has globals.
_migrating = threading.Lock()

_SETTINGS = """
database = "sqlite:///{home}/aduan.db"
regions = ["bogor"]
"""

_LINE = """
[[lines]]
name = "modem{place}"
transport = "{transport}"
device = "{device}"
ports = ["{home}/usb*"]
msisdn = "+6281110009{place:03}"
[lines.limits]
per_minute = {per_minute}
"""


@dataclass(frozen=True, slots=True)
class Account:
    """What has become of everything: SMS lost and doubled, in and out; `unknown` are left for a person to decide on."""

    lost: int
    doubled: int
    unknown: int


class Town(Installation):
    """An installation with some modems: `starts`, `texts`, `queues`, and then gives its `account`.

    The modems have links for names, as /dev/serial/by-id gives them. `stuck` SMS on their SIMs cannot be deleted.
    """

    def __init__(
        self,
        home: Path,
        modems: Collection[VirtualModem],
        transport: str = "at",
        per_minute: int = 1_000_000,
        *,
        by_imei: bool = False,
    ) -> None:
        self.modems = list(modems)
        self._home = home
        self._texted: Counter[tuple[str, str]] = Counter()
        self._clock = SystemClock()
        self.stuck = 0
        super().__init__(
            home,
            _SETTINGS.format(home=home)
            + "".join(
                _LINE.format(
                    place=place,
                    transport=transport,
                    device=f"imei:{modem.imei}" if by_imei else modem.device,
                    home=home,
                    per_minute=per_minute,
                )
                for place, modem in enumerate(self.modems)
            ),
        )
        self.database = Database(f"sqlite:///{home}/aduan.db")
        with _migrating:
            upgrade(self.database)

    def kill_worker(self, place: int = 0) -> bool:
        """Kill the worker of a modem; False if it has none now."""
        device = self.modems[place].device
        for pid in self.workers():
            if os.path.realpath(device) in _open_files(pid):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    return True
        return False

    def ready(self) -> bool:
        """Tell whether all modems are driven."""
        with self.database.read() as connection:
            states = lines.states(connection)
        return [row["state"] for row in states.values()].count("ready") == len(self.modems)

    def ready_since(self) -> datetime:
        """Tell since when all modems are driven, as far as the daemon has written that down."""
        with self.database.read() as connection:
            moments: list[datetime] = [row["changed_at"] for row in lines.states(connection).values()]
        return max(moments)

    def text(self, sender: str, text: str, place: int = 0) -> None:
        """Let a citizen text to a modem."""
        self.modems[place].network.deliver(sender, text)
        self._texted[sender, text] += 1

    def queue(self, messages: Collection[tuple[str, str]], line: str | None = None) -> None:
        """Queue SMS, each a recipient and a text, for any line or for one."""
        now = self._clock.now()
        changes = Changes()
        with self.database.write() as connection:
            ids = subscribers.ids_of(connection, [classify(to) for to, _ in messages], now)
            line_id = lines.ids_of(connection, [(line, "at")])[line] if line else None
            for to, text in messages:
                key = f"bench:{to}:{text}"[:120]
                changes.send(OutboundMessage(key, ids[to], text, Priority.UPDATE, line_id=line_id), now)
            changes.write(connection)

    def unsettled(self) -> list[str]:
        """Tell what is still on its way."""
        left = self._on_the_modems() - self.stuck
        found = [f"{left} SMS on the SIMs or in the networks"] if left else []
        with self.database.read() as connection:
            received = inbound.counts_by_state(connection)
            sent = outbound.counts_by_state(connection)
        if {state for state, count in received.items() if count} - {inbound.DONE, inbound.FLOOD}:
            found.append(f"received are {received}")
        if {state for state, count in sent.items() if count} - {outbound.SENT, outbound.UNKNOWN, outbound.FAILED}:
            found.append(f"to be sent are {sent}")
        if (missing := self._texted.total() - sum(received.values())) > 0:
            found.append(f"{missing} SMS are not stored")
        return found

    def wait_until_settled(self, seconds: float = PATIENCE) -> None:
        """Wait until nothing is on its way any more; raises TimeoutError."""
        until(lambda: not self.unsettled(), seconds, lambda: "; ".join(self.unsettled()))

    def account(self) -> Account:
        """Hold the database against the networks."""
        with self.database.read() as connection:
            stored = Counter(_texts(connection, inbound_message))
            states = outbound.counts_by_state(connection)
            written = Counter(_texts(connection, outbound_message, outbound_message.c.state == outbound.SENT))
        shown = Counter(
            (phone, text)
            for modem in self.modems
            for phone in {entry.to for entry in modem.network.ledger}
            for text in modem.network.messages_to(phone)
        )
        lost = (self._texted - stored).total() + (written - shown).total()
        doubled = (stored - self._texted).total() + (shown - written).total()
        return Account(lost, doubled, states.get(outbound.UNKNOWN, 0))

    def stored(self) -> int:
        """Count the SMS that have been received and are in the database."""
        with self.database.read() as connection:
            return sum(inbound.counts_by_state(connection).values())

    def _on_the_modems(self) -> int:
        return sum(modem.stored + modem.network.waiting for modem in self.modems)


@contextmanager
def town(
    home: Path,
    modems: Collection[VirtualModem],
    transport: str = "at",
    per_minute: int = 1_000_000,
    *,
    by_imei: bool = False,
) -> Iterator[Town]:
    """Run a town until the end of the block."""
    made = Town(home, modems, transport, per_minute, by_imei=by_imei)
    made.start()
    try:
        until(made.ready, 60, lambda: made.log.read_text(encoding="utf-8")[-3000:])
        yield made
    finally:
        made.stop()
        made.database.close()


def _texts(connection: Connection, table: Table, *where: ColumnElement[bool]) -> Iterator[tuple[str, str]]:
    """Give phone and text of messages."""
    wanted = select(subscriber.c.address, table.c.text).join(subscriber, subscriber.c.id == table.c.subscriber_id)
    return ((row.address, row.text) for row in connection.execute(wanted.where(*where)))


def _open_files(pid: int) -> set[str]:
    found = set()
    with suppress(OSError):
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                found.add(str(descriptor.readlink()))
    return found


def number(place: int) -> str:
    """Give a number of somebody."""
    return f"+628111{place:07}"
