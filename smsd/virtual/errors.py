"""How a command fails: the numbers and words of +CME ERROR and +CMS ERROR."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail: in general (CME, 3GPP TS 27.007 section 9.2), with messages (CMS, TS 27.005 section 3.2.5)."""

    family: str
    number: int
    words: str = "unknown error"

    def shown(self, detail: int) -> str:
        """Write it as AT+CMEE wants it: not at all (0), as a number (1), or in words (2)."""
        if detail == 0:
            return "ERROR"
        return f"+{self.family} ERROR: {self.number if detail == 1 else self.words}"


class AtError(Exception):
    """A command ends in a fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.shown(2))
        self.fault = fault


NOT_ALLOWED = Fault("CME", 3, "operation not allowed")
NOT_SUPPORTED = Fault("CME", 4, "operation not supported")
SIM_MISSING = Fault("CME", 10, "SIM not inserted")
PIN_NEEDED = Fault("CME", 11, "SIM PIN required")
PUK_NEEDED = Fault("CME", 12, "SIM PUK required")
SIM_BUSY = Fault("CME", 14, "SIM busy")
WRONG_PIN = Fault("CME", 16, "incorrect password")
NO_SERVICE = Fault("CME", 30, "no network service")
BAD_PARAMETERS = Fault("CME", 50, "incorrect parameters")

SMS_NOT_ALLOWED = Fault("CMS", 302, "operation not allowed")
SMS_NOT_SUPPORTED = Fault("CMS", 303, "operation not supported")
INVALID_PDU = Fault("CMS", 304, "invalid PDU mode parameter")
SMS_SIM_MISSING = Fault("CMS", 310, "SIM not inserted")
SMS_PIN_NEEDED = Fault("CMS", 311, "SIM PIN required")
SMS_SIM_BUSY = Fault("CMS", 314, "SIM busy")
SMS_PUK_NEEDED = Fault("CMS", 316, "SIM PUK required")
INVALID_INDEX = Fault("CMS", 321, "invalid memory index")
MEMORY_FULL = Fault("CMS", 322, "memory full")
SMSC_UNKNOWN = Fault("CMS", 330, "SMSC address unknown")
SMS_NO_SERVICE = Fault("CMS", 331, "no network service")
NO_ACK_EXPECTED = Fault("CMS", 340, "no +CNMA acknowledgement expected")
