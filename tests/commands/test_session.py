"""`aduan session`: what is open with whom, and its end."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from click.testing import Result

from storage import dialogues, subscribers


@pytest.fixture
def asked(town: Any) -> Any:
    """A town in which one phone has been asked something, and is in a menu."""
    town.text("bogor jalan rusak di tajur")
    now = town.clock.now()
    common = {
        "complaint_id": None,
        "line_id": None,
        "state": {"text": "rahasia"},
        "expires_at": now + timedelta(hours=2),
    }
    with town.database.write() as connection:
        who = subscribers.find(connection, "+6281110000100").id
        for place, (key, kind) in enumerate([("withdraw:1:1", "withdraw"), ("menu:1", "menu")]):
            row = {"key": key, "kind": kind, "subscriber_id": who, "asked_at": now + timedelta(seconds=place), **common}
            dialogues.begin(connection, [row])
    return town


def keys(aduan: Callable[..., Result]) -> list[str]:
    return [row["key"] for row in json.loads(aduan("session", "list", "--json").stdout)]


def test_sessions_are_listed_newest_first_without_numbers_and_texts(asked: Any, aduan: Callable[..., Result]) -> None:
    assert keys(aduan) == ["menu:1", "withdraw:1:1"]
    shown = aduan("session", "list").stdout
    assert "+6281***100" in shown
    assert "rahasia" not in shown + aduan("session", "list", "--json").stdout
    assert "+6281110000100" in aduan("session", "list", "--reveal").stdout


def test_a_session_that_is_ended_is_forgotten(asked: Any, aduan: Callable[..., Result]) -> None:
    assert aduan("session", "end", "menu:1").stdout == "1 of 1 ended\n"
    assert keys(aduan) == ["withdraw:1:1"]


def test_a_session_that_is_not_open_cannot_be_ended(asked: Any, aduan: Callable[..., Result]) -> None:
    result = aduan("session", "end", "menu:1", "menu:9", "menu:1")
    assert (result.exit_code, result.stdout) == (1, "1 of 2 ended\n")
    assert "not open (any more)" in result.stderr
