"""The database: one object that reads and writes, on SQLite or PostgreSQL.

A write is one transaction. On SQLite there is one writer at a time: threads of this process wait for each other, and
share a commit (`group_commit`), other processes at SQLite's own lock (BEGIN IMMEDIATE with a busy time-out; a deferred
transaction that reads and then writes would fail at once).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

from sqlalchemy import Connection, Engine, Row, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError as UnspecificError
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError

from sms.errors import UserError
from storage.group_commit import Writers

BUSY_MILLISECONDS = 5_000

# WAL lets readers read while one writes; FULL makes a commit survive a power cut (with NORMAL it does not).
_PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": str(BUSY_MILLISECONDS)}

AnyRow: TypeAlias = Row[*tuple[Any, ...]]


class DatabaseError(UserError):
    """The database cannot be used; the message says why and what to do, without the password."""


class Database:
    """An engine with the two things one does with it: `read` and `write`."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self.engine: Engine = _engine_for(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._writing = Writers(self.engine).write if self.is_sqlite else self.engine.begin

    def __str__(self) -> str:
        return self._url.render_as_string(hide_password=True)

    @property
    def path(self) -> str | None:
        """The file of an SQLite database, None elsewhere."""
        return self._url.database if self.is_sqlite else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a connection for reading; raises DatabaseError if the database is out of reach."""
        with self.explained(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open one transaction, committed at the end of the block, rolled back if it raises."""
        with self.explained(), self._writing() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn what the driver says of a lost or unfit database into a DatabaseError; bugs of ours stay."""
        try:
            yield
        except DBAPIError as error:
            # Its siblings (a broken constraint, a wrong statement) are bugs of ours; these are not. A server that has
            # become read-only says InternalError.
            if isinstance(error, (OperationalError, InternalError, InterfaceError)) or type(error) is UnspecificError:
                raise DatabaseError(f"{self}: {_reason(error)}") from error
            raise


def _engine_for(url: str) -> Engine:
    """Make an engine that works with as few connections as it can: each has its own pages and prepared statements."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url)
    engine = create_engine(url, pool_pre_ping=True, pool_size=8, pool_use_lifo=True, hide_parameters=True)
    event.listen(engine, "connect", _prepare_session)
    return engine


_NO_SPINNING_DISK = """
SELECT set_config('random_page_cost', '1.1', false) WHERE current_setting('random_page_cost') = '4'
"""


def _prepare_session(connection: Any, _record: object) -> None:
    """Have PostgreSQL give moments in UTC, and trust its indexes.

    The driver takes much longer to place moments in any other zone. A server as it comes counts with spinning disks,
    and rather reads a million complaints than looks up twenty thousand; what somebody has told it instead stands.
    """
    connection.execute("SET TIME ZONE 'UTC'")
    connection.execute(_NO_SPINNING_DISK)
    connection.commit()


def _sqlite(url: str) -> Engine:
    timeout = {"timeout": BUSY_MILLISECONDS / 1000}
    engine = create_engine(url, connect_args=timeout, pool_use_lifo=True, hide_parameters=True)
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_connection(connection: Any, _record: object) -> None:
    """Set the pragmas on a new connection and make sure that they hold."""
    # The driver's own BEGIN is a deferred one; with this it sends none, and `_begin` does.
    connection.isolation_level = None
    for pragma, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {pragma} = {value}")
        actual = str(connection.execute(f"PRAGMA {pragma}").fetchone()[0])
        if actual != value:
            raise DatabaseError(f"SQLite refused {pragma} = {value} (it is {actual}); use a local disk")


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("aduan_immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


_WAYS_OUT = (
    ("locked", "database is locked: another program is writing to it for a long time; close it and try again"),
    ("deadlock", "somebody else works on the same just now, and nothing has been done: try again"),
    ("unable to open", "cannot be opened: does the folder exist, and may this user write there?"),
    ("readonly", "cannot be written: may this user write the file, and in its folder?"),
    ("no such table", "{}; run `aduan db upgrade`"),
    ("does not exist", "{}; create it first (createdb), then run `aduan db upgrade`"),
)
"""What a driver says, and what that means to whoever reads it."""


def _reason(error: DBAPIError) -> str:
    """Say what went wrong in words that tell the way out."""
    text = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
    return next((way_out for said, way_out in _WAYS_OUT if said in text), "{}").format(text)
