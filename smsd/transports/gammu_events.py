"""What a modem says by itself, as python-gammu tells it: who calls, and the network's answers to codes."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import gammu

from smsd.transports.base import UssdAnswer, UssdError
from smsd.transports.ear import Ear
from smsd.transports.gammu_errors import said

_USSD_SECONDS = 30.0
_USSD_FAILURES = {
    "Terminated": "the network ended the session",
    "AnotherClient": "another device of the network answered",
    "NotSupported": "the network does not know this code",
    "Timeout": "the network did not answer in time",
    "Unknown": "the network answered what nobody understands",
}


class Events:
    """Hears for a StateMachine; whatever talks to the modem may raise gammu.GSMError."""

    def __init__(self, machine: Any, ear: Ear) -> None:
        self._machine = machine
        self._ear = ear
        self._callers: list[str] = []
        self._answers: list[dict[str, Any]] = []
        self._has_heard = False

    def listen(self) -> bool:
        """Let the modem tell who calls (AT+CLIP=1, AT+CRC=1); False if this one cannot."""
        self._machine.SetIncomingCallback(self._take)
        with suppress(gammu.GSMError):
            self._machine.SetIncomingUSSD(Enable=True)
        try:
            self._machine.SetIncomingCall(Enable=True)
        except gammu.GSMError:
            return False
        return True

    def hear(self) -> None:
        """Let the library tell what the modem has said by itself: before a command, and one event with each reading.

        Of what the modem says between a command and its answer the library keeps only the last.
        """
        while self._has_heard or self._ear.hears():
            self._has_heard = False
            self._machine.ReadDevice(Wait=False)

    def take_callers(self) -> tuple[str, ...]:
        """Give who rang since it was last asked."""
        callers, self._callers = tuple(self._callers), []
        return callers

    def dial(self, code: str) -> UssdAnswer:
        """Dial a code and wait for what the network says; raises UssdError."""
        self._answers.clear()
        try:
            self._machine.DialService(code)
            deadline = time.monotonic() + _USSD_SECONDS
            while not self._answers and time.monotonic() < deadline:
                self._machine.ReadDevice(Wait=True)
        except gammu.GSMError as error:
            raise UssdError(said(error)) from error
        if not self._answers:
            raise UssdError(f"the network did not answer within {_USSD_SECONDS:.0f} s")
        answer = self._answers[-1]
        if answer["Status"] in _USSD_FAILURES:
            raise UssdError(_USSD_FAILURES[answer["Status"]])
        return UssdAnswer(answer["Text"].rstrip("\r"), is_open=answer["Status"] == "ActionNeeded")

    def stop(self) -> None:
        """Leave nothing untold: the library crashes when it is let go of with events in its queue."""
        with suppress(gammu.GSMError):
            self._machine.SetIncomingCall(Enable=False)
            self._has_heard = True
            while self._has_heard:
                self._has_heard = False
                self._machine.ReadDevice(Wait=False)

    def _take(self, _machine: Any, kind: str, event: dict[str, Any]) -> None:
        self._has_heard = True
        if kind == "USSD":
            self._answers.append(event)
        if kind == "Call" and event["Status"] == "IncomingCall":
            self._callers.append(event["Number"])
