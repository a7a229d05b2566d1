"""What every transport is: the interface, and the errors it may raise.

A transport knows its driver and what an SMS is, nothing of storage, parsers or routing. It runs in a worker process
of its own and is called from one thread. It never decides on retries: it says what happened, and one place (the
outbox) decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any, Protocol

from sms.message import DeliveryReport, InboundPart, InboundPdu, Segment, SendOutcome


class TransportError(Exception):
    """The line does not work at the moment; the worker closes it, waits and opens it again."""


class DeviceMissingError(TransportError):
    """The device is not there (yet): wait for it, it may be plugged in at any time."""


class LineRefusedError(TransportError):
    """Trying again would do harm (a wrong PIN locks the SIM): a person must act first."""


class PduError(ValueError):
    """Octets that are no SMS; the message says why, without what stands in them."""


SMPP = "smpp:"
"""What stands before the hexadecimal digits of a PDU of SMPP, where those of modems are kept."""


PIN_REFUSED = "the SIM refused the PIN; it is not tried again, check `pin`"
PIN_TRIED = "this `pin` was entered before and not seen to be accepted; correct it, or unlock the SIM in a phone"


class RequestError(Exception):
    """What an administrator asked of a modem cannot be had: the message says why."""


class UssdError(RequestError):
    """The network gave no answer to a code."""


@dataclass(frozen=True, slots=True)
class UssdAnswer:
    """What the network answered to a code; `is_open`: it asks for more."""

    text: str
    is_open: bool = False


class Rung(IntEnum):
    """How hard a line that has failed is brought back: each when the one before has not helped."""

    RECONNECT = 0
    RADIO = 1
    """Its radio off and on: AT+CFUN=0, then 1 (3GPP TS 27.007 section 8.2)."""
    RESTART = 2
    """The modem anew: AT+CFUN=1,1. Its port vanishes and comes back, perhaps under another name."""
    USB = 3
    """The device taken off the bus and put back, without anybody's hand."""


@dataclass(frozen=True, slots=True)
class LineConfig:
    """What a transport needs to know of its line; the PIN is secret and kept out of `repr()`.

    `device` is a path, or `imei:` and an IMEI, which is looked for among the `ports` (patterns of paths). `pin_tried`
    says that this PIN was entered before and not seen to be accepted, and that it is therefore not given.
    """

    name: str
    transport: str
    device: str
    pin: str | None = field(default=None, repr=False)
    pin_tried: bool = False
    smsc: str | None = field(default=None, repr=False)
    poll_seconds: float = 1.0
    ports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineInfo:
    """Who a modem and its SIM are. Empty where the driver could not tell.

    `hears_calls`: it tells who calls, so that a missed call is noticed. `registered`: a network serves it.
    """

    imei: str = ""
    imsi: str = ""
    smsc: str = ""
    hears_calls: bool = False
    registered: bool = True


@dataclass(frozen=True, slots=True)
class Health:
    """How a line is while it works: its network, and how many SMS lie on its card, of how many. None: not known."""

    operator: str = ""
    signal_percent: int | None = None
    sim_used: int | None = None
    sim_size: int | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What an administrator should know of a line: of which `trouble`, in words; `is_over`: it is no more."""

    trouble: str
    text: str = ""
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """What one look at the line found. `remaining` tells whether another look would find more at once.

    `callers` holds who called, once for each ring since the last look, "" where the number was withheld. Calls are
    never answered, and lie nowhere: what is told here is not told again. What a transport reads as octets it hands up
    as `pdus`, for the daemon to decode once they are durable. `registered`: a network serves it, so it can send.
    """

    parts: tuple[InboundPart, ...] = ()
    reports: tuple[DeliveryReport, ...] = ()
    callers: tuple[str, ...] = ()
    remaining: bool = False
    pdus: tuple[InboundPdu, ...] = ()
    news: tuple[News, ...] = ()
    registered: bool = True


@dataclass(frozen=True, slots=True)
class GatewayConfig:
    """What a gateway needs to know of its line; `options` are those of its kind, passwords among them.

    At most `window` messages are with it at a time. What had come in up to `heard` may have been acknowledged by a
    worker that was killed, without the other side's having heard it (None: nothing had come).
    """

    name: str
    transport: str
    address: str
    window: int
    options: dict[str, Any] = field(repr=False)
    heard: datetime | None = None


class GatewayEars(Protocol):
    """Who hears of a gateway: its worker."""

    def arrived(self, part: InboundPart | InboundPdu) -> None:
        """An SMS has come in; it waits for `Gateway.acknowledge`."""

    def reported(self, report: DeliveryReport) -> None:
        """A delivery report has come in; it waits for `Gateway.acknowledge`."""

    def begun(self) -> None:
        """The next message, in the order in which they were given, is on its way: from now on it may have been sent."""

    def finished(self, message_id: int, outcomes: Sequence[SendOutcome]) -> None:
        """This became of a message: the outcomes of its segments, as far as they were tried, in order."""

    def changed(self, state: str, detail: str) -> None:
        """How the line is now (states of `wire.State`)."""


class Gateway(Protocol):
    """A line to another computer, which takes many SMS at a time; it lives in the event loop of its worker.

    Nothing but what it hears over its connection may make it slow: every method but `serve` returns at once.
    """

    async def serve(self) -> None:
        """Keep the connection, again and again, until `stop`; returns when all that was begun has its outcome."""

    def send(self, message_id: int, segments: Sequence[Segment]) -> None:
        """Send a message; what became of it is told by `GatewayEars.finished`."""

    def acknowledge(self, handles: Iterable[str]) -> None:
        """Tell the other side that these are ours now: they are durable."""

    def refuse(self, handles: Iterable[str]) -> None:
        """Tell the other side that these could not be stored, and should come again later."""

    def stop(self) -> None:
        """Begin nothing more."""


class Transport(Protocol):
    """One line. Every method may raise TransportError; nothing else leaves it.

    `receive_seconds` and `send_seconds` (of one segment) are what a call takes at most while the modem is well or tells
    that it is not: after that the driver hangs.
    """

    receive_seconds: float
    send_seconds: float

    def open(self, before_pin: Callable[[], None] = lambda: None) -> LineInfo:
        """Make the line ready to receive and send; raises DeviceMissingError or LineRefusedError if it cannot be.

        `before_pin` is called before a PIN is entered, to write that down: a third wrong one locks the SIM.
        """

    def revive(self, rung: Rung) -> None:
        """Bring the device back by force, before `open`; raises TransportError if it does not listen to that either."""

    def fileno(self) -> int | None:
        """Give a descriptor that is readable when the line has something to say; None if there is none."""

    def hears_news(self) -> bool:
        """Take what the line says by itself; tell whether something may have come in, so that it is looked for now."""

    def receive(self, limit: int) -> Received:
        """Look what has come in, at most about `limit` parts; they stay where they are until `delete`."""

    def delete(self, handles: Sequence[str]) -> None:
        """Remove what has become durable, told by the handles of parts and reports."""

    def send(self, segment: Segment) -> SendOutcome:
        """Send one segment and say what is known of it afterwards; never raises for a refused one."""

    def health(self) -> Health:
        """Ask how the line is; quick, and asked now and then."""

    def command(self, text: str) -> str:
        """Give what the modem says to a command of its own language; raises RequestError if it refuses."""

    def ussd(self, text: str) -> UssdAnswer:
        """Dial a code of the SIM's own network, or answer its menu; raises UssdError without an answer."""

    def hang_up_ussd(self) -> None:
        """End a session that the network has left open."""

    def close(self) -> None:
        """Let go of the device; never raises."""
