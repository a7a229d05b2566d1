"""A virtual modem, and a client that types on its line as a person would on a serial console."""

from __future__ import annotations

import os
import re
import select
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from sms.clock import ManualClock
from smsd.virtual.modem import VirtualModem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FINAL = r"(^|\r\n)(OK|ERROR|\+CM[ES] ERROR: [^\r]*)\r\n"
_PATIENCE = 10


class Client:
    def __init__(self, device: str) -> None:
        self.line = os.open(device, os.O_RDWR | os.O_NOCTTY)
        self._heard = ""

    def type(self, text: str) -> None:
        os.write(self.line, text.encode("latin-1"))

    def until(self, pattern: str) -> str:
        """Listen until the pattern is heard; give everything up to its end."""
        while not (found := re.search(pattern, self._heard)):
            readable, _, _ = select.select([self.line], [], [], _PATIENCE)
            assert readable, f"heard only {self._heard!r}"
            self._heard += os.read(self.line, 4096).decode("latin-1")
        said, self._heard = self._heard[: found.end()], self._heard[found.end() :]
        return said

    def ask(self, line: str) -> list[str]:
        """Type a command line and give the lines of its response."""
        self.type(line + "\r")
        return self.response()

    def send(self, tpdu: str, command: str = "+CMGS={}") -> list[str]:
        """Type a PDU that names no message centre behind the prompt, and give the lines of the response."""
        self.type(f"AT{command.format(len(tpdu) // 2)}\r")
        self.until("> ")
        self.type(f"00{tpdu}\x1a")
        return self.response()

    def response(self) -> list[str]:
        """Listen to the end of a response and give its lines."""
        return [line for line in self.until(_FINAL).split("\r\n") if line]

    def hears_nothing(self) -> bool:
        """Whether nothing is to be heard now."""
        return not self._heard and not select.select([self.line], [], [], 0)[0]

    def close(self) -> None:
        """Leave the line; a second time does nothing."""
        if self.line >= 0:
            os.close(self.line)
        self.line = -1


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC))


@pytest.fixture
def modem(clock: ManualClock) -> Iterator[VirtualModem]:
    with VirtualModem(slots=3, clock=clock) as modem:
        yield modem


@pytest.fixture
def connect() -> Iterator[Callable[[VirtualModem], Client]]:
    """Open the line of a modem, without echo and with numbers for errors; it is closed after the test."""
    with ExitStack() as opened:

        def open_line(modem: VirtualModem) -> Client:
            client = Client(modem.device)
            opened.callback(client.close)
            assert client.ask("ATE0+CMEE=1")[-1] == "OK"
            return client

        yield open_line


@pytest.fixture
def client(modem: VirtualModem, connect: Callable[[VirtualModem], Client]) -> Client:
    return connect(modem)
