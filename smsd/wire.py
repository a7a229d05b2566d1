"""What the daemon and a worker say to each other, and how: one JSON object a line over a socket pair.

Frames are dataclasses; on the wire a frame is its class's name and its fields. JSON because it can be read in a trace
and never runs code, one line because a cut-off line is then simply incomplete.
"""

from __future__ import annotations

import json
import os
import select
import socket
import threading
import time
from collections import deque
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from sms.message import DeliveryReport, InboundPart, InboundPdu, Segment, SendOutcome
from smsd.transports.base import Health, LineConfig, LineInfo, News, Rung

_CHUNK = 65536


@dataclass(frozen=True, slots=True)
class Start:
    """To the worker, first: the line it drives, and how it is to be brought back."""

    config: LineConfig
    rung: Rung = Rung.RECONNECT


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

    It is waiting (for its device), opening, ready, searching (for a network: it receives and cannot send), refused or
    failed.
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


ToWorker = Start | Delete | Send | Ask | EnterPin | Stop
FromWorker = State | Health | News | HasPin | Arrived | Rang | Sent | Told | Beat
Frame = ToWorker | FromWorker
_FRAMES: dict[str, type] = {frame.__name__: frame for frame in get_args(Frame)}


class ChannelClosedError(Exception):
    """The other process is gone."""


class Mark:
    """The message that a worker gives to its modem: one that it was not at was certainly not sent.

    It is a file in memory, which outlives the worker and wakes nobody.
    """

    def __init__(self, descriptor: int | None = None) -> None:
        self.descriptor = os.memfd_create("aduan") if descriptor is None else descriptor

    def set(self, message_id: int) -> None:
        """Put a message there, 0 for none."""
        os.pwrite(self.descriptor, message_id.to_bytes(8, "big"), 0)

    def get(self) -> int:
        """Give the message that is there."""
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

    def send(self, frame: Frame) -> None:
        """Send a frame; raises ChannelClosedError if nobody is there."""
        try:
            with self._sending:
                self._end.sendall(encode(frame))
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
    return json.dumps({"frame": type(frame).__name__, **_plain(frame)}).encode() + b"\n"


def decode(line: bytes) -> Frame:
    """Read a frame from its line; raises ValueError or KeyError if it is none."""
    fields_of = json.loads(line)
    frame: Frame = _value(_FRAMES[fields_of.pop("frame")], fields_of)
    return frame


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(kind: Any, plain: Any) -> Any:
    """Make a value of a type from its plain form; knows the types that frames are made of."""
    if plain is None:
        return None
    if get_origin(kind) in (Union, UnionType):
        kind = next(choice for choice in get_args(kind) if choice is not type(None))
    if get_origin(kind) is tuple:
        return tuple(_value(get_args(kind)[0], item) for item in plain)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _value(hints[name], item) for name, item in plain.items()})
    if kind is datetime:
        return datetime.fromisoformat(plain)
    return kind(plain) if isinstance(kind, type) and issubclass(kind, Enum) else plain
