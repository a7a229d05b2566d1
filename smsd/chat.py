"""Talking to a running daemon without a modem: texts go into its database, and its answers are read there.

They have a line of their own, which no daemon drives, so that what is answered on it stays for this reader.
"""

from __future__ import annotations

from time import monotonic, sleep

from sms.clock import Clock
from sms.message import InboundPart
from sms.msisdn import Sender, SenderKind
from smsd import inbox
from smsd.inbox import Windows
from storage import inbound, lines, outbound, subscribers
from storage.engine import Database

_LOOK_SECONDS = 0.1


class Chat:
    """One person's end of the conversation; `phone` is their number. Every method may raise DatabaseError."""

    def __init__(self, database: Database, clock: Clock, phone: str) -> None:
        self._database = database
        self._clock = clock
        self._phone = phone
        person = Sender(SenderKind.NUMBER, phone)
        with database.write() as connection:
            self._line_id = lines.ids_of(connection, [(lines.CHAT, lines.CHAT)])[lines.CHAT]
            self._person_id = subscribers.ids_of(connection, [person], clock.now())[phone]

    def text(self, text: str) -> int:
        """Text the daemon as this person; gives the id of the message."""
        now = self._clock.now()
        part = InboundPart(lines.CHAT, self._phone, text, sent_at=now, handle="")
        with self._database.write() as connection:
            inbox.store(connection, [part], {lines.CHAT: self._line_id}, now, Windows())
            return inbound.newest_from(connection, self._person_id, self._line_id)

    def wait(self, message_id: int, seconds: float) -> str:
        """Wait so long for a message to be processed and give its state; `ready`: nobody has taken it up."""
        deadline = monotonic() + seconds
        while True:
            with self._database.read() as connection:
                state = inbound.state_of(connection, message_id)
            if state != inbound.READY or monotonic() >= deadline:
                return state
            sleep(_LOOK_SECONDS)

    def read(self) -> list[str]:
        """Take what has been answered, oldest first; it counts as sent."""
        with self._database.write() as connection:
            return outbound.hand_over(connection, self._line_id, self._person_id, self._clock.now())
