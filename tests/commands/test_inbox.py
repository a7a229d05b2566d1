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
    known = (inbound.PARTIAL, inbound.READY, inbound.DONE, inbound.REPEAT, inbound.IGNORED)
    assert (*known, inbound.FLOOD, inbound.PARKED) == STATES
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
    assert "not set aside (any more)" in result.stderr
    assert result.exit_code == 1


def test_retrying_all_of_nothing_is_no_error(aduan: Callable[..., Result]) -> None:
    result = aduan("inbox", "retry", "--all")
    assert (result.exit_code, result.stdout) == (0, "0 of 0 queued again\n")


@pytest.mark.parametrize("arguments", [[], ["1", "--all"], ["--all", "--flood"], ["--flood", "--from", "0811"]])
def test_one_must_say_which(refused: Callable[..., str], arguments: list[str]) -> None:
    assert refused("inbox", "retry", *arguments, code=2) == "name the messages, or --all, --flood, --from NUMBER"


@pytest.mark.parametrize("identity", ["0", "x", "9" * 30])
def test_what_is_no_id_is_refused(refused: Callable[..., str], identity: str) -> None:
    assert "Invalid value for '[IDS]...'" in refused("inbox", "retry", identity, code=2)


@pytest.fixture
def flooded(town: Any) -> Any:
    """A town to which one number has sent 65 SMS in a minute, and another one."""
    town.store(*[town.part(f"bogor lampu mati di gang {place}") for place in range(65)])
    town.store(town.part("bogor jalan rusak di tajur", "+6281110003333"))
    while town.process().messages:
        pass
    return town


def test_a_flood_is_listed_and_processed_when_a_person_wants_it(
    flooded: Any, aduan: Callable[..., Result], read: Rows
) -> None:
    set_aside = read("list", "--status", "flood", "--limit", "100")
    assert [row["text"] for row in set_aside] == [f"bogor lampu mati di gang {place}" for place in range(64, 59, -1)]
    assert "5 SMS of 1 number came in a flood and are not processed" in aduan("check").stdout
    assert "flood 5" in aduan("stats").stdout
    assert aduan("inbox", "retry", str(set_aside[0]["id"])).stdout == "1 of 1 queued again\n"
    assert aduan("inbox", "retry", "--flood").stdout == "4 of 4 queued again\n"
    while flooded.process().messages:
        pass
    assert read("list", "--status", "flood") == []
    assert {row["text"] for row in flooded.complaints()} >= {"lampu mati di gang 64", "lampu mati di gang 60"}


def test_one_numbers_flood_can_be_processed_alone(flooded: Any, aduan: Callable[..., Result]) -> None:
    assert aduan("inbox", "retry", "--from", "0811 1000 3333").stdout == "0 of 0 queued again\n"
    assert aduan("inbox", "retry", "--from", "081110000100").stdout == "5 of 5 queued again\n"


def test_a_number_that_nobody_knows_has_nothing_to_be_retried(refused: Callable[..., str]) -> None:
    assert refused("inbox", "retry", "--from", "081110009999") == "nothing ever came from this number"


def test_the_table_tells_the_score_where_somebody_has_one(
    town: Any, aduan: Callable[..., Result], database: Any
) -> None:
    town.text("bogor jalan rusak di tajur")
    town.text("bogor lampu mati di sempur", "+6281110003333")
    assert "score" not in aduan("inbox", "list").stdout
    aduan("complaint", "status", str(town.complaints()[1]["number"]), "spam")
    shown = [line.split() for line in aduan("inbox", "list").stdout.splitlines()]
    assert shown[0] == ["id", "received_at", "from", "score", "status", "text"]
    assert [line[4] for line in shown[1:]] == ["50", "0"]


def test_the_quarantine_shows_what_nobody_could_read_and_puts_it_back(
    town: Any, aduan: Callable[..., Result], read: Rows
) -> None:
    octets = "0791261811000000FF"
    town.quarantine(octets)
    (shown,) = read("quarantine")
    assert (shown["line"], shown["octets"], shown["error"]) == ("modem1", 9, "the decoder gives up")
    assert octets not in aduan("inbox", "quarantine").output
    assert "1 SMS came that nobody can read: `aduan inbox quarantine`" in aduan("check").stdout
    assert read("quarantine", "--reveal")[0]["pdu"] == octets
    assert aduan("inbox", "quarantine", "--retry").stdout.startswith("1 to be decoded again")
    assert read("quarantine") == []
