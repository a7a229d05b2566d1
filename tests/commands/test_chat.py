"""`aduan chat`: a conversation with the daemon's processing, which runs in a thread beside it."""

from __future__ import annotations

import os
import pty
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli import main
from commands import chat as command
from commands.context import Context
from sms.msisdn import classify
from storage import contacts, outbound, subscribers

CITIZEN, OFFICER = "+6281110000100", "+6281112000001"
COMPLAINT = "bogor jalan rusak di depan pasar"


@pytest.fixture
def at_work(town: Any) -> Iterator[None]:
    """Let somebody process what comes in, as `aduan run` does."""
    ended = threading.Event()

    def work() -> None:
        while not ended.wait(0.01):
            town.process()

    worker = threading.Thread(target=work)
    worker.start()
    yield
    ended.set()
    worker.join()


@pytest.fixture
def chat(town: Any, settings_file: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Say some lines as somebody, at the town's time."""
    for name in [name for name in os.environ if name.startswith("ADUAN_")]:
        monkeypatch.delenv(name)

    def run(*lines: str, who: str = CITIZEN, options: tuple[str, ...] = ()) -> Result:
        typed = "".join(f"{line}\n" for line in lines)
        here = Context(settings_file, town.clock)
        return CliRunner().invoke(main, ["chat", "--as", who, *options], input=typed, obj=here, catch_exceptions=False)

    return run


def _sent(town: Any) -> list[tuple[str, str, str | None]]:
    """Tell what has been made: to whom, in which state, by which line."""
    with town.database.read() as connection:
        rows = outbound.listing(connection, limit=100)
    return [(row["address"], row["state"], row["line"]) for row in reversed(rows)]


@pytest.mark.usefixtures("at_work")
def test_what_is_answered_is_printed_and_no_modem_sends_it(town: Any, chat: Callable[..., Result]) -> None:
    done = chat(COMPLAINT, "", "BANTUAN")

    assert done.exit_code == 0, done.output
    first, second = done.stdout.splitlines()
    assert first.startswith("< Laporan ")
    assert "Dinas PUPR" in first
    assert second.startswith("< Lapor: ")
    assert "real SMS" in done.stderr
    assert _sent(town) == [(CITIZEN, "sent", "chat")] * 2


@pytest.mark.usefixtures("at_work")
def test_an_officer_works_as_by_sms(town: Any, chat: Callable[..., Result]) -> None:
    with town.database.write() as connection:
        now = town.clock.now()
        person = subscribers.ids_of(connection, [classify(OFFICER)], now)[OFFICER]
        contacts.add(connection, person, region="bogor", agency="PUPR", name="Budi", now=now)
    town.text(COMPLAINT)
    done = chat("TUGAS", who="0811 1200 0001")

    assert done.stdout.splitlines()[0] == "< Dinas PUPR: 1 laporan terbuka"
    assert done.stdout.splitlines()[1].startswith("  ")
    assert OFFICER not in done.output


@pytest.mark.usefixtures("at_work")
def test_what_nobody_answers_is_told_as_such(town: Any, chat: Callable[..., Result]) -> None:
    assert chat("terima kasih", COMPLAINT, options=("--wait", "30")).stdout.splitlines()[0] == "(no answer)"
    town.clock.advance(timedelta(seconds=1))
    again = chat(COMPLAINT, options=("--wait", "30"))
    assert again.stdout.startswith("(no answer: a long text again")


@pytest.mark.usefixtures("at_work")
def test_one_of_our_own_numbers_gets_no_answer(chat: Callable[..., Result]) -> None:
    done = chat(COMPLAINT, who="+628111000001", options=("--yes",))
    assert done.stdout == "(no answer: this number is one of our own lines)\n"


@pytest.mark.usefixtures("at_work")
def test_what_cannot_be_processed_is_told(
    town: Any, chat: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("smsd.processing.grammar.parse", broken)
    assert "aduan inbox parked" in chat(COMPLAINT).stdout
    assert [type(error) for error in town.errors] == [ZeroDivisionError]


def test_without_a_daemon_it_says_so_and_the_answer_comes_the_next_time(town: Any, chat: Callable[..., Result]) -> None:
    done = chat(COMPLAINT, "BANTUAN", options=("--wait", "0"))

    assert done.exit_code == 1
    assert "is `aduan run` at work?" in done.stderr
    assert [row["text"] for row in town.inbox()] == [COMPLAINT]

    town.process()
    assert chat().stdout.startswith("< Laporan ")
    assert chat().stdout == ""


def test_only_what_is_for_this_person_and_this_line_is_taken(town: Any, chat: Callable[..., Result]) -> None:
    town.text(COMPLAINT)
    chat("BANTUAN", who="+6281110000200", options=("--wait", "0"))
    town.process()

    assert chat().stdout == ""
    assert _sent(town) == [(CITIZEN, "queued", "modem1"), ("+6281110000200", "queued", "chat")]


def test_a_number_that_may_be_somebodys_is_asked_about(chat: Callable[..., Result]) -> None:
    done = chat(who="+6281234567890")
    assert done.exit_code == 2
    assert "+6281***890 may be somebody's" in done.stderr
    assert chat(who="+6281234567890", options=("--yes",)).exit_code == 0


REAL, OTHER = "+6281234567890", "+6281234567891"


def _refusal(chat: Callable[..., Result], who: str) -> str:
    done = chat("CEK", who=who, options=("--yes", "--wait", "0"))
    assert done.exit_code == 1, done.output
    assert done.stdout == ""
    return done.stderr.splitlines()[-1].replace(who[-3:], "***")


def _appoint(town: Any, phone: str, agency: str) -> None:
    now = town.clock.now()
    with town.database.write() as connection:
        person = subscribers.ids_of(connection, [classify(phone)], now)[phone]
        contacts.add(connection, person, region="bogor", agency=agency, name="Budi", now=now)


def test_nobody_asks_as_somebody_else_who_complained_nor_learns_it_from_the_refusal(
    town: Any, chat: Callable[..., Result]
) -> None:
    town.text("RAHASIA bogor aspal jalan dadali dicuri mandor proyek", REAL)
    town.text(COMPLAINT, OTHER)
    _appoint(town, "+6281234567892", "PUPR")
    told = {_refusal(chat, who) for who in (REAL, OTHER, "+6281234567892")}
    assert len(told) == 1
    assert "texts for itself" in told.pop()


def test_a_number_for_tests_may_be_somebodys_too_where_there_is_a_modem(
    town: Any, chat: Callable[..., Result], settings_file: Path
) -> None:
    town.text("RAHASIA bogor aspal jalan dadali dicuri mandor proyek")
    assert chat("BANTUAN", options=("--wait", "0")).output.count("texts for itself") == 0
    settings_file.write_text(settings_file.read_text().replace('"virtual"', '"/dev/ttyUSB0"'))
    assert "texts for itself" in _refusal(chat, CITIZEN)


@pytest.mark.parametrize("post", ["INTEGRITY", "OVERSIGHT", "LEADER"])
def test_nobody_reads_as_who_reads_for_a_circle_or_stands_in(town: Any, chat: Callable[..., Result], post: str) -> None:
    _appoint(town, REAL, post)
    assert f"is {post}'s" in _refusal(chat, REAL)


@pytest.mark.usefixtures("at_work")
def test_where_nothing_is_delicate_and_as_a_phone_that_never_texted_one_may_try(
    town: Any, chat: Callable[..., Result]
) -> None:
    town.text(COMPLAINT, OTHER)
    _appoint(town, REAL, "PUPR")
    for who in (OTHER, REAL):
        assert chat("BANTUAN", who=who, options=("--yes",)).exit_code == 0
    town.text("RAHASIA bogor aspal jalan dadali dicuri mandor proyek", OTHER)
    for _ in range(2):
        assert chat("BANTUAN", who="+6281234567893", options=("--yes",)).exit_code == 0


def test_a_line_of_the_settings_cannot_be_in_its_place(settings_file: Path, chat: Callable[..., Result]) -> None:
    settings_file.write_text(settings_file.read_text().replace('"modem1"', '"chat"'))
    done = chat()
    assert done.exit_code == 1
    assert "it needs another name" in done.stderr


def test_on_a_terminal_there_is_a_prompt_with_the_masked_number(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    keyboard, terminal = pty.openpty()
    os.write(keyboard, b"terima kasih\n\n\x04")
    with os.fdopen(terminal, "r") as stdin:
        monkeypatch.setattr(command.sys, "stdin", stdin)
        typed = list(command._typed("+6281***100"))
    os.close(keyboard)
    assert typed == ["terima kasih"]
    assert capfd.readouterr().out.count("+6281***100 > ") == 3
