import pytest
from sqlalchemy import text

from storage.engine import Database

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def _setting(database: Database, name: str) -> str:
    with database.read() as connection:
        return str(connection.scalar(text(f"SHOW {name}")))


def test_a_server_as_it_comes_is_told_that_its_indexes_are_quick(database) -> None:
    assert _setting(database, "random_page_cost") == "1.1"
    assert _setting(database, "timezone") == "UTC"


def test_what_an_admin_has_told_the_server_stands(database) -> None:
    with database.write() as connection:
        name = connection.scalar(text("SELECT current_database()"))
        connection.execute(text(f'ALTER DATABASE "{name}" SET random_page_cost = 2.5'))
    database.close()
    assert _setting(database, "random_page_cost") == "2.5"
