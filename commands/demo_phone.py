"""The phones of the demo, one after the other in the hands of the person at the keyboard."""

from __future__ import annotations

import readline
import shutil
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import click

from commands.demo_admin import Admin
from commands.demo_people import PHONES, name_of
from commands.demo_world import World
from sms.errors import UserError
from sms.msisdn import parse_msisdn
from sms.safe_text import one_line
from smsd.virtual.conversation import CITIZEN
from smsd.virtual.pauses import read_pause

HELP = """\
What you type is sent as an SMS from the phone before the >. Beside that:
  /as budi       another phone: citizen, budi, sari, admin, or a number
  /call          it calls, and nobody answers
  /wait 15       15 minutes pass; also /wait 2h, /wait 1d, /wait 15:30
  /aduan stats   a command of aduan, by the admin; /aduan --help lists them
  /help, /quit
"""

_QUIET_SECONDS = 30.0
_CLEAR_LINE = "\r\x1b[K"


class Terminal:
    """Sends what is typed; SMS are printed as they arrive, to whichever phone."""

    def __init__(self, world: World, admin: Admin) -> None:
        self._world = world
        self._admin = admin
        self._phone = CITIZEN
        self._ended = threading.Event()
        # One writes at a time: a command, or the listener.
        self._screen = threading.Lock()
        self._is_typing = False

    def run(self) -> None:
        """Send what is typed and do what begins with a slash, until the end of input or /quit."""
        listener = threading.Thread(target=self._listen, daemon=True)
        listener.start()
        while (typed := self._input()) is not None and typed != "/quit":
            if typed.startswith("/"):
                self._do(typed)
            elif typed:
                self._world.say(self._phone, typed)
        self._ended.set()
        listener.join()

    def _do(self, typed: str) -> None:
        actions: Mapping[str, Callable[[str], None]] = {
            "/as": self._be,
            "/call": self._call,
            "/wait": self._wait,
            "/aduan": self._run,
        }
        word, _, rest = typed.partition(" ")
        if word in actions:
            actions[word](rest.strip())
        else:
            click.echo(HELP, nl=False)

    def _be(self, who: str) -> None:
        try:
            self._phone = PHONES.get(who.lower()) or parse_msisdn(who)
        except UserError:
            click.echo(f"Nobody is called {who!r}: /as and one of {', '.join(PHONES)}, or a number.")

    def _call(self, _: str) -> None:
        self._world.call(self._phone)
        click.echo("It rings, and nobody answers.")

    def _wait(self, written: str) -> None:
        pause = read_pause(written)
        if pause is None:
            click.echo("How long? /wait 15 (minutes), /wait 2h, /wait 1d, or until a time: /wait 15:30.")
            return
        # What is on its way arrives before the time has passed.
        self._world.wait_until_quiet(_QUIET_SECONDS)
        self._world.let_pass(pause)
        click.echo(f"It is {self._world.now():%A %d/%m %H:%M}.")
        self._world.wait_until_quiet(_QUIET_SECONDS)

    def _run(self, words: str) -> None:
        with self._screen:
            self._admin.run(words)

    def _input(self) -> str | None:
        try:
            with self._typing():
                return input(f"{name_of(self._phone)} > ").strip()
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return None

    @contextmanager
    def _typing(self) -> Iterator[None]:
        self._is_typing = True
        try:
            yield
        finally:
            self._is_typing = False

    def _listen(self) -> None:
        while not self._ended.is_set():
            heard = self._world.hear(timeout=0.2)
            if heard is not None:
                with self._screen:
                    self._show(*heard)

    def _show(self, phone: str, text: str) -> None:
        """Write an SMS; over a prompt that is there, and below it that prompt with what has been typed so far."""
        prompt = f"{name_of(self._phone)} > {readline.get_line_buffer()}" if self._is_typing else ""
        sys.stdout.write(f"{_CLEAR_LINE}{_written(phone, text)}\n{prompt}")
        sys.stdout.flush()


def _written(phone: str, text: str) -> str:
    """Write an SMS as a phone shows it, each of its lines as wide as the terminal, below the name of its reader."""
    head = f"{name_of(phone)} < "
    indent = " " * len(head)
    width = shutil.get_terminal_size().columns - 1
    lines = [one_line(line) for line in text.splitlines()]
    return "\n".join(
        textwrap.fill(line, width, initial_indent=indent if place else head, subsequent_indent=indent)
        for place, line in enumerate(lines)
    )
