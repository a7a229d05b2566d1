"""From a command line to its response (ITU-T V.250 section 5)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smsd.virtual import errors
from smsd.virtual.commands import COMMANDS
from smsd.virtual.errors import AtError
from smsd.virtual.session import Answer, Prompt, Session, Wait

if TYPE_CHECKING:
    from collections.abc import Callable

_NEXT = re.compile(
    r"""\s*(?: ([+^][A-Z]+ (?:=\?|\?|=)?) ((?:"[^"]*"|[^";])*) ;?  # extended, up to a semicolon
             | (D) (.+)                                            # dialling takes the rest
             | (S) (\d+=\d+)                                       # a register
             | (&?[A-Z]) (\d*)                                     # basic, one letter and a number
    )""",
    re.IGNORECASE | re.VERBOSE,
)


class Interpreter:
    """Runs command lines in a session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._terminal = session.terminal

    def on_line(self, line: str) -> None:
        """Answer a command line; there is no answer to what has no AT in it."""
        place = line.upper().find("AT")
        if place >= 0:
            self._attempt(lambda: self._run(cut(line[place + 2 :])))

    def _attempt(self, step: Callable[[], Answer]) -> None:
        """Take one step of a command line, and say how it ended if it has."""
        try:
            answer = step()
        except AtError as error:
            self._terminal.say(error.fault.shown(self._session.settings.cmee))
            return
        match answer:
            case Prompt(then):
                self._terminal.prompt(lambda typed: self._attempt(lambda: then(typed)))
            case Wait(seconds, action):
                self._terminal.later(seconds, lambda: self._attempt(action))
            case lines:
                self._say(lines)
                self._terminal.say("OK")

    def _run(self, commands: list[tuple[str, str]]) -> Answer:
        """Run the commands of a line up to the first that fails; one that asks or waits is the last."""
        for word, arguments in commands:
            answer = self._answer(word, arguments)
            if not isinstance(answer, list):
                return answer
            self._say(answer)
        return []

    def _answer(self, word: str, arguments: str) -> Answer:
        """Find the command; one that is known but has no choice of values answers its test with OK."""
        for command in COMMANDS:
            if command.word == word:
                if command.locked and self._session.sim.locked:
                    raise AtError(command.locked)
                return command.answer(self._session, arguments)
        if word.endswith("=?") and any(command.word.rstrip("?=") == word[:-2] for command in COMMANDS):
            return []
        raise AtError(errors.NOT_SUPPORTED)

    def _say(self, lines: list[str]) -> None:
        if lines:
            self._terminal.say("\r\n".join(lines))


def cut(line: str) -> list[tuple[str, str]]:
    """Cut what follows AT into words and their parameters; raises AtError where it is no command."""
    rest, found = line.rstrip(), []
    while rest:
        command = _NEXT.match(rest)
        if command is None:
            raise AtError(errors.NOT_SUPPORTED)
        word, arguments = (group for group in command.groups() if group is not None)
        found.append((word.upper(), arguments.strip()))
        rest = rest[command.end() :]
    return found
