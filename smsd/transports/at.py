"""Transport `at`: AT commands on the wire (3GPP TS 27.005 in PDU mode, 27.007), python-gammu as codec alone.

It hands up what has come in as it lies on the SIM, undecoded; tells the exact code of a refusal; waits for nothing but
the modem; and takes up the talk again where octets were lost. Storage is the truth: what the modem announces only makes
it look sooner.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress

from sms.message import DeliveryReport, InboundPdu, Outcome, Segment, SendOutcome
from smsd.transports import cms, pdus, usb, ussd
from smsd.transports.asking import Asker
from smsd.transports.base import (
    Health,
    LineConfig,
    LineInfo,
    PduError,
    Received,
    RequestError,
    Rung,
    TransportError,
    UssdAnswer,
    UssdError,
)
from smsd.transports.coverage import Coverage
from smsd.transports.dialogue import AtError, Dialogue, NoAnswerError, NoPromptError
from smsd.transports.notices import ask_for_notices
from smsd.transports.storage import Storage
from smsd.transports.unlocking import unlock

_PROMPT_SECONDS, _RESULT_SECONDS = 10.0, 60.0
_RADIO_SECONDS = 15.0
_REQUEST_SECONDS = 30.0
_CLIP = re.compile(r'\+CLIP: *"([^"]*)"')
_NEWS = ("+CMTI:", "+CDSI:", "+CDS:", "+CREG:", "RING", "+CRING:")


class AtTransport:
    """One modem at a serial line."""

    receive_seconds = 150.0
    send_seconds = 90.0
    _talk: Dialogue
    _asker: Asker
    _coverage: Coverage
    _storage: Storage

    def __init__(self, config: LineConfig) -> None:
        self._config = config
        self._keeps_link = False
        self._rings: list[str] = []

    def revive(self, rung: Rung) -> None:
        """Turn the radio off and on, restart the modem, or reset the stick; raises TransportError if it is deaf."""
        if rung is Rung.USB:
            usb.reset(self._config.device)
            return
        self._connect()
        try:
            with self._asker.told_by_line():
                self._talk.resync()
                for command in ("AT+CFUN=0", "AT+CFUN=1") if rung is Rung.RADIO else ("AT+CFUN=1,1",):
                    self._talk.ask(command, seconds=_RADIO_SECONDS)
        finally:
            self.close()
        if rung is Rung.RESTART:
            usb.wait_until_it_vanishes(self._config.device)

    def open(self, before_pin: Callable[[], None] = lambda: None) -> LineInfo:
        """Make the modem ready; raises DeviceMissingError, LineRefusedError or TransportError."""
        self._connect()
        with self._asker.told_by_line():
            self._talk.resync()
            info = self._prepare(before_pin)
        self._talk.heard.clear()
        return info

    def fileno(self) -> int | None:
        """Give the descriptor that tells that the modem has something to say."""
        return self._talk.fileno()

    def hears_news(self) -> bool:
        """Take what the modem says by itself; tell whether it is worth to look at the storage."""
        self._talk.listen()
        return any(line.startswith(_NEWS) for line in self._talk.heard) or bool(self._talk.routed)

    def receive(self, limit: int) -> Received:
        """Read all memories, at most about `limit` messages, and take the calls and reports that were announced."""
        self._coverage.look(now=any(line.startswith("+CREG:") for line in self._talk.heard))
        found: list[InboundPdu] = []
        reports: list[DeliveryReport] = []
        with self._asker.told_by_line():
            for handle, pdu in self._storage.read(limit):
                self._sort(InboundPdu(self._config.name, pdu, handle), found, reports)
        remaining = self._storage.is_full or len(found) + len(reports) >= limit
        del found[limit:]
        # What was routed lies nowhere and is all taken, however much there is.
        self._hear(found, reports)
        rings, self._rings = tuple(self._rings), []
        news = self._storage.news()
        return Received((), tuple(reports), rings, remaining, tuple(found), news, self._coverage.registered)

    def delete(self, handles: Sequence[str]) -> None:
        """Remove messages from their slots; one that will not go is tried three times, and then left alone."""
        with self._asker.told_by_line():
            self._storage.remove(handles)

    def send(self, segment: Segment) -> SendOutcome:
        """Send one segment and tell exactly what the modem said; a result that never came is an unknown outcome."""
        if not self._coverage.registered and not self._coverage.look(now=True):
            return SendOutcome(segment.key, Outcome.LINE_FAULT, error="not registered with a network")
        try:
            pdu = pdus.encode(segment)
        except PduError as error:
            return SendOutcome(segment.key, Outcome.PERMANENT, error=str(error))
        if segment.sequence < segment.total and self._keeps_link:
            self._asker.ask_if_known("AT+CMMS=1")
        return self._submit(segment.key, pdu)

    def health(self) -> Health:
        """Ask for the network, if there is one; the card was looked at when it was read."""
        used, size = self._storage.card()
        if not self._coverage.registered:
            return Health(sim_used=used, sim_size=size)
        return Health(self._coverage.operator(), self._coverage.signal(), used, size)

    def command(self, text: str) -> str:
        """Give all lines that the modem answers; raises RequestError if it refuses or does not answer."""
        try:
            return "\n".join(self._talk.ask_anything(text, _REQUEST_SECONDS))
        except AtError as error:
            raise RequestError(str(error)) from error
        except NoAnswerError as error:
            self._talk.resync()
            raise RequestError("\n".join((*error.said, f"no result within {_REQUEST_SECONDS:.0f} s"))) from error
        finally:
            # It may have chosen another memory.
            self._storage.forget_choice()

    def ussd(self, text: str) -> UssdAnswer:
        """Dial, plainly and then packed where the modem wants that, and wait for what the network says."""
        heard = self._dial(text)
        if heard is None and (heard := self._dial(ussd.pack(text))) is None:
            raise UssdError("the modem refuses to dial this")
        if not heard:
            self.hang_up_ussd()
            raise UssdError(f"the network did not answer within {_REQUEST_SECONDS:.0f} s")
        return ussd.read_answer(heard)

    def hang_up_ussd(self) -> None:
        """End a session that the network has left open."""
        self._asker.ask_if_known("AT+CUSD=2")

    def _dial(self, text: str) -> str | None:
        """Give what the network says, "" if it says nothing; None if the modem does not dial this."""
        if '"' in text:
            raise UssdError("a code has no quotes")
        try:
            self._talk.ask(f'AT+CUSD=1,"{text}",15', seconds=_REQUEST_SECONDS)
        except AtError:
            return None
        except NoAnswerError as error:
            self._talk.resync()
            raise UssdError("the modem did not answer") from error
        return self._talk.wait_for("+CUSD:", _REQUEST_SECONDS)

    def close(self) -> None:
        """Let go of the modem."""
        with suppress(AttributeError, TransportError):
            self._talk.close()

    def _connect(self) -> None:
        self._talk = Dialogue(self._config.device)
        self._asker = Asker(self._talk, self._config.device)
        self._coverage = Coverage(self._asker)
        self._storage = Storage(self._talk, self._asker)

    def _prepare(self, before_pin: Callable[[], None]) -> LineInfo:
        for command in ("ATE0", "AT+CMEE=1"):
            self._asker.ask(command)
        # A stick of Huawei's talks of its signal by itself, others do not know this.
        self._asker.ask_if_known("AT^CURC=0")
        unlock(self._asker, self._talk, self._config, before_pin)
        imei = self._asker.first("AT+CGSN")
        imsi = self._asker.ask_sim("AT+CIMI")
        self._asker.ask("AT+CMGF=0")
        smsc = self._message_centre()
        self._storage.set_up()
        ask_for_notices(self._asker)
        self._keeps_link = self._asker.ask_if_known("AT+CMMS=?", "+CMMS:") is not None
        hears_calls = self._asker.ask_if_known("AT+CLIP=1") is not None
        # It tells when it finds a network or loses it.
        self._asker.ask_if_known("AT+CREG=1")
        self._coverage.look(now=True)
        return LineInfo(
            imei=imei,
            imsi=imsi,
            smsc=smsc,
            hears_calls=hears_calls,
            registered=self._coverage.registered,
        )

    def _message_centre(self) -> str:
        """Give the number of the message centre, the SIM's own if none is in the settings."""
        if self._config.smsc:
            self._asker.ask(f'AT+CSCA="{self._config.smsc}",145')
            return self._config.smsc
        answer = self._asker.ask_if_known("AT+CSCA?", "+CSCA:")
        return answer[0].split(",")[0].strip('"') if answer else ""

    def _sort(self, received: InboundPdu, found: list[InboundPdu], reports: list[DeliveryReport]) -> None:
        if pdus.is_report(received.pdu):
            with suppress(PduError):
                reports.append(pdus.decode_report(received.line, received.pdu, received.handle))
                return
        found.append(received)

    def _submit(self, key: str, pdu: str) -> SendOutcome:
        try:
            answer = self._talk.enter(
                f"AT+CMGS={pdus.tpdu_length(pdu)}", pdu, "+CMGS:", (_PROMPT_SECONDS, _RESULT_SECONDS)
            )
        except AtError as error:
            return _refused(key, error)
        except NoPromptError:
            self._talk.resync()
            return SendOutcome(key, Outcome.RETRY_SOON, error="the modem did not ask for the message")
        except NoAnswerError as error:
            late = (*error.said, *self._talk.resync())
            answer = [line.removeprefix("+CMGS:").strip() for line in late if line.startswith("+CMGS:")] or [
                line for line in error.said if line.isdigit()
            ]
            if not answer:
                return SendOutcome(key, Outcome.UNKNOWN, error="the modem did not say whether it was sent")
        if not answer:
            return SendOutcome(key, Outcome.RETRY_SOON, error="the modem said OK but gave no reference")
        reference = answer[0].split(",")[0]
        return SendOutcome(key, Outcome.ACCEPTED, reference=int(reference) if reference.isdigit() else None)

    def _hear(self, found: list[InboundPdu], reports: list[DeliveryReport]) -> None:
        """Take who called, and what came without being stored: reports, and what some modems never store."""
        self._talk.listen()
        while self._talk.heard:
            line = self._talk.heard.popleft()
            if caller := _CLIP.match(line):
                self._rings.append(caller[1])
        while self._talk.routed:
            self._sort(InboundPdu(self._config.name, self._talk.routed.popleft(), ""), found, reports)


TRANSPORT = AtTransport


def _refused(key: str, error: AtError) -> SendOutcome:
    if error.kind == "CMS" and error.code is not None:
        outcome = cms.OUTCOMES.get(error.code, Outcome.RETRY_SOON)
        return SendOutcome(key, outcome, error=cms.meaning_of(error.code))
    # A bare ERROR, or one of the equipment, tells nothing of the message.
    return SendOutcome(key, Outcome.UNKNOWN, error=str(error))
