"""One daemon a line: two that drive the same lines would send everything twice."""

from __future__ import annotations

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import blake2b
from pathlib import Path

from sqlalchemy import text

from storage.engine import Database, DatabaseError


@contextmanager
def hold_lines(database: Database, lines: Iterable[str]) -> Iterator[None]:
    """Hold lines for this process; raises DatabaseError if another process has one of them.

    On SQLite a locked file beside the database, on PostgreSQL session locks: both are gone when the process is, however
    it ends.
    """
    with ExitStack() as held:
        if database.path is not None:
            held.enter_context(_hold_file(Path(database.path)))
        else:
            for line in lines:
                held.enter_context(_hold_line(database, line))
        yield


@contextmanager
def _hold_file(database: Path) -> Iterator[None]:
    with database.with_name(database.name + ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DatabaseError(f"{database} is in use: another `aduan run` drives its lines") from error
        yield


@contextmanager
def _hold_line(database: Database, line: str) -> Iterator[None]:
    key = int.from_bytes(blake2b(f"aduan line {line}".encode(), digest_size=8).digest(), "big", signed=True)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}):
            raise DatabaseError(f"{database}: another `aduan run` drives the line {line}")
        yield
