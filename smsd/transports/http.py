"""Transport `http`: a gateway that takes messages by HTTP, such as an Android phone or Kannel.

Only the way out is here. What comes in calls the daemon's own HTTP address (`web/gateways.py`), and is answered when it
is durable.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import httpx2
import msgspec

from sms.message import Outcome, Segment, SendOutcome
from smsd.transports.base import Gateway, GatewayConfig, GatewayEars
from smsd.transports.bucket import Bucket
from smsd.transports.http_requests import DENIED, THROTTLED, Options, id_in, name_of, outcome_of, request_of

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 60.0
"""After a gateway was out of reach, refused our account, or wanted less."""


@dataclass(slots=True)
class _Message:
    """A message on its way out; `has_begun` once it may have been sent."""

    id: int
    segments: Sequence[Segment]
    has_begun: bool = False


class HttpGateway:
    """A gateway: at most `window` requests at a time, in the order in which messages came."""

    def __init__(self, config: GatewayConfig, ears: GatewayEars) -> None:
        self._options = options = msgspec.convert(config.options, Options)
        self._ears = ears
        auth = (options.user, options.password) if options.auth == "basic" else None
        self._client = httpx2.AsyncClient(
            auth=auth,
            timeout=options.timeout_seconds,
            limits=httpx2.Limits(max_connections=options.window),
            trust_env=False,
        )
        self._queue: deque[_Message] = deque()
        self._sending: set[asyncio.Task[None]] = set()
        self._bucket = Bucket(options.per_second)
        self._pause = 0.0
        self._paused_until = 0.0
        self._changed = asyncio.Event()
        self._is_stopping = False
        self._told = ("", "")

    async def serve(self) -> None:
        """Send what comes until told to stop; returns when all that was begun has its outcome."""
        self._tell("ready", self._options.url)
        while not self._is_stopping:
            self._changed.clear()
            self._pump()
            await self._sleep()
        self._give_back()
        await asyncio.gather(*self._sending)
        await self._client.aclose()

    def send(self, message_id: int, segments: Sequence[Segment]) -> None:
        """Queue a message."""
        self._queue.append(_Message(message_id, segments))
        self._changed.set()

    def acknowledge(self, handles: Iterable[str]) -> None:
        """Nothing is handed up here that could be acknowledged."""

    def refuse(self, handles: Iterable[str]) -> None:
        """Nor refused."""

    def stop(self) -> None:
        """Begin nothing more."""
        self._is_stopping = True
        self._changed.set()

    def _pump(self) -> None:
        """Begin with what there is room for."""
        while self._queue and len(self._sending) < self._options.window and time.monotonic() >= self._paused_until:
            if not self._bucket.take():
                return
            task = asyncio.create_task(self._submit(self._queue.popleft()))
            self._sending.add(task)
            task.add_done_callback(self._submitted)

    def _submitted(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self._changed.set()
        # What is wrong with us is the worker's end.
        task.result()

    async def _sleep(self) -> None:
        """Wait for something to do, or until the pause is over."""
        waits = [self._bucket.wait(), self._paused_until - time.monotonic()] if self._queue else []
        try:
            async with asyncio.timeout(max((wait for wait in waits if wait > 0), default=None)):
                await self._changed.wait()
        except TimeoutError:
            return

    async def _submit(self, message: _Message) -> None:
        if not message.segments:
            # All of it went out in an earlier attempt.
            self._begin(message)
            self._ears.finished(message.id, ())
            return
        name = name_of(message.id, message.segments)
        self._begin(message)
        try:
            answer = await self._client.send(request_of(self._options, name, message.segments))
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.UnsupportedProtocol) as error:
            self._rest("waiting", f"out of reach: {type(error).__name__}")
            self._finish(message, Outcome.LINE_FAULT, "the gateway is out of reach")
        except httpx2.HTTPError as error:
            self._finish(message, Outcome.UNKNOWN, f"no answer: {type(error).__name__}")
        else:
            self._answered(message, name, answer)

    def _answered(self, message: _Message, name: str, answer: httpx2.Response) -> None:
        status = answer.status_code
        if status in THROTTLED:
            self._rest("ready", f"HTTP {status}: it wants less", _seconds(answer))
            self._queue.appendleft(message)
            return
        outcome = outcome_of(status, self._options.accepted)
        if outcome is Outcome.LINE_FAULT:
            self._rest("denied" if status in DENIED else "waiting", f"HTTP {status}")
        else:
            self._pause = 0.0
            self._tell("ready", self._options.url)
        accepted = outcome is Outcome.ACCEPTED
        given = id_in(self._options, answer.content, name) if accepted else ""
        self._finish(message, outcome, "" if accepted else f"HTTP {status}", given)

    def _begin(self, message: _Message) -> None:
        """Note that a message may have been sent from now on."""
        if not message.has_begun:
            message.has_begun = True
            self._ears.begun()

    def _finish(self, message: _Message, outcome: Outcome, error: str, name: str = "") -> None:
        outcomes = [SendOutcome(each.key, outcome, error=error, message_id=name) for each in message.segments]
        self._ears.finished(message.id, outcomes)

    def _rest(self, state: str, why: str, seconds: float | None = None) -> None:
        """Leave the gateway in peace, longer each time; who does not say how long gets twice as long as before."""
        if time.monotonic() >= self._paused_until:
            # Several requests at a time have one reason.
            self._pause = min(max(FIRST_PAUSE, 2 * self._pause), LONGEST_PAUSE)
        wait = min(seconds or self._pause * random.uniform(0.8, 1.2), LONGEST_PAUSE)  # noqa: S311 - jitter
        self._paused_until = time.monotonic() + wait
        self._tell(state, f"{self._options.url}: {why}; tried again in {wait:.0f} s")
        if state != "ready":
            # What waits may leave by another line; we are ready again when it is time to try.
            self._give_back()
            asyncio.get_running_loop().call_later(wait, self._try_again)

    def _try_again(self) -> None:
        if not self._is_stopping and time.monotonic() >= self._paused_until:
            self._tell("ready", self._options.url)

    def _give_back(self) -> None:
        """End all that was certainly not sent."""
        waiting, self._queue = list(self._queue), deque()
        for message in waiting:
            self._begin(message)
            self._finish(message, Outcome.LINE_FAULT, "the gateway is out of reach")

    def _tell(self, state: str, detail: str) -> None:
        if (state, detail) != self._told and not self._is_stopping:
            self._told = (state, detail)
            self._ears.changed(state, detail)


def _seconds(answer: httpx2.Response) -> float | None:
    """Read how long it wants to be left in peace (RFC 9110 section 10.2.3), if it says so in seconds."""
    said = answer.headers.get("Retry-After", "")
    return max(float(said), 0.1) if said.isdecimal() else None


GATEWAY: Callable[[GatewayConfig, GatewayEars], Gateway] = HttpGateway
