"""`aduan run`: what is wrong is told before anything starts."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _signals_as_they_were() -> Iterator[None]:
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    handlers = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, handlers, strict=True):
        signal.signal(number, handler)


def test_without_lines_there_is_nothing_to_run(refused: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "aduan.toml").write_text('regions = ["bogor"]\n')
    assert refused("run") == "no [[lines]] in the settings: there is no modem to work with"


def test_without_settings_the_way_to_them_is_told(refused: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "aduan.toml").unlink()
    assert refused("run") == "no aduan.toml here; `aduan init` writes one, or name it with -c FILE"


def test_a_database_that_was_not_upgraded_is_told(refused: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "aduan.db").write_bytes(b"")
    assert refused("run") == f"sqlite:///{tmp_path}/aduan.db is empty; run `aduan db upgrade`"


def test_a_database_in_a_folder_that_is_not_there_is_told(refused: Callable[..., str], settings_file: Path) -> None:
    settings_file.write_text(settings_file.read_text().replace("aduan.db", "nowhere/aduan.db"))
    assert "nowhere/aduan.db does not exist; run `aduan db upgrade`" in refused("run")
    assert "nowhere/aduan.db: cannot be opened: does the folder exist" in refused("db", "upgrade")


def test_a_server_out_of_reach_is_told_without_its_password(refused: Callable[..., str], settings_file: Path) -> None:
    _, *rest = settings_file.read_text().splitlines()
    address = 'database = "postgresql+psycopg://aduan:geheim@127.0.0.1:1/aduan"'
    settings_file.write_text("\n".join([address, *rest]))
    message = refused("run")
    assert message.startswith("postgresql+psycopg://aduan:***@127.0.0.1:1/aduan: ")
    assert "refused" in message
    assert "geheim" not in message


def test_an_unknown_key_is_told_with_its_line_and_the_nearest_one(
    refused: Callable[..., str], settings_file: Path
) -> None:
    settings_file.write_text(settings_file.read_text().replace("poll_seconds", "pol_seconds"))
    message = refused("run")
    assert message.startswith("aduan.toml:10: ")
    assert "Did you mean 'poll_seconds'?" in message


def test_an_unknown_region_is_told(refused: Callable[..., str], settings_file: Path) -> None:
    settings_file.write_text(settings_file.read_text().replace('"bogor"', '"bgor"'))
    assert "no region 'bgor' is shipped. Did you mean 'bogor'?" in refused("run")


def test_an_address_that_another_program_listens_on_is_told(refused: Callable[..., str], settings_file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        settings_file.write_text(f'{settings_file.read_text()}[http]\nlisten = "127.0.0.1:{port}"\n')
        assert f"http.listen: 127.0.0.1:{port} cannot be listened on: Address already in use." in refused("run")
