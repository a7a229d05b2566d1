"""Who types a command: the history says so, and root says who that is."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from commands.context import AS, Context
from config import environment

ROAD = "jalan berlubang di depan pasar"
CHANGING = (
    ("complaint", "new", ROAD),
    ("complaint", "assign", "1234565", "PUPR"),
    ("complaint", "status", "1234565", "closed"),
    ("contact", "add", "bogor", "PUPR", "+6281112000001", "--name", "Budi"),
    ("mute", "+6281110000100"),
    ("digest", "send", "bogor", "PUPR"),
    ("inbox", "retry", "--all"),
    ("outbox", "cancel", "1"),
    ("session", "end", "x"),
)


@pytest.fixture
def as_root(aduan: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The command line of root."""
    monkeypatch.setenv("LOGNAME", "root")
    return aduan


def actor(aduan: Callable[..., Result], number: str) -> str:
    told: str = json.loads(aduan("complaint", "show", number, "--json").stdout)["history"][0]["actor"]
    return told


@pytest.mark.parametrize("words", CHANGING, ids=" ".join)
def test_root_changes_nothing_without_a_name(as_root: Callable[..., Result], words: tuple[str, ...]) -> None:
    refused = as_root(*words)
    assert refused.exit_code == 1
    assert refused.stderr == (
        "Error: root may be anybody, and the history tells who did it: add --as NAME, or set ADUAN_AS\n"
    )


def test_root_says_who_it_is_at_the_command_or_once_for_all(
    as_root: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = as_root("complaint", "new", ROAD, "--as", "siti").stdout.split()[0]
    assert actor(as_root, number) == "siti"
    monkeypatch.setenv(AS, "ani")
    assert actor(as_root, as_root("complaint", "new", ROAD).stdout.split()[0]) == "ani"


def test_root_looks_without_a_name_but_not_at_numbers(as_root: Callable[..., Result]) -> None:
    assert as_root("complaint", "list").exit_code == 0
    assert as_root("complaint", "list", "--reveal").exit_code == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\nb"])
def test_what_is_no_name_is_refused(aduan: Callable[..., Result], name: str) -> None:
    assert aduan("complaint", "new", ROAD, "--as", name).exit_code == 2
    assert aduan("complaint", "new", ROAD, "--as", "root").exit_code == 1


def test_what_is_changed_by_hand_stands_in_the_log_with_who_did_it(aduan: Callable[..., Result]) -> None:
    done = aduan("contact", "add", "bogor", "PUPR", "+6281112000001", "--name", "Budi")
    assert '"by": "siti"' in done.stderr
    assert "6281112000001" not in done.stderr


def test_the_variable_is_no_setting() -> None:
    assert AS in environment._NO_SETTINGS


def test_the_environment_names_who_looks_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(AS, "siti")
    assert Context(None).actor() == "siti"
