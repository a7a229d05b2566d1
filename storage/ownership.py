"""One daemon a line: two that drive the same lines would send everything twice."""

from __future__ import annotations

import fcntl
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from storage.engine import Database, DatabaseError


class LineLocks:
    """The lines that this process drives; its locks are gone when it is, however it ends.

    On SQLite one locked file beside the database stands for all lines. On PostgreSQL each has an advisory lock, all of
    them in one session that is used for nothing else; the session, and the locks, may be lost with the server.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: set[str] = set()
        self._file: IO[str] | None = None
        self._session: Connection | None = None

    def hold(self, lines: Collection[str]) -> None:
        """Hold these lines and let go of all others; raises DatabaseError if another process has one of them."""
        if self._database.path is not None:
            self._file = self._file or _lock_file(Path(self._database.path))
            self._held = set(lines)
            return
        for line in set(lines) - self._held:
            if not self._try(line):
                raise DatabaseError(f"{self._database}: another `aduan run` drives the line {line}")
            self._held.add(line)
        for line in self._held - set(lines):
            self._release(line)

    def lost(self) -> set[str]:
        """Tell which lines have gone to another process, after taking back those that have not.

        Raises DatabaseError while the server is out of reach.
        """
        if self._database.path is not None or self._is_alive():
            return set()
        taken = {line for line in self._held if not self._try(line)}
        self._held -= taken
        return taken

    def abandoned(self, lines: Collection[str]) -> set[str]:
        """Tell which of these lines no other process drives."""
        return {line for line in lines if line in self._held or self._is_free(line)}

    def close(self) -> None:
        """Let go of everything."""
        self._held.clear()
        if self._file is not None:
            self._file.close()
        self._end_session()

    def _end_session(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            with suppress(SQLAlchemyError):
                # The server would notice the end of the session too, but later.
                session.execute(text("SELECT pg_advisory_unlock_all()"))
            session.close()

    def _is_free(self, line: str) -> bool:
        if self._database.path is not None:
            return True
        free = self._try(line)
        if free:
            self._release(line)
        return free

    def _try(self, line: str) -> bool:
        with self._in_session() as session:
            return bool(session.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _key(line)}))

    def _release(self, line: str) -> None:
        self._held.discard(line)
        with self._in_session() as session:
            session.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _key(line)})

    def _is_alive(self) -> bool:
        if self._session is None:
            return not self._held
        try:
            with self._in_session() as session:
                session.execute(text("SELECT 1"))
        except DatabaseError:
            return False
        return True

    @contextmanager
    def _in_session(self) -> Iterator[Connection]:
        """Give the session of the locks: without a transaction, which would stay open as long as they do."""
        try:
            with self._database.explained():
                if self._session is None:
                    engine = create_engine(self._database.engine.url, poolclass=NullPool)
                    self._session = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                yield self._session
        except DatabaseError:
            # Its locks have gone with it; `lost` takes them back in a new one.
            self._end_session()
            raise


def _lock_file(database: Path) -> IO[str]:
    lock = database.with_name(database.name + ".lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise DatabaseError(f"{database} is in use: another `aduan run` drives its lines") from error
    return lock


def _key(line: str) -> int:
    return int.from_bytes(blake2b(f"aduan line {line}".encode(), digest_size=8).digest(), "big", signed=True)
