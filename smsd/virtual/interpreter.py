"""From a command line to its response (ITU-T V.250 section 5)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smsd.virtual import errors
from smsd.virtual.commands import COMMANDS
from smsd.virtual.errors import AtError
from smsd.virtual.session import Answer, Ending, Prompt, Session, Wait

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsd.virtual.commands import Command

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
        self._faults = session.faults
        self._lost = False

    def on_line(self, line: str) -> None:
        """Answer a command line; there is no answer to what has no AT in it."""
        place = line.upper().find("AT")
        if place < 0:
            return
        self._lost = self._faults.loses(line)
        hangs = self._faults.hangs(line)
        if hangs or self._faults.command_seconds:
            self._terminal.later(self._faults.command_seconds, lambda: self._begin(line[place + 2 :]))
        else:
            self._begin(line[place + 2 :])
        if hangs:
            self._terminal.hang()

    def _begin(self, line: str) -> None:
        self._attempt(lambda: self._run(cut(line)))

    def _attempt(self, step: Callable[[], Answer]) -> None:
        """Take one step of a command line, and say how it ended if it has."""
        try:
            answer = step()
        except AtError as error:
            self._say([error.fault.shown(self._session.settings.cmee)])
            return
        match answer:
            case Prompt(then, shown):
                self._terminal.prompt(lambda typed: self._attempt(lambda: then(typed)), shown=shown)
            case Wait(seconds, action):
                self._terminal.later(seconds, lambda: self._attempt(action))
            case Ending(line):
                self._say([] if line is None else [line])
            case lines:
                self._say(lines)
                self._say(["OK"])

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
        known = [command for command in COMMANDS if self._knows(command)]
        for command in known:
            if command.word == word:
                fault = self._session.sim.fault(command.locked.family) if command.locked else None
                if fault:
                    raise AtError(fault)
                return command.answer(self._session, arguments)
        if word.endswith("=?") and any(command.word.rstrip("?=") == word[:-2] for command in known):
            return []
        raise AtError(errors.NOT_SUPPORTED)

    def _knows(self, command: Command) -> bool:
        dialect = self._session.dialect
        if command.maker:
            return dialect.hush is not None and dialect.hush.startswith(command.word)
        return command.word.rstrip("?=") not in dialect.lacks

    def _say(self, lines: list[str]) -> None:
        if lines and not self._lost:
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
