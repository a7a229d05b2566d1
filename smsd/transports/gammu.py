"""Transport `gammu`: python-gammu's StateMachine, for every phone and modem that Gammu drives.

What the library hides: the codes of `+CMS ERROR` (nearly all arrive as one "unknown" error), so that a refused number
cannot be told from a busy network and both are tried again; raw PDUs; delivery reports that a modem cannot store; the
last characters of an inbound UCS-2 text with tildes, one for each. A function that hangs cannot be cancelled, which is
why this runs in a process that can be killed.

A call is neither answered, which costs the caller, nor refused: a refused one may be diverted to a mailbox, which
answers it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import gammu

from sms.message import Outcome, Segment, SendOutcome
from smsd.transports import gammu_sms, usb
from smsd.transports.asking import Asker
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
)
from smsd.transports.coverage import LOOKS_EVERY, LOOKS_WITHOUT_NETWORK
from smsd.transports.dialogue import Dialogue
from smsd.transports.ear import Ear
from smsd.transports.gammu_errors import code_of, said
from smsd.transports.gammu_events import Events
from smsd.transports.libgammu import OLDEST_LIBGAMMU, libgammu_version, libgammu_will_do
from smsd.transports.notices import ask_for_notices
from smsd.transports.pdus import VALIDITY, submit
from smsd.transports.slots import Slots

_REFERENCE_OF_NOTHING = -1
_SERVED = frozenset({"HomeNetwork", "RoamingNetwork", "Unknown"})
_MOST_UNREADABLE = 100
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
        self._events: Events
        self._ear: Ear | None = None
        self._registered = False
        self._is_silent = False
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
            raise TransportError(said(error)) from error
        finally:
            with suppress(gammu.GSMError):
                machine.Terminate()
        usb.wait_until_it_vanishes(self._config.device)

    def open(self, before_pin: Callable[[], None] = lambda: None) -> LineInfo:
        """Make the modem ready: takes 4 to 5 seconds, all of them in the library."""
        _require_library()
        if not Path(self._config.device).exists():
            raise DeviceMissingError(f"{self._config.device} is not there")
        self._set_up_notices()
        self._ear, self._looked_at = Ear(self._config.device), 0.0
        self._machine = self._made()
        self._events = Events(self._machine, self._ear)
        try:
            self._machine.Init()
            self._unlock(before_pin)
        except gammu.GSMError as error:
            raise TransportError(said(error)) from error
        info = LineInfo(
            imei=self._ask("GetIMEI") or "",
            imsi=self._ask("GetSIMIMSI") or "",
            smsc=(self._ask("GetSMSC") or {}).get("Number", ""),
            hears_calls=self._events.listen(),
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
            self._events.hear()
            status = self._machine.GetSMSStatus()
            found = list(self._stored(limit, status["SIMUsed"] + status["PhoneUsed"]))
        except gammu.GSMError as error:
            raise TransportError(said(error)) from error
        is_full = [self._slots.fill(name, status[f"{name}Used"], status[f"{name}Size"]) for name in ("SIM", "Phone")]
        name = self._config.name
        parts = [gammu_sms.part(name, sms) for sms in found if sms["Type"] != "Status_Report"]
        reports = [gammu_sms.report(name, sms) for sms in found if sms["Type"] == "Status_Report"]
        callers = self._events.take_callers()
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
                if code_of(error) in _LINE_ERRORS:
                    raise TransportError(f"deleting slot {location}: {said(error)}") from error
                # Refused where it is gone already, too: then nothing is found there any more.
                self._slots.refused(str(location))

    def send(self, segment: Segment) -> SendOutcome:
        """Send one segment; the library takes 0.7 seconds at least.

        A modem that did not answer is asked for a sign of life first: what it is not given it does not send.
        """
        if self._is_silent and self._ask("GetSMSStatus") is None:
            return SendOutcome(segment.key, Outcome.LINE_FAULT, error="the modem does not answer")
        self._is_silent = False
        try:
            reference = self._machine.SendSMS(submit(segment) | {"SMSC": self._smsc})
        except gammu.GSMError as error:
            outcome = _OUTCOMES.get(code_of(error), Outcome.RETRY_SOON)
            self._is_silent = outcome is Outcome.UNKNOWN
            return SendOutcome(segment.key, outcome, error=said(error))
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
        return self._events.dial(text)

    def hang_up_ussd(self) -> None:
        """Leave it: the library cannot end a session, the network does after a while."""

    def close(self) -> None:
        """Let go of the modem."""
        machine, self._machine = self._machine, None
        if machine is not None:
            self._events.stop()
            with suppress(gammu.GSMError):
                machine.Terminate()
        ear, self._ear = self._ear, None
        if ear is not None:
            ear.close()

    def _set_up_notices(self) -> None:
        """Do what the library leaves as it finds it, before it has the line; a silent modem it finds by itself."""
        with suppress(TransportError):
            talk = Dialogue(self._config.device)
            try:
                talk.resync()
                ask_for_notices(Asker(talk, self._config.device))
            finally:
                talk.close()

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

    def _stored(self, limit: int, used: int) -> Iterator[dict[str, Any]]:
        """Walk the storage, if anything is in it, up to so many messages that came in; what was written here is none.

        One that the library cannot decode, or has no name for, is stepped over: it would stop the walk for good.
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
            except gammu.GSMError as error:
                if code_of(error) in _LINE_ERRORS:
                    raise
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


TRANSPORT = GammuTransport


def _require_library() -> None:
    if not libgammu_will_do():
        raise LineRefusedError(f"libgammu {libgammu_version()} is too old; {OLDEST_LIBGAMMU} or newer is needed")


def _percent(value: int | None) -> int | None:
    return value if value is not None and 0 <= value <= 100 else None
