"""`aduan send`: an SMS by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import update

from storage.engine import Database
from storage.models import subscriber


def test_a_message_is_queued(aduan: Callable[..., Result]) -> None:
    assert aduan("send", "0811 1000 2222", "halo").stdout.startswith("queued, 1 SMS;")
    (row,) = json.loads(aduan("outbox", "list", "--json", "--reveal").stdout)
    assert (row["to"], row["text"], row["status"], row["line"]) == ("+6281110002222", "halo", "queued", None)


def test_a_text_needs_no_quotes(aduan: Callable[..., Result]) -> None:
    aduan("send", "+6281110002222", "Rapat", "pukul", "9", "--line", "modem1")
    (row,) = json.loads(aduan("outbox", "list", "--json").stdout)
    assert row["text"] == "Rapat pukul 9"


def test_a_long_one_tells_what_it_costs(aduan: Callable[..., Result]) -> None:
    assert aduan("send", "+6281110002222", "a" * 161).stdout.startswith("queued, 2 SMS;")
    assert aduan("send", "+6281110002222", "漢" * 71).stdout.startswith("queued, 2 SMS;")


def test_it_leaves_by_the_line_named(aduan: Callable[..., Result]) -> None:
    aduan("send", "+6281110002222", "halo", "--line", "modem1")
    (row,) = json.loads(aduan("outbox", "list", "--json").stdout)
    assert row["line"] == "modem1"


def test_the_same_twice_is_sent_twice(aduan: Callable[..., Result]) -> None:
    for _ in range(2):
        aduan("send", "+6281110002222", "halo")
    assert len(json.loads(aduan("outbox", "list", "--json").stdout)) == 2


@pytest.mark.parametrize("to", ["1708", "TELKOMSEL", "BANK123456", "0811", "", "+62811", "5555555"])
def test_what_is_no_number_is_refused(refused: Callable[..., str], aduan: Callable[..., Result], to: str) -> None:
    assert "phone number; write it like +62" in refused("send", to, "halo")
    assert aduan("outbox", "list", "--json").stdout == "[]\n"


@pytest.mark.parametrize("text", ["", " ", "\n\t"])
def test_an_empty_text_is_refused(refused: Callable[..., str], text: str) -> None:
    assert refused("send", "+6281110002222", text, code=2) == "the text is empty"


def test_a_text_of_more_segments_than_a_message_can_have_is_refused(
    refused: Callable[..., str], aduan: Callable[..., Result]
) -> None:
    assert aduan("send", "+6281110002222", "a" * 153 * 255).stdout.startswith("queued, 255 SMS;")
    assert "longer than the 255 SMS" in refused("send", "+6281110002222", "a" * 153 * 255 + "b", code=2)


def test_an_unknown_line_is_refused_with_the_nearest(refused: Callable[..., str]) -> None:
    assert "no line 'modem2'. Did you mean 'modem1'?" in refused("send", "+6281110002222", "halo", "--line", "modem2")


def test_who_wants_no_sms_is_sent_none(town: Any, refused: Callable[..., str], database: Database) -> None:
    town.text("bogor jalan rusak di tajur", "+6281110002222")
    with database.write() as connection:
        connection.execute(update(subscriber).values(opted_out_at=town.clock.now()))
    assert refused("send", "+6281110002222", "halo") == (
        "this number has sent STOP: it gets nothing but answers until it sends MULAI"
    )
    assert len(town.answers("+6281110002222")) == 1
