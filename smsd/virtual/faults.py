"""What is wrong with a modem and its line. All may be changed at any time, from any thread, while the modem runs."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from smsd.virtual.errors import Fault

if TYPE_CHECKING:
    from pathlib import Path

NOISE = ("^RSSI:3", "RING", "+CREG: 1", "^BOOT:12345678,0,0,0,75")
"""What sticks say into a dialogue."""


@dataclass(frozen=True, slots=True)
class SendFault:
    """How one AT+CMGS or AT+CMSS ends, instead of as it should.

    `answer` is what is said in the end: OK, ERROR, a fault with its number, or nothing at all (None). `accepted`
    tells whether the network has the message nevertheless. All that takes `seconds`. Without `prompt` none comes;
    the modem then waits for the PDU all the same if it `listens`.
    """

    answer: str | Fault | None
    accepted: bool = False
    seconds: float = 0.0
    prompt: bool = True
    listens: bool = True


BARE_ERROR = SendFault("ERROR")
BARE_OK = SendFault("OK")
NO_PROMPT = SendFault(None, prompt=False, listens=False)
PROMPT_LOST = SendFault("ERROR", prompt=False)
ANSWER_LOST = SendFault(None, accepted=True)


def cms(number: int, *, accepted: bool = False, seconds: float = 0.0) -> SendFault:
    """Let a message end with this +CMS ERROR: for 500 the network may well have accepted it."""
    return SendFault(Fault("CMS", number), accepted=accepted, seconds=seconds)


@dataclass(frozen=True, slots=True)
class Restart:
    """AT+CFUN=1,1 takes the line away `after` seconds, for `seconds`; then it is back, under `link` if one is given."""

    after: float = 0.2
    seconds: float = 0.2
    link: Path | None = None


class Faults:
    """The faults of one modem; without any it is as good as its maker wants it.

    `command_seconds` is what every command takes. `interrupts` lets unsolicited lines come into a dialogue, before
    the answer to AT+CMGS too. After it is switched on, the modem searches the network for `search_seconds` and its
    card is busy for `busy_seconds`. `restart` tells how AT+CFUN=1,1 treats the line; None lets it stay.
    """

    def __init__(self, chatter: tuple[str, ...] = ()) -> None:
        self.command_seconds = 0.0
        self.interrupts = False
        self.search_seconds = 0.0
        self.busy_seconds = 0.0
        self.restart: Restart | None = None
        self._lock = threading.Lock()
        self._chatter = chatter or NOISE
        self.damage(0)
        self.noise(0)
        self._hush: tuple[str, ...] = ()
        self._sends: deque[SendFault] = deque()
        self._lost: list[str] = []
        self._traps: list[str] = []

    def damage(self, share: float, seed: int = 0) -> None:
        """Change, cut or double that share of the lines, from 0 to 1."""
        self._damage = (share, Random(seed))  # noqa: S311 -- to be repeated, not to be secret

    def noise(self, share: float, lines: tuple[str, ...] | None = None, seed: int = 0) -> None:
        """Say one of the lines, or of the maker's, before that share of the others: between header and PDU too."""
        self._noise = (share, Random(seed), lines or self._chatter)  # noqa: S311 -- to be repeated, not to be secret

    def hush(self, lines: tuple[str, ...]) -> None:
        """Keep these lines out of the noise, as a client has asked for."""
        self._hush = lines

    def lose_answer(self, word: str = "", times: int = 1) -> None:
        """Carry out the next command lines that have this word in them, and say nothing."""
        with self._lock:
            self._lost += [word.upper()] * times

    def hang_at(self, word: str) -> None:
        """Hang when the next command line with this word has been read, before it is carried out."""
        with self._lock:
            self._traps.append(word.upper())

    def send_next(self, fault: SendFault, times: int = 1) -> None:
        """Let the next messages of the client end in this way."""
        with self._lock:
            self._sends.extend([fault] * times)

    def take_send(self) -> SendFault | None:
        """Give the fault that the next message of the client is to have."""
        with self._lock:
            return self._sends.popleft() if self._sends else None

    def loses(self, line: str) -> bool:
        """Whether the answer to this command line is to be lost; each is lost once."""
        return self._take(self._lost, line)

    def hangs(self, line: str) -> bool:
        """Whether the modem is to hang at this command line; once."""
        return self._take(self._traps, line)

    def worn(self, text: str) -> bytes:
        """Write the lines of a response as they come over this line."""
        out = b""
        for place, line in enumerate(text.split("\r\n")):
            noise = self._noisy()
            out += f"\r\n{noise}\r\n".encode() if noise else b""
            out += (b"" if place else b"\r\n") + self._damaged(line.encode("latin-1", "replace") + b"\r\n")
        return out

    def _take(self, words: list[str], line: str) -> bool:
        with self._lock:
            found = next((word for word in words if word in line.upper()), None)
            if found is not None:
                words.remove(found)
            return found is not None

    def _noisy(self) -> str | None:
        share, chance, lines = self._noise
        if chance.random() >= share:
            return None
        line = chance.choice(lines)
        return None if line in self._hush else line

    def _damaged(self, line: bytes) -> bytes:
        share, chance = self._damage
        if chance.random() >= share:
            return line
        return chance.choice((_change, _cut, _double))(line, chance)


def _change(line: bytes, chance: Random) -> bytes:
    """Turn one octet into any other."""
    place = chance.randrange(len(line))
    return line[:place] + bytes([chance.randrange(256)]) + line[place + 1 :]


def _cut(line: bytes, chance: Random) -> bytes:
    """Lose the end."""
    return line[: chance.randrange(len(line))]


def _double(line: bytes, _: Random) -> bytes:
    """Say it twice."""
    return line + line
