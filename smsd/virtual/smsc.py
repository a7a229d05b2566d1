"""An SMSC without a network: it takes binds, hands over what its phones send, and answers what it is given.

It behaves as SMSCs do: it waits for each deliver_sm_resp, has at most a window of them open, and hands over again, in
another connection, whatever was not acknowledged. It has a thread with an event loop; all else is called from any.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Self, cast

from smsd.virtual import smpp_wire as wire
from smsd.virtual.smpp_wire import Submitted

_MOST_OCTETS = 254
ROK, RINVBNDSTS, RINVPASWD, RINVCMDID = 0x00, 0x04, 0x0E, 0x03


@dataclass(slots=True)
class SmscFaults:
    """What this SMSC does wrong, or slowly; changed while it runs."""

    statuses: deque[int] = field(default_factory=deque)
    """For the next submit_sm, one each."""
    silent: bool = False
    """It hears and says nothing."""
    submit_seconds: float = 0.0
    unanswered_submits: int = 0
    """So many submit_sm are taken and never answered."""
    bind_status: int = ROK
    bind_delay: float = 0.0
    again_seconds: float = 0.2
    """After which an SMS is handed over again that was refused."""


@dataclass(slots=True)
class Handed:
    """An SMS from a phone on its way to us. `acknowledged` is when, by the clock of `time.perf_counter`."""

    sender: str
    to: str
    octets: bytes
    options: dict[str, int | dict[int, bytes]]
    offered: float | None = None
    acknowledged: float | None = None
    times: int = 0
    statuses: list[int] = field(default_factory=list)


class VirtualSmsc:
    """Listens from `start` to `stop`, or as a context manager. `submitted` is what it has been given to send."""

    def __init__(
        self,
        accounts: Mapping[str, str] | None = None,
        *,
        port: int = 0,
        window: int = 10,
        tls: SSLContext | None = None,
    ) -> None:
        self.accounts = dict(accounts or {"aduan": "rahasia"})
        self.faults = SmscFaults()
        self.window = window
        self._tls = tls
        self.port = port
        self.submitted: list[tuple[float, Submitted]] = []
        self.binds: list[str] = []
        self._on_submit: Callable[[Submitted], None] = lambda _: None
        self._waiting: deque[Handed] = deque()
        self._loop = asyncio.new_event_loop()
        self._sessions: list[_Session] = []
        self._ready = threading.Event()
        self._error: OSError | None = None
        self._thread = threading.Thread(target=self._run, name="smsc", daemon=True)
        self._ids = 0
        self._changed = threading.Condition()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listen; raises OSError if the port is taken."""
        self._thread.start()
        self._ready.wait()
        if self._error:
            raise self._error

    def stop(self) -> None:
        """Drop all connections and end."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    def on_submit(self, tell: Callable[[Submitted], None]) -> None:
        """Let somebody hear of each message that it is given, in its thread."""
        self._on_submit = tell

    def deliver(self, sender: str, text: str, to: str = "1708", **options: int | dict[int, bytes]) -> Handed:
        """Hand over an SMS of a phone as soon as somebody is bound; a long one in one piece, as message_payload."""
        octets, data_coding = wire.write_text(text)
        if len(octets) > _MOST_OCTETS:
            options, octets = {**options, "parameters": {wire.MESSAGE_PAYLOAD: octets}}, b""
        return self.deliver_octets(sender, octets, to, data_coding=data_coding, **options)

    def deliver_octets(self, sender: str, octets: bytes, to: str = "1708", **options: int | dict[int, bytes]) -> Handed:
        """The same with its octets; `options` are those of `smpp_wire.deliver`."""
        handed = Handed(sender.removeprefix("+"), to, octets, options)
        self._loop.call_soon_threadsafe(self._hand_over, handed)
        return handed

    def drop(self) -> None:
        """Break all connections."""
        self._call(lambda session: session.transport.abort())

    def unbind(self) -> None:
        """Take leave of all who are bound."""
        self._call(lambda session: session.write(wire.pack(wire.UNBIND, 1)))

    def enquire(self) -> None:
        """Ask all who are bound whether they live."""
        self._call(lambda session: session.write(wire.pack(wire.ENQUIRE, 77)))

    def say(self, octets: bytes) -> None:
        """Say anything to all who are bound."""
        self._call(lambda session: session.write(octets))

    def wait_for(self, holds: Callable[[], bool], seconds: float = 10.0) -> None:
        """Wait until something holds that this SMSC sees; raises TimeoutError."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while not holds():
                if not self._changed.wait(max(0.0, min(0.05, deadline - time.monotonic()))) and (
                    time.monotonic() > deadline
                ):
                    raise TimeoutError

    def texts(self) -> list[str]:
        """Give the texts it was given to send, in order."""
        return [submitted.text for _, submitted in self.submitted]

    @property
    def undelivered(self) -> int:
        """How many SMS of phones nobody has acknowledged."""
        return len(self._waiting) + sum(len(session.open) for session in self._sessions)

    def _call(self, do: Callable[[_Session], None]) -> None:
        """Do something with each session, in its own thread; returns when it is done."""
        done = threading.Event()

        def call() -> None:
            for session in list(self._sessions):
                do(session)
            done.set()

        self._loop.call_soon_threadsafe(call)
        done.wait(5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            server = self._loop.run_until_complete(
                self._loop.create_server(lambda: _Session(self), "127.0.0.1", self.port, ssl=self._tls)
            )
        except OSError as error:
            self._error = error
            self._ready.set()
            return
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        try:
            self._loop.run_forever()
        finally:
            server.close()
            for session in list(self._sessions):
                session.transport.abort()
            self._loop.run_until_complete(asyncio.sleep(0))
            self._loop.close()

    def _hand_over(self, handed: Handed) -> None:
        self._waiting.append(handed)
        self.offer()

    def offer(self) -> None:
        """Hand over what waits, as far as windows are open."""
        receivers = [session for session in self._sessions if session.role in {"receiver", "transceiver"}]
        while self._waiting and receivers and not self.faults.silent:
            session = min(receivers, key=lambda each: len(each.open))
            if len(session.open) >= self.window:
                return
            session.hand_over(self._waiting.popleft())

    def bind(self, session: _Session, role: str) -> None:
        """Note that somebody is bound."""
        self.binds.append(role)
        self._sessions.append(session)
        self.notify()
        self._loop.call_soon(self.offer)

    def lose(self, session: _Session) -> None:
        """Take back what was not acknowledged, in its order."""
        with suppress(ValueError):
            self._sessions.remove(session)
        self._waiting.extendleft(reversed(session.open.values()))
        session.open.clear()
        self.offer()

    def again(self, handed: Handed) -> None:
        """Hand over again, a little later, what was refused."""
        self._loop.call_later(self.faults.again_seconds, self._hand_over, handed)

    def take(self, submitted: Submitted) -> str:
        """Note a message; gives the name that it has here."""
        self._ids += 1
        self.submitted.append((time.perf_counter(), submitted))
        self._on_submit(submitted)
        self.notify()
        return f"{self._ids:08x}"

    def notify(self) -> None:
        """Wake whoever waits for something to hold."""
        with self._changed:
            self._changed.notify_all()


class _Session(asyncio.Protocol):
    """One connection."""

    def __init__(self, smsc: VirtualSmsc) -> None:
        self._smsc = smsc
        self._rest = b""
        self._sequence = 100
        self.role = ""
        self.open: dict[int, Handed] = {}
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport = cast("asyncio.Transport", transport)

    def connection_lost(self, error: Exception | None) -> None:  # noqa: ARG002 - asyncio's
        """End."""
        self._smsc.lose(self)

    def data_received(self, data: bytes) -> None:
        """Hear."""
        if self._smsc.faults.silent:
            return
        self._rest += data
        while len(self._rest) >= wire.HEADER.size:
            length, command, status, sequence = wire.HEADER.unpack_from(self._rest)
            if len(self._rest) < length:
                return
            body, self._rest = self._rest[wire.HEADER.size : length], self._rest[length:]
            self._hear(command, status, sequence, body)

    def write(self, octets: bytes) -> None:
        """Say something."""
        if not self._smsc.faults.silent:
            self.transport.write(octets)

    def hand_over(self, handed: Handed) -> None:
        """Send a deliver_sm."""
        self._sequence += 1
        self.open[self._sequence] = handed
        handed.offered = handed.offered or time.perf_counter()
        handed.times += 1
        options = dict(handed.options)
        self.write(wire.deliver(self._sequence, handed.sender, handed.to, handed.octets, **options))  # type: ignore[arg-type]

    def _hear(self, command: int, status: int, sequence: int, body: bytes) -> None:
        if command in wire.BINDS:
            self._bind(command, sequence, body)
        elif not self.role:
            # Nothing goes before a bind.
            self.transport.abort()
        elif command == wire.ENQUIRE:
            self.write(wire.pack(wire.ENQUIRE | wire.RESPONSE, sequence))
        elif command == wire.SUBMIT:
            self._submit(sequence, body)
        elif command == wire.DELIVER | wire.RESPONSE:
            self._acknowledged(status, sequence)
        elif command == wire.UNBIND:
            self.write(wire.pack(wire.UNBIND | wire.RESPONSE, sequence))
            self.transport.close()

    def _bind(self, command: int, sequence: int, body: bytes) -> None:
        system_id, password, _, _ = wire.read_bind(body)
        status = self._smsc.faults.bind_status
        if self._smsc.accounts.get(system_id) != password:
            status = RINVPASWD
        asyncio.get_running_loop().call_later(
            self._smsc.faults.bind_delay, self._answer_bind, command, sequence, status
        )

    def _answer_bind(self, command: int, sequence: int, status: int) -> None:
        self.write(wire.pack(command | wire.RESPONSE, sequence, wire.text_of("smsc"), status))
        if status == ROK:
            self.role = wire.BINDS[command]
            self._smsc.bind(self, self.role)

    def _submit(self, sequence: int, body: bytes) -> None:
        faults = self._smsc.faults
        status = faults.statuses.popleft() if faults.statuses else ROK
        if self.role == "receiver":
            status = RINVBNDSTS
        name = ""
        if status == ROK:
            name = self._smsc.take(wire.read_submit(body))
            if faults.unanswered_submits:
                faults.unanswered_submits -= 1
                return
        answer = wire.pack(wire.SUBMIT | wire.RESPONSE, sequence, wire.text_of(name) if status == ROK else b"", status)
        if faults.submit_seconds:
            asyncio.get_running_loop().call_later(faults.submit_seconds, self.write, answer)
        else:
            self.write(answer)

    def _acknowledged(self, status: int, sequence: int) -> None:
        handed = self.open.pop(sequence, None)
        if handed is None:
            return
        handed.statuses.append(status)
        if status == ROK:
            handed.acknowledged = time.perf_counter()
            self._smsc.notify()
        else:
            self._smsc.again(handed)
        self._smsc.offer()
