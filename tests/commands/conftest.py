"""What the tests of the commands share: an installation in an empty folder, and the command line to type into."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner, Result

from cli import main
from storage.engine import Database
from storage.migrate import upgrade


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("new") / "aduan.db"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    database.close()
    return path


@pytest.fixture
def database_url(tmp_path: Path, new_database: Path) -> str:
    """The address of a database with the newest schema; SQLite is enough for what is about the command line."""
    path = tmp_path / "aduan.db"
    shutil.copy(new_database, path)
    return f"sqlite:///{path}"


@pytest.fixture
def aduan(settings_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Result]]:
    """The command line, in the folder of an installation; what it does to the process's log is undone."""
    monkeypatch.chdir(settings_file.parent)
    for name in [name for name in os.environ if name.startswith("ADUAN_")]:
        monkeypatch.delenv(name)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield _run
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def _run(*arguments: str) -> Result:
    """Run a command; an error that is a bug is raised here, as a traceback would be printed."""
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


@pytest.fixture
def refused(aduan: Callable[..., Result]) -> Callable[..., str]:
    """The command line, for what it must refuse: gives the message, and holds the exit status against `code`."""

    def refuse(*arguments: str, code: int = 1) -> str:
        result = aduan(*arguments)
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        *_, message = result.stderr.strip().splitlines()
        assert message.startswith("Error: ")
        return message.removeprefix("Error: ")

    return refuse
