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
    assert json.loads(aduan("complaint", "show", number, "--json").stdout)["incident"] == NAME
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
    assert aduan("incident", "tell", NAME, "Sabar").stdout.startswith("1 phone: queued")
    new(aduan, phone="+6281110003333")
    again = aduan("incident", "tell", NAME, "Sabar")
    assert (again.stdout[:15], again.stderr) == ("1 phone: queued", "1 phone had this text already\n")


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
        (("tell", "Banjir", "halo"), 1, "no incident Banjir"),
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


FLOOD = "Banjir Ciliwung"


def opens(aduan: Aduan, *words: str) -> Result:
    """Open an incident about a flood."""
    return aduan("incident", "open", FLOOD, "--topic", "banjir", *words)


def test_urgent_ones_on_other_topics_are_counted_and_join_by_their_topic(aduan: Aduan) -> None:
    new(aduan, "banjir di katulampa")
    new(aduan, "banjir sudah sedada di katulampa")
    new(aduan, "tolong ada anak hanyut tenggelam di sungai katulampa")
    opened = opens(aduan, "--area", "katulampa")
    assert ("1 complaint joined" in opened.stdout, "1 banjir-darurat, 1 orang-tenggelam" in opened.stderr) == (
        True,
        True,
    )
    aduan("incident", "close", FLOOD)
    topics = ("--topic", "banjir-darurat", "--topic", "orang-tenggelam")
    again = opens(aduan, *topics, "--area", "katulampa")
    assert ("3 complaints joined" in again.stdout, again.stderr) == (True, "")


def test_an_area_nobody_knows_is_warned_of_and_a_letter_is_no_place(aduan: Aduan) -> None:
    new(aduan, "banjir di katulampa")
    opened = opens(aduan, "--area", "katulmpa", "--area", "ka")
    assert "0 complaints joined" in opened.stdout
    assert "is called katulmpa. Did you mean 'Katulampa'?" in opened.stderr
    assert "is called ka." in opened.stderr


def test_words_of_a_place_may_be_written_as_one(aduan: Aduan) -> None:
    new(aduan, "banjir di jalan katulampa raya")
    new(aduan, "banjir di kelurahan tegal gundil")
    opened = opens(aduan, "--area", "katulampa", "--area", "tegalgundil")
    assert ("2 complaints joined" in opened.stdout, opened.stderr) == (True, "")


@pytest.mark.usefixtures("opened")
def test_words_that_were_cancelled_are_told_again(aduan: Aduan) -> None:
    new(aduan)
    aduan("incident", "tell", NAME, "Sabar")
    message = json.loads(aduan("outbox", "list", "--json").stdout)[0]
    assert aduan("outbox", "cancel", str(message["id"])).exit_code == 0
    again = aduan("incident", "tell", NAME, "Sabar")
    assert (again.stdout[:15], again.stderr) == ("1 phone: queued", "")
    assert json.loads(aduan("outbox", "list", "--json").stdout)[0]["status"] == "queued"


@pytest.mark.usefixtures("opened")
def test_newer_words_take_the_place_of_older_ones_that_wait(aduan: Aduan) -> None:
    number = new(aduan)
    aduan("incident", "tell", NAME, "Sabar")
    newer = aduan("incident", "tell", NAME, "Sudah menyala")
    assert newer.stderr == "1 phone waited for earlier words, which these replace\n"
    rows = json.loads(aduan("outbox", "list", "--json").stdout)
    begins = f"Laporan {number}, kabar {NAME}: "
    told = [(row["status"], row["text"].removeprefix(begins)) for row in rows if begins in row["text"]]
    assert told == [("queued", "Sudah menyala"), ("cancelled", "Sabar")]


def test_telling_says_behind_how_many_they_wait_and_about_how_long(aduan: Aduan) -> None:
    for last in range(2000, 2006):
        new(aduan, "banjir di katulampa", f"+628111000{last}")
    opens(aduan)
    assert aduan("incident", "tell", FLOOD, "Sabar").stdout == "6 phones: queued behind 6 SMS, about 1 min\n"


@pytest.mark.usefixtures("opened")
def test_who_has_withdrawn_is_told_nothing(aduan: Aduan) -> None:
    number = new(aduan)
    aduan("complaint", "status", number, "spam")
    assert aduan("incident", "tell", NAME, "Sabar").stdout == "no phone is told\n"


@pytest.mark.usefixtures("opened")
def test_a_closed_incident_goes_on_with_what_came_meanwhile(aduan: Aduan) -> None:
    new(aduan)
    aduan("incident", "close", NAME)
    new(aduan, phone="+6281110003333")
    assert "1 complaint joined" in aduan("incident", "reopen", NAME).stdout
    assert json.loads(aduan("incident", "show", NAME, "--json").stdout)["complaints"] == 2
    assert "is open" in aduan("incident", "reopen", NAME).stderr


def test_what_a_closed_incident_had_joins_the_next_one(aduan: Aduan) -> None:
    new(aduan, "banjir di katulampa")
    opens(aduan)
    aduan("incident", "close", FLOOD)
    assert "1 complaint joined" in opens(aduan).stdout


@pytest.mark.usefixtures("opened")
def test_the_list_has_those_of_the_incident_that_show_tells_of(aduan: Aduan) -> None:
    new(aduan)
    aduan("incident", "close", NAME)
    aduan("incident", "open", NAME, "--topic", "sampah-liar")
    assert json.loads(aduan("incident", "show", NAME, "--json").stdout)["complaints"] == 0
    assert json.loads(aduan("complaint", "list", "--incident", NAME, "--json").stdout) == []
    assert "no incident Banjir" in aduan("complaint", "list", "--incident", "Banjir").stderr


def test_a_list_that_stops_says_how_many_there_are_and_silence_begins_with_the_oldest(aduan: Aduan) -> None:
    first, second, third = (new(aduan, phone=f"+628111000222{last}") for last in range(3))
    two = ("complaint", "list", "--silent", "--limit", "2")
    assert [row["number"] for row in json.loads(aduan(*two, "--json").stdout)] == [int(first), int(second)]
    listed = aduan(*two)
    assert listed.stderr == f"2 of 3 shown; --limit shows more, --after {second} the next ones\n"
    rest = aduan(*two, "--after", second)
    assert (third in rest.stdout, rest.stderr) == (True, "")
