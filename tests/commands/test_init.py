"""`aduan init`: from an empty folder to an installation, and never over one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from config.settings import load_settings


@pytest.fixture
def empty(aduan: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_it_writes_settings_and_a_database_that_are_fit(aduan: Callable[..., Result], empty: Path) -> None:
    made = aduan("init")
    assert made.exit_code == 0, made.output
    assert {path.name for path in empty.iterdir()} == {"aduan.toml", "aduan.db"}
    assert "next: `aduan check`, then `aduan run`" in made.stdout
    assert aduan("check").exit_code == 0
    assert aduan("complaint", "list", "--json").stdout == "[]\n"


def test_it_says_that_the_line_is_a_virtual_one_unless_a_device_is_named(
    aduan: Callable[..., Result], empty: Path
) -> None:
    assert "virtual modem; `aduan modem probe` finds a real one" in aduan("init").stdout
    assert "virtual" not in aduan("-c", "other.toml", "init", "--device", "/dev/ttyUSB0").stdout


def test_device_and_number_stand_in_the_settings(aduan: Callable[..., Result], empty: Path) -> None:
    aduan("init", "--device", "/dev/ttyUSB7", "--msisdn", "+6281110002222")
    (line,) = load_settings(empty / "aduan.toml", {}).lines
    assert (line.device, line.msisdn) == ("/dev/ttyUSB7", "+6281110002222")


def test_it_never_writes_over_settings(refused: Callable[..., str], empty: Path) -> None:
    (empty / "aduan.toml").write_text("mine")
    assert "aduan.toml is there already" in refused("init")
    assert (empty / "aduan.toml").read_text() == "mine"


def test_another_name_may_be_given(aduan: Callable[..., Result], empty: Path) -> None:
    assert aduan("-c", "kota.toml", "init").exit_code == 0
    assert (empty / "kota.toml").exists()


def test_a_wrong_number_is_told_and_the_next_try_is_not_refused(
    refused: Callable[..., str], aduan: Callable[..., Result], empty: Path
) -> None:
    assert "lines.msisdn: should be a number with its country code" in refused("init", "--msisdn", "0811")
    assert list(empty.iterdir()) == []
    assert aduan("init").exit_code == 0


def test_a_folder_that_is_not_there_is_told(refused: Callable[..., str], empty: Path) -> None:
    assert "cannot be written: No such file or directory" in refused("-c", "nowhere/aduan.toml", "init")
