"""Where short messages lie: the SIM card and the modem's own memory, in numbered slots (3GPP TS 27.005 section 3)."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


class State(IntEnum):
    """What has become of a stored message, with its number in PDU mode (3GPP TS 27.005 section 3.1, <stat>)."""

    REC_UNREAD = 0
    REC_READ = 1
    STO_UNSENT = 2
    STO_SENT = 3


@dataclass(frozen=True, slots=True)
class Stored:
    """A message in its slot: its state, and the PDU with the message centre's number before it."""

    state: State
    pdu: bytes


class Storage:
    """One memory with slots numbered from 1; the network fills it while a client reads it."""

    def __init__(self, slots: int) -> None:
        self.slots = slots
        self._lock = threading.Lock()
        self._messages: dict[int, Stored] = {}

    @property
    def used(self) -> int:
        """How many slots are taken."""
        return len(self._messages)

    def store(self, pdu: bytes, state: State = State.REC_UNREAD) -> int | None:
        """Put a message into the first free slot and give its number; None if the memory is full."""
        with self._lock:
            slot = next((slot for slot in range(1, self.slots + 1) if slot not in self._messages), None)
            if slot is not None:
                self._messages[slot] = Stored(state, pdu)
            return slot

    def read(self, slot: int) -> Stored | None:
        """Give the message as it was before this reading, which makes an unread one read."""
        with self._lock:
            message = self._messages.get(slot)
            if message and message.state is State.REC_UNREAD:
                self._messages[slot] = Stored(State.REC_READ, message.pdu)
            return message

    def read_all(self, states: Collection[State] = tuple(State)) -> list[tuple[int, Stored]]:
        """Read all messages that are in these states, in the order of their slots."""
        messages = [(slot, self.read(slot)) for slot in self.taken(states)]
        return [(slot, message) for slot, message in messages if message]

    def taken(self, states: Collection[State] = tuple(State)) -> list[int]:
        """Give the slots with messages in these states."""
        with self._lock:
            return sorted(slot for slot, message in self._messages.items() if message.state in states)

    def mark_sent(self, slot: int) -> None:
        """Remember that a stored message has been sent."""
        with self._lock:
            self._messages[slot] = Stored(State.STO_SENT, self._messages[slot].pdu)

    def delete(self, slot: int) -> None:
        """Free a slot, also one that was free."""
        with self._lock:
            self._messages.pop(slot, None)

    def delete_oldest(self) -> None:
        """Free the slot that has been taken longest."""
        with self._lock:
            del self._messages[next(iter(self._messages))]


class Sim:
    """The card with its PIN, and the memories by their names in AT commands.

    SM is the card and ME the modem. SR keeps only the newest status reports, as EF_SMSR of the card does
    (3GPP TS 31.102 section 4.2.32), for a client that has them not routed to it.
    """

    def __init__(self, slots: int, pin: str | None) -> None:
        self.memories = {"SM": Storage(slots), "ME": Storage(100), "SR": Storage(10)}
        self._pin = pin
        self._tries = 3
        self.locked = pin is not None

    @property
    def has_pin(self) -> bool:
        """Whether the card asks for a PIN when it gets power."""
        return self._pin is not None

    @property
    def blocked(self) -> bool:
        """Whether too many wrong PINs were given."""
        return self._tries == 0

    def lock(self) -> None:
        """Ask for the PIN again, as after a loss of power."""
        self.locked = self.has_pin

    def unlock(self, pin: str) -> bool:
        """Try a PIN; three wrong ones in a row block the card."""
        if self.blocked:
            return False
        self.locked = pin != self._pin
        self._tries = self._tries - 1 if self.locked else 3
        return not self.locked

    def keep_report(self, pdu: bytes) -> None:
        """Put a status report into SR, over the oldest if need be."""
        reports = self.memories["SR"]
        if reports.store(pdu) is None:
            reports.delete_oldest()
            reports.store(pdu)
