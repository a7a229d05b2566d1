"""`aduan inbox`: what came in, and what could not be processed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from click.testing import Result

from commands.inbox import STATES
from parsers import grammar
from storage import inbound

Rows: TypeAlias = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def read(aduan: Callable[..., Result]) -> Rows:
    """List messages as a program reads them."""

    def read(*arguments: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(aduan("inbox", *arguments, "--json").stdout)
        return found

    return read


@pytest.fixture
def parked(town: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A town in which two of three messages met a bug of the parser, which is mended now."""

    def buggy(text: str, *_: object, **__: object) -> object:
        raise ZeroDivisionError(f"no sense in {len(text)} letters")

    with monkeypatch.context() as broken:
        broken.setattr(grammar, "parse", buggy)
        town.text("bogor jalan rusak di depan pasar")
        town.text("bogor lampu jalan mati")
    town.text("bogor sampah menumpuk")
    return town


def test_messages_are_listed_newest_first(town: Any, read: Rows) -> None:
    town.text("bogor jalan rusak di depan pasar")
    town.text("cek", sender="+6281110003333")
    town.text("Pulsa Anda habis", sender="TELKOMSEL")
    robot, check, report = read("list")
    assert (report["text"], report["from"], report["line"]) == (
        "bogor jalan rusak di depan pasar",
        "+6281***100",
        "modem1",
    )
    assert (report["state"], report["entry"], report["parts"]) == ("done", "report", "1/1")
    assert (check["from"], check["entry"]) == ("+6281***333", "check")
    assert (robot["from"], robot["state"], robot["entry"]) == ("TE***", "ignored", None)
    assert read("list", "--limit", "1") == [robot]


def test_messages_can_be_narrowed_to_states(parked: Any, read: Rows) -> None:
    assert [row["id"] for row in read("list", "--status", "parked")] == [2, 1]
    assert [row["id"] for row in read("list", "--status", "done", "--status", "parked")] == [3, 2, 1]
    assert read("list", "--status", "ignored") == []


def test_the_states_that_can_be_asked_for_are_those_there_are(refused: Callable[..., str]) -> None:
    known = (inbound.PARTIAL, inbound.READY, inbound.DONE, inbound.REPEAT, inbound.IGNORED, inbound.PARKED)
    assert known == STATES
    assert "'lost' is not one of 'partial'" in refused("inbox", "list", "--status", "lost", code=2)


def test_the_table_tells_no_line_where_there_is_one(parked: Any, aduan: Callable[..., Result]) -> None:
    assert aduan("inbox", "list").stdout.splitlines()[0].split() == ["id", "received_at", "from", "status", "text"]


def test_parked_messages_are_listed_with_their_error(parked: Any, aduan: Callable[..., Result], read: Rows) -> None:
    second, first = read("parked")
    assert (first["state"], first["attempts"]) == ("parked", 1)
    assert first["error"].startswith("ZeroDivisionError: no sense in ")
    assert (first["id"], second["id"]) == (1, 2)
    assert "ZeroDivisionError" in aduan("inbox", "parked").stdout


def test_a_parked_message_is_processed_when_it_is_retried(
    parked: Any, aduan: Callable[..., Result], read: Rows
) -> None:
    assert aduan("inbox", "retry", "1").stdout == "1 of 1 queued again\n"
    parked.process()
    assert [row["id"] for row in read("parked")] == [2]
    assert aduan("inbox", "retry", "--all").stdout == "1 of 1 queued again\n"
    parked.process()
    assert read("parked") == []
    assert {row["text"] for row in parked.complaints()} == {
        "jalan rusak di depan pasar",
        "lampu jalan mati",
        "sampah menumpuk",
    }


def test_what_is_not_parked_cannot_be_retried(parked: Any, aduan: Callable[..., Result]) -> None:
    result = aduan("inbox", "retry", "1", "3", "99", "1")
    assert result.stdout == "1 of 3 queued again\n"
    assert "not parked (any more)" in result.stderr
    assert result.exit_code == 1


def test_retrying_all_of_nothing_is_no_error(aduan: Callable[..., Result]) -> None:
    result = aduan("inbox", "retry", "--all")
    assert (result.exit_code, result.stdout) == (0, "0 of 0 queued again\n")


@pytest.mark.parametrize("arguments", [[], ["1", "--all"]])
def test_one_must_say_which(refused: Callable[..., str], arguments: list[str]) -> None:
    assert refused("inbox", "retry", *arguments, code=2) == "name the messages, or --all"


@pytest.mark.parametrize("identity", ["0", "x", "9" * 30])
def test_what_is_no_id_is_refused(refused: Callable[..., str], identity: str) -> None:
    assert "Invalid value for '[IDS]...'" in refused("inbox", "retry", identity, code=2)
