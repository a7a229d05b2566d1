"""`aduan mute` and `aduan unmute`: a number that is stored and not answered, until it is again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result

CITIZEN = "+6281110000100"


def test_a_muted_number_is_stored_and_neither_processed_nor_answered(town: Any, aduan: Callable[..., Result]) -> None:
    assert aduan("mute", "0811 1000 0100", "--reason", "robot of a shop").stdout == (
        "+6281***100 is not answered any more; `aduan unmute` takes it back\n"
    )
    assert town.text("bogor jalan rusak di tajur") == []
    assert [row["state"] for row in town.inbox()] == ["ignored"]
    assert town.complaints() == []
    assert len(town.text("bogor jalan rusak di tajur", "+6281110003333")) == 1


def test_unmuting_tells_what_was_ignored_and_all_of_it_can_be_processed(
    town: Any, aduan: Callable[..., Result], refused: Callable[..., str]
) -> None:
    aduan("mute", CITIZEN, "--reason", "robot of a shop")
    town.text("bogor jalan rusak di tajur")
    town.text("bogor lampu mati di sempur")
    assert refused("inbox", "retry", "--from", CITIZEN) == "this number is muted: `aduan unmute` first"
    first, second = aduan("unmute", CITIZEN).stdout.splitlines()
    assert first.startswith("+6281***100 is answered again; it was muted at 2")
    assert first.endswith("(robot of a shop)")
    assert second == "ignored meanwhile: 2 SMS; `aduan inbox retry --from` and the number processes them"
    assert aduan("inbox", "retry", "--from", CITIZEN).stdout == "2 of 2 queued again\n"
    while town.process().messages:
        pass
    assert len(town.complaints()) == len(town.answers()) == 2


def test_muting_again_changes_the_reason_and_not_the_time(town: Any, aduan: Callable[..., Result]) -> None:
    aduan("mute", CITIZEN)
    aduan("mute", CITIZEN, "--reason", "pranks")
    shown = aduan("unmute", CITIZEN).stdout
    assert "(pranks)" in shown
    assert "ignored" not in shown


def test_an_officers_phone_cannot_be_muted(aduan: Callable[..., Result], refused: Callable[..., str]) -> None:
    aduan("contact", "add", "bogor", "PUPR", "+6281112000001", "--name", "Budi")
    assert refused("mute", "+6281112000001") == "this is an officer's phone, `aduan contact remove` it first"


@pytest.mark.parametrize("command", ["mute", "unmute"])
def test_what_is_no_phone_number_is_refused(refused: Callable[..., str], command: str) -> None:
    assert "'1708' is not a phone number" in refused(command, "1708")


def test_a_number_that_is_not_muted_cannot_be_unmuted(town: Any, refused: Callable[..., str]) -> None:
    assert refused("unmute", CITIZEN) == "this number is not muted"
    town.text("bogor jalan rusak di tajur")
    assert refused("unmute", CITIZEN) == "this number is not muted"


@pytest.mark.parametrize("reason", ["x" * 201, "two\nlines"])
def test_a_reason_is_one_line(refused: Callable[..., str], reason: str) -> None:
    assert "one line of at most 200 characters" in refused("mute", CITIZEN, "--reason", reason, code=2)
