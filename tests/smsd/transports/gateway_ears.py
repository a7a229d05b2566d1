"""A gateway in a thread of its own, and what it tells."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sms.message import DeliveryReport, InboundPart, InboundPdu, Outcome, Segment, SendOutcome
from smsd.transports.base import GatewayConfig
from smsd.transports.table import gateway_of

CITIZEN = "+6281110000100"


class Ears:
    """A gateway in a loop of its own, and what it tells."""

    def __init__(self, config: GatewayConfig) -> None:
        self.parts: list[InboundPart] = []
        self.pdus: list[InboundPdu] = []
        self.reports: list[DeliveryReport] = []
        self.outcomes: dict[int, list[SendOutcome]] = {}
        self.news: list[str] = []
        self.states: list[tuple[str, str]] = []
        self.count = 0
        self._config = config
        self._loop = asyncio.new_event_loop()
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run)
        self._made = threading.Event()

    def _run(self) -> None:
        async def serve() -> None:
            self.gateway = gateway_of(self._config, self)
            self._made.set()
            await self.gateway.serve()

        self._loop.run_until_complete(serve())
        self._loop.close()

    def start(self) -> None:
        self._thread.start()
        self._made.wait()

    def stop(self) -> None:
        self.stop_soon()
        self._thread.join()

    def stop_soon(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self.gateway.stop)

    def arrived(self, part: InboundPart | InboundPdu) -> None:
        (self.parts if isinstance(part, InboundPart) else self.pdus).append(part)
        self._tell("arrived")

    def reported(self, report: DeliveryReport) -> None:
        self.reports.append(report)
        self._tell("reported")

    def begun(self) -> None:
        self.count += 1

    def finished(self, message_id: int, outcomes) -> None:
        self.outcomes[message_id] = list(outcomes)
        self._tell(f"finished {message_id}")

    def changed(self, state: str, detail: str) -> None:
        self.states.append((state, detail))
        self._tell(state)

    def _tell(self, what: str) -> None:
        with self._changed:
            self.news.append(what)
            self._changed.notify_all()

    def until(self, holds: Callable[[], object], seconds: float = 20.0) -> None:
        with self._changed:
            assert self._changed.wait_for(holds, seconds), (self.news, self.states)

    def until_ready(self, times: int = 1) -> None:
        self.until(lambda: self.news.count("ready") >= times)

    def send(self, *message_ids: int, text: str = "Laporan diterima", parts: int = 1) -> None:
        for number in message_ids:
            segments = [
                Segment(f"{number}-{place}", CITIZEN, f"{text} {number}", place, parts, number)
                for place in range(1, parts + 1)
            ]
            self.submit(number, segments)

    def submit(self, message_id: int, segments: list[Segment]) -> None:
        self._loop.call_soon_threadsafe(self.gateway.send, message_id, segments)

    def acknowledge(self, *handles: str) -> None:
        self._loop.call_soon_threadsafe(self.gateway.acknowledge, handles)

    def refuse(self, *handles: str) -> None:
        self._loop.call_soon_threadsafe(self.gateway.refuse, handles)

    def became(self, message_id: int) -> list[Outcome]:
        self.until(lambda: message_id in self.outcomes)
        return [outcome.outcome for outcome in self.outcomes[message_id]]


@contextmanager
def served(config: GatewayConfig) -> Iterator[Ears]:
    """Run a gateway that is ready."""
    ears = Ears(config)
    ears.start()
    try:
        ears.until_ready()
        yield ears
    finally:
        ears.stop()
