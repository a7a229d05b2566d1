"""The commands about short messages (3GPP TS 27.005 section 3), in PDU mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsd.virtual import errors, parameters
from smsd.virtual.errors import AtError, Fault
from smsd.virtual.incoming import tpdu_length
from smsd.virtual.session import Answer, Session
from smsd.virtual.sim import State, Stored

if TYPE_CHECKING:
    from collections.abc import Iterable

_DELETED_BY_FLAG = {
    1: (State.REC_READ,),
    2: (State.REC_READ, State.STO_SENT),
    3: (State.REC_READ, State.STO_SENT, State.STO_UNSENT),
    4: tuple(State),
}


def set_format(_: Session, arguments: str) -> Answer:
    """AT+CMGF: PDU mode is all there is; text mode is refused, not faked."""
    if parameters.choice(arguments, range(2)) == 1:
        raise AtError(errors.SMS_NOT_SUPPORTED)
    return []


def list_memories(session: Session, _: str) -> Answer:
    """AT+CPMS=?: what can be read, written to, and received into."""
    groups = (_group(f'"{name}"' for name in names) for names in session.dialect.memories)
    return [f"+CPMS: {','.join(groups)}"]


def get_memories(session: Session, _: str) -> Answer:
    """AT+CPMS?: name, used and all slots of the three."""
    states = [f'"{session.memories[use]}",{_usage(session, use)}' for use in range(3)]
    return [f"+CPMS: {','.join(states)}"]


def set_memories(session: Session, arguments: str) -> Answer:
    """AT+CPMS: choose one, two or all three; what is left out stays."""
    names = parameters.strings(arguments)
    offered = session.dialect.memories
    if len(names) > 3 or any(name not in allowed for name, allowed in zip(names, offered, strict=False)):
        raise AtError(errors.SMS_NOT_ALLOWED)
    session.memories[: len(names)] = names
    return [f"+CPMS: {','.join(_usage(session, use) for use in range(3))}"]


def list_messages(session: Session, arguments: str) -> Answer:
    """AT+CMGL: all messages in one state, 4 for every state; the unread ones are read now."""
    wanted = parameters.choice(arguments or "0", range(5))
    found = session.memory(0).read_all([State(wanted)] if wanted < 4 else list(State))
    return [f"+CMGL: {slot},{_shown(message)}" for slot, message in found]


def read_message(session: Session, arguments: str) -> Answer:
    """AT+CMGR: one message."""
    return [f"+CMGR: {_shown(find(session, arguments))}"]


def delete_messages(session: Session, arguments: str) -> Answer:
    """AT+CMGD: one slot, or with a flag all messages in certain states; the network may have waited for that."""
    slot, flag = (*parameters.numbers(arguments, least=1, most=2), None)[:2]
    memory = session.memory(0)
    if flag:
        slots = memory.taken(_DELETED_BY_FLAG.get(flag, ()))
    elif slot is None or slot not in memory.numbers:
        raise AtError(errors.INVALID_INDEX)
    else:
        slots = [slot]
    refusals = [cms for cms in map(memory.delete, slots) if cms is not None]
    session.network.room_again()
    if refusals:
        raise AtError(Fault("CMS", refusals[0]))
    return []


def list_deletable(session: Session, _: str) -> Answer:
    """AT+CMGD=?: the slots in use, and the flags."""
    return [f"+CMGD: {_group(session.memory(0).taken())},(0-4)"]


def list_services(session: Session, _: str) -> Answer:
    """AT+CSMS=?: in service 0 the modem acknowledges what comes in, in service 1 the client does."""
    return [f"+CSMS: {_group(session.dialect.services)}"]


def get_service(session: Session, _: str) -> Answer:
    """AT+CSMS?: messages come and go, no cell broadcast."""
    return [f"+CSMS: {session.settings.csms},1,1,0"]


def set_service(session: Session, arguments: str) -> Answer:
    """AT+CSMS: as offered."""
    service = parameters.choice(arguments, range(2))
    if service not in session.dialect.services:
        raise AtError(errors.BAD_PARAMETERS)
    session.settings.csms = service
    return ["+CSMS: 1,1,0"]


def list_acknowledgements(session: Session, _: str) -> Answer:
    """AT+CNMA=?: that it has come; a refusal is not offered."""
    return [f"+CNMA: {'(0,1)' if session.settings.csms else '(0)'}"]


def acknowledge(session: Session, arguments: str) -> Answer:
    """AT+CNMA: what was routed to the client has come; only expected in service 1 (section 3.4.4)."""
    parameters.choice(arguments or "0", range(2))
    if not session.unacknowledged:
        raise AtError(errors.NO_ACK_EXPECTED)
    session.unacknowledged, session.acknowledged = False, True
    session.network.room_again()
    session.acknowledged = False
    return []


def list_notices(session: Session, _: str) -> Answer:
    """AT+CNMI=?: what set_notices accepts."""
    return [f"+CNMI: {','.join(_group(values) for values in session.dialect.cnmi_ranges)}"]


def get_notices(session: Session, _: str) -> Answer:
    """AT+CNMI?: as set."""
    return [f"+CNMI: {','.join(map(str, session.settings.cnmi))}"]


def set_notices(session: Session, arguments: str) -> Answer:
    """AT+CNMI: how messages and reports are announced; a value left out stays. <bfr> 1 forgets what was kept."""
    given = parameters.numbers(arguments, most=5)
    given += [None] * (5 - len(given))
    wanted = [old if new is None else new for new, old in zip(given, session.settings.cnmi, strict=True)]
    if any(value not in values for value, values in zip(wanted, session.dialect.cnmi_ranges, strict=True)):
        raise AtError(errors.SMS_NOT_ALLOWED)
    session.settings.cnmi = wanted
    session.terminal.muted = session.settings.cnmi[0] == 0
    if session.settings.cnmi[4] == 1:
        session.terminal.forget_announcements()
    return []


def find(session: Session, arguments: str) -> Stored:
    """Read the message whose slot is given, from the memory for reading; raises AtError if there is none."""
    slot = parameters.numbers(arguments, least=1, most=1)[0]
    message = None if slot is None else session.memory(0).read(slot)
    if message is None:
        raise AtError(errors.INVALID_INDEX)
    return message


def _group(values: Iterable[object]) -> str:
    return f"({','.join(map(str, values))})"


def _usage(session: Session, use: int) -> str:
    memory = session.memory(use)
    return f"{memory.used},{memory.slots}"


def _shown(message: Stored) -> str:
    """Write <stat>,[<alpha>],<length> and the PDU in the next line."""
    return f"{message.state:d},,{tpdu_length(message.pdu)}\r\n{message.pdu.hex().upper()}"
