"""Transport `smpp`: binds to an SMSC, by SMPP 3.4.

An SMS is acknowledged when it is durable, and not before. Which of them the SMSC may not know to be ours, because a
connection broke or we were slow, is kept in mind: those may come again, and nothing in them tells that they do.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from secrets import token_hex

import msgspec

from sms.message import DeliveryReport, InboundPdu, Outcome, Segment, SendOutcome
from smsd.transports import smpp_session
from smsd.transports.base import SMPP, Gateway, GatewayConfig, GatewayEars
from smsd.transports.bucket import Bucket
from smsd.transports.smpp_doubts import Doubts
from smsd.transports.smpp_link import Link
from smsd.transports.smpp_options import Options
from smsd.transports.smpp_outcomes import THROTTLED, outcome_of
from smsd.transports.smpp_pdus import Pdu, SmppError, Status, name_of, read_message
from smsd.transports.smpp_session import Session
from smsd.transports.smpp_texts import decode_part, decode_receipt, encode_unit, is_receipt, units_of

SLOW_SECONDS = 5.0
"""An acknowledgement that took longer may have come too late for the SMSC."""
MOST_OPEN = 1000
"""SMS that wait for their commit; more are told to come again, for they are safe where they are."""


@dataclass(slots=True)
class _Message:
    """A message on its way out: `todo` are the places of the units that are still to be submitted."""

    id: int
    units: list[tuple[Segment, ...]]
    todo: deque[int]
    begun: int | None = None
    submitted: set[int] = field(default_factory=set)
    outcomes: dict[int, SendOutcome] = field(default_factory=dict)


@dataclass(slots=True)
class _Open:
    """An SMS or report that waits to be acknowledged."""

    session: Session
    sequence: int
    arrived: datetime
    content: bytes = b""


class SmppGateway:
    """The binds of a line, as one: what is to be sent goes to the one with the most room."""

    def __init__(self, config: GatewayConfig, ears: GatewayEars) -> None:
        self._options = options = msgspec.convert(config.options, Options)
        self._name = config.name
        self._agreed = options.agreed
        self._ears = ears
        self._links = [Link(self, options, role) for role in options.roles]
        self._epoch = token_hex(4)
        self._handles = 0
        self._open: dict[str, _Open] = {}
        self._doubts = Doubts(config.heard)
        self._queue: deque[_Message] = deque()
        # By the number of the unit that was submitted.
        self._waiting: dict[int, tuple[_Message, int]] = {}
        self._numbers = 0
        # Messages that have begun and are not finished, in the order in which they began.
        self._unfinished: dict[int, _Message] = {}
        self._begun = 0
        # Reports wait until what had begun before them is finished: one may come before the answer to its message.
        self._reports: deque[tuple[int, DeliveryReport]] = deque()
        self._bucket = Bucket(options.per_second)
        self._wake: asyncio.TimerHandle | None = None
        self._stopping = asyncio.Event()
        self._idle = asyncio.Event()
        self._told: tuple[str, str] = ("", "")

    async def serve(self) -> None:
        """Keep all binds until told to stop; then let what has begun come to its end."""
        self._ears.changed("opening", self._options.host)
        try:
            tls = self._options.context()
        except OSError as error:
            self._ears.changed("refused", f"ca_file {self._options.ca_file}: {error.strerror or error}")
            await self._stopping.wait()
            return
        keepers = [asyncio.create_task(link.keep(tls)) for link in self._links]
        await self._stopping.wait()
        self._settle()
        with suppress(TimeoutError):
            async with asyncio.timeout(smpp_session.ANSWER_SECONDS):
                await self._idle.wait()
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*(link.close() for link in self._links))

    def send(self, message_id: int, segments: Sequence[Segment]) -> None:
        """Queue a message and send what there is room for."""
        units = units_of(segments, self._agreed)
        self._queue.append(_Message(message_id, units, deque(range(len(units)))))
        self._pump()
        self._settle()

    def acknowledge(self, handles: Iterable[str]) -> None:
        """Answer deliver_sm whose SMS are durable."""
        self._answer(handles, Status.ROK)

    def refuse(self, handles: Iterable[str]) -> None:
        """Answer deliver_sm that could not be stored: the SMSC will try them again."""
        self._answer(handles, Status.RX_T_APPN)

    def stop(self) -> None:
        """Begin nothing more."""
        self._stopping.set()

    def tell(self, what_next: str = "") -> None:
        """Tell how the line is, if it is not as it was."""
        if self._stopping.is_set():
            return
        sending = any(link.sends for link in self._links)
        trouble = next((link.trouble for link in self._links if link.trouble), "")
        down = sum(link.session is None for link in self._links)
        if sending:
            detail = f"{len(self._links) - down} of {len(self._links)} binds: {trouble}{what_next}" if trouble else ""
            state = ("ready", detail or self._options.host)
        elif any(link.refused for link in self._links):
            state = ("denied", f"{trouble}{what_next}")
        elif down < len(self._links):
            state = ("searching", f"it receives and cannot send{': ' if trouble else ''}{trouble}{what_next}")
        else:
            state = ("waiting", f"{trouble}{what_next}")
        if state != self._told:
            self._told = state
            self._ears.changed(*state)

    def connected(self) -> None:
        """Hear of a link that it is bound."""
        self.tell()
        self._pump()

    def delivered(self, session: Session, pdu: Pdu) -> None:
        """Hear a deliver_sm: hand it up, to be answered when it is durable."""
        if len(self._open) >= MOST_OPEN:
            session.answer(pdu.sequence, Status.RMSGQFUL)
            return
        self._handles += 1
        handle = f"{self._epoch}.{self._handles}"
        arrived = datetime.now(UTC)
        try:
            message = read_message(pdu.octets)
            self._open[handle] = entry = _Open(session, pdu.sequence, arrived)
            if not is_receipt(message):
                # All of it but its sequence number is the same when it is handed over again.
                entry.content = pdu.body
                again = self._doubts.about(entry.content, arrived)
                self._ears.arrived(decode_part(self._name, message, self._agreed.alphabet, handle, again))
            elif report := decode_receipt(self._name, message, handle):
                self._reports.append((self._begun, report))
                self._release_reports()
            else:
                # It reports on nothing that anybody could find.
                self._answer((handle,), Status.ROK)
        except SmppError:
            # What cannot be read is kept as it is, for people and for another decoder.
            self._open[handle] = _Open(session, pdu.sequence, arrived)
            self._ears.arrived(InboundPdu(self._name, SMPP + pdu.octets.hex(), handle))

    def answered(self, session: Session, number: int, status: int | None, message_id: str) -> None:
        """Hear what became of a unit."""
        message, place = self._waiting.pop(number)
        link = self._link_of(session)
        if status in THROTTLED and link:
            link.throttle()
            self._put_back(message, place)
        else:
            if status == Status.ROK and link:
                link.calm()
            outcome, error = outcome_of(status), "" if status == Status.ROK else _words(status)
            message.outcomes[place] = SendOutcome("", outcome, error=error, message_id=message_id)
            if outcome is not Outcome.ACCEPTED:
                message.todo.clear()
            self._finish(message)
        self._pump()

    def ended(self, session: Session, why: str) -> None:
        """Hear that a connection is gone."""
        self._doubts.lost(datetime.now(UTC))
        for handle in [handle for handle, entry in self._open.items() if entry.session is session]:
            entry = self._open.pop(handle)
            self._doubts.slow(entry.content, entry.arrived)
        if link := self._link_of(session):
            link.lose(why)
            self.tell()
        self._settle()

    def _link_of(self, session: Session) -> Link | None:
        return next((link for link in self._links if link.session is session), None)

    def _answer(self, handles: Iterable[str], status: int) -> None:
        now = datetime.now(UTC)
        for handle in handles:
            entry = self._open.pop(handle, None)
            if entry is None:
                continue
            entry.session.answer(entry.sequence, status)
            if (now - entry.arrived).total_seconds() > SLOW_SECONDS:
                self._doubts.slow(entry.content, entry.arrived)

    def _pump(self) -> None:
        """Submit what there is room for, message after message."""
        while self._queue:
            message = self._queue[0]
            if not message.todo:
                self._queue.popleft()
                if not message.units:
                    # All of it went out in an earlier attempt.
                    self._begin(message)
                    self._finish(message)
                continue
            link = max(self._links, key=lambda link: link.free)
            if link.free < 1 or not self._bucket.take():
                self._wake_later()
                return
            self._submit(message, message.todo.popleft(), link)

    def _submit(self, message: _Message, place: int, link: Link) -> None:
        self._begin(message)
        message.submitted.add(place)
        unit = message.units[place]
        try:
            link.submit(self._numbers + 1, lambda sequence: encode_unit(unit, self._agreed, sequence))
        except (KeyError, ValueError) as error:
            # One that cannot be written must not take all others down with it.
            message.todo.clear()
            what = f"cannot be written as a submit_sm: {type(error).__name__}"
            message.outcomes[place] = SendOutcome("", Outcome.PERMANENT, error=what)
            self._finish(message)
        else:
            self._numbers += 1
            self._waiting[self._numbers] = (message, place)

    def _begin(self, message: _Message) -> None:
        """Note that a message may have been sent from now on."""
        if message.begun is None:
            self._begun += 1
            message.begun = self._begun
            self._unfinished[self._begun] = message
            self._ears.begun()

    def _wake_later(self) -> None:
        """Look again when a link has been left in peace for long enough, or the next may go."""
        if self._wake is None and any(link.session for link in self._links):
            now = time.monotonic()
            paused = [link.paused_until - now for link in self._links if link.session and link.paused_until > now]
            wait = self._bucket.wait() or min(paused, default=0.0)
            if wait:
                self._wake = asyncio.get_running_loop().call_later(wait, self._woken)

    def _woken(self) -> None:
        self._wake = None
        self._pump()

    def _put_back(self, message: _Message, place: int) -> None:
        message.submitted.discard(place)
        message.todo.appendleft(place)
        if message not in self._queue:
            self._queue.appendleft(message)

    def _finish(self, message: _Message) -> None:
        """Tell what became of a message when all that was submitted of it has its outcome."""
        if message.todo or len(message.outcomes) < len(message.submitted):
            return
        outcomes = [
            SendOutcome(segment.key, outcome.outcome, error=outcome.error, message_id=outcome.message_id)
            for place, outcome in sorted(message.outcomes.items())
            for segment in message.units[place]
        ]
        if message.begun is not None:
            del self._unfinished[message.begun]
        self._ears.finished(message.id, outcomes)
        self._release_reports()
        self._settle()

    def _settle(self) -> None:
        """Give back what cannot be sent: everything that waits when no link sends, or nothing more is to begin."""
        if self._stopping.is_set() or not any(link.sends for link in self._links):
            waiting, self._queue = list(self._queue), deque()
            for message in waiting:
                self._give_back(message)
        if self._stopping.is_set() and not self._unfinished and not self._queue:
            self._idle.set()

    def _give_back(self, message: _Message) -> None:
        """End a message whose next unit was certainly not sent."""
        if not message.todo:
            return
        place = message.todo[0]
        message.todo.clear()
        message.submitted.add(place)
        message.outcomes[place] = SendOutcome("", Outcome.LINE_FAULT, error="the connection was lost")
        self._finish(message)

    def _release_reports(self) -> None:
        first = next(iter(self._unfinished), self._begun + 1)
        while self._reports and self._reports[0][0] < first:
            self._ears.reported(self._reports.popleft()[1])


def _words(status: int | None) -> str:
    return "no answer to submit_sm" if status is None else name_of(status)


GATEWAY: Callable[[GatewayConfig, GatewayEars], Gateway] = SmppGateway
