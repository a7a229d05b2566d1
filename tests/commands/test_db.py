"""`aduan db`: how far the schema is, and bringing it up."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from click.testing import Result

from storage.migrate import HEAD


def test_upgrade_makes_the_tables_and_then_changes_nothing(aduan: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "aduan.db").unlink()
    assert aduan("db", "upgrade").stdout == f"sqlite:///{tmp_path}/aduan.db: empty -> {HEAD}\n"
    assert aduan("db", "upgrade").stdout == f"sqlite:///{tmp_path}/aduan.db: stays at {HEAD}\n"


def test_status_of_a_current_database(aduan: Callable[..., Result], tmp_path: Path) -> None:
    result = aduan("db", "status", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "database": f"sqlite:///{tmp_path}/aduan.db",
        "schema": HEAD,
        "newest": HEAD,
        "current": True,
    }


def test_status_of_a_database_of_a_newer_program_says_that(aduan: Callable[..., Result], tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "aduan.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert aduan("db", "status").stderr == "it comes from a newer aduan: upgrade the program\n"
    assert "newer aduan: upgrade the program" in aduan("complaint", "list").stderr


def test_status_of_an_empty_database_fails_and_says_what_to_do(aduan: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "aduan.db").write_bytes(b"")
    result = aduan("db", "status")
    assert result.exit_code == 1
    assert "current   no" in result.stdout
    assert result.stderr == "run `aduan db upgrade`\n"
    assert json.loads(aduan("db", "status", "--json").stdout)["schema"] is None
