"""Keeping one line alive: start its worker, listen to it, kill it when it is silent, start another."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sms.message import SendOutcome
from smsd.outbox import Job, Result, lost_result, not_handed_over
from smsd.transports.base import GatewayConfig, Health, LineConfig, News, Rung
from smsd.wire import (
    Arrived,
    Ask,
    Beat,
    Channel,
    ChannelClosedError,
    Connect,
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

WORKER, GATEWAY_WORKER = ("smsd.worker",), ("smsd.gateway_worker",)
"""What is run as a worker: a module, which gets the descriptors of its socket and its mark."""

FIRST_WORD_SECONDS = 60.0
"""How long a worker may take for its first word; from then on it tells itself how long the next takes."""

WELL_SECONDS = 60.0
"""A line that worked for so long was well again."""

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 8.0
"""Between two workers. A modem that hung is asked for at least so often: it may be back at any moment."""
LADDER = (Rung.RECONNECT, Rung.RECONNECT, Rung.RADIO, Rung.RESTART, Rung.USB)
"""How a line is brought back after each failure in a row. After the last it needs a person, and begins anew."""
_STOP_SECONDS = 60.0
"""How long a line may take to send what it has begun: four segments on a slow modem."""


@dataclass(frozen=True, slots=True)
class Reactions:
    """What the daemon does about a line's news. All are called from the line's thread and return at once.

    `enters_pin` returns when that is durable: the worker waits for it.
    """

    arrived: Callable[[Line, Arrived], None]
    rang: Callable[[Line, Rang], None]
    told: Callable[[Line, Told], None]
    finished: Callable[[Line, Result], None]
    changed: Callable[[Line, State], None]
    noticed: Callable[[Line, News], None]
    felt: Callable[[Line, Health], None]
    enters_pin: Callable[[Line], None]
    failed: Callable[[Line, Exception], None]


class Line:
    """One line: a thread that keeps a worker process, and the jobs that it works on: with a modem, one at a time."""

    def __init__(self, config: LineConfig | GatewayConfig, row_id: int, reactions: Reactions) -> None:
        self.config = config
        self.window = config.window if isinstance(config, GatewayConfig) else 1
        self.row_id = row_id
        self._reactions = reactions
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name=f"line-{config.name}", daemon=True)
        # Guards what follows: the worker's channel, the one that said it is ready, and the jobs it was given.
        self._lock = threading.Lock()
        self._channel: Channel | None = None
        self._ready: Channel | None = None
        self._unready_since = time.monotonic()
        # By message, each with its number among those that this worker was given.
        self._jobs: dict[int, tuple[Job, int]] = {}
        self._given = 0
        self._heard: datetime | None = None
        self._mark = Mark()
        self._opened = False
        self._failures = 0
        self._ready_since: float | None = None
        # Which worker handed up what: only that one may delete it, another one's slots hold other messages by now.
        self._sources: dict[int, Channel] = {}

    @property
    def name(self) -> str:
        """The line's name in the settings."""
        return self.config.name

    @property
    def worker_pid(self) -> int | None:
        """The process that drives the modem now."""
        return self._process.pid if self._process else None

    @property
    def room(self) -> int:
        """How many messages the line can take now."""
        return max(0, self.window - len(self._jobs)) if self._ready and not self._stopping.is_set() else 0

    @property
    def unready_seconds(self) -> float:
        """Tell for how long the line has not been able to send."""
        return 0.0 if self._ready else time.monotonic() - self._unready_since

    @property
    def sending(self) -> set[int]:
        """The messages that the line works on."""
        with self._lock:
            return set(self._jobs)

    def start(self) -> None:
        """Begin to keep a worker."""
        self._thread.start()

    def stop(self) -> None:
        """Let the worker finish what is under way, then end it; returns when it is gone."""
        self._stopping.set()
        channel = self._channel
        if channel is not None:
            _tell(channel, Stop())
        self._thread.join(_STOP_SECONDS)
        if self._thread.is_alive() and self._process is not None:
            self._process.kill()
            self._thread.join()

    def send(self, jobs: Sequence[Job]) -> None:
        """Hand over jobs that have been marked `sending`; the result of each always comes, if only as unknown."""
        with self._lock:
            channel = self._ready
            for job in jobs if channel else ():
                self._given += 1
                self._jobs[job.message_id] = (job, self._given)
        if channel is None:
            for job in jobs:
                self._reactions.finished(self, not_handed_over(job))
        elif not _tell(channel, *(Send(job.message_id, job.segments) for job in jobs)):
            self._lose_jobs()

    def ask(self, request: Ask) -> bool:
        """Ask something of the modem; False if no worker is there that could."""
        with self._lock:
            channel = self._channel if self._opened else None
        return channel is not None and _tell(channel, request)

    def delete(self, arrived: Arrived, keep: Collection[str] = ()) -> None:
        """Let what has become durable be removed by the worker that read it; what is to be kept is not read again."""
        channel = self._sources.pop(id(arrived), None)
        if channel is not None:
            _tell(channel, Delete(tuple(arrived.handles - set(keep)), tuple(keep)))

    def _keep(self) -> None:
        """Start workers one after another until the line is stopped, whatever goes wrong with one."""
        while not self._stopping.is_set():
            try:
                self._run_worker()
            except Exception as error:  # noqa: BLE001 - without this thread the line would be dead for good
                self._reactions.failed(self, error)
            pause = min(FIRST_PAUSE * 2 ** min(self._failures, 10), LONGEST_PAUSE)
            self._stopping.wait(pause * random.uniform(0.8, 1.2))  # noqa: S311 - jitter, nothing secret
        self._mark.close()

    def _run_worker(self) -> None:
        ours, theirs = socket.socketpair()
        channel = Channel(ours)
        try:
            with theirs:
                passed = [theirs.fileno(), self._mark.descriptor]
                module = GATEWAY_WORKER if isinstance(self.config, GatewayConfig) else WORKER
                command = [sys.executable, "-m", *module, *map(str, passed)]
                self._process = subprocess.Popen(command, pass_fds=passed, stdin=subprocess.DEVNULL)
            self._begin(channel)
            self._listen(channel)
        finally:
            self._end(channel)
        if not self._stopping.is_set():
            self._reactions.changed(self, State("restarting", self._next()))

    def _next(self) -> str:
        """Say what happens next."""
        if isinstance(self.config, GatewayConfig):
            return "tried again"
        if self._failures and self._failures % len(LADDER) == 0:
            return "nothing has helped: unplug it, look at its power and its SIM; meanwhile it is tried again"
        return f"tried again ({self._rung.name.lower()})"

    @property
    def _rung(self) -> Rung:
        return LADDER[self._failures % len(LADDER)]

    def _begin(self, channel: Channel) -> None:
        self._channel = channel
        self._given = 0
        self._mark.set(0)
        if isinstance(self.config, GatewayConfig):
            _tell(channel, Connect(replace(self.config, heard=self._heard or self.config.heard)))
        else:
            _tell(channel, Start(self.config, self._rung))
        if self._stopping.is_set():
            _tell(channel, Stop())

    def _end(self, channel: Channel) -> None:
        """Make sure that a worker is gone, and account for what it was sending."""
        self._change(None)
        with self._lock:
            self._channel, self._opened = None, False
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._hear_the_rest(channel)
        self._lose_jobs()
        channel.close()

    def _hear_the_rest(self, channel: Channel) -> None:
        """Take what a worker that was killed had told of what it sent."""
        with suppress(ChannelClosedError):
            while frame := channel.receive(0.0):
                if isinstance(frame, Sent):
                    self._hear(frame, channel)

    def _listen(self, channel: Channel) -> None:
        """Hear the worker until it goes, or is silent for longer than it said."""
        patience = FIRST_WORD_SECONDS
        while True:
            try:
                frame = channel.receive(patience)
            except ChannelClosedError:
                return
            if frame is None:
                self._hear(State("failed", f"its driver hangs: not a word for {patience:.0f} s"), channel)
                return
            if isinstance(frame, Beat):
                patience = frame.seconds
            else:
                self._hear(frame, channel)

    def _hear(self, frame: Frame, channel: Channel) -> None:
        match frame:
            case Arrived():
                self._sources[id(frame)] = channel
                self._heard = datetime.now(UTC)
                self._reactions.arrived(self, frame)
            case Told():
                self._reactions.told(self, frame)
            case Rang():
                self._reactions.rang(self, frame)
            case Sent(message_id, outcomes):
                self._finish(message_id, outcomes)
            case Health():
                self._reactions.felt(self, frame)
            case News():
                self._reactions.noticed(self, frame)
            case State(state):
                self._opened = state in {"ready", "searching"}
                self._change(channel if state == "ready" else None)
                self._count(state)
                self._reactions.changed(self, frame)
            case HasPin():
                self._reactions.enters_pin(self)
                _tell(channel, EnterPin())
            case _:
                raise AssertionError(f"not for the daemon: {frame}")

    def _change(self, ready: Channel | None) -> None:
        """Note the worker that is ready, or that none is."""
        with self._lock:
            if self._ready and not ready:
                self._unready_since = time.monotonic()
            self._ready = ready

    def _count(self, state: str) -> None:
        """Count failures in a row: one after the line has been well for a while is the first."""
        now = time.monotonic()
        if state == "ready":
            self._ready_since = now
        elif state == "failed":
            was_well = self._ready_since is not None and now - self._ready_since > WELL_SECONDS
            self._failures = 1 if was_well else self._failures + 1
            self._ready_since = None

    def _finish(self, message_id: int, outcomes: tuple[SendOutcome, ...]) -> None:
        with self._lock:
            known = self._jobs.pop(message_id, None)
        if known:
            self._reactions.finished(self, Result(message_id, outcomes, known[0].attempt))

    def _lose_jobs(self) -> None:
        """Report jobs whose worker is gone: as unknown if it had begun, for it may or may not have sent them."""
        with self._lock:
            jobs, self._jobs = list(self._jobs.values()), {}
        begun = self._mark.get()
        for job, number in jobs:
            had_begun = number <= begun
            lost = lost_result(job, "the worker ended while it was sent") if had_begun else not_handed_over(job)
            self._reactions.finished(self, lost)


def _tell(channel: Channel, *frames: Frame) -> bool:
    try:
        channel.send(*frames)
    except ChannelClosedError:
        return False
    return True
