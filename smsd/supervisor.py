"""Keeping one line alive: start its worker, listen to it, kill it when it is silent, start another."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from smsd.outbox import Job, Result, lost_result
from smsd.transports.base import LineConfig
from smsd.wire import Arrived, Beat, Channel, ChannelClosedError, Delete, Frame, Send, Sent, Start, State, Stop

SILENT_SECONDS = 180.0
"""A worker that says nothing for so long hangs; the longest legitimate call of a driver takes 99 seconds."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
_STOP_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Reactions:
    """What the daemon does about a line's news. All are called from the line's thread and return at once."""

    arrived: Callable[[Line, Arrived], None]
    finished: Callable[[Line, Result], None]
    changed: Callable[[Line, State], None]


class Line:
    """One line: a thread that keeps a worker process, and the job that it works on."""

    def __init__(self, config: LineConfig, row_id: int, reactions: Reactions) -> None:
        self.config = config
        self.row_id = row_id
        self._reactions = reactions
        self._channel: Channel | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._ready = False
        self._job: Job | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._keep, name=f"line-{config.name}", daemon=True)

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
        """How many messages the line can take now: a modem sends one at a time."""
        return 1 if self._ready and self._job is None and not self._stopping.is_set() else 0

    def start(self) -> None:
        """Begin to keep a worker."""
        self._thread.start()

    def stop(self) -> None:
        """Let the worker finish what is under way, then end it; returns when it is gone."""
        self._stopping.set()
        self._tell(Stop())
        self._thread.join(_STOP_SECONDS)
        if self._thread.is_alive() and self._process is not None:
            self._process.kill()
            self._thread.join()

    def send(self, job: Job) -> None:
        """Hand over a job that has been marked `sending`; its result always comes, if only as unknown."""
        with self._lock:
            self._job = job
        if not self._tell(Send(job.message_id, job.segments)):
            self._lose_job()

    def delete(self, handles: Collection[str], keep: Collection[str] = ()) -> None:
        """Let what has become durable be removed at its source; what is to be kept is not read again."""
        self._tell(Delete(tuple(handles), tuple(keep)))

    def _keep(self) -> None:
        """Start workers one after another until the line is stopped."""
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            started = time.monotonic()
            self._run_worker()
            if time.monotonic() - started > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            self._stopping.wait(pause * random.uniform(0.8, 1.2))  # noqa: S311 - jitter, nothing secret
            pause = min(2 * pause, LONGEST_PAUSE)

    def _run_worker(self) -> None:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "smsd.worker", str(theirs.fileno())]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        theirs.close()
        self._channel = Channel(ours)
        self._tell(Start(self.config))
        if self._stopping.is_set():
            self._tell(Stop())
        try:
            self._listen(self._channel)
        finally:
            self._ready = False
            self._process.kill()
            status = self._process.wait()
            self._channel.close()
            self._lose_job()
            if not self._stopping.is_set():
                self._reactions.changed(self, State("restarting", f"the worker ended ({status}); another one starts"))

    def _listen(self, channel: Channel) -> None:
        """Hear the worker until it goes, or is silent for too long."""
        while True:
            try:
                frame = channel.receive(SILENT_SECONDS)
            except ChannelClosedError:
                return
            if frame is None:
                self._reactions.changed(self, State("failed", f"the worker said nothing for {SILENT_SECONDS:.0f} s"))
                return
            self._hear(frame)

    def _hear(self, frame: Frame) -> None:
        match frame:
            case Arrived():
                self._reactions.arrived(self, frame)
            case Sent(message_id, outcomes):
                with self._lock:
                    self._job = None
                self._reactions.finished(self, Result(message_id, outcomes))
            case State(state):
                self._ready = state == "ready"
                self._reactions.changed(self, frame)
            case Beat():
                pass
            case _:
                raise AssertionError(f"not for the daemon: {frame}")

    def _tell(self, frame: Frame) -> bool:
        channel = self._channel
        if channel is None:
            return False
        try:
            channel.send(frame)
        except ChannelClosedError:
            return False
        return True

    def _lose_job(self) -> None:
        """Report a job as unknown whose worker is gone: it may or may not have sent it."""
        with self._lock:
            job, self._job = self._job, None
        if job is not None:
            self._reactions.finished(self, lost_result(job, "the worker ended while it was sent"))
