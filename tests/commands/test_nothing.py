"""Filters that name nothing, in listing and export: a slip is refused, and what there is none of is no slip."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result
from sqlalchemy import update

from storage.engine import Database
from storage.models import complaint

Aduan = Callable[..., Result]
SLIPS = [
    ("--agency", "PUPRR", "no agency PUPRR. Did you mean 'PUPR'? `aduan agency list` names them"),
    ("--topic", "jalan-rusk", "no topic jalan-rusk. Did you mean 'jalan-rusak'? `aduan agency topics` lists them"),
    ("--topic", "qqqqqq", "no topic qqqqqq; `aduan agency topics` lists them"),
    (
        "--channel",
        "telepon",
        "no channel telepon. Known: call, import, letter, phone, sms, social, ussd, walkin, whatsapp",
    ),
    ("--channel", "walkn", "no channel walkn. Did you mean 'walkin'?"),
]


@pytest.mark.parametrize(("option", "word", "says"), SLIPS)
def test_a_list_of_what_does_not_exist_is_refused(
    refused: Callable[..., str], option: str, word: str, says: str
) -> None:
    assert refused("complaint", "list", option, word, code=2) == says


@pytest.mark.parametrize(("option", "word", "says"), SLIPS)
def test_an_export_of_what_does_not_exist_is_refused(
    refused: Callable[..., str], option: str, word: str, says: str
) -> None:
    assert refused("complaint", "export", option, word, code=2) == says


@pytest.mark.parametrize("words", [("--agency", "INTEGRITY"), ("--topic", "jalan-rusak"), ("--channel", "ussd")])
def test_what_there_is_none_of_yet_is_an_empty_list(aduan: Aduan, words: tuple[str, str]) -> None:
    for command in ("list", "export"):
        assert aduan("complaint", command, *words).exit_code == 0


def test_an_incident_there_is_not_is_refused(refused: Callable[..., str]) -> None:
    says = "no incident Rob; `aduan incident list` names them"
    assert refused("complaint", "list", "--incident", "Rob") == says


def test_an_incident_without_complaints_is_an_empty_list(aduan: Aduan) -> None:
    aduan("incident", "open", "Banjir Ciliwung", "--topic", "banjir")
    assert aduan("complaint", "list", "--incident", "banjir ciliwung", "--json").stdout == "[]\n"
    assert "Did you mean 'Banjir Ciliwung'?" in aduan("complaint", "list", "--incident", "Banjir Cilwung").stderr


def test_what_only_complaints_know_is_found(aduan: Aduan, database: Database) -> None:
    aduan("complaint", "new", "jalan rusak")
    with database.write() as connection:
        connection.execute(update(complaint).values(channel="lapor", topic="lama"))
    for words in (("--channel", "lapor"), ("--topic", "lama")):
        assert "1 complaints written" in aduan("complaint", "export", *words).stderr
        assert aduan("complaint", "list", *words, "--status", "spam").exit_code == 0
