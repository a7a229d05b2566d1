"""Voice calls to the modem: it rings, and tells who calls if it is asked to; a call cannot be answered here.

RING and NO CARRIER are of ITU-T V.250 section 6.3, +CLIP and +CRING of 3GPP TS 27.007 sections 7.6 and 6.11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsd.virtual import parameters

if TYPE_CHECKING:
    from smsd.virtual.session import Answer, Session

_INTERNATIONAL, _UNKNOWN, _NO_NUMBER = 145, 129, 128
_AVAILABLE, _WITHHELD = 0, 1


def ring(session: Session, caller: str) -> bool:
    """Ring once for whoever calls ("" withholds the number); False if this caller is not put through, or no more."""
    if not session.registered or session.refused or session.caller not in {None, caller}:
        return False
    session.caller = caller
    session.terminal.announce("+CRING: VOICE" if session.settings.crc else "RING")
    if session.settings.clip:
        session.terminal.announce(_line_of(caller))
    return True


def end(session: Session) -> None:
    """Let the caller hang up, which the client is told of unless it has refused the call."""
    if session.caller is not None and not session.refused:
        session.terminal.announce("NO CARRIER")
    session.caller, session.refused = None, False


def hang_up(session: Session, _: str) -> Answer:
    """ATH, AT+CHUP: refuse the call, so that it rings no more."""
    session.refused = session.caller is not None
    return []


def get_caller_line(session: Session, _: str) -> Answer:
    """AT+CLIP?: as set, and that the network tells who calls."""
    return [f"+CLIP: {session.settings.clip},1"]


def set_caller_line(session: Session, arguments: str) -> Answer:
    """AT+CLIP: tell who calls after each ring, or not."""
    session.settings.clip = parameters.choice(arguments, range(2))
    return []


def get_ring(session: Session, _: str) -> Answer:
    """AT+CRC?: as set."""
    return [f"+CRC: {session.settings.crc}"]


def set_ring(session: Session, arguments: str) -> Answer:
    """AT+CRC: tell with each ring what kind of call it is, or say only RING."""
    session.settings.crc = parameters.choice(arguments or "0", range(2))
    return []


def _line_of(caller: str) -> str:
    """Write <number>,<type>,<subaddr>,<satype>,<alpha>,<CLI validity>."""
    if not caller:
        return f'+CLIP: "",{_NO_NUMBER},"",,"",{_WITHHELD}'
    kind = _INTERNATIONAL if caller.startswith("+") else _UNKNOWN
    return f'+CLIP: "{caller}",{kind},"",,"",{_AVAILABLE}'
