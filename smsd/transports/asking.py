"""Questions to a modem that may be asked again: until they are answered whole, or the SIM is no longer busy."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from smsd.transports.base import TransportError
from smsd.transports.dialogue import ANSWER_SECONDS, AtError, Dialogue, NoAnswerError

Given = TypeVar("Given")

SIM_SECONDS = 10.0
"""How long a SIM may be busy after the modem was switched on."""
_SIM_LOOKS_EVERY = 0.2
_SIM_BUSY = 14
_TRIES = 3


class Asker:
    """Asks over a dialogue."""

    def __init__(self, talk: Dialogue, device: str) -> None:
        self._talk = talk
        self._device = device

    def ask(self, command: str, prefix: str = "", seconds: float = ANSWER_SECONDS) -> list[str]:
        """Ask what may be asked twice, until it is answered whole; raises AtError."""
        return self.again(lambda: _whole(self._talk.ask(command, prefix, seconds), command, prefix))

    def ask_if_known(self, command: str, prefix: str = "", seconds: float = ANSWER_SECONDS) -> list[str] | None:
        """Ask what not every modem can tell; None if this one cannot."""
        try:
            return self.ask(command, prefix, seconds)
        except AtError:
            return None

    def first(self, command: str) -> str:
        """Give the first line of an answer, "" if the modem has none."""
        return next(iter(self.ask_if_known(command) or ()), "")

    def ask_sim(self, command: str, prefix: str = "") -> str:
        """Give the first line of an answer that the SIM must give; raises AtError if it is busy for too long."""
        deadline = time.monotonic() + SIM_SECONDS
        while True:
            try:
                return self.ask(command, prefix)[0]
            except AtError as error:
                if error.code not in {_SIM_BUSY, None} or time.monotonic() > deadline:
                    raise
            time.sleep(_SIM_LOOKS_EVERY)

    def again(self, ask: Callable[[], Given]) -> Given:
        """Ask up to three times; raises TransportError if there is no answer."""
        for _ in range(_TRIES):
            try:
                return ask()
            except NoAnswerError as error:
                self._talk.resync()
                last = error
        raise TransportError(f"{self._device}: {last}")

    @contextmanager
    def told_by_line(self) -> Iterator[None]:
        """Let a command that must not be refused, and is, be the line's failure: it is closed and opened again."""
        try:
            yield
        except (AtError, NoAnswerError) as error:
            raise TransportError(f"{self._device}: {error}") from error


def _whole(answer: list[str], command: str, prefix: str) -> list[str]:
    """Give an answer; raises NoAnswerError if a line was lost of it."""
    if prefix and not answer:
        raise NoAnswerError(command)
    return answer
