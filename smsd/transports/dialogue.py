"""The talk with a modem over a serial line: commands and results, and what it says by itself (ITU-T V.250).

A line of a modem is a result, an answer to the command, or unsolicited; unsolicited ones may come anywhere, also
between the lines of an answer. An answer is known by its prefix. Octets may be lost or damaged: a command whose result
does not come in time is given up, and the talk begun anew.
"""

from __future__ import annotations

import errno
import os
import re
import select
import time
from collections import deque
from itertools import pairwise
from pathlib import Path

import serial

from smsd.transports.base import DeviceMissingError, TransportError

_ESCAPE, _CTRL_Z = "\x1b", "\x1a"
_BAUD = 115_200
_CHUNK = 4096
_PROMPT = b"> "
_ERROR = re.compile(r"\+(CM[ES]) ERROR: *(\d+)")
_HEX = re.compile(r"[0-9A-Fa-f]{2,}")
_UNSOLICITED = re.compile(
    r"RING|NO CARRIER|BUSY|RDY|\+[CQZ][A-Z]+:|[\^*%$&].|(SMS|CALL|PB) (READY|DONE)", re.IGNORECASE
)
_NAME = re.compile(r"AT([+^*%$&]\w+)", re.IGNORECASE)
_CARRIES_PDU = ("+CDS:", "+CMT:")

ANSWER_SECONDS = 5.0
_RESYNC_SECONDS = 2.0
RESYNC_TRIES = 5
_MOST_HEARD = 1000


class AtError(Exception):
    """The modem refused a command: `kind` CMS or CME with its `code`, or a bare ERROR, which tells nothing."""

    def __init__(self, kind: str = "", code: int | None = None) -> None:
        super().__init__(f"+{kind} ERROR: {code}" if kind else "ERROR")
        self.kind = kind
        self.code = code


class NoAnswerError(Exception):
    """No result came in time: whether the command was carried out is not known. `said` is what came instead."""

    def __init__(self, command: str, said: tuple[str, ...] = ()) -> None:
        super().__init__(f"no result of {command}")
        self.said = said


class NoPromptError(Exception):
    """The modem did not ask for the text of a command: it has certainly not been carried out."""


class Dialogue:
    """One serial line with a modem behind it. Every method raises TransportError once the line is gone."""

    def __init__(self, device: str) -> None:
        """Open the device for this process alone; raises DeviceMissingError."""
        self._device = device
        if not Path(device).exists():
            raise DeviceMissingError(f"{device} is not there")
        try:
            self._port = serial.Serial(device, _BAUD, timeout=0, write_timeout=ANSWER_SECONDS, exclusive=True)
        except (serial.SerialException, OSError) as error:
            why = _reason(error) if error.errno else "is not a serial port"
            raise DeviceMissingError(f"{device}: {why}") from error
        self._rest = b""
        self._lines: deque[str] = deque()
        self._routes_next = ""
        self.heard: deque[str] = deque(maxlen=_MOST_HEARD)
        self.routed: deque[str] = deque()

    def fileno(self) -> int:
        """Give the descriptor that is readable when the modem has said something."""
        descriptor: int = self._port.fileno()
        return descriptor

    def listen(self) -> None:
        """Take what the modem has said by itself: lines go to `heard`, the PDUs among them to `routed`."""
        self._read(0.0)
        while self._lines:
            self._unsolicited(self._lines.popleft())

    def ask(self, command: str, prefix: str = "", seconds: float = ANSWER_SECONDS) -> list[str]:
        """Send a command and give the lines of its answer: those with a prefix, without it.

        The result is OK. Raises AtError if it is another, NoAnswerError if none came in so many seconds, or only lines
        that are none of this answer.
        """
        self.listen()
        self._write(command + "\r")
        return _without(prefix, self._answer(command, prefix, time.monotonic() + seconds))

    def ask_anything(self, command: str, seconds: float) -> list[str]:
        """Send a command and give every line until its result: what a person wants to see.

        What the modem says by itself meanwhile is heard too. Raises AtError and NoAnswerError.
        """
        self.listen()
        self._write(command + "\r")
        own = _NAME.match(command)
        said: list[str] = []
        deadline = time.monotonic() + seconds
        while line := self._line(deadline):
            _refuse(line)
            if line == "OK":
                return said
            if line == command:
                continue
            said.append(line)
            if not (own and line.startswith(own[1])) and _UNSOLICITED.match(line):
                self._unsolicited(line)
        raise NoAnswerError(command, tuple(said))

    def ask_for_pdus(self, command: str, prefix: str, seconds: float = ANSWER_SECONDS) -> list[tuple[str, str]]:
        """The same for a command that answers with PDUs: each header with the line of digits after it."""
        self.listen()
        self._write(command + "\r")
        lines = self._answer(command, prefix, time.monotonic() + seconds, pdus=True)
        return [
            (header.removeprefix(prefix).strip(), digits)
            for header, digits in pairwise(lines)
            if header.startswith(prefix) and _HEX.fullmatch(digits)
        ]

    def enter(self, command: str, text: str, prefix: str, seconds: tuple[float, float]) -> list[str]:
        """Send a command that prompts for a text (section 3.5.1), and the text: `seconds` for prompt and result.

        Raises NoPromptError if nothing was asked for: then the text has not been sent.
        """
        self.listen()
        self._write(command + "\r")
        self._wait_for_prompt(command, time.monotonic() + seconds[0])
        self._write(text + _CTRL_Z)
        return _without(prefix, self._answer(text, prefix, time.monotonic() + seconds[1]))

    def wait_for(self, prefix: str, seconds: float) -> str:
        """Wait for what the modem says by itself; "" if it did not in so many seconds."""
        deadline = time.monotonic() + seconds
        while line := self._line(deadline):
            if line.startswith(prefix):
                return line
            self._unsolicited(line)
        return ""

    def resync(self, tries: int = RESYNC_TRIES) -> tuple[str, ...]:
        """End whatever is half said, until the modem answers again; gives what it said before.

        Raises TransportError if it never does.
        """
        said: list[str] = []
        for turn in range(tries):
            self._write(f"{_ESCAPE}\rAT\r" if turn == 0 else "AT\r")
            deadline = time.monotonic() + _RESYNC_SECONDS
            while line := self._line(deadline):
                if line == "OK" and self._has_said_all():
                    return tuple(said)
                said.append(line)
                self._unsolicited(line)
        raise TransportError(f"{self._device} does not answer AT")

    def close(self) -> None:
        """Let go of the device."""
        self._port.close()

    def _answer(self, command: str, prefix: str, deadline: float, *, pdus: bool = False) -> list[str]:
        """Collect the lines of an answer until the result; what the modem says in between is kept apart."""
        answer: list[str] = []
        strange: list[str] = []
        while line := self._line(deadline):
            _refuse(line)
            if line == "OK" and (answer or not strange):
                return answer
            if line == "OK":
                break
            if line == command:
                continue
            if self._belongs(line, prefix, pdus=pdus):
                answer.append(line)
            elif self._routes_next or _UNSOLICITED.match(line):
                self._unsolicited(line)
            else:
                strange.append(line)
        raise NoAnswerError(command, (*answer, *strange))

    def _belongs(self, line: str, prefix: str, *, pdus: bool) -> bool:
        """Tell whether a line is of the answer that has this prefix, or none; among PDUs also what is none of them.

        What is left of a broken line shows that the lines around it do not belong together.
        """
        if prefix and line.startswith(prefix):
            return True
        return (pdus or not prefix) and not (self._routes_next or _UNSOLICITED.match(line))

    def _wait_for_prompt(self, command: str, deadline: float) -> None:
        while self._lines or not self._rest.endswith(_PROMPT):
            while self._lines:
                line = self._lines.popleft()
                _refuse(line)
                if line not in {command, "OK"}:
                    self._unsolicited(line)
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise NoPromptError(command)
            if not self._rest.endswith(_PROMPT):
                self._read(remaining)
        self._rest = b""

    def _unsolicited(self, line: str) -> None:
        if self._routes_next and _HEX.fullmatch(line):
            self.routed.append(line)
            self._routes_next = ""
        elif line.startswith(_CARRIES_PDU):
            self._routes_next = line
        else:
            self.heard.append(line)

    def _line(self, deadline: float) -> str:
        """Give the next line that is not empty; "" if none comes in time."""
        while not self._lines:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                return ""
            self._read(remaining)
        return self._lines.popleft()

    def _has_said_all(self) -> bool:
        """Tell whether nothing of an answer was said after this: what comes late is of a command before."""
        self._read(0.0)
        return all(_UNSOLICITED.match(line) for line in self._lines)

    def _read(self, seconds: float) -> None:
        """Read what is there, after waiting so long for the first octet."""
        try:
            if not select.select([self._port], [], [], seconds)[0]:
                return
            octets = self._port.read(_CHUNK)
        except (serial.SerialException, OSError, ValueError) as error:
            raise TransportError(f"{self._device}: {_reason(error)}") from error
        *lines, self._rest = re.split(rb"[\r\n]+", self._rest + octets)
        self._lines.extend(filter(None, (line.decode("ascii", "replace").strip() for line in lines)))

    def _write(self, text: str) -> None:
        try:
            self._port.write(text.encode("ascii"))
        except (serial.SerialException, OSError) as error:
            raise TransportError(f"{self._device}: {_reason(error)}") from error


def _refuse(line: str) -> None:
    """Raise AtError if a line is a result by which a command is refused."""
    if line == "ERROR":
        raise AtError
    if found := _ERROR.fullmatch(line):
        raise AtError(found[1], int(found[2]))


def _without(prefix: str, lines: list[str]) -> list[str]:
    return [line.removeprefix(prefix).strip() for line in lines]


def _reason(error: Exception) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EWOULDBLOCK:
        return "in use by another process"
    # Without a number the driver found that nothing is left to read from.
    return os.strerror(number) if number else "has vanished; it was unplugged, or its power failed"
