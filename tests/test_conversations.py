"""Every scripted conversation, word for word: what is expected comes, and nothing else does."""

import os
import shlex
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from commands.context import Context
from complaints.time.hours import next_turn
from smsd.virtual.conversation import Call, Command, Line, Numbers, Turn, Wait, read
from smsd.virtual.pauses import end_of

SCRIPTS = sorted((Path(__file__).parent / "conversations").glob("*.txt"))
_TITLE = "== "


def conversations(script: Path) -> list[tuple[str, list[str]]]:
    """Give the conversations of a script, each with its name: each after a title is played in a town of its own."""
    found: list[tuple[str, list[str]]] = []
    for line in script.read_text().splitlines():
        if line.startswith(_TITLE) or not found:
            title = line.removeprefix(_TITLE) if line.startswith(_TITLE) else ""
            found.append((f"{script.stem}: {title}".rstrip(": "), []))
        # What stood before stays as blank lines, so that an error names the line of the file.
        found[-1][1].append("" if line.startswith(_TITLE) else line)
    begun, whole = 0, []
    for name, lines in found:
        whole.append((name, [""] * begun + lines))
        begun += len(lines)
    return [(name, lines) for name, lines in whole if list(read(lines))]


CONVERSATIONS = [conversation for script in SCRIPTS for conversation in conversations(script)]


class Stage:
    """A town in which a script is played: what came to each phone and has not been expected yet."""

    def __init__(self, town, settings_file: Path) -> None:
        self._town = town
        self._settings_file = settings_file
        self._numbers = Numbers()
        self._read: set[int] = set()

    def play(self, line: Line) -> None:
        match line:
            case Turn(expected=True):
                self._expect(line)
            case Turn():
                self._say(line)
            case Call():
                self._call(line)
            case Wait():
                self._wait(line)
            case Command():
                self._run(line)

    def unread(self) -> list[str]:
        """Give what has come to any phone and was not expected."""
        return [f"{row['address']} < {row['text']}" for row in self._unread()]

    def _unread(self, phone: str | None = None):
        new = [row for row in self._town.arrived() if row["id"] not in self._read]
        return [row for row in new if phone in {None, row["address"]}]

    def _expect(self, turn: Turn) -> None:
        came = self._unread(turn.phone)
        assert came, f"line {turn.line}: nothing came; elsewhere: {self.unread()}"
        assert self._numbers.matches(turn.text, came[0]["text"]), f"line {turn.line}: {came[0]['text']}"
        self._read.add(came[0]["id"])

    def _say(self, turn: Turn) -> None:
        assert not self._unread(turn.phone), f"line {turn.line}: an answer before it was not expected: {self.unread()}"
        self._town.text(self._numbers.fill(turn.text), turn.phone)
        self._town.do_jobs()

    def _call(self, call: Call) -> None:
        assert not self._unread(call.phone), f"line {call.line}: an answer before it was not expected: {self.unread()}"
        self._town.call(call.phone)
        self._town.do_jobs()

    def _wait(self, wait: Wait) -> None:
        assert self.unread() == [], f"line {wait.line}: what came before it was not expected"
        office, now = self._town.processor.office, self._town.clock.now()
        end = end_of(wait.pause, now, office.zone("bogor"))
        while (turn := next_turn(office.regions["bogor"], self._town.clock.now())) < end:
            self._go_on(turn)
        self._go_on(end)

    def _go_on(self, until: datetime) -> None:
        self._town.clock.advance(until - self._town.clock.now())
        self._town.do_jobs()

    def _run(self, command: Command) -> None:
        words = shlex.split(self._numbers.fill(command.text))
        admin = Context(self._settings_file, self._town.clock, "siti")
        result = CliRunner().invoke(main, words, obj=admin, catch_exceptions=False)
        assert result.exit_code == 0, f"line {command.line}: {result.output}"
        self._town.do_jobs()


@pytest.fixture
def stage(town, settings_file: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    for name in [name for name in os.environ if name.startswith("ADUAN_")]:
        monkeypatch.delenv(name)
    return Stage(town, settings_file)


@pytest.mark.parametrize(("name", "lines"), CONVERSATIONS, ids=[name for name, _ in CONVERSATIONS])
def test_a_conversation_goes_as_it_is_written(town, stage: Stage, name: str, lines: list[str]) -> None:
    for line in read(lines):
        stage.play(line)
    assert stage.unread() == [], name
    assert town.errors == []


def test_there_are_conversations_for_all_of_it() -> None:
    assert len(CONVERSATIONS) >= 270
    assert len({name for name, _ in CONVERSATIONS}) == len(CONVERSATIONS)
