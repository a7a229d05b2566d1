"""The phone of the demo: in the terminal, or played from a script."""

from __future__ import annotations

import readline
import shutil
import sys
import textwrap
import threading
from collections.abc import Iterable

import click

from commands.demo_world import World
from sms.errors import UserError
from sms.msisdn import parse_msisdn
from sms.safe_text import one_line
from smsd.virtual.conversation import CITIZEN, Numbers, Turn, read

_ANSWER_SECONDS = 30.0


class Terminal:
    """A phone for the person at the keyboard; answers are printed as they arrive."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._phone = CITIZEN
        self._ended = threading.Event()

    def run(self) -> None:
        """Ask who is there, then send what is typed until the end of input or /quit."""
        click.echo(f"Who are you? A phone number, or Enter for {CITIZEN}.")
        self._be(self._input() or CITIZEN)
        listener = threading.Thread(target=self._listen, daemon=True)
        listener.start()
        while (typed := self._input()) is not None and typed != "/quit":
            if typed.startswith("/as "):
                self._be(typed.removeprefix("/as "))
            elif typed.startswith("/"):
                click.echo("/as 0812... is another phone, /quit ends; everything else is sent as an SMS.")
            elif typed:
                self._world.say(self._phone, typed)
        self._ended.set()
        listener.join()

    def _be(self, number: str) -> None:
        try:
            self._phone = parse_msisdn(number)
        except UserError as error:
            click.echo(f"{error}.")
        click.echo(f"You are {self._phone}. Type an SMS and press Enter.")

    def _input(self) -> str | None:
        try:
            return input(f"{self._phone} > ").strip()
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return None

    def _listen(self) -> None:
        while not self._ended.is_set():
            heard = self._world.hear(timeout=0.2)
            if heard is not None:
                self._show(*heard)

    def _show(self, phone: str, text: str) -> None:
        """Write an answer over the prompt, and below it the prompt again with what has been typed so far."""
        head = f"{phone} < "
        width = shutil.get_terminal_size().columns - 1
        answer = textwrap.fill(head + one_line(text), width, subsequent_indent=" " * len(head))
        sys.stdout.write(f"\r{answer}\n{self._phone} > {readline.get_line_buffer()}")
        sys.stdout.flush()


def play(world: World, lines: Iterable[str]) -> int:
    """Play a conversation and print it; gives how many expected answers did not come."""
    numbers, missing = Numbers(), 0
    for turn in read(lines):
        if turn.expected:
            missing += not _expect(world, turn, numbers)
        else:
            _catch_up(world)
            text = numbers.fill(turn.text)
            _print(turn.phone, ">", text)
            world.say(turn.phone, text)
    _catch_up(world)
    return missing


def _catch_up(world: World) -> None:
    """Wait until nothing is under way, and print what came."""
    world.wait_until_quiet(_ANSWER_SECONDS)
    while heard := world.hear(timeout=0):
        _print(heard[0], "<", heard[1])


def _expect(world: World, turn: Turn, numbers: Numbers) -> bool:
    """Wait for an answer like this one; other messages that come meanwhile are printed too."""
    while heard := world.hear(_ANSWER_SECONDS):
        _print(heard[0], "<", heard[1])
        if heard[0] == turn.phone and numbers.matches(turn.text, heard[1]):
            return True
        if heard[0] == turn.phone:
            break
    click.echo(f"line {turn.line}: expected {turn.phone} < {turn.text}", err=True)
    return False


def _print(phone: str, direction: str, text: str) -> None:
    click.echo(f"{phone} {direction} {one_line(text)}")
