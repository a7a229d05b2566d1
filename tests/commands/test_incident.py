"""`aduan incident`: what is refused, and what admins see."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

Aduan = Callable[..., Result]
NAME = "Listrik Katulampa"


@pytest.fixture
def opened(aduan: Aduan) -> None:
    """Open an incident about a power cut."""
    assert aduan("incident", "open", NAME, "--topic", "listrik-padam", "--area", "Katulampa").exit_code == 0


def new(aduan: Aduan, text: str = "listrik padam di katulampa", phone: str = "+6281110002222") -> str:
    """Enter a complaint; gives its number."""
    return aduan("complaint", "new", text, "--from", phone).stdout.split()[0]


def test_opening_tells_how_many_complaints_have_joined(aduan: Aduan) -> None:
    new(aduan)
    new(aduan, "sampah menumpuk di katulampa")
    told = aduan("incident", "open", NAME, "--topic", "listrik-padam", "--area", "katulampa").stdout
    assert told.startswith(f"{NAME} is open, 1 complaint joined")


@pytest.mark.usefixtures("opened")
def test_the_list_and_the_page_count_what_has_joined(aduan: Aduan) -> None:
    first, second = new(aduan), new(aduan, phone="+6281110003333")
    (row,) = json.loads(aduan("incident", "list", "--json").stdout)
    assert (row["name"], row["complaints"], row["urgent"], row["closed_at"]) == (NAME, 2, 0, None)
    shown: dict[str, Any] = json.loads(aduan("incident", "show", NAME.lower(), "--json").stdout)
    assert (shown["areas"], shown["phones"], shown["by_status"]) == (["katulampa"], 2, {"assigned": 2})
    assert shown["newest"] == [int(second), int(first)]
    assert "assigned 2" in aduan("incident", "show", NAME).stdout


@pytest.mark.usefixtures("opened")
def test_complaints_can_be_added_and_removed_by_their_numbers(aduan: Aduan) -> None:
    number = new(aduan, "lampu jalan mati di tajur")
    assert aduan("incident", "add", NAME, number).stdout == "1 complaint joined\n"
    assert f"joins {NAME}" in aduan("complaint", "show", number).stdout
    assert aduan("incident", "remove", NAME, number).stdout == "1 complaint left\n"
    refused = aduan("incident", "remove", NAME, number)
    assert (refused.exit_code, refused.stderr) == (1, f"Error: {number} is not in {NAME}\n")


@pytest.mark.usefixtures("opened")
def test_what_is_secret_is_not_added(aduan: Aduan) -> None:
    number = new(aduan, "petugas dishub minta uang pungli di terminal")
    refused = aduan("incident", "add", NAME, number)
    assert (refused.exit_code, "kept apart" in refused.stderr) == (1, True)


@pytest.mark.usefixtures("opened")
def test_all_or_none_are_added(aduan: Aduan) -> None:
    number = new(aduan, "lampu jalan mati di tajur")
    secret = new(aduan, "petugas dishub minta uang pungli di terminal")
    assert aduan("incident", "add", NAME, number, secret).exit_code == 1
    assert json.loads(aduan("incident", "show", NAME, "--json").stdout)["complaints"] == 0


@pytest.mark.usefixtures("opened")
def test_the_same_words_are_told_once_and_who_came_later_hears_them(aduan: Aduan) -> None:
    new(aduan)
    new(aduan)
    assert aduan("incident", "tell", NAME, "Sabar").stdout == "1 phone told\n"
    new(aduan, phone="+6281110003333")
    again = aduan("incident", "tell", NAME, "Sabar")
    assert (again.stdout, again.stderr) == ("1 phone told\n", "1 phone had this text already\n")


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("open", NAME, "--topic", "listrik-padam"), 1, "is open already"),
        (("open", NAME.upper(), "--topic", "banjir"), 1, "is open already"),
        (("open", "N" * 31, "--topic", "listrik-padam"), 1, "at most 30"),
        (("open", "Banjir", "--topic", "banjr"), 2, "no topic banjr. Did you mean 'banjir'?"),
        (("open", "Banjir", "--topic", "banjir", "--region", "depok"), 2, "no region depok"),
        (("open", "Banjir", "--topic", "banjir", "--area", "..."), 2, "is no place"),
        (("tell", "Banjir", "halo"), 1, "no incident is called Banjir"),
        (("tell", NAME, " "), 2, "the text is empty"),
        (("add", NAME, "12"), 1, "12"),
    ],
)
def test_what_is_wrong_is_refused_and_why(aduan: Aduan, words: tuple[str, ...], status: int, says: str) -> None:
    refused = aduan("incident", *words)
    assert (refused.exit_code, says in refused.stderr) == (status, True), refused.stderr


@pytest.mark.usefixtures("opened")
def test_what_is_longer_than_one_sms_is_not_told(aduan: Aduan) -> None:
    new(aduan)
    refused = aduan("incident", "tell", NAME, "x" * 150)
    assert (refused.exit_code, "150 characters; one SMS has room for 141" in refused.stderr) == (1, True)


@pytest.mark.usefixtures("opened")
def test_a_closed_incident_is_told_nothing_and_may_be_opened_again(aduan: Aduan) -> None:
    number = new(aduan)
    assert aduan("incident", "close", NAME).exit_code == 0
    assert "is closed" in aduan("incident", "tell", NAME, "halo").stderr
    assert f"joins {NAME}" in aduan("complaint", "show", number).stdout
    assert aduan("incident", "open", NAME, "--topic", "listrik-padam").exit_code == 0
