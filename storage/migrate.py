"""Bringing a database to the newest schema, and telling how far it is."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect, select, text

from sms.clock import Clock, SystemClock
from storage.engine import Database, DatabaseError
from storage.models import counter, installation

HEAD = "0008"
"""The newest revision. The daemon compares it without loading Alembic; a test holds it against the scripts."""

_SCRIPTS = Path(__file__).parent / "migrations"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class SchemaStatus:
    """How far a database is: its revision (None if empty) and the newest one."""

    current: str | None
    head: str = HEAD

    @property
    def is_current(self) -> bool:
        """Tell whether this program can work with the database."""
        return self.current == self.head

    @property
    def way_out(self) -> str:
        """Say what makes program and database fit together: the older of the two is brought to the newer."""
        if self.current is not None and self.current > self.head:
            return "it comes from a newer aduan: upgrade the program"
        return "run `aduan db upgrade`"


def status(database: Database) -> SchemaStatus:
    """Read the revision of a database; raises DatabaseError if it is out of reach.

    A missing SQLite file stays missing: looking at a mistyped path should not make a database there.
    """
    if _is_missing(database):
        return SchemaStatus(None)
    with database.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return SchemaStatus(None)
        return SchemaStatus(connection.scalar(text("SELECT version_num FROM alembic_version")))


def require_current(database: Database) -> None:
    """Refuse to work with another schema than the newest; raises DatabaseError."""
    found = status(database)
    if not found.is_current:
        raise DatabaseError(f"{database} {_state(database, found)}; {found.way_out}")


def _state(database: Database, found: SchemaStatus) -> str:
    if _is_missing(database):
        return "does not exist"
    return "is empty" if found.current is None else f"has schema {found.current}, this program {HEAD}"


def _is_missing(database: Database) -> bool:
    return database.path is not None and not Path(database.path).exists()


def upgrade(database: Database, clock: Clock | None = None) -> SchemaStatus:
    """Bring the schema to the newest revision, in one transaction; a database that is there already stays as it is.

    Raises DatabaseError if the database comes from a newer program.
    """
    # Alembic is needed here and nowhere else; loading it costs 25 MB.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    scripts = Config()
    scripts.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    with database.write() as connection:
        scripts.attributes["connection"] = connection
        try:
            command.upgrade(scripts, "head")
        except CommandError as error:
            raise DatabaseError(f"{database} comes from a newer aduan ({error}); upgrade the program") from error
        if connection.scalar(select(installation.c.id)) is None:
            now = (clock or SystemClock()).now()
            key = secrets.token_bytes(_KEY_BYTES)
            connection.execute(installation.insert().values(id=1, number_key=key, created_at=now))
            connection.execute(counter.insert().values(name="complaint", value=0))
    return status(database)
