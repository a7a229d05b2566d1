"""The mobile network behind the virtual modem, with its message centre.

It keeps what the modem has no room for and offers it again when a slot becomes free (3GPP TS 23.040 section 10,
RP-SMMA), writes a ledger of what it has accepted, reports on it, and answers USSD codes.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import TYPE_CHECKING, Protocol

from sms.codec import split
from smsd.virtual.menus import Reply, UssdCentre
from smsd.virtual.pdu import Concatenation, PduError, Submit, decode_submit, encode_deliver, encode_status_report
from smsd.virtual.phones import Phones
from smsd.virtual.registration import Registration
from smsd.virtual.reports import Report, Reporter
from smsd.virtual.semioctets import encode_smsc

if TYPE_CHECKING:
    from collections.abc import Callable

    from sms.clock import Clock

SMSC = "+628111000000"
"""The number of the message centre."""

LOCAL_TIME = timezone(timedelta(hours=7))
"""The zone in which the network writes the time of day."""

_INVALID_PDU = 304


class Refused(Exception):  # noqa: N818 -- what the network does with a message, in the trade's word
    """The network does not take the message; `cms` is the number for +CMS ERROR (3GPP TS 27.005 section 3.2.5)."""

    def __init__(self, cms: int) -> None:
        super().__init__(f"+CMS ERROR: {cms}")
        self.cms = cms


class Handset(Protocol):
    """What the network sees of a modem."""

    def receive(self, pdu: bytes, *, report: bool) -> bool:
        """Take a message or a status report; False if it cannot now and will say when it can."""

    def ring(self, caller: str) -> bool:
        """Ring once; False if the caller is not put through."""

    def end_call(self) -> None:
        """Hear that the caller has hung up."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """One line of the ledger: one SMS-SUBMIT that the network has accepted.

    `reference` is its TP-MR, `udh` reference, total and sequence of a part, `validity` in minutes if the PDU
    says it in the relative form.
    """

    to: str
    text: str
    reference: int
    at: datetime
    udh: Concatenation | None
    report_requested: bool
    unicode: bool
    validity: int | None


class Network:
    """The network of one modem. All methods may be called from any thread.

    `ussd` answers codes; `registration` and `signal` (0 to 31, 99 for none) are what the modem finds.
    """

    def __init__(self, clock: Clock, *, reports: bool = True) -> None:
        self.ussd = UssdCentre()
        self.registration = Registration.HOME
        self.signal = 20
        self._clock = clock
        self._reporter = Reporter((Report(),) if reports else ())
        self._changed = threading.Condition()
        self._handset: Handset | None = None
        self._downlink: deque[tuple[bytes, bool]] = deque()
        self._ledger: list[Submitted] = []
        self._phones = Phones()
        self._callbacks: list[Callable[[str, str], None]] = []
        self._failures: deque[int] = deque()
        self._refusals: dict[str, int] = {}
        self._references: dict[str, int] = defaultdict(int)

    @property
    def ledger(self) -> tuple[Submitted, ...]:
        """Everything accepted so far, oldest first."""
        with self._changed:
            return tuple(self._ledger)

    @property
    def waiting(self) -> int:
        """How many messages and reports wait until the modem has room for them."""
        with self._changed:
            return len(self._downlink)

    def deliver(self, sender: str, text: str, *, at: datetime | None = None, reference: int | None = None) -> None:
        """Send an MO to the modem; a long text in parts, with the sender's next reference if none is given.

        The sender is an MSISDN with a plus, a short code, or letters.
        """
        if reference is None:
            reference = self._next_reference(sender)
        parts, unicode = _cut(text, reference)
        for sequence, part in enumerate(parts, 1):
            udh = (reference, len(parts), sequence) if len(parts) > 1 else None
            self._send(encode_deliver(sender, part, at or self._now(), udh, unicode=unicode), report=False)

    def deliver_part(  # noqa: PLR0913 -- the fields of one part
        self, sender: str, text: str, *, at: datetime, reference: int, total: int, sequence: int
    ) -> None:
        """Send one part of a long MO, whatever has become of the others."""
        self._send(encode_deliver(sender, text, at, (reference, total, sequence)), report=False)

    def deliver_pdu(self, pdu: bytes) -> None:
        """Send octets as they are, beginning with the message centre's number: also what is no PDU at all."""
        self._queue(pdu, report=False)

    def call(self, caller: str, rings: int = 3, seconds: float = 0.0) -> int:
        """Call the modem and hang up after some rings; gives how often it rang: not at all if it is off or engaged.

        The caller is a number, or "" to withhold it. Between the rings are so many seconds; a real network's are five.
        """
        rung = 0
        while rung < rings and self.ring(caller):
            rung += 1
            time.sleep(seconds)
        if rung:
            self.hang_up()
        return rung

    def ring(self, caller: str) -> bool:
        """Let the modem ring once; False if it is off, engaged by another caller, or has refused this call."""
        handset = self._handset
        return handset is not None and handset.ring(caller)

    def hang_up(self) -> None:
        """End the call that makes the modem ring."""
        if handset := self._handset:
            handset.end_call()

    def messages_to(self, msisdn: str) -> list[str]:
        """Give the texts that a phone has got, the long ones once they are complete."""
        with self._changed:
            return self._phones.texts(msisdn)

    def on_message(self, callback: Callable[[str, str], None]) -> None:
        """Call with recipient and text, on the modem's thread, when an MT is complete on a phone."""
        self._callbacks.append(callback)

    def wait_for(self, predicate: Callable[[tuple[Submitted, ...]], bool], timeout: float) -> bool:
        """Wait until the predicate holds for the ledger; False if it did not within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: predicate(tuple(self._ledger)), timeout)

    def set_ussd(self, code: str, answer: str | Reply) -> None:
        """Say what the network answers to a USSD code."""
        self.ussd.set(code, answer)

    def fail_next(self, cms_error: int, times: int = 1) -> None:
        """Refuse the next messages of the modem with this +CMS ERROR."""
        with self._changed:
            self._failures.extend([cms_error] * times)

    def refuse(self, msisdn: str, cms_error: int) -> None:
        """Refuse whatever goes to this number from now on; 0 takes it again."""
        self._refusals[msisdn] = cms_error

    def report(self, *reports: Report) -> None:
        """Send these reports on every message that asks for them; without any, none."""
        with self._changed:
            self._reporter.plan = reports

    def report_next(self, *reports: Report) -> None:
        """Send these reports on the next message, or on the one after those that have theirs."""
        with self._changed:
            self._reporter.plan_next(reports)

    def release_reports(self) -> None:
        """Send all reports that are still to come."""
        with self._changed:
            due = self._reporter.all_late()
        self._send_reports(due)

    def attach(self, handset: Handset | None) -> None:
        """Connect the modem, or None when it is switched off; what waits for it comes at once."""
        with self._changed:
            self._handset = handset
        self.room_again()

    def room_again(self) -> None:
        """Offer what waits, in the order it came, until the modem has no room again."""
        with self._changed:
            while self._handset and self._downlink:
                pdu, report = self._downlink[0]
                if not self._handset.receive(pdu, report=report):
                    break
                self._downlink.popleft()

    def submit(self, tpdu: bytes) -> int:
        """Take an SMS-SUBMIT from the modem and give its TP-MR; raises Refused."""
        try:
            submit = decode_submit(tpdu)
        except PduError as error:
            raise Refused(_INVALID_PDU) from error
        entry, text, reports = self._accept(submit)
        if text is not None:
            for callback in self._callbacks:
                callback(entry.to, text)
        self._send_reports(reports)
        return entry.reference

    def _accept(self, submit: Submit) -> tuple[Submitted, str | None, list[bytes]]:
        """Enter a message into the ledger; give the entry, the text if the phone has it complete now, and reports."""
        with self._changed:
            if refusal := self._failures.popleft() if self._failures else self._refusals.get(submit.to):
                raise Refused(refusal)
            entry = Submitted(
                submit.to,
                submit.text,
                reference=len(self._ledger) % 256,
                at=self._clock.now(),
                udh=submit.udh,
                report_requested=submit.report_requested,
                unicode=submit.unicode,
                validity=submit.validity,
            )
            self._ledger.append(entry)
            text = self._phones.receive(submit)
            self._changed.notify_all()
            return (
                entry,
                text,
                self._reporter.accepted(partial(self._report, entry) if entry.report_requested else None),
            )

    def _next_reference(self, sender: str) -> int:
        with self._changed:
            self._references[sender] = (self._references[sender] + 1) % 256
            return self._references[sender]

    def _report(self, entry: Submitted, status: int) -> bytes:
        times = (entry.at.astimezone(LOCAL_TIME), self._now())
        return encode_status_report(entry.reference, entry.to, times, status)

    def _send_reports(self, tpdus: list[bytes]) -> None:
        for tpdu in tpdus:
            self._send(tpdu, report=True)

    def _send(self, tpdu: bytes, *, report: bool) -> None:
        """Send a TPDU, with the message centre's number before it."""
        self._queue(encode_smsc(SMSC) + tpdu, report=report)

    def _queue(self, pdu: bytes, *, report: bool) -> None:
        with self._changed:
            self._downlink.append((pdu, report))
        self.room_again()

    def _now(self) -> datetime:
        return self._clock.now().astimezone(LOCAL_TIME)


def _cut(text: str, reference: int) -> tuple[tuple[str, ...], bool]:
    """Cut a text into parts, and tell whether they all are UCS-2, as on a phone.

    The header of a reference above 255 is an octet longer, so those parts are shorter.
    """
    segments = split(text)
    if reference <= 255 or len(segments.parts) == 1:
        return segments.parts, segments.unicode
    room = 33 if segments.unicode else 76
    return tuple(text[start : start + room] for start in range(0, len(text), room)), segments.unicode
