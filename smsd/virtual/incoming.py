"""What the network brings: a message goes into a memory or straight to the client, as AT+CNMI says; a call rings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsd.virtual import calls

if TYPE_CHECKING:
    from smsd.virtual.session import Session


class Incoming:
    """The modem as its network sees it (3GPP TS 27.005 section 3.4.1)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def receive(self, pdu: bytes, *, report: bool) -> bool:
        """Take a message or a status report; False where there is no room for it, or no service."""
        if not self._session.registered:
            return False
        return self._take_report(pdu) if report else self._take_message(pdu)

    def ring(self, caller: str) -> bool:
        """Ring once; False if the caller is not put through."""
        return calls.ring(self._session, caller)

    def end_call(self) -> None:
        """Hear that the caller has hung up."""
        calls.end(self._session)

    def _take_message(self, pdu: bytes) -> bool:
        mode, mt, *_ = self._session.settings.cnmi
        if mt == 2 and mode:
            return self._route(f"+CMT: ,{tpdu_length(pdu)}\r\n{pdu.hex().upper()}")
        return self._store(pdu, "+CMTI" if mt else None)

    def _take_report(self, pdu: bytes) -> bool:
        """Route a report for <ds> 1, store it among the messages for 2, else leave it to the card."""
        mode, _, _, ds, _ = self._session.settings.cnmi
        if ds == 2:
            return self._store(pdu, "+CDSI")
        if ds == 1 and mode:
            return self._route(f"+CDS: {tpdu_length(pdu)}\r\n{pdu.hex().upper()}")
        self._session.sim.keep_report(pdu)
        return True

    def _route(self, line: str) -> bool:
        """Give it to the client; in service 1 the network has it back until the client acknowledges (section 3.4.4)."""
        session = self._session
        if session.settings.csms and session.acknowledged:
            session.acknowledged = False
            return True
        if not session.unacknowledged:
            session.terminal.announce(line)
            session.unacknowledged = bool(session.settings.csms)
        return not session.settings.csms

    def _store(self, pdu: bytes, notice: str | None) -> bool:
        slot = self._session.memory(2).store(pdu)
        if slot is not None and notice:
            self._session.terminal.announce(f'{notice}: "{self._session.memories[2]}",{slot}')
        return slot is not None


def tpdu_length(pdu: bytes) -> int:
    """Count the octets without those of the message centre's number, as <length> does."""
    return max(0, len(pdu) - 1 - pdu[0]) if pdu else 0
