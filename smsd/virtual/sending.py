"""The commands that send messages, or store them to be sent (3GPP TS 27.005 section 3.5)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from smsd.virtual import errors, parameters
from smsd.virtual.errors import AtError, Fault
from smsd.virtual.incoming import tpdu_length
from smsd.virtual.messages import find
from smsd.virtual.network import Refused
from smsd.virtual.session import Answer, Ending, Prompt, Session, Wait
from smsd.virtual.sim import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from smsd.virtual.faults import SendFault

_LINK_SECONDS = 5


def set_smsc(session: Session, arguments: str) -> Answer:
    """AT+CSCA: the message centre for PDUs that name none."""
    session.smsc = session.unquote(parameters.strings(arguments)[0])
    return []


def get_smsc(session: Session, _: str) -> Answer:
    """AT+CSCA?: its number and type of address."""
    return [f"+CSCA: {session.quote(session.smsc)},{145 if session.smsc.startswith('+') else 129}"]


def send_message(session: Session, arguments: str) -> Answer:
    """AT+CMGS: ask for an SMS-SUBMIT of so many octets and give it to the network."""
    length = parameters.choice(arguments, range(1, 233))
    fault = session.faults.take_send()
    if fault and not fault.listens:
        return Ending(None)
    shown = fault is None or fault.prompt
    return _ask(length, lambda pdu: _send(session, fault, lambda: _submit(session, pdu, "+CMGS")), shown=shown)


def write_message(session: Session, arguments: str) -> Answer:
    """AT+CMGW: ask for a PDU and store it, unsent if nothing else is said."""
    length, state = (*parameters.numbers(arguments, least=1, most=2), None)[:2]
    if length is None or state not in {None, *State}:
        raise AtError(errors.INVALID_PDU)
    return _ask(length, lambda pdu: _write(session, pdu, State.STO_UNSENT if state is None else State(state)))


def send_stored(session: Session, arguments: str) -> Answer:
    """AT+CMSS: send a message from its slot."""
    message = find(session, arguments)
    if message.state not in {State.STO_UNSENT, State.STO_SENT}:
        raise AtError(errors.SMS_NOT_ALLOWED)

    def submit() -> Answer:
        answer = _submit(session, message.pdu, "+CMSS")
        session.memory(0).mark_sent(int(arguments))
        return answer

    return _send(session, session.faults.take_send(), submit)


def get_more(session: Session, _: str) -> Answer:
    """AT+CMMS?: as set; 1 falls back to 0 after some seconds without a message (section 3.5.6)."""
    if session.settings.cmms == 1 and time.monotonic() > session.link_until:
        session.settings.cmms = 0
    return [f"+CMMS: {session.settings.cmms}"]


def set_more(session: Session, arguments: str) -> Answer:
    """AT+CMMS: keep the link up for more messages (1 until there is a pause, 2 until told otherwise), or not."""
    session.settings.cmms = parameters.choice(arguments, range(3))
    session.link_until = time.monotonic() + _LINK_SECONDS
    return []


def _ask(length: int, then: Callable[[bytes], Answer], *, shown: bool = True) -> Answer:
    """Ask for a PDU and check that it is as long as was said; escape ends it without a message."""

    def entered(typed: str | None) -> Answer:
        return [] if typed is None else then(_parse(typed, length))

    return Prompt(entered, shown)


def _send(session: Session, fault: SendFault | None, submit: Callable[[], Answer]) -> Answer:
    """Take the time that sending takes, then submit, and answer as the fault has it if there is one."""
    if fault is None:
        return Wait(session.send_seconds, submit)
    return Wait(session.send_seconds + fault.seconds, lambda: _fail(fault, submit))


def _fail(fault: SendFault, submit: Callable[[], Answer]) -> Answer:
    if fault.accepted:
        submit()
    if isinstance(fault.answer, Fault):
        raise AtError(fault.answer)
    return Ending(fault.answer)


def _parse(typed: str, length: int) -> bytes:
    try:
        pdu = bytes.fromhex(typed)
    except ValueError:
        raise AtError(errors.INVALID_PDU) from None
    if not pdu or tpdu_length(pdu) != length:
        raise AtError(errors.INVALID_PDU)
    return pdu


def _submit(session: Session, pdu: bytes, command: str) -> Answer:
    if not session.registered:
        raise AtError(errors.SMS_NO_SERVICE)
    if pdu[0] == 0 and not session.smsc:
        raise AtError(errors.SMSC_UNKNOWN)
    try:
        reference = session.network.submit(pdu[1 + pdu[0] :])
    except Refused as refused:
        raise AtError(Fault("CMS", refused.cms)) from refused
    session.link_until = time.monotonic() + _LINK_SECONDS
    return [f"{command}: {reference}"]


def _write(session: Session, pdu: bytes, state: State) -> Answer:
    slot = session.memory(1).store(pdu, state)
    if slot is None:
        raise AtError(errors.MEMORY_FULL)
    return [f"+CMGW: {slot}"]
