"""One daemon a line: two that drive the same lines would send everything twice."""

from __future__ import annotations

import fcntl
from collections.abc import Collection
from contextlib import ExitStack
from hashlib import blake2b
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, text

from storage.engine import Database, DatabaseError


class LineLocks:
    """The lines that this process drives; its locks are gone when it is, however it ends.

    On SQLite one locked file beside the database stands for all lines, on PostgreSQL each has a session lock.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: dict[str, ExitStack] = {}
        self._file: IO[str] | None = None

    def hold(self, lines: Collection[str]) -> None:
        """Hold these lines and let go of all others; raises DatabaseError if another process has one of them."""
        for line in set(lines) - set(self._held):
            self._held[line] = self._lock(line)
        for line in set(self._held) - set(lines):
            self._held.pop(line).close()

    def abandoned(self, lines: Collection[str]) -> set[str]:
        """Tell which of these lines no other process drives."""
        return {line for line in lines if line in self._held or self._is_free(line)}

    def close(self) -> None:
        """Let go of everything."""
        self.hold(())
        if self._file is not None:
            self._file.close()

    def _lock(self, line: str) -> ExitStack:
        held = ExitStack()
        if self._database.path is not None:
            if self._file is None:
                self._file = _lock_file(Path(self._database.path))
            return held
        connection = held.enter_context(self._session())
        if not _try_lock(connection, line):
            held.close()
            raise DatabaseError(f"{self._database}: another `aduan run` drives the line {line}")
        # Closing gives the session back to the pool, and the pool keeps it.
        held.callback(_unlock, connection, line)
        return held

    def _is_free(self, line: str) -> bool:
        if self._database.path is not None:
            return True
        with self._session() as connection:
            free = _try_lock(connection, line)
            if free:
                _unlock(connection, line)
            return free

    def _session(self) -> Connection:
        """Open a session to lock in; one without a transaction, which would stay open as long as the lock."""
        return self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")


def _lock_file(database: Path) -> IO[str]:
    lock = database.with_name(database.name + ".lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise DatabaseError(f"{database} is in use: another `aduan run` drives its lines") from error
    return lock


def _try_lock(connection: Connection, line: str) -> bool:
    return bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _key(line)}))


def _unlock(connection: Connection, line: str) -> None:
    connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _key(line)})


def _key(line: str) -> int:
    return int.from_bytes(blake2b(f"aduan line {line}".encode(), digest_size=8).digest(), "big", signed=True)
