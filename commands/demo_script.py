"""The demo played from a script, or from standard input."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable

import click

from commands.demo_admin import Admin
from commands.demo_people import PHONES, name_of
from commands.demo_world import PATIENCE_SECONDS, World
from sms.safe_text import one_line
from smsd.virtual.conversation import Call, Command, Line, Numbers, Turn, Wait, read


def play(world: World, admin: Admin, lines: Iterable[str]) -> int:
    """Play a conversation and print it; gives how many lines did not go as they are written. Raises ScriptError."""
    player = _Player(world, admin)
    wrong = sum(not player.play(line) for line in read(lines, PHONES))
    player.catch_up()
    return wrong


class _Player:
    """Does what the lines say, one after the other, and prints that and every SMS that comes."""

    def __init__(self, world: World, admin: Admin) -> None:
        self._world = world
        self._admin = admin
        self._numbers = Numbers()
        self._unread: defaultdict[str, deque[str]] = defaultdict(deque)

    def play(self, line: Line) -> bool:
        """Play a line; False if it did not go as it is written."""
        match line:
            case Turn(expected=True):
                return self._expect(line)
            case Turn():
                self._say(line)
            case Call(phone):
                self._call(phone)
            case Wait():
                self._wait(line)
            case Command():
                return self._run(line)
        return True

    def catch_up(self) -> None:
        """Wait until nothing is under way, and print what came."""
        self._world.wait_until_quiet(PATIENCE_SECONDS)
        while heard := self._world.hear(timeout=0):
            _print(heard[0], "<", heard[1])
            self._unread[heard[0]].append(heard[1])

    def _say(self, turn: Turn) -> None:
        self.catch_up()
        self._unread.pop(turn.phone, None)
        text = self._numbers.fill(turn.text)
        _print(turn.phone, ">", text)
        self._world.say(turn.phone, text)

    def _call(self, phone: str) -> None:
        self.catch_up()
        self._unread.pop(phone, None)
        click.echo(f"{name_of(phone)} calls")
        self._world.call(phone)

    def _expect(self, turn: Turn) -> bool:
        """Look for an answer like this one; what comes to other phones meanwhile is kept for them."""
        unread = self._unread[turn.phone]
        if not unread:
            self.catch_up()
        if unread and self._numbers.matches(turn.text, unread.popleft()):
            return True
        click.echo(f"line {turn.line}: expected {name_of(turn.phone)} < {turn.text}", err=True)
        return False

    def _wait(self, wait: Wait) -> None:
        self.catch_up()
        self._unread.clear()
        self._world.let_pass(wait.pause)
        click.echo(f"{wait.text}   # {self._world.now():%d/%m %H:%M}")

    def _run(self, command: Command) -> bool:
        self.catch_up()
        words = self._numbers.fill(command.text)
        click.echo(f"$ {words}")
        status = self._admin.run(words)
        if status:
            click.echo(f"line {command.line}: exit status {status}", err=True)
        return status == 0


def _print(phone: str, direction: str, text: str) -> None:
    click.echo(f"{name_of(phone)} {direction} {one_line(text)}")
