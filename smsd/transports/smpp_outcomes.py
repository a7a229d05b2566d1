"""What the SMSC's answer to a submit_sm means for the message (SMPP 3.4 section 5.1.3)."""

from __future__ import annotations

from collections.abc import Mapping

from sms.message import Outcome
from smsd.transports.smpp_pdus import Status

THROTTLED = frozenset({Status.RMSGQFUL, Status.RTHROTTLED})
"""The SMSC wants less: the message waits here, and everything behind it."""

_SUBMIT_FAILED = 0x45
_SOURCE_TON, _SOURCE_NPI = 0x48, 0x49
_UNKNOWN_ERROR = 0xFF

_OUTCOMES: Mapping[int, Outcome] = {
    Status.ROK: Outcome.ACCEPTED,
    # The SMSC is unwell.
    Status.RSYSERR: Outcome.RETRY_SOON,
    Status.RX_T_APPN: Outcome.RETRY_SOON,
    _SUBMIT_FAILED: Outcome.RETRY_SOON,
    _UNKNOWN_ERROR: Outcome.RETRY_SOON,
    # The number or the text is refused for good.
    Status.RINVDSTADR: Outcome.PERMANENT,
    Status.RINVDSTTON: Outcome.PERMANENT,
    Status.RINVDSTNPI: Outcome.PERMANENT,
    Status.RINVMSGLEN: Outcome.PERMANENT,
    Status.RX_P_APPN: Outcome.PERMANENT,
    # Our sender or our bind is wrong, and so would be every message's.
    Status.RINVSRCADR: Outcome.LINE_FAULT,
    _SOURCE_TON: Outcome.LINE_FAULT,
    _SOURCE_NPI: Outcome.LINE_FAULT,
    Status.RINVBNDSTS: Outcome.LINE_FAULT,
}


def outcome_of(status: int | None) -> Outcome:
    """Tell what an answer means; None is none, and what nobody knows is tried once more."""
    return Outcome.UNKNOWN if status is None else _OUTCOMES.get(status, Outcome.RETRY_ONCE)
