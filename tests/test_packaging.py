"""What is installed: our names are ours alone, and every room and command is part of it."""

from __future__ import annotations

from configparser import ConfigParser
from fnmatch import fnmatch
from importlib.metadata import entry_points, packages_distributions
from pathlib import Path

import click
import pytest

import cli

ROOT = Path(cli.__file__).parent
ROOMS = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))


@pytest.fixture
def setup_cfg() -> ConfigParser:
    parser = ConfigParser()
    parser.read(ROOT / "setup.cfg")
    return parser


@pytest.mark.parametrize("name", ["cli", *ROOMS])
def test_no_other_distribution_installs_a_module_by_our_names(name: str) -> None:
    assert set(packages_distributions().get(name, [])) <= {"aduan"}


def test_every_room_and_every_package_in_it_is_installed(setup_cfg: ConfigParser) -> None:
    patterns = setup_cfg["options.packages.find"]["include"].split()
    packages = [
        ".".join(path.parent.relative_to(ROOT).parts) for room in ROOMS for path in (ROOT / room).rglob("__init__.py")
    ]
    assert [package for package in packages if not any(fnmatch(package, pattern) for pattern in patterns)] == []
    named = {pattern.rstrip(".*") for pattern in patterns}
    assert named == set(ROOMS)


def test_every_folder_with_code_is_a_package() -> None:
    loose = {path.parent for room in ROOMS for path in (ROOT / room).rglob("*.py")}
    # Alembic reads its scripts as files.
    loose = {folder for folder in loose if "migrations" not in folder.parts}
    assert [folder for folder in loose if not (folder / "__init__.py").exists()] == []


def test_every_data_file_is_installed(setup_cfg: ConfigParser) -> None:
    for room, patterns in setup_cfg["options.package_data"].items():
        wanted = {path for pattern in patterns.split(",") for path in (ROOT / room).glob(pattern.strip())}
        there = {
            path
            for path in (ROOT / room).rglob("*")
            if path.suffix in {".toml", ".mako", ".npz", ".tsv", ".md", ".html"}
        }
        # Code outside of packages is found as files are.
        there |= {path for path in (ROOT / room).rglob("*.py") if not (path.parent / "__init__.py").exists()}
        assert wanted == there
    with_data = {path.relative_to(ROOT).parts[0] for room in ROOMS for path in (ROOT / room).rglob("*.toml")}
    assert with_data <= set(setup_cfg["options.package_data"])


def test_every_room_stands_in_the_rules_for_imports_and_for_types(setup_cfg: ConfigParser) -> None:
    assert sorted(setup_cfg["importlinter"]["root_packages"].split()) == ROOMS
    layers = setup_cfg["importlinter:contract:rooms"]["layers"].replace("|", " ").split()
    assert sorted(layers) == ROOMS
    assert {*ROOMS, "cli.py"} <= set(setup_cfg["mypy"]["files"].replace(",", " ").split())


def test_the_command_is_installed() -> None:
    (command,) = entry_points(group="console_scripts", name="aduan")
    assert command.load() is cli.main


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_loads_and_says_the_same_of_itself_as_the_list(name: str) -> None:
    line = cli.COMMANDS[name][1]
    command = cli.main.get_command(click.Context(cli.main), name)
    assert command is not None
    assert command.name == name
    assert command.help is not None
    told = line.removesuffix(".").removesuffix(" and more")
    assert command.help.startswith(told)
    if isinstance(command, click.Group):
        # The list has room for some, the command's own help names all.
        assert set(told.partition(": ")[2].split(", ")) <= set(command.commands)
        named = command.help.splitlines()[0].removesuffix(".").partition(": ")[2].split(", ")
        assert sorted(named) == sorted(command.commands)


def test_what_is_no_command_is_none() -> None:
    assert cli.main.get_command(click.Context(cli.main), "complaints") is None
