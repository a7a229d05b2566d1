"""Where a modem keeps what comes in: read until it was read alike twice, and emptied (3GPP TS 27.005 section 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from smsd.transports.asking import Asker
from smsd.transports.base import News
from smsd.transports.dialogue import AtError, Dialogue, NoAnswerError
from smsd.transports.offers import REPORTS, choose_memories, offered
from smsd.transports.pdus import tpdu_length
from smsd.transports.slots import Slots

_LIST_SECONDS = 30.0
_CARD = "SM"
_FIRST_STORED = 2
"""From here on <stat> is that of messages that were written here, not received (section 3.1)."""
_ENTRY = re.compile(r'(\d+),(\d),(?:"[^"]*"|[^,]*),(\d+)')
"""<index>,<stat>,[<alpha>],<length> of a listed message."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A message as it was listed; it `is_whole` if it is as long as its header says."""

    pdu: str
    state: int = field(compare=False)
    is_whole: bool


class Storage:
    """The memories of one modem. A handle is the name of a memory with the number of a slot: `SM:3`."""

    def __init__(self, talk: Dialogue, asker: Asker) -> None:
        self._talk = talk
        self._asker = asker
        self.memories: list[str] = []
        self.is_full = False
        self._chosen = ""
        # How many messages lie in each memory, and how many can.
        self._filled: dict[str, tuple[int, int]] = {}
        self._slots = Slots()
        # What was read last, by memory and handle.
        self._read: dict[str, dict[str, _Read]] = {}

    def set_up(self) -> None:
        """Choose where messages are to be stored; raises AtError if the SIM is busy for too long."""
        offers, chosen = choose_memories(offered(self._asker.ask_sim("AT+CPMS=?", "+CPMS:")))
        # What is offered may be refused all the same.
        self.memories = [name for name in offers if self._asker.ask_if_known(f'AT+CPMS="{name}"', "+CPMS:") is not None]
        self._asker.ask("AT+CPMS=" + ",".join(f'"{name}"' for name in chosen), "+CPMS:")
        self._chosen = chosen[0]

    def forget_choice(self) -> None:
        """Take it that another memory may have been chosen."""
        self._chosen = ""

    def read(self, limit: int) -> Iterator[tuple[str, str]]:
        """Give handle and PDU of all that has come in, from no further memory once there are so many.

        `is_full` tells then whether a memory was nearly full.
        """
        count, self.is_full = 0, False
        for memory in list(self.memories):
            if count < limit:
                found = self._list(memory)
                count += len(found)
                yield from found

    def remove(self, handles: Sequence[str]) -> None:
        """Free slots; one that will not be freed is tried three times, and then left alone.

        In the order of the slots: the network fills up those that are free, and the oldest message is to lie first.
        """
        for memory, slot in sorted(map(_place, filter(None, handles))):
            if memory != self._chosen:
                self._choose(memory)
            self._remove(memory, slot)

    def card(self) -> tuple[int | None, int | None]:
        """Tell how many messages lay on the card when it was looked at, and how many can; None: it is not known."""
        return self._filled.get(_CARD, (None, None))

    def news(self) -> tuple[News, ...]:
        """Give what an administrator should know and has not been told."""
        return self._slots.news()

    def _choose(self, memory: str) -> tuple[int, int]:
        """Choose a memory, and tell how many messages lie in it, and how many can; 1 and 0 where that is not said."""
        used, size, *_ = [*self._asker.ask(f'AT+CPMS="{memory}"', "+CPMS:")[0].split(","), "", ""]
        self._chosen = memory
        self._filled[memory] = int(used) if used.isdigit() else 1, int(size) if size.isdigit() else 0
        return self._filled[memory]

    def _list(self, memory: str) -> list[tuple[str, str]]:
        """Read what has come into a memory."""
        used, size = self._choose(memory)
        try:
            there = self._read_alike(memory, used)
        except AtError:
            if memory != REPORTS:
                raise
            # Not every modem lists what it keeps there.
            self.memories.remove(REPORTS)
            return []
        # The oldest report makes room there for the newest.
        self.is_full |= memory != REPORTS and self._slots.fill(memory, used, size)
        return [(handle, read.pdu) for handle, read in there.items() if read.state < _FIRST_STORED]

    def _read_alike(self, memory: str, used: int) -> dict[str, _Read]:
        """Give what lies in a memory, as far as it was read alike twice in a row: the rest is read again next time.

        A digit that became another leaves no other trace. Neither do octets that are always lost at the same place of
        a long answer but that a length is wrong; so what is whole comes first, and the answer is shorter then.
        """
        before = self._read.get(memory, {})
        # Mostly it is empty, and telling that takes less.
        now = self._read_once(memory) if used else {}
        if any(before.get(handle) != read for handle, read in now.items()):
            before, now = now, self._read_once(memory)
        self._slots.seen(now, memory)
        self._read[memory] = now
        alike = {
            handle: read
            for handle, read in now.items()
            if before.get(handle) == read and not self._slots.is_stuck(handle)
        }
        return {handle: read for handle, read in alike.items() if read.is_whole} or alike

    def _read_once(self, memory: str) -> dict[str, _Read]:
        """Give what lies in the memory that is chosen, by handle."""
        ask = partial(self._talk.ask_for_pdus, "AT+CMGL=4", "+CMGL:", _LIST_SECONDS)
        entries = [(_ENTRY.fullmatch(header), pdu) for header, pdu in self._asker.again(ask)]
        return {
            f"{memory}:{entry[1]}": _Read(pdu, int(entry[2]), is_whole=int(entry[3]) == tpdu_length(pdu))
            for entry, pdu in entries
            if entry
        }

    def _remove(self, memory: str, slot: int) -> None:
        """Ask once: when the answer is lost the slot may be free, and in the next moment hold another message.

        What is still there then is listed again, and told to be removed again.
        """
        try:
            self._talk.ask(f"AT+CMGD={slot}")
        except AtError:
            # Refused where it is gone already, too: then nothing is listed there any more.
            self._slots.refused(f"{memory}:{slot}")
        except NoAnswerError:
            self._talk.resync()


def _place(handle: str) -> tuple[str, int]:
    memory, _, slot = handle.partition(":")
    return memory, int(slot)
