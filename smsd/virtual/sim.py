"""Where short messages lie: the SIM card and the modem's own memory, in numbered slots (3GPP TS 27.005 section 3)."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from smsd.virtual import errors

if TYPE_CHECKING:
    from collections.abc import Collection

    from smsd.virtual.errors import Fault


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
    """One memory with slots numbered from `first`; the network fills it while a client reads it."""

    def __init__(self, slots: int, first: int = 1) -> None:
        self.slots = slots
        self._first = first
        self._lock = threading.Lock()
        self._messages: dict[int, Stored] = {}
        self._stuck: dict[int, int] = {}

    @property
    def numbers(self) -> range:
        """The numbers of its slots."""
        return range(self._first, self._first + self.slots)

    @property
    def used(self) -> int:
        """How many slots are taken."""
        return len(self._messages)

    def store(self, pdu: bytes, state: State = State.REC_UNREAD) -> int | None:
        """Put a message into the first free slot and give its number; None if the memory is full."""
        with self._lock:
            slot = next((slot for slot in self.numbers if slot not in self._messages), None)
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

    def delete(self, slot: int) -> int | None:
        """Free a slot, also one that was free; gives the +CMS ERROR of one that cannot be freed."""
        with self._lock:
            if slot not in self._stuck:
                self._messages.pop(slot, None)
            return self._stuck.get(slot)

    def stick(self, slot: int, cms: int = 321) -> None:
        """Let deleting this slot fail from now on."""
        self._stuck[slot] = cms

    def loosen(self) -> None:
        """Let every slot be deleted again."""
        self._stuck.clear()

    def replace(self, slot: int, pdu: bytes) -> None:
        """Put other octets into a slot, as a card that is worn out does; the state stays."""
        with self._lock:
            self._messages[slot] = Stored(self._messages[slot].state, pdu)

    def delete_oldest(self) -> None:
        """Free the slot that has been taken longest."""
        with self._lock:
            del self._messages[next(iter(self._messages))]


class Sim:
    """The card with its PIN, and the memories by their names in AT commands.

    SM is the card and ME the modem. SR keeps only the newest status reports, as EF_SMSR of the card does
    (3GPP TS 31.102 section 4.2.32), for a client that has them not routed to it. A card that is not `present`
    or that is `busy` answers nothing.
    """

    def __init__(self, slots: int, pin: str | None, puk: str = "12345678", first_slot: int = 1) -> None:
        sizes = {"SM": slots, "ME": 100, "SR": 10}
        self.memories = {name: Storage(size, first_slot) for name, size in sizes.items()}
        self.present = True
        self.busy = False
        self._pin = pin
        self._puk = puk
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

    @property
    def ready(self) -> bool:
        """Whether it answers and asks for nothing."""
        return self.present and not self.busy and not self.locked

    def fault(self, family: str) -> Fault | None:
        """Give the error of a command that needs the card, CME or CMS; None if there is none."""
        pair = self._silence or self._demand
        return pair[family == "CMS"] if pair else None

    @property
    def silence(self) -> Fault | None:
        """Why it does not answer at all; None if it does."""
        return self._silence[0] if self._silence else None

    @property
    def _silence(self) -> tuple[Fault, Fault] | None:
        if not self.present:
            return errors.SIM_MISSING, errors.SMS_SIM_MISSING
        return (errors.SIM_BUSY, errors.SMS_SIM_BUSY) if self.busy else None

    @property
    def _demand(self) -> tuple[Fault, Fault] | None:
        if self.blocked:
            return errors.PUK_NEEDED, errors.SMS_PUK_NEEDED
        return (errors.PIN_NEEDED, errors.SMS_PIN_NEEDED) if self.locked else None

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

    def block(self) -> None:
        """Use up all tries, so that the card asks for its PUK."""
        self._tries = 0
        self.lock()

    def unblock(self, puk: str, pin: str) -> bool:
        """Try a PUK, which sets a new PIN; this card bears any number of wrong ones."""
        if puk != self._puk:
            return False
        self._pin, self._tries, self.locked = pin, 3, False
        return True

    def keep_report(self, pdu: bytes) -> None:
        """Put a status report into SR, over the oldest if need be."""
        reports = self.memories["SR"]
        if reports.store(pdu) is None:
            reports.delete_oldest()
            reports.store(pdu)
