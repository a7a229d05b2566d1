from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text, update

from storage.engine import Database, DatabaseError
from storage.migrate import _SCRIPTS, HEAD, require_current, status, upgrade
from storage.models import complaint, installation, metadata


def test_the_newest_revision_is_the_one_the_daemon_asks_for() -> None:
    scripts = Config()
    scripts.set_main_option("script_location", str(_SCRIPTS))

    assert ScriptDirectory.from_config(scripts).get_heads() == [HEAD]


def test_an_empty_database_is_told_apart_and_refused(database_url: str) -> None:
    database = Database(database_url)

    assert status(database).current is None
    with pytest.raises(DatabaseError, match="run `aduan db upgrade`"):
        require_current(database)
    database.close()


def test_upgrading_twice_changes_nothing_and_keeps_the_key(database: Database) -> None:
    with database.read() as connection:
        key = connection.scalar(select(installation.c.number_key))

    assert upgrade(database).is_current
    with database.read() as connection:
        assert connection.scalar(select(installation.c.number_key)) == key
        assert len(key) >= 16


# Over an expression SQLite's index is not read back; that it is there the tests of incidents tell.
@pytest.mark.filterwarnings("ignore:.*expression-based index .?ix_incident_open:Warning")
def test_the_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


_RESOLVED = """
INSERT INTO complaint (id, number, region, channel, text, status, routing, created_at, updated_at, status_since)
VALUES (1, 1672888, 'bogor', 'sms', 'x', 'resolved', '{}', '2026-11-20', '2026-11-20', '2026-11-20')
"""
_ITS_EVENT = """
INSERT INTO event (id, complaint_id, at, actor_kind, actor, action, before, after)
VALUES (7, 1, '2026-11-20', 'admin', 'siti', 'resolve', 'assigned', 'resolved')
"""


def test_what_was_told_before_there_were_gathered_news_is_not_told_again(database_url: str) -> None:
    database, scripts = Database(database_url), Config()
    scripts.set_main_option("script_location", str(_SCRIPTS))
    with database.write() as connection:
        scripts.attributes["connection"] = connection
        command.upgrade(scripts, "0001")
        connection.execute(text(_RESOLVED))
        connection.execute(text(_ITS_EVENT))

    assert upgrade(database).is_current
    with database.read() as connection:
        row = connection.execute(select(complaint.c.told_event_id, complaint.c.news_due_at)).one()
    assert tuple(row) == (7, None)
    database.close()


def test_a_database_of_a_newer_program_is_refused(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(DatabaseError, match="newer aduan"):
        upgrade(database)
    with pytest.raises(DatabaseError, match=f"has schema 9999, this program {HEAD}; it comes from a newer aduan"):
        require_current(database)


def test_numbers_are_shuffled_differently_in_each_installation(database: Database, tmp_path: Path) -> None:
    other = Database(f"sqlite:///{tmp_path / 'other.db'}")
    upgrade(other)
    keys = set()
    for each in (database, other):
        with each.read() as connection:
            keys.add(connection.scalar(select(installation.c.number_key)))
    other.close()

    assert len(keys) == 2


def test_a_failed_write_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as connection:
        connection.execute(update(installation).values(number_key=b"x"))
        raise RuntimeError
    with database.read() as connection:
        assert connection.scalar(select(installation.c.number_key)) != b"x"


def test_looking_at_a_missing_file_makes_none(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'aduan.db'}")

    with pytest.raises(DatabaseError, match="does not exist"):
        require_current(database)
    assert list(tmp_path.iterdir()) == []
    database.close()


def test_a_database_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    written = Database(f"sqlite:///{tmp_path / 'aduan.db'}")
    upgrade(written)
    written.close()
    database = Database(f"sqlite:///file:{tmp_path / 'aduan.db'}?mode=ro&uri=true")

    with (
        pytest.raises(DatabaseError, match="cannot be written: may this user write"),
        database.write() as connection,
    ):
        connection.execute(update(installation).values(number_key=b"x"))
    database.close()


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "aduan.db").write_bytes(b"not a database at all, " * 50)
    database = Database(f"sqlite:///{tmp_path / 'aduan.db'}")

    with pytest.raises(DatabaseError, match="not a database"):
        require_current(database)
    database.close()
