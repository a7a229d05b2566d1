"""`aduan outbox`: what goes out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import pytest
from click.testing import Result
from sqlalchemy import insert, update

from commands.outbox import STATES
from storage import lines, outbound
from storage.engine import Database
from storage.message_tables import outbound_message, outbound_segment

Rows: TypeAlias = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def read(aduan: Callable[..., Result]) -> Rows:
    """List messages as a program reads them."""

    def read(*options: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(aduan("outbox", "list", "--json", *options).stdout)
        return found

    return read


@pytest.fixture
def queued(aduan: Callable[..., Result]) -> None:
    """Three messages in the queue, with the ids 1 to 3."""
    for text in ("satu", "dua", "tiga"):
        aduan("send", "+6281110002222", text)


def put(database: Database, message_id: int, state: str) -> None:
    with database.write() as connection:
        connection.execute(update(outbound_message).where(outbound_message.c.id == message_id).values(state=state))


def test_messages_are_listed_newest_first_with_what_became_of_them(
    queued: None, database: Database, read: Rows
) -> None:
    put(database, 1, "failed")
    assert [(row["id"], row["text"], row["status"]) for row in read()] == [
        (3, "tiga", "queued"),
        (2, "dua", "queued"),
        (1, "satu", "failed"),
    ]
    assert [row["id"] for row in read("--status", "failed")] == [1]
    assert [row["id"] for row in read("--status", "failed", "--status", "queued", "--limit", "2")] == [3, 2]
    assert {(row["to"], row["attempts"], row["segments"], row["sent_at"]) for row in read()} == {
        ("+6281***222", 0, 1, None)
    }


def test_a_one_time_code_is_read_by_nobody_else(queued: None, database: Database, aduan: Callable[..., Result]) -> None:
    with database.write() as connection:
        code = {"purpose": outbound.CODE, "text": "Balas YA 482193 utk CUTI 24/11."}
        connection.execute(update(outbound_message).where(outbound_message.c.id == 2).values(code))
    for options in ([], ["--json"], ["--reveal"]):
        shown = aduan("outbox", "list", *options).stdout
        assert "482193" not in shown
        assert "(hidden)" in shown
        assert "satu" in shown


def test_the_table_has_short_heads_and_tells_the_line_only_where_it_differs(
    queued: None, database: Database, aduan: Callable[..., Result]
) -> None:
    heads = ["id", "created_at", "to", "status", "sms", "dlv", "text"]
    assert aduan("outbox", "list").stdout.splitlines()[0].split() == heads
    with database.write() as connection:
        ids = lines.ids_of(connection, [("modem1", "gammu")])
        connection.execute(update(outbound_message).where(outbound_message.c.id == 2).values(line_id=ids["modem1"]))
    assert aduan("outbox", "list").stdout.splitlines()[0].split() == [*heads[:3], "line", *heads[3:]]


def test_what_was_reported_on_a_message_is_shown(
    queued: None, database: Database, read: Rows, aduan: Callable[..., Result]
) -> None:
    now = datetime.now(UTC)
    sent = {1: (None, now - timedelta(days=4)), 2: ("failed", now), 3: ("delivered", now)}
    with database.write() as connection:
        for message_id, (delivery, at) in sent.items():
            place = {"outbound_message_id": message_id, "sequence": 1, "state": "accepted", "reference": message_id}
            connection.execute(insert(outbound_segment).values(**place, sent_at=at, delivery=delivery))
            change = update(outbound_message).where(outbound_message.c.id == message_id)
            connection.execute(change.values(state="sent", sent_at=at))
    assert [row["delivery"] for row in read()] == ["delivered", "failed", "no report"]
    shown = aduan("outbox", "list").stdout
    assert "delivery" in shown.splitlines()[0]
    assert "no report" in shown
    with database.write() as connection:
        connection.execute(update(outbound_message).values(sent_at=now))
    assert read()[-1]["delivery"] == "pending"


def test_the_states_that_can_be_asked_for_are_those_there_are(refused: Callable[..., str]) -> None:
    known = (outbound.QUEUED, outbound.SENDING, outbound.SENT, outbound.FAILED)
    assert (*known, outbound.UNKNOWN, outbound.CANCELLED, outbound.EXPIRED) == STATES
    assert "'lost' is not one of 'queued'" in refused("outbox", "list", "--status", "lost", code=2)


def test_what_waits_can_be_cancelled_and_queued_again(queued: None, aduan: Callable[..., Result], read: Rows) -> None:
    assert aduan("outbox", "cancel", "1", "2").stdout == "2 of 2 cancelled\n"
    assert [row["status"] for row in read()] == ["queued", "cancelled", "cancelled"]
    assert read()[-1]["error"] == "cancelled by an admin"
    assert aduan("outbox", "retry", "1").stdout == "1 of 1 queued again\n"
    assert [row["status"] for row in read()] == ["queued", "cancelled", "queued"]


@pytest.mark.parametrize("state", ["sent", "sending"])
def test_what_is_on_its_way_can_be_neither_cancelled_nor_queued_again(
    queued: None, database: Database, aduan: Callable[..., Result], state: str
) -> None:
    put(database, 1, state)
    cancelled = aduan("outbox", "cancel", "1", "2", "99")
    assert (cancelled.stdout, cancelled.exit_code) == ("1 of 3 cancelled\n", 1)
    assert "`aduan outbox list`" in cancelled.stderr
    again = aduan("outbox", "retry", "1")
    assert (again.stdout, again.exit_code) == ("0 of 1 queued again\n", 1)


@pytest.mark.parametrize("state", ["failed", "expired", "unknown"])
def test_what_was_not_sent_can_be_queued_again(
    queued: None,
    database: Database,
    aduan: Callable[..., Result],
    read: Rows,
    state: str,
) -> None:
    put(database, 2, state)
    assert aduan("outbox", "retry", "2", "2").stdout == "1 of 1 queued again\n"
    assert {row["status"] for row in read()} == {"queued"}


def test_all_that_failed_is_queued_again_and_what_may_have_arrived_is_not(
    queued: None, database: Database, aduan: Callable[..., Result], read: Rows
) -> None:
    put(database, 1, "failed")
    put(database, 2, "unknown")
    assert aduan("outbox", "retry", "--all").stdout == "1 of 1 queued again\n"
    assert [row["status"] for row in read()] == ["queued", "unknown", "queued"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["retry"], "name the messages, or --all"),
        (["retry", "1", "--all"], "name the messages, or --all"),
        (["cancel"], "Missing argument 'IDS...'."),
        (["cancel", "9" * 30], "Invalid value for 'IDS...'"),
    ],
)
def test_one_must_say_which(refused: Callable[..., str], arguments: list[str], message: str) -> None:
    assert refused("outbox", *arguments, code=2).startswith(message)
