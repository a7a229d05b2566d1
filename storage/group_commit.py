"""Group commit on SQLite: threads that write one after the other share the commit, which is what a write waits for.

SQLite has one writer at a time, and a commit waits for the disk. Whoever waits for their turn meanwhile goes on in the
same transaction, behind a savepoint of their own; the last of them commits for all. Nobody goes on before what they
wrote is durable, and nobody's error undoes what others wrote.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

_MOST = 16
"""So many parts make a commit due even if more wait: nobody waits for ever."""
_PATIENCE = 0.1
"""Seconds after which somebody looks whether those they wait for are still there."""


class Writers:
    """The threads of this process that write to one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self._waiting = 0
        self._shared: _Shared | None = None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Write in a transaction that others may share: durable at the end of the block, undone if it raises.

        Raises what the driver says if the commit fails: then nobody's part is there.
        """
        with self._my_turn():
            shared = self._shared = self._shared or _Shared(self._engine)
            try:
                with shared.part() as connection:
                    yield connection
            finally:
                if shared.is_over or shared.parts == _MOST or not self._waiting:
                    self._commit(shared)
        self._wait_for(shared)

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        self._count(1)
        try:
            self._turn.acquire()
        finally:
            self._count(-1)
        try:
            yield
        finally:
            self._turn.release()

    def _count(self, more: int) -> None:
        with self._counting:
            self._waiting += more

    def _commit(self, shared: _Shared) -> None:
        self._shared = None
        shared.commit()

    def _wait_for(self, shared: _Shared) -> None:
        """Wait for the commit; make it, if whoever waited has gone away without a turn."""
        while not shared.committed.wait(_PATIENCE):
            with self._turn:
                if self._shared is shared:
                    self._commit(shared)
        if shared.failure:
            raise shared.failure


class _Shared:
    """One transaction, and what became of it."""

    def __init__(self, engine: Engine) -> None:
        self.parts = 0
        self.is_over = False
        self.failure: Exception | None = None
        self.committed = threading.Event()
        self._connection = engine.connect().execution_options(aduan_immediate=True)
        try:
            self._transaction = self._connection.begin()
        except BaseException:
            self._connection.close()
            raise

    @contextmanager
    def part(self) -> Iterator[Connection]:
        """Do somebody's part; if it raises, it is undone, and the others' stay."""
        self.parts += 1
        shares = self.parts > 1
        try:
            if shares:
                self._connection.exec_driver_sql("SAVEPOINT part")
            yield self._connection
            if shares:
                self._connection.exec_driver_sql("RELEASE part")
        except BaseException as error:
            if shares:
                self._undo_part(error)
            else:
                self.is_over = True
            raise

    def _undo_part(self, error: BaseException) -> None:
        try:
            self._connection.exec_driver_sql("ROLLBACK TO part")
            self._connection.exec_driver_sql("RELEASE part")
        except DBAPIError as gone:
            # A full disk, or one that fails, undoes the whole transaction.
            self.is_over, self.failure = True, error if isinstance(error, DBAPIError) else gone

    def commit(self) -> None:
        """Make all parts durable, or undo all of them, and let those go on who wait for it."""
        try:
            if not self.is_over:
                # Until it is known to be there.
                self.failure = OperationalError("COMMIT", None, Exception("the commit was interrupted"))
                with self._transaction:
                    """Commits, and rolls back if that fails."""
                self.failure = None
        except DBAPIError as error:
            self.failure = error
        finally:
            try:
                self._connection.close()
            finally:
                self.committed.set()
