"""The command line as a whole: its promises to people and to programs, kept by every command."""

from __future__ import annotations

import json
import logging
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import structlog
from click.testing import CliRunner, Result

from cli import COMMANDS, main
from storage import engine

CITIZEN = "+6281110002222"
OTHER = "+6281110003333"
OFFICER = "+6281112000001"
ESCAPE = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e"

PROMISED = """
demo, init, run, check, db upgrade, db status, modem list, modem status, modem balance, modem probe, modem reset,
modem at, modem ussd, virtual-modem, virtual-smsc, chat, send,
inbox list, inbox parked, inbox quarantine, inbox retry, outbox list, outbox retry, outbox cancel,
complaint list, complaint show, complaint new, complaint import, complaint export, complaint assign,
complaint reply, complaint status, complaint reopen,
complaint move, complaint reject, complaint tag, complaint states, complaint undo,
complaint answers, triage, incident add, incident close, incident list, incident open, incident remove, incident reopen,
incident show,
incident tell,
complaint similar, complaint merge, complaint split, complaint redact,
agency list, agency topics, agency ranking, agency report, report, contact add, contact confirm, contact deputy,
contact list, contact remove, contact replace, deadline recompute,
digest preview, digest send, digest leader, parse, route explain, route eval, route train, route drift,
job list, job run, stats, mute, unmute, session list, session end
"""

LISTINGS = [
    "modem list", "modem probe", "inbox list", "inbox parked", "inbox quarantine", "outbox list", "complaint list",
    "agency list", "contact list", "job list",
]  # fmt: skip
OBJECTS = ["stats", "db status", "parse halo", "route explain halo", "route drift", "digest preview bogor PUPR"]


def tree(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Walk all commands: how each is typed, and the command."""
    if not isinstance(command, click.Group):
        yield " ".join(path), command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        assert below is not None
        yield from tree(below, (*path, name))


EVERY = dict(tree(main))


@pytest.fixture
def aduan(settings_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Result]]:
    """The command line, in the folder of an installation on each kind of database; its log is undone."""
    monkeypatch.chdir(settings_file.parent)
    for name in [name for name in os.environ if name.startswith("ADUAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr("smsd.transports.probe.list_ports.comports", list)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield lambda *words: CliRunner().invoke(main, words, catch_exceptions=False)
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
def busy(town: Any, aduan: Callable[..., Result]) -> Callable[..., Result]:
    """An installation with complaints, answers, robots, a parked message and a letter: the command line in it."""
    assert aduan("contact", "add", "bogor", "PUPR", OFFICER, "--name", "Budi").exit_code == 0
    town.text("bogor jalan rusak di depan pasar", sender=CITIZEN)
    town.text(f"bogor {ESCAPE} lampu jalan mati {ESCAPE}", sender=OTHER)
    town.text("Pulsa Anda habis", sender="TELKOMSEL")
    town.text("Kode Anda 4711", sender="1708")
    town.text("cek", sender=CITIZEN)
    park(town)
    town.quarantine("0791261811000000FF")
    assert aduan("complaint", "new", "sampah menumpuk di pasar", "--from", OTHER).exit_code == 0
    assert aduan("send", CITIZEN, "halo").exit_code == 0
    return aduan


def park(town: Any) -> None:
    """Let a message meet a bug, whose error holds what was texted."""
    town.store(town.part(f"bogor air mati {ESCAPE}", CITIZEN))
    ready, town.processor._parse = town.processor._parse, broken
    town.process()
    town.processor._parse = ready


def broken(_message: object) -> object:
    raise ValueError(f"cannot read {ESCAPE}")


def test_every_command_that_was_promised_is_there() -> None:
    promised = [command.strip() for command in PROMISED.replace("\n", " ").split(",")]
    assert sorted(EVERY) == sorted(promised)


@pytest.mark.parametrize("name", EVERY)
def test_every_command_and_option_is_explained(name: str) -> None:
    command = EVERY[name]
    assert command.help
    shown = CliRunner().invoke(main, [*name.split(), "--help"]).stdout
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{parameter.opts} of {name} is not explained"
            assert parameter.opts[0] in shown
        else:
            assert str(parameter.human_readable_name).upper() in shown.upper()


def test_the_help_lists_every_command_with_its_line() -> None:
    lines = CliRunner().invoke(main, ["--help"]).stdout.splitlines()
    listed = [line.split(maxsplit=1) for line in lines[lines.index("Commands:") + 1 :]]
    assert listed == [[name, line] for name, (_, line) in COMMANDS.items()]


def test_help_and_version_load_no_library_but_click() -> None:
    heavy = "{'sqlalchemy', 'pydantic', 'structlog', 'rich', 'alembic', 'phonenumbers', 'gammu', 'serial'}"
    program = f"import sys, cli; cli.main(['--help'], standalone_mode=False); print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "set()"
    assert re.fullmatch(r"aduan, version \d+\.\d+\.\d+\n", CliRunner().invoke(main, ["--version"]).stdout)


def test_what_is_no_command_is_a_slip_of_usage() -> None:
    result = CliRunner().invoke(main, ["complaints"])
    assert (result.exit_code, "No such command 'complaints'" in result.stderr) == (2, True)


def test_an_admins_day_works_on_every_database(busy: Callable[..., Result], town: Any) -> None:
    vague = busy("complaint", "new", "mohon dibantu pak", "--from", CITIZEN).stdout.split()[0]
    for step in (
        ("assign", vague, "dlh"),
        ("reply", vague, "Petugas datang besok"),
        ("status", vague, "in_progress"),
        ("status", vague, "resolved", "--text", "Selesai"),
        ("status", vague, "closed"),
        ("reopen", vague, "belum", "beres"),
    ):
        assert busy("complaint", *step).exit_code == 0
    rows = json.loads(busy("complaint", "list", "--json").stdout)
    assert {"number", "region", "agency", "status", "text", "created_at", "updated_at", "channel"} <= set(rows[0])
    # The town's clock is not the computer's: which came later is not told here.
    assert sorted(row["channel"] for row in rows) == ["sms", "sms", "walkin", "walkin"]
    assert len(json.loads(busy("complaint", "show", vague, "--json").stdout)["history"]) == 8
    assert busy("inbox", "retry", "--all").stdout == "1 of 1 queued again\n"
    town.process()
    assert json.loads(busy("inbox", "parked", "--json").stdout) == []
    waiting = json.loads(busy("outbox", "list", "--json", "--limit", "1").stdout)[0]
    fields = {"id", "to", "text", "status", "attempts", "line", "created_at", "sent_at", "segments"}
    assert fields <= set(waiting)
    assert busy("outbox", "cancel", str(waiting["id"])).stdout == "1 of 1 cancelled\n"
    assert busy("outbox", "retry", str(waiting["id"])).stdout == "1 of 1 queued again\n"
    assert json.loads(busy("stats", "--json").stdout)["complaints"] == 5
    assert busy("db", "status").exit_code == 0
    assert [line for line in busy("check").stdout.splitlines() if line.startswith("error") and "no " not in line] == []


def test_an_empty_listing_is_an_empty_array(database: Any, aduan: Callable[..., Result]) -> None:
    for listing in set(LISTINGS) - {"modem list", "agency list", "job list"}:
        told, shown = aduan(*listing.split(), "--json"), aduan(*listing.split())
        assert (told.stdout, told.stderr, told.exit_code) == ("[]\n", "", 0)
        assert (shown.stdout, shown.stderr, shown.exit_code) == ("", "nothing\n", 0)


def test_every_listing_is_one_array_of_at_most_so_many_objects(busy: Callable[..., Result], tmp_path: Path) -> None:
    for listing in LISTINGS:
        words = [*listing.split(), *(["--device", str(tmp_path / "none")] if listing == "modem probe" else [])]
        told = busy(*words, "--json", "--limit", "1")
        assert (told.stderr, told.exit_code) == ("", 0)
        (row,) = json.loads(told.stdout)
        assert isinstance(row, dict)
        assert len(told.stdout.splitlines()) == 1
        assert busy(*words, "--limit", "0").exit_code == 2
        assert busy(*words, "--limit", "9" * 30).exit_code == 2


def test_every_answer_for_programs_is_one_object(busy: Callable[..., Result]) -> None:
    for question in OBJECTS:
        told = busy(*question.split(), "--json")
        assert (told.stderr, told.exit_code) == ("", 0)
        assert isinstance(json.loads(told.stdout), dict)
    explained = json.loads(busy("route", "explain", "jalan rusak", "--region", "bogor", "--json").stdout)
    assert {"agency", "confidence", "alternatives", "reasons"} <= set(explained)


def test_no_number_is_shown_in_full_unless_revealed_and_that_is_logged(busy: Callable[..., Result]) -> None:
    number = str(json.loads(busy("complaint", "list", "--json").stdout)[0]["number"])
    for words in [*(listing.split() for listing in LISTINGS + OBJECTS), ["complaint", "show", number]]:
        for form in ([], ["--json"]):
            output = busy(*words, *form).output
            assert CITIZEN[1:] not in output
            assert OTHER[1:] not in output
            assert OFFICER[1:] not in output
    revealing = (["inbox", "list"], ["inbox", "parked"], ["outbox", "list"], ["complaint", "list"], ["contact", "list"])
    for words in (*revealing, ["complaint", "show", number]):
        for form in ([], ["--json"]):
            result = busy(*words, *form, "--reveal")
            assert any(phone in result.stdout for phone in (CITIZEN, OTHER, OFFICER))
            warning = json.loads(result.stderr)
            assert (warning["level"], warning["event"]) == ("warning", "numbers are shown in full")
            assert CITIZEN not in result.stderr


def test_revealing_is_logged_even_where_only_errors_are(busy: Callable[..., Result], settings_file: Path) -> None:
    settings_file.write_text(settings_file.read_text() + '[log]\nlevel = "error"\n')
    assert "numbers are shown in full" in busy("outbox", "list", "--reveal").stderr


def test_no_escape_of_a_citizen_reaches_the_terminal(busy: Callable[..., Result]) -> None:
    rows = json.loads(busy("complaint", "list", "--json").stdout)
    number = str(next(row["number"] for row in rows if "\x1b" in row["text"]))
    for words in [*(listing.split() for listing in LISTINGS), ["complaint", "show", number], ["stats"]]:
        for form in ([], ["--json"]):
            assert busy(*words, *form).output.replace("\n", "").isprintable()


def test_a_server_out_of_reach_is_told_without_its_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "aduan.toml").write_text(
        'database = "postgresql+psycopg://aduan:geheim@127.0.0.1:1/aduan"\nregions = ["bogor"]\n'
    )
    for words in (
        "stats",
        "complaint list --json",
        "complaint new jalan",
        "db upgrade",
        "db status",
        "inbox retry --all",
    ):
        result = CliRunner().invoke(main, words.split(), catch_exceptions=False)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith("Error: postgresql+psycopg://aduan:***@127.0.0.1:1/aduan: connection failed")
        assert "geheim" not in result.stderr


def test_a_database_that_another_program_keeps_locked_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["init"]).exit_code == 0
    monkeypatch.setattr(engine, "BUSY_MILLISECONDS", 20)
    monkeypatch.setitem(engine._PRAGMAS, "busy_timeout", "20")
    other = sqlite3.connect(tmp_path / "aduan.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for words in (["complaint", "new", "jalan rusak"], ["send", CITIZEN, "halo"], ["outbox", "cancel", "1"]):
        result = CliRunner().invoke(main, words, catch_exceptions=False)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "aduan.db: database is locked: another program is writing to it" in result.stderr
    assert CliRunner().invoke(main, ["complaint", "list", "--json"]).stdout == "[]\n", "reading goes on"
    other.close()
    assert CliRunner().invoke(main, ["send", CITIZEN, "halo"]).exit_code == 0


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (None, "no aduan.toml here; `aduan init` writes one, or name it with -c FILE"),
        ('regions = ["bogor"]\nregins = 1\n', "aduan.toml:2: regins: unknown key. Did you mean 'regions'?"),
        ('regions = ["bogr"]\n', "no region 'bogr' is shipped. Did you mean 'bogor'?"),
        ("regions = [\n", "aduan.toml:"),
        ('regions = ["bogor"]\ndatabase = "mysql://x"\n', "aduan.toml:2: database: should begin with sqlite:///"),
    ],
)
def test_wrong_settings_are_told_where_they_are_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str | None, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    if settings is not None:
        (tmp_path / "aduan.toml").write_text(settings)
    for words in ("agency list", "check"):
        result = CliRunner().invoke(main, words.split(), catch_exceptions=False)
        assert result.exit_code == 1
        assert message in result.output
        assert "Traceback" not in result.output
