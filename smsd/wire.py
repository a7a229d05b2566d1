"""What the daemon and a worker say to each other, and how: a name and a JSON object a line over a socket pair.

Frames are dataclasses; on the wire a frame is its class's name and its fields. JSON because it can be read in a trace
and never runs code, one line because a cut-off line is then simply incomplete.
"""

from __future__ import annotations

import os
import select
import socket
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Any, get_args

import msgspec

from sms.message import DeliveryReport, InboundPart, InboundPdu, Segment, SendOutcome
from sms.safe_text import storable
from smsd.transports.base import GatewayConfig, Health, LineConfig, LineInfo, News, Rung

_CHUNK = 65536


@dataclass(frozen=True, slots=True)
class Start:
    """To the worker, first: the line it drives, and how it is to be brought back."""

    config: LineConfig
    rung: Rung = Rung.RECONNECT


@dataclass(frozen=True, slots=True)
class Connect:
    """To the worker of a gateway, first: the line it drives."""

    config: GatewayConfig


@dataclass(frozen=True, slots=True)
class Delete:
    """To the worker: these are durable now, remove them at their source; those to `keep` stay and are left alone."""

    handles: tuple[str, ...]
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Send:
    """To the worker: send the segments of one message, in order, up to the first that is not accepted."""

    message_id: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """To the worker: an administrator wants to know something of the modem (kinds of `storage.line_requests`)."""

    request_id: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class EnterPin:
    """To the worker: it is written down that the PIN is entered now."""


@dataclass(frozen=True, slots=True)
class Stop:
    """To the worker: finish what is under way and exit."""


@dataclass(frozen=True, slots=True)
class State:
    """From the worker: how the line is, and why in `detail`.

    It is waiting (for its device, or for its SMSC), opening, ready, searching (for a network: it receives and cannot
    send), refused (a person must act), denied (the SMSC takes neither account nor password; tried again) or failed.
    """

    state: str
    detail: str = ""
    info: LineInfo | None = None


@dataclass(frozen=True, slots=True)
class HasPin:
    """From the worker: it is about to enter the PIN, and waits until that is written down."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """From the worker: SMS, decoded or not, or delivery reports. Nothing more is read until they have been deleted."""

    parts: tuple[InboundPart, ...]
    reports: tuple[DeliveryReport, ...]
    pdus: tuple[InboundPdu, ...] = ()

    @property
    def handles(self) -> set[str]:
        """Where all of it is kept; a report that was told at once lies nowhere."""
        parts, reports, pdus = ({each.handle for each in kind} for kind in (self.parts, self.reports, self.pdus))
        return (parts | reports | pdus) - {""}


@dataclass(frozen=True, slots=True)
class Rang:
    """From the worker: somebody calls; `callers` once for each ring, "" without a number."""

    callers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """From the worker: what became of a message's segments, as far as they were tried."""

    message_id: int
    outcomes: tuple[SendOutcome, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """From the worker: what came of a request. `is_open`: the network asks for more; `error` says why there is none."""

    request_id: int
    text: str = ""
    is_open: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Beat:
    """From the worker: still there. What it does now takes it no more than so many seconds, or its driver hangs."""

    seconds: float


ToWorker = Start | Connect | Delete | Send | Ask | EnterPin | Stop
FromWorker = State | Health | News | HasPin | Arrived | Rang | Sent | Told | Beat
Frame = ToWorker | FromWorker
_DECODERS = {frame.__name__.encode(): msgspec.json.Decoder(frame) for frame in get_args(Frame)}


class ChannelClosedError(Exception):
    """The other process is gone."""


class Mark:
    """How many messages a worker has begun with, of those it was given: the next ones were certainly not sent.

    It is a file in memory, which outlives the worker and wakes nobody.
    """

    def __init__(self, descriptor: int | None = None) -> None:
        self.descriptor = os.memfd_create("aduan") if descriptor is None else descriptor

    def set(self, begun: int) -> None:
        """Write the number down."""
        os.pwrite(self.descriptor, begun.to_bytes(8, "big"), 0)

    def get(self) -> int:
        """Give the number."""
        return int.from_bytes(os.pread(self.descriptor, 8, 0), "big")

    def close(self) -> None:
        """Let go of it."""
        os.close(self.descriptor)


class Channel:
    """One end of the line between daemon and worker. Sending and receiving may happen in different threads."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._sending = threading.Lock()
        self._rest = b""
        self._lines: deque[bytes] = deque()

    def fileno(self) -> int:
        """Give the descriptor that can be read when the other end has said something."""
        return self._end.fileno()

    def send(self, *frames: Frame) -> None:
        """Send frames, in this order; raises ChannelClosedError if nobody is there."""
        try:
            with self._sending:
                self._end.sendall(b"".join(map(encode, frames)))
        except OSError as error:
            raise ChannelClosedError from error

    def receive(self, timeout: float | None, ear: int | None = None) -> Frame | None:
        """Wait up to `timeout` seconds (None: for ever) for the next frame; None if none came.

        Nothing comes either once the descriptor `ear` can be read: there is something else to hear.

        Raises ChannelClosedError once the other end is closed and everything from it has been received.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while not self._lines:
            remaining = None if deadline is None else max(0.0, deadline - time.monotonic())
            ears = [self._end.fileno()] if ear is None else [self._end.fileno(), ear]
            if self._end.fileno() not in select.select(ears, [], [], remaining)[0]:
                return None
            chunk = self._read()
            if not chunk:
                raise ChannelClosedError
            *lines, self._rest = (self._rest + chunk).split(b"\n")
            self._lines.extend(lines)
        return decode(self._lines.popleft())

    def close(self) -> None:
        """Close this end."""
        self._end.close()

    def _read(self) -> bytes:
        try:
            return self._end.recv(_CHUNK)
        except OSError:
            return b""


def encode(frame: Frame) -> bytes:
    """Write a frame as one line."""
    try:
        fields_of = msgspec.json.encode(frame)
    except UnicodeEncodeError:
        # Half a surrogate pair, as some driver reads what it cannot: it would be read, and fail, again and again.
        fields_of = msgspec.json.encode(_storable(msgspec.to_builtins(frame)))
    return b"%s %s\n" % (type(frame).__name__.encode(), fields_of)


def decode(line: bytes) -> Frame:
    """Read a frame from its line; raises ValueError (which msgspec's errors are) or KeyError if it is none."""
    name, _, fields_of = line.partition(b" ")
    frame: Frame = _DECODERS[name].decode(fields_of)
    return frame


def _storable(plain: Any) -> Any:
    """Leave nothing in the texts of a frame's plain form that cannot be written down."""
    if isinstance(plain, dict):
        return {name: _storable(value) for name, value in plain.items()}
    if isinstance(plain, list | tuple):
        return [_storable(value) for value in plain]
    return storable(plain) if isinstance(plain, str) else plain
