"""The network's side of USSD: codes, menus behind them, and how sessions end (3GPP TS 22.090)."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class UssdState(IntEnum):
    """How a session goes on, with its number in +CUSD (3GPP TS 27.007 section 7.15)."""

    DONE = 0
    ASKS = 1
    ENDED = 2
    NOT_SUPPORTED = 4
    TIMED_OUT = 5


@dataclass(frozen=True, slots=True)
class Reply:
    """What the network says to a code or a choice; with `choices` it asks for one of them."""

    text: str | None
    ends: UssdState = UssdState.DONE
    choices: Mapping[str, Reply] = field(default_factory=dict)

    @property
    def state(self) -> UssdState:
        """How the session goes on after it."""
        return UssdState.ASKS if self.choices else self.ends


NEVER = Reply(None)
"""No answer at all."""


class UssdCentre:
    """Answers the codes of one modem; a session stays open while a menu asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._codes = {"*888#": Reply("Pulsa Rp25.000 s.d. 31-12-2030")}
        self._menu: Reply | None = None

    def set(self, code: str, answer: str | Reply) -> None:
        """Say what is answered to a code."""
        with self._lock:
            self._codes[code] = Reply(answer) if isinstance(answer, str) else answer

    def dial(self, text: str) -> Reply | None:
        """Answer a code, or a choice from the menu that asks; None is no answer. A wrong choice gets the menu again."""
        with self._lock:
            if self._menu:
                reply = self._menu.choices.get(text, self._menu)
            else:
                reply = self._codes.get(text, Reply(None, UssdState.NOT_SUPPORTED))
            self._menu = reply if reply.choices else None
            return None if reply is NEVER else reply

    def cancel(self) -> None:
        """Close the session."""
        with self._lock:
            self._menu = None
