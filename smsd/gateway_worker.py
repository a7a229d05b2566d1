"""The process around one gateway: `python -m smsd.gateway_worker FD MARK`.

Like `smsd.worker` it holds nothing that matters: what came in is acknowledged when the daemon says that it is durable,
and what goes out is written down before it hears of it. Unlike a modem a gateway takes many messages at a time, so all
of it is one event loop, and what comes together is handed up together.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import cast

from sms.message import DeliveryReport, InboundPart, InboundPdu, SendOutcome
from smsd.transports.base import Gateway, GatewayConfig
from smsd.transports.table import gateway_of
from smsd.wire import (
    Arrived,
    Ask,
    Beat,
    Channel,
    ChannelClosedError,
    Connect,
    Delete,
    Frame,
    Mark,
    Send,
    Sent,
    State,
    Stop,
    Told,
)
from smsd.worker import BEAT_SECONDS, GRACE_SECONDS, leave_signals_to_the_daemon, where

TOGETHER = 200
"""SMS handed up in one frame."""


class GatewayWorker:
    """Carries between a gateway and the daemon, in both directions."""

    def __init__(self, channel: Channel, mark: Mark, config: GatewayConfig) -> None:
        self._channel = channel
        self._mark = mark
        self._loop = asyncio.get_running_loop()
        self._parts: list[InboundPart] = []
        self._pdus: list[InboundPdu] = []
        self._reports: list[DeliveryReport] = []
        self._frames: list[Frame] = []
        self._begun = 0
        self._is_waiting = False
        self._error: BaseException | None = None
        self._gateway: Gateway = gateway_of(config, self)

    async def serve(self) -> None:
        """Work until told to stop; raises ChannelClosedError without a daemon."""
        self._loop.set_exception_handler(self._failed)
        self._loop.add_reader(self._channel.fileno(), self._listen)
        self._beat()
        self._serving = cast("asyncio.Task[None]", asyncio.current_task())
        try:
            await self._gateway.serve()
        except asyncio.CancelledError:
            if self._error is None:
                raise
            raise self._error from None
        self._flush()

    def arrived(self, part: InboundPart | InboundPdu) -> None:
        """Hand up an SMS, with all others of this round."""
        if isinstance(part, InboundPart):
            self._parts.append(part)
        else:
            self._pdus.append(part)
        self._flush_soon()

    def reported(self, report: DeliveryReport) -> None:
        """Hand up a delivery report, after the results that were told before."""
        self._reports.append(report)
        self._flush_soon()

    def begun(self) -> None:
        """Count a message that is on its way."""
        self._begun += 1
        self._mark.set(self._begun)

    def finished(self, message_id: int, outcomes: Sequence[SendOutcome]) -> None:
        """Tell what became of a message."""
        self._frames.append(Sent(message_id, tuple(outcomes)))
        self._flush_soon()

    def changed(self, state: str, detail: str) -> None:
        """Tell how the line is."""
        self._frames.append(State(state, detail))
        self._flush_soon()

    def _listen(self) -> None:
        """Take all commands that are there."""
        try:
            while frame := self._channel.receive(0.0):
                self._take(frame)
        except ChannelClosedError as error:
            self._end(error)

    def _take(self, frame: Frame) -> None:
        match frame:
            case Send(message_id, segments):
                self._gateway.send(message_id, segments)
            case Delete(handles, keep):
                self._gateway.acknowledge(handles)
                self._gateway.refuse(keep)
            case Ask(request_id):
                self._frames.append(Told(request_id, error="this line is no modem"))
                self._flush_soon()
            case Stop():
                self._gateway.stop()
            case _:
                raise AssertionError(f"not for a gateway: {frame}")

    def _flush_soon(self) -> None:
        if not self._is_waiting:
            self._is_waiting = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        """Send what has come together: results first, for a report means one of them."""
        self._is_waiting = False
        frames, self._frames = self._frames, []
        for place in range(0, len(self._parts), TOGETHER):
            frames.append(Arrived(tuple(self._parts[place : place + TOGETHER]), ()))
        if self._pdus:
            frames.append(Arrived((), (), tuple(self._pdus)))
        if self._reports:
            frames.append(Arrived((), tuple(self._reports)))
        self._parts, self._pdus, self._reports = [], [], []
        try:
            self._channel.send(*frames)
        except ChannelClosedError as error:
            self._end(error)

    def _beat(self) -> None:
        self._frames.append(Beat(BEAT_SECONDS + GRACE_SECONDS))
        self._flush_soon()
        self._loop.call_later(BEAT_SECONDS, self._beat)

    def _failed(self, _: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        """End with what went wrong in a callback: a worker in an unknown state is worse than a new one."""
        error = context.get("exception")
        self._end(error if isinstance(error, BaseException) else RuntimeError(str(context.get("message"))))

    def _end(self, error: BaseException) -> None:
        self._error = self._error or error
        self._loop.remove_reader(self._channel.fileno())
        self._serving.cancel()


async def run(channel: Channel, mark: Mark) -> None:
    """Drive one gateway until told to stop."""
    start = channel.receive(None)
    if not isinstance(start, Connect):
        raise TypeError(f"a worker hears first which line it drives, not {start}")
    await GatewayWorker(channel, mark, start.config).serve()


def main(arguments: list[str]) -> None:
    """Run on the socket and the mark whose descriptors are the arguments."""
    leave_signals_to_the_daemon()
    channel, mark = Channel(socket.socket(fileno=int(arguments[0]))), Mark(int(arguments[1]))
    status = 1
    with suppress(ChannelClosedError):
        try:
            asyncio.run(run(channel, mark))
            status = 0
        except ChannelClosedError:
            raise
        except Exception as error:  # noqa: BLE001 - a traceback here would print what the SMS says
            channel.send(State("failed", where(error)))
    os._exit(status)


if __name__ == "__main__":
    main(sys.argv[1:])
