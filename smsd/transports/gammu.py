"""Transport `gammu`: python-gammu's StateMachine, for every phone and modem that Gammu drives.

What the library hides: the codes of `+CMS ERROR` (nearly all arrive as one "unknown" error), so that a refused number
cannot be told from a busy network and both are tried again; raw PDUs; the last characters of an inbound UCS-2 text
with tildes, one for each. A function that hangs cannot be cancelled, which is why this runs in a process that can be
killed.

A call is neither answered, which costs the caller, nor refused: a refused one may be diverted to a mailbox, which
answers it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import gammu

from sms.message import Delivery, DeliveryReport, InboundPart, Outcome, Segment, SendOutcome
from smsd.transports import usb
from smsd.transports.base import (
    PIN_REFUSED,
    PIN_TRIED,
    DeviceMissingError,
    Health,
    LineConfig,
    LineInfo,
    LineRefusedError,
    Received,
    RequestError,
    Rung,
    TransportError,
    UssdAnswer,
    UssdError,
)
from smsd.transports.coverage import LOOKS_EVERY, LOOKS_WITHOUT_NETWORK
from smsd.transports.ear import Ear
from smsd.transports.libgammu import OLDEST_LIBGAMMU, libgammu_version, libgammu_will_do
from smsd.transports.pdus import VALIDITY, place_of, submit
from smsd.transports.slots import Slots

_REFERENCE_OF_NOTHING = -1
_SERVED = frozenset({"HomeNetwork", "RoamingNetwork", "Unknown"})
_MOST_UNREADABLE = 100
_USSD_SECONDS = 30.0
_USSD_FAILURES = {
    "Terminated": "the network ended the session",
    "AnotherClient": "another device of the network answered",
    "NotSupported": "the network does not know this code",
    "Timeout": "the network did not answer in time",
    "Unknown": "the network answered what nobody understands",
}

# What an error of SendSMS tells; everything else means that the modem said no, and it is tried again soon.
_OUTCOMES: dict[str, Outcome] = {
    "ERR_TIMEOUT": Outcome.UNKNOWN,
    "ERR_DEVICEREADERROR": Outcome.UNKNOWN,
    "ERR_DEVICEWRITEERROR": Outcome.LINE_FAULT,
    "ERR_NOTCONNECTED": Outcome.LINE_FAULT,
    "ERR_SECURITYERROR": Outcome.LINE_FAULT,
    "ERR_NOSIM": Outcome.LINE_FAULT,
    "ERR_FULL": Outcome.LINE_FAULT,
    "ERR_NETWORK_ERROR": Outcome.RETRY_SOON,
    "ERR_EMPTYSMSC": Outcome.LINE_FAULT,
}

_LINE_ERRORS = frozenset(
    {"ERR_TIMEOUT", "ERR_DEVICEREADERROR", "ERR_DEVICEWRITEERROR", "ERR_NOTCONNECTED", "ERR_NOSIM"}
)
"""What is wrong with the line itself, whatever was asked of it."""


class GammuTransport:
    """One modem driven by a StateMachine of its own."""

    receive_seconds = 45.0
    send_seconds = 110.0

    def __init__(self, config: LineConfig) -> None:
        self._config = config
        self._machine: Any = None
        self._smsc: dict[str, Any] = {"Location": 1, "Validity": VALIDITY}
        self._callers: list[str] = []
        self._answers: list[dict[str, Any]] = []
        self._has_heard = False
        self._ear: Ear | None = None
        self._registered = False
        self._looked_at = 0.0
        self._slots = Slots()

    def revive(self, rung: Rung) -> None:
        """Let the library restart the modem, or reset the stick; raises TransportError if it is deaf.

        The library cannot turn the radio off and on.
        """
        if rung is Rung.USB:
            usb.reset(self._config.device)
        if rung is not Rung.RESTART:
            return
        machine = self._made()
        try:
            machine.Init()
            machine.Reset(False)  # noqa: FBT003 - the library takes no name; a hard reset is for other phones
        except gammu.GSMError as error:
            raise TransportError(_said(error)) from error
        finally:
            with suppress(gammu.GSMError):
                machine.Terminate()
        usb.wait_until_it_vanishes(self._config.device)

    def open(self, before_pin: Callable[[], None] = lambda: None) -> LineInfo:
        """Make the modem ready: takes 4 to 5 seconds, all of them in the library."""
        _require_library()
        if not Path(self._config.device).exists():
            raise DeviceMissingError(f"{self._config.device} is not there")
        self._ear, self._looked_at = Ear(self._config.device), 0.0
        self._machine = self._made()
        try:
            self._machine.Init()
            self._unlock(before_pin)
        except gammu.GSMError as error:
            raise TransportError(_said(error)) from error
        info = LineInfo(
            imei=self._ask("GetIMEI") or "",
            imsi=self._ask("GetSIMIMSI") or "",
            smsc=(self._ask("GetSMSC") or {}).get("Number", ""),
            hears_calls=self._listen_for_calls(),
            registered=self._look_at_network(),
        )
        # Told by its place on the SIM, the library would take the SIM's validity, which may be a year.
        if number := info.smsc or self._config.smsc:
            self._smsc = {"Number": number, "Validity": VALIDITY}
        return info

    def fileno(self) -> int | None:
        """Give a descriptor that is readable when the modem has said something."""
        return self._ear.fileno() if self._ear else None

    def hears_news(self) -> bool:
        """Look at the storage whatever the modem says: only the library knows what it is, and only while it reads."""
        return True

    def receive(self, limit: int) -> Received:
        """Read SIM and phone storage; polling is the truth, the library's callbacks lose messages."""
        try:
            self._hear_all()
            status = self._machine.GetSMSStatus()
            found = list(self._stored(limit, status["SIMUsed"] + status["PhoneUsed"]))
        except gammu.GSMError as error:
            raise TransportError(_said(error)) from error
        is_full = [self._slots.fill(name, status[f"{name}Used"], status[f"{name}Size"]) for name in ("SIM", "Phone")]
        parts = [self._part(sms) for sms in found if sms["Type"] != "Status_Report"]
        reports = [self._report(sms) for sms in found if sms["Type"] == "Status_Report"]
        callers, self._callers = tuple(self._callers), []
        remaining = any(is_full) or len(found) >= limit
        news, registered = self._slots.news(), self._look_at_network()
        return Received(tuple(parts), tuple(reports), callers, remaining, news=news, registered=registered)

    def delete(self, handles: Sequence[str]) -> None:
        """Remove messages from their slots; one that is gone already is fine, one that will not go is left alone.

        In the order of the slots: the network fills up those that are free, and the oldest message is to lie first.
        """
        for location in sorted(map(int, handles)):
            try:
                self._machine.DeleteSMS(Folder=0, Location=location)
            except gammu.GSMError as error:
                if _code(error) in _LINE_ERRORS:
                    raise TransportError(f"deleting slot {location}: {_said(error)}") from error
                # Refused where it is gone already, too: then nothing is found there any more.
                self._slots.refused(str(location))

    def send(self, segment: Segment) -> SendOutcome:
        """Send one segment; the library takes 0.7 seconds at least."""
        try:
            reference = self._machine.SendSMS(submit(segment) | {"SMSC": self._smsc})
        except gammu.GSMError as error:
            outcome = _OUTCOMES.get(_code(error), Outcome.RETRY_SOON)
            return SendOutcome(segment.key, outcome, error=_said(error))
        if reference <= _REFERENCE_OF_NOTHING:
            return SendOutcome(segment.key, Outcome.RETRY_SOON, error="the modem said OK but gave no reference")
        return SendOutcome(segment.key, Outcome.ACCEPTED, reference=reference)

    def health(self) -> Health:
        """Ask for network and card."""
        card = self._ask("GetSMSStatus") or {}
        return Health(
            operator=(self._ask("GetNetworkInfo") or {}).get("NetworkName", ""),
            signal_percent=_percent((self._ask("GetSignalQuality") or {}).get("SignalPercent")),
            sim_used=card.get("SIMUsed"),
            sim_size=card.get("SIMSize"),
        )

    def command(self, text: str) -> str:  # noqa: ARG002 - the library speaks for itself
        """Refuse: the library speaks with the modem, and nobody else."""
        raise RequestError("transport gammu takes no commands; `at` does")

    def ussd(self, text: str) -> UssdAnswer:
        """Dial and wait for what the network says; the library tells it while it reads."""
        self._answers.clear()
        try:
            self._machine.DialService(text)
            deadline = time.monotonic() + _USSD_SECONDS
            while not self._answers and time.monotonic() < deadline:
                self._machine.ReadDevice(Wait=True)
        except gammu.GSMError as error:
            raise UssdError(_said(error)) from error
        if not self._answers:
            raise UssdError(f"the network did not answer within {_USSD_SECONDS:.0f} s")
        answer = self._answers[-1]
        if answer["Status"] in _USSD_FAILURES:
            raise UssdError(_USSD_FAILURES[answer["Status"]])
        return UssdAnswer(answer["Text"].rstrip("\r"), is_open=answer["Status"] == "ActionNeeded")

    def hang_up_ussd(self) -> None:
        """Leave it: the library cannot end a session, the network does after a while."""

    def close(self) -> None:
        """Let go of the modem."""
        machine, self._machine = self._machine, None
        if machine is not None:
            self._stop_hearing(machine)
            with suppress(gammu.GSMError):
                machine.Terminate()
        ear, self._ear = self._ear, None
        if ear is not None:
            ear.close()

    def _made(self) -> Any:
        machine = gammu.StateMachine()
        machine.SetConfig(0, {"Device": self._config.device, "Connection": "at", "Model": "at"})
        return machine

    def _look_at_network(self) -> bool:
        """Ask now and then whether a network serves the modem; true where the modem does not tell."""
        pause = LOOKS_EVERY if self._registered else LOOKS_WITHOUT_NETWORK
        if time.monotonic() - self._looked_at > pause:
            self._looked_at = time.monotonic()
            network = self._ask("GetNetworkInfo") or {}
            self._registered = network.get("State", "Unknown") in _SERVED
        return self._registered

    def _unlock(self, before_pin: Callable[[], None]) -> None:
        """Enter the PIN if the SIM asks for it: once, because a third wrong one locks it."""
        wanted = self._machine.GetSecurityStatus()
        if wanted is None:
            return
        if wanted != "PIN":
            raise LineRefusedError(f"the SIM is locked and wants its {wanted}; unlock it in a phone")
        if self._config.pin_tried:
            raise LineRefusedError(PIN_TRIED)
        if not self._config.pin:
            raise LineRefusedError("the SIM wants its PIN; set `pin` for this line")
        before_pin()
        try:
            self._machine.EnterSecurityCode("PIN", self._config.pin)
        except gammu.GSMError as error:
            raise LineRefusedError(PIN_REFUSED) from error

    def _ask(self, question: str) -> Any:
        """Ask what not every modem can tell; None if this one cannot."""
        try:
            return getattr(self._machine, question)()
        except gammu.GSMError:
            return None

    def _listen_for_calls(self) -> bool:
        """Let the modem tell who calls (AT+CLIP=1, AT+CRC=1); False if this one cannot."""
        self._machine.SetIncomingCallback(self._hear)
        with suppress(gammu.GSMError):
            self._machine.SetIncomingUSSD(Enable=True)
        try:
            self._machine.SetIncomingCall(Enable=True)
        except gammu.GSMError:
            return False
        return True

    def _hear_all(self) -> None:
        """Let the library tell what the modem has said by itself: before a command, and one event with each reading.

        Of what the modem says between a command and its answer the library keeps only the last.
        """
        while self._has_heard or (self._ear and self._ear.hears()):
            self._has_heard = False
            self._machine.ReadDevice(Wait=False)

    def _stop_hearing(self, machine: Any) -> None:
        """Leave nothing untold: the library crashes when it is let go of with events in its queue."""
        with suppress(gammu.GSMError):
            machine.SetIncomingCall(Enable=False)
            self._has_heard = True
            while self._has_heard:
                self._has_heard = False
                machine.ReadDevice(Wait=False)

    def _hear(self, _machine: Any, kind: str, event: dict[str, Any]) -> None:
        """Note who rings."""
        self._has_heard = True
        if kind == "USSD":
            self._answers.append(event)
        if kind == "Call" and event["Status"] == "IncomingCall":
            self._callers.append(event["Number"])

    def _stored(self, limit: int, used: int) -> Iterator[dict[str, Any]]:
        """Walk the storage, if anything is in it, up to so many messages that came in; what was written here is none.

        One that the library cannot decode is stepped over, it would stop the walk for good.
        """
        place: dict[str, Any] = {"Start": True}
        location = count = 0
        taken: set[str] = set()
        unreadable: set[str] = set()
        while used and count < limit and len(unreadable) < _MOST_UNREADABLE:
            try:
                sms = self._machine.GetNextSMS(Folder=0, **place)[0]
            except gammu.ERR_EMPTY:
                break
            except gammu.ERR_CORRUPTED:
                location += 1
                unreadable.add(str(location))
            else:
                location = sms["Location"]
                if sms["Type"] != "Submit" and not self._slots.is_stuck(str(location)):
                    count += 1
                    yield sms
            taken.add(str(location))
            place = {"Location": location}
        if count < limit:
            # All of it has been walked through.
            self._slots.seen(taken)
            self._slots.unreadable(unreadable)

    def _part(self, sms: dict[str, Any]) -> InboundPart:
        reference, total, sequence = place_of(sms["UDH"])
        return InboundPart(
            line=self._config.name,
            sender=sms["Number"],
            # The library pads its texts with NULs, one for each two-septet character.
            text=_text(sms).split("\x00", 1)[0],
            sent_at=_utc(sms["DateTime"]),
            handle=str(sms["Location"]),
            reference=reference,
            total=total,
            sequence=sequence,
        )

    def _report(self, sms: dict[str, Any]) -> DeliveryReport:
        return DeliveryReport(
            line=self._config.name,
            recipient=sms["Number"],
            reference=sms["MessageReference"],
            status=Delivery.of_tp_status(sms["DeliveryStatus"]),
            at=_utc(sms["SMSCDateTime"]),
            handle=str(sms["Location"]),
        )


TRANSPORT = GammuTransport


def _require_library() -> None:
    if not libgammu_will_do():
        raise LineRefusedError(f"libgammu {libgammu_version()} is too old; {OLDEST_LIBGAMMU} or newer is needed")


def _text(sms: dict[str, Any]) -> str:
    """Give the text of a message; binary ones (ring tones, settings) have none."""
    return sms["Text"] if isinstance(sms["Text"], str) and sms["Coding"] != "8bit" else ""


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


def _percent(value: int | None) -> int | None:
    return value if value is not None and 0 <= value <= 100 else None


def _code(error: gammu.GSMError) -> str:
    return type(error).__name__


def _said(error: gammu.GSMError) -> str:
    """Say what the library said, without number or text: it never quotes them."""
    details = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
    return f"{_code(error)}: {details.get('Text', '').strip()} ({details.get('Where', '?')})"
