"""One connection to an SMSC: bind, window, acknowledgements, and whether the other side still lives.

SMPP 3.4 section 2. It says what happened and decides nothing: what is sent, and what an SMS means, others know.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from ssl import SSLContext
from typing import Protocol, cast

from smsd.transports.smpp_pdus import (
    RESPONSE,
    Command,
    Pdu,
    SmppError,
    Status,
    Stream,
    message_id,
    name_of,
    pack,
    pack_bind,
    pack_delivered,
)

CONNECT_SECONDS = 20.0
ANSWER_SECONDS = 60.0
"""A submit_sm without an answer for so long has an unknown outcome; a bind is given up."""
IDLE_SECONDS = 30.0
"""After so long without a word the other side is asked whether it lives, and twice in vain means that it does not."""
_MOST_UNHEARD = 2
_UNBIND_SECONDS = 2.0
_LAST_SEQUENCE = 0x7FFF_FFFF


class Role(Enum):
    """What a bind is for (section 2.2)."""

    TRANSCEIVER = Command.BIND_TRANSCEIVER
    TRANSMITTER = Command.BIND_TRANSMITTER
    RECEIVER = Command.BIND_RECEIVER

    @property
    def sends(self) -> bool:
        """Tell whether messages go out by it."""
        return self is not Role.RECEIVER


class BindError(Exception):
    """The SMSC does not take the bind; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(name_of(status))
        self.status = status

    @property
    def is_account(self) -> bool:
        """Tell whether account or password are refused: asking again soon may get the account locked."""
        return self.status in {Status.RINVPASWD, Status.RINVSYSID, Status.RINVSYSTYP, Status.RBINDFAIL}


class Hearer(Protocol):
    """Who is told what comes over a session."""

    def delivered(self, session: Session, pdu: Pdu) -> None:
        """A deliver_sm is there; it is answered when `Session.answer` is called."""

    def answered(self, session: Session, number: int, status: int | None, message_id: str) -> None:
        """A submit_sm is answered, or lost with its session or in time (None): nobody knows what became of it."""

    def ended(self, session: Session, why: str) -> None:
        """The connection is gone."""


class Session(asyncio.Protocol):
    """A connection from its bind to its end. `waiting` is how many submit_sm have no answer yet."""

    def __init__(self, role: Role, hearer: Hearer) -> None:
        self.role = role
        self._hearer = hearer
        self._loop = asyncio.get_running_loop()
        self._stream = Stream()
        self._sequence = 0
        # By sequence number: since when, and the sender's own number for it.
        self._waiting: dict[int, tuple[float, int]] = {}
        self._bound: asyncio.Future[None] = self._loop.create_future()
        self._gone = asyncio.Event()
        self._ticker: asyncio.TimerHandle | None = None
        self._heard = time.monotonic()
        self._unheard = 0
        self._out: list[bytes] = []
        self._transport: asyncio.Transport
        self._why = "the other side closed the connection"

    @property
    def is_open(self) -> bool:
        """Tell whether what is said now is heard, as far as anybody knows."""
        return not self._gone.is_set() and not self._transport.is_closing()

    @property
    def waiting(self) -> int:
        """How many submit_sm have no answer yet."""
        return len(self._waiting)

    async def bind(self, system_id: str, password: str, system_type: str) -> None:
        """Bind; raises BindError, TimeoutError or OSError. No word goes before the answer to it."""
        self._write(pack_bind(self.role.value, system_id, password, system_type, self._next()))
        async with asyncio.timeout(ANSWER_SECONDS):
            await self._bound
        self._tick()

    def submit(self, number: int, written: Callable[[int], bytes]) -> None:
        """Send a submit_sm, made for its sequence number; `number` is what it is known by when it is answered."""
        sequence = self._next()
        octets = written(sequence)
        self._waiting[sequence] = (time.monotonic(), number)
        self._write(octets)

    def answer(self, sequence: int, status: int = Status.ROK) -> None:
        """Answer a deliver_sm."""
        self._write(pack_delivered(sequence, status))

    async def unbind(self) -> None:
        """Take leave and close; returns when the connection is gone."""
        if not self._gone.is_set():
            self._why = "closed"
            self._write(pack(Command.UNBIND, self._next()))
            with suppress(TimeoutError):
                async with asyncio.timeout(_UNBIND_SECONDS):
                    await self._gone.wait()
            self.close("closed")

    def close(self, why: str) -> None:
        """Drop the connection."""
        self._why = why
        self._flush()
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin (called by asyncio)."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Hear what came (called by asyncio)."""
        self._heard, self._unheard = time.monotonic(), 0
        try:
            for pdu in self._stream.feed(data):
                self._hear(pdu)
        except SmppError as error:
            self.close(str(error))

    def connection_lost(self, error: Exception | None) -> None:
        """End (called by asyncio): what has no answer never gets one."""
        self._gone.set()
        if self._ticker:
            self._ticker.cancel()
        why = self._why if error is None else f"{type(error).__name__}: {error}"
        if not self._bound.done():
            self._bound.set_exception(ConnectionError(why))
        waiting, self._waiting = self._waiting, {}
        for _, number in waiting.values():
            self._hearer.answered(self, number, None, "")
        self._hearer.ended(self, why)

    def _hear(self, pdu: Pdu) -> None:
        match pdu.command:
            case Command.DELIVER_SM if self._bound.done():
                self._hearer.delivered(self, pdu)
            case Command.ENQUIRE_LINK:
                self._write(pack(Command.ENQUIRE_LINK | RESPONSE, pdu.sequence))
            case Command.UNBIND:
                self._why = "the other side took its leave"
                self._write(pack(Command.UNBIND | RESPONSE, pdu.sequence))
                self._flush()
                self._transport.close()
            case command if command in _BIND_ANSWERS:
                self._hear_bind(pdu.status)
            case Command.GENERIC_NACK if not self._bound.done():
                self._hear_bind(pdu.status or Status.RBINDFAIL)
            case command if command in _SUBMIT_ANSWERS:
                self._hear_answer(pdu)
            case _ if pdu.command & RESPONSE or pdu.command in _NEED_NO_ANSWER:
                # An answer to enquire_link or unbind: that it came is all.
                pass
            case _:
                self._write(pack(Command.GENERIC_NACK, pdu.sequence, status=Status.RINVCMDID))

    def _hear_bind(self, status: int) -> None:
        if self._bound.done():
            return
        if status == Status.ROK:
            self._bound.set_result(None)
        else:
            self._bound.set_exception(BindError(status))

    def _hear_answer(self, pdu: Pdu) -> None:
        waited = self._waiting.pop(pdu.sequence, None)
        if waited is not None:
            # A nack without a reason is no acceptance.
            is_nack = pdu.command == Command.GENERIC_NACK
            status = pdu.status or (Status.RSYSERR if is_nack else Status.ROK)
            self._hearer.answered(self, waited[1], status, "" if is_nack else message_id(pdu))

    def _tick(self) -> None:
        """Once a second: give up what has waited too long, and ask a silent other side whether it lives."""
        now = time.monotonic()
        for sequence, (since, number) in list(self._waiting.items()):
            if now - since < ANSWER_SECONDS:
                break
            del self._waiting[sequence]
            self._hearer.answered(self, number, None, "")
        if now - self._heard >= IDLE_SECONDS * (self._unheard + 1):
            if self._unheard == _MOST_UNHEARD:
                self.close(f"not a word for {now - self._heard:.0f} s")
                return
            self._unheard += 1
            self._write(pack(Command.ENQUIRE_LINK, self._next()))
        self._ticker = self._loop.call_later(1.0, self._tick)

    def _next(self) -> int:
        self._sequence = self._sequence % _LAST_SEQUENCE + 1
        return self._sequence

    def _write(self, octets: bytes) -> None:
        # What is written in one round of the loop leaves together.
        if not self._out:
            self._loop.call_soon(self._flush)
        self._out.append(octets)

    def _flush(self) -> None:
        if self._out and not self._transport.is_closing():
            self._transport.write(b"".join(self._out))
        self._out.clear()


_BIND_ANSWERS = {role.value | RESPONSE for role in Role}
_SUBMIT_ANSWERS = {Command.SUBMIT_SM | RESPONSE, Command.GENERIC_NACK}
_NEED_NO_ANSWER = {Command.OUTBIND, Command.ALERT_NOTIFICATION}


async def connect(host: str, port: int, tls: SSLContext | None, role: Role, hearer: Hearer) -> Session:
    """Open a connection; raises OSError (ssl.SSLError is one) or TimeoutError."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(CONNECT_SECONDS):
        _, session = await loop.create_connection(
            lambda: Session(role, hearer), host, port, ssl=tls, server_hostname=host if tls else None
        )
    return session
