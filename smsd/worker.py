"""The process around one modem: `python -m smsd.worker FD MARK`.

A driver may hang for minutes in a call that cannot be cancelled, and a driver in C may crash; so each line lives in a
process of its own, which the daemon can kill and start again. It holds nothing that matters: what it has read stays
on the SIM until the daemon says that it is durable, and what it sends is written down before it hears of it.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import socket
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from sms.message import DeliveryReport, InboundPart, InboundPdu, Outcome, SendOutcome
from smsd.transports.base import (
    Health,
    LineConfig,
    LineInfo,
    LineRefusedError,
    RequestError,
    Rung,
    Transport,
    TransportError,
)
from smsd.transports.naming import find_device
from smsd.transports.table import transport_of
from smsd.wire import (
    Arrived,
    Ask,
    Beat,
    Channel,
    ChannelClosedError,
    Delete,
    EnterPin,
    Frame,
    HasPin,
    Mark,
    Rang,
    Send,
    Sent,
    Start,
    State,
    Stop,
    Told,
)

Found = TypeVar("Found", InboundPart, InboundPdu, DeliveryReport)

READ_AT_ONCE = 50
"""Parts handed up together, and then none until they are durable: the rest waits on the SIM and in the network."""

BEAT_SECONDS = 5.0
OPEN_SECONDS = 120.0
"""How long opening may take: a silent modem is asked again and again, and one that restarts is waited for."""
HEALTH_SECONDS = 30.0
"""How often a line that is idle is asked how it is."""
WITHOUT_NETWORK_SECONDS = 300.0
"""After so long without a network the modem is opened anew, and in the end restarted."""
GRACE_SECONDS = 15.0
_DEVICE_CHECK_SECONDS = 0.5


class Worker:
    """Drives a transport by the daemon's commands, and looks for new messages in between."""

    def __init__(self, channel: Channel, mark: Mark, transport: Transport, config: LineConfig, info: LineInfo) -> None:
        self._channel = channel
        self._mark = mark
        self._transport = transport
        self._config = config
        self._info = info
        self._registered: bool | None = None
        self._searches_since = 0.0
        self._sends: deque[Send] = deque()
        self._deletes: deque[str] = deque()
        self._asks: deque[Ask] = deque()
        self._kept: set[str] = set()
        self._outstanding: set[str] = set()
        self._stopping = False
        self._begun = 0
        self._next_poll = 0.0
        self._next_beat = 0.0
        self._next_health = 0.0
        self._health: Health | None = None
        self._ear: int | None = None

    def serve(self) -> None:
        """Work until told to stop; raises TransportError when the line fails, ChannelClosedError without a daemon."""
        self._ear = self._transport.fileno()
        self._tell_network(registered=self._info.registered)
        while not (self._stopping and not self._sends and not self._deletes):
            self._listen(self._patience())
            self._delete()
            self._send()
            self._answer()
            self._poll()
            self._feel()
            self._beat()

    def _listen(self, patience: float) -> None:
        """Take every command that is there; wait so many seconds for the first, or until the modem says something."""
        ear = None if self._outstanding or self._stopping else self._ear
        while frame := self._channel.receive(patience, ear):
            self._take(frame)
            patience = 0.0
        if ear is not None and select.select([ear], [], [], 0.0)[0] and self._transport.hears_news():
            self._next_poll = 0.0

    def _take(self, frame: Frame) -> None:
        match frame:
            case Delete(handles, keep):
                self._deletes.extend(handles)
                self._kept.update(keep)
                self._outstanding.difference_update(keep)
            case Send():
                self._sends.append(frame)
            case Ask():
                self._asks.append(frame)
            case Stop():
                self._stopping = True
            case _:
                raise AssertionError(f"not for a worker: {frame}")

    def _patience(self) -> float:
        """Tell how long there is nothing to do but listen."""
        if self._is_busy():
            return 0.0
        due = self._next_beat if self._outstanding else min(self._next_poll, self._next_beat, self._next_health)
        return max(0.0, due - time.monotonic())

    def _is_busy(self) -> bool:
        return bool(self._sends or self._deletes or self._asks or self._stopping)

    def _delete(self) -> None:
        if self._deletes:
            self._begin(self._transport.receive_seconds)
            self._transport.delete(list(self._deletes))
            self._outstanding.difference_update(self._deletes)
            self._deletes.clear()

    def _send(self) -> None:
        """Send one message, its segments in order; the first that is not accepted ends it."""
        if not self._sends:
            return
        command = self._sends.popleft()
        self._begun += 1
        self._mark.set(self._begun)
        outcomes: list[SendOutcome] = []
        for segment in command.segments:
            self._begin(self._transport.send_seconds)
            outcomes.append(self._transport.send(segment))
            if outcomes[-1].outcome is not Outcome.ACCEPTED:
                break
        self._channel.send(Sent(command.message_id, tuple(outcomes)))

    def _answer(self) -> None:
        """Answer one request; a restart ends this worker, and the next one opens the modem again."""
        if not self._asks or self._stopping:
            return
        asked = self._asks.popleft()
        self._begin(self._transport.receive_seconds)
        try:
            told = self._told(asked)
        except RequestError as error:
            told = Told(asked.request_id, error=str(error))
        self._channel.send(told)
        if asked.kind == "reset":
            raise TransportError("restarted, as an administrator asked")

    def _told(self, asked: Ask) -> Told:
        match asked.kind:
            case "at":
                return Told(asked.request_id, self._transport.command(asked.text))
            case "ussd":
                answer = self._transport.ussd(asked.text)
                return Told(asked.request_id, answer.text, answer.is_open)
            case "ussd_end":
                self._transport.hang_up_ussd()
                return Told(asked.request_id)
            case "reset":
                self._transport.close()
                self._transport.revive(Rung.RESTART)
                return Told(asked.request_id, "restarted; it is opened again")
            case _:
                raise RequestError(f"nobody knows what {asked.kind} is")

    def _poll(self) -> None:
        if self._outstanding or self._stopping or time.monotonic() < self._next_poll:
            return
        self._begin(self._transport.receive_seconds)
        found = self._transport.receive(READ_AT_ONCE + len(self._kept))
        self._tell_network(registered=found.registered)
        if found.callers:
            self._channel.send(Rang(found.callers))
        for each in found.news:
            self._channel.send(each)
        self._hand_up(Arrived(self._new(found.parts), (), self._new(found.pdus)))
        self._hand_up(Arrived((), self._new(found.reports)))
        at_once = found.remaining and self._outstanding
        self._next_poll = 0.0 if at_once else time.monotonic() + self._config.poll_seconds

    def _feel(self) -> None:
        """Tell how the line is when nothing else is to be done, if it is not as it was."""
        if self._is_busy() or self._outstanding or time.monotonic() < self._next_health:
            return
        self._begin(self._transport.receive_seconds)
        health = self._transport.health()
        self._next_health = time.monotonic() + HEALTH_SECONDS
        if health != self._health:
            self._health = health
            self._channel.send(health)

    def _new(self, found: tuple[Found, ...]) -> tuple[Found, ...]:
        """Leave out what is to stay where it is."""
        return tuple(each for each in found if each.handle not in self._kept)

    def _hand_up(self, arrived: Arrived) -> None:
        if arrived.parts or arrived.pdus or arrived.reports:
            self._outstanding |= arrived.handles
            self._channel.send(arrived)

    def _tell_network(self, *, registered: bool) -> None:
        """Tell when a network has been found or lost; raises TransportError if none is found for long."""
        now = time.monotonic()
        if registered != self._registered:
            self._registered, self._searches_since = registered, now
            deaf = "" if self._info.hears_calls else "; it does not tell who calls, missed calls go unheard"
            here = State("ready", f"{self._config.device}{deaf}", self._info)
            self._channel.send(here if registered else State("searching", "no network serves it", self._info))
        if not registered and now - self._searches_since > WITHOUT_NETWORK_SECONDS:
            raise TransportError(f"no network for {WITHOUT_NETWORK_SECONDS / 60:.0f} minutes")

    def _begin(self, seconds: float) -> None:
        """Tell how long the next call of the driver may take."""
        self._next_beat = 0.0
        self._beat(seconds)

    def _beat(self, seconds: float = BEAT_SECONDS) -> None:
        if time.monotonic() >= self._next_beat:
            self._next_beat = time.monotonic() + BEAT_SECONDS
            self._channel.send(Beat(seconds + GRACE_SECONDS))


def run(channel: Channel, mark: Mark) -> int:
    """Drive one line until told to stop (exit status 0) or until it fails (1: start another worker)."""
    start = channel.receive(None)
    if not isinstance(start, Start):
        raise TypeError(f"a worker hears first which line it drives, not {start}")
    try:
        config = _wait_for_device(channel, start.config)
        channel.send(State("opening", _how(config, start.rung)))
        channel.send(Beat(OPEN_SECONDS))
        if start.rung is not Rung.RECONNECT:
            transport_of(config).revive(start.rung)
            config = _wait_for_device(channel, start.config)
        transport = transport_of(config)
        info = transport.open(lambda: _write_down(channel))
        Worker(channel, mark, transport, config, info).serve()
    except LineRefusedError as error:
        channel.send(State("refused", str(error)))
        _wait_for_stop(channel)
        return 0
    except TransportError as error:
        channel.send(State("failed", str(error)))
        return 1
    transport.close()
    return 0


def _how(config: LineConfig, rung: Rung) -> str:
    """Say what is opened, and what is done before."""
    how = {Rung.RECONNECT: "", Rung.RADIO: "its radio off and on", Rung.RESTART: "restarted", Rung.USB: "USB reset"}
    return f"{config.device}{', ' if how[rung] else ''}{how[rung]}"


def _write_down(channel: Channel) -> None:
    """Let the daemon write down that the PIN is entered now; without its word it is not."""
    channel.send(HasPin())
    if not isinstance(channel.receive(OPEN_SECONDS), EnterPin):
        raise TransportError("it could not be written down that the PIN is entered")


def _wait_for_stop(channel: Channel) -> None:
    """Do nothing but stay alive, for a line that only a person can help."""
    while not isinstance(channel.receive(BEAT_SECONDS), Stop):
        channel.send(Beat(BEAT_SECONDS + GRACE_SECONDS))


def _wait_for_device(channel: Channel, config: LineConfig) -> LineConfig:
    """Wait until the device is there and no other process drives it (the worker of a daemon that was killed).

    Gives the settings with the path that it has now.
    """
    told = ""
    while True:
        device, problem = find_device(config.device, config.ports)
        problem = problem or _in_the_way(Path(device))
        if not problem:
            return replace(config, device=device)
        if problem != told:
            channel.send(State("waiting", problem))
            told = problem
        if isinstance(channel.receive(_DEVICE_CHECK_SECONDS), Stop):
            sys.exit(0)
        channel.send(Beat(OPEN_SECONDS))


def _in_the_way(device: Path) -> str:
    """Tell why a device cannot be opened now; nothing if it can. Drivers lock what they use, as is tried here."""
    try:
        descriptor = os.open(device, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except FileNotFoundError:
        return f"{device} is not there yet"
    except OSError as error:
        return f"{device}: {error.strerror}"
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return f"{device} is in use by another process"
    finally:
        os.close(descriptor)
    return ""


def main(arguments: list[str], leave: Callable[[int], None] = os._exit) -> None:
    """Run on the socket and the mark whose descriptors are the arguments.

    Leaves without cleaning up: the driver's destructor talks to the modem and may block for minutes.
    """
    leave_signals_to_the_daemon()
    channel, mark = Channel(socket.socket(fileno=int(arguments[0]))), Mark(int(arguments[1]))
    try:
        status = run(channel, mark)
    except ChannelClosedError:
        status = 1
    except Exception as error:  # noqa: BLE001 - a traceback here would print what the SMS says
        channel.send(State("failed", where(error)))
        status = 1
    leave(status)


def leave_signals_to_the_daemon() -> None:
    """Ignore what a terminal or a service manager signals to the whole group: the daemon lets its workers finish."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def where(error: Exception) -> str:
    """Tell what happened and where, without what it was about: that may be a citizen's."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.name}, {Path(frame.filename).name}:{frame.lineno}"


if __name__ == "__main__":
    main(sys.argv[1:])
