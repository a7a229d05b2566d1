import pytest

from storage.engine import Database, DatabaseError
from storage.ownership import LineLocks


@pytest.fixture
def other(database_url, database):
    """The same database, as another process would open it."""
    opened = Database(database_url)
    yield opened
    opened.close()


def test_a_line_is_held_by_one_process_at_a_time(database, other) -> None:
    first, second = LineLocks(database), LineLocks(other)
    first.hold(["modem1"])
    with pytest.raises(DatabaseError, match=r"another .aduan run."):
        second.hold(["modem1"])
    first.close()

    second.hold(["modem1"])
    second.close()


def test_holding_again_changes_nothing_and_letting_go_frees(database, other) -> None:
    first, second = LineLocks(database), LineLocks(other)
    first.hold(["modem1", "modem2"])
    first.hold(["modem1", "modem2"])
    first.hold([])
    first.close()
    second.hold(["modem2"])

    assert second.abandoned(["modem1", "modem2"]) == {"modem1", "modem2"}
    second.close()


# One file, one writer: SQLite serves one node.
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_on_postgresql_two_processes_can_hold_different_lines(database, other) -> None:
    first, second = LineLocks(database), LineLocks(other)
    first.hold(["modem1"])
    second.hold(["modem2"])

    assert second.abandoned(["modem1", "modem2", "modem3"]) == {"modem2", "modem3"}
    first.close()
    second.close()


def test_locks_that_went_with_the_server_are_taken_back_or_told_as_lost(database, other) -> None:
    from sqlalchemy import text

    first, second = LineLocks(database), LineLocks(other)
    first.hold(["modem1", "modem2"])
    assert first.lost() == set()
    if not database.is_sqlite:
        with database.write() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        second.hold(["modem2"])
        assert first.lost() == {"modem2"}
        assert second.abandoned(["modem1"]) == set()
    second.close()
    first.close()


def test_many_lines_need_no_more_sessions_than_one(database) -> None:
    locks = LineLocks(database)
    locks.hold([f"modem{place}" for place in range(40)])
    locks.close()


def test_letting_go_of_a_line_whose_session_is_gone_is_told_once_and_then_works(database) -> None:
    from sqlalchemy import text

    locks = LineLocks(database)
    locks.hold(["modem1", "modem2"])
    if not database.is_sqlite:
        with database.write() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        with pytest.raises(DatabaseError):
            locks.hold(["modem1"])
    assert locks.lost() == set()
    locks.hold(["modem1"])
    locks.close()
