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


def test_on_postgresql_two_processes_can_hold_different_lines(database, other) -> None:
    if database.is_sqlite:
        # One file, one writer: SQLite serves one node.
        return
    first, second = LineLocks(database), LineLocks(other)
    first.hold(["modem1"])
    second.hold(["modem2"])

    assert second.abandoned(["modem1", "modem2", "modem3"]) == {"modem2", "modem3"}
    first.close()
    second.close()
