"""The commands about short messages (3GPP TS 27.005 section 3), in PDU mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsd.virtual import errors, parameters
from smsd.virtual.errors import AtError
from smsd.virtual.incoming import tpdu_length
from smsd.virtual.session import Answer, Session
from smsd.virtual.sim import State, Stored

if TYPE_CHECKING:
    from collections.abc import Iterable

_MEMORIES = (('"SM"', '"ME"', '"SR"'), ('"SM"', '"ME"'), ('"SM"',))
_CNMI_RANGES = ((0, 2), (0, 1, 2), (0,), (0, 1, 2), (0, 1))
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


def list_memories(_: Session, __: str) -> Answer:
    """AT+CPMS=?: what can be read, written to, and received into."""
    return [f"+CPMS: {','.join(_group(names) for names in _MEMORIES)}"]


def get_memories(session: Session, _: str) -> Answer:
    """AT+CPMS?: name, used and all slots of the three."""
    states = [f'"{session.memories[use]}",{_usage(session, use)}' for use in range(3)]
    return [f"+CPMS: {','.join(states)}"]


def set_memories(session: Session, arguments: str) -> Answer:
    """AT+CPMS: choose one, two or all three; what is left out stays."""
    names = parameters.strings(arguments)
    if len(names) > 3 or any(f'"{name}"' not in allowed for name, allowed in zip(names, _MEMORIES, strict=False)):
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
    elif slot is None or not 1 <= slot <= memory.slots:
        raise AtError(errors.INVALID_INDEX)
    else:
        slots = [slot]
    for each in slots:
        memory.delete(each)
    session.network.room_again()
    return []


def list_deletable(session: Session, _: str) -> Answer:
    """AT+CMGD=?: the slots in use, and the flags."""
    return [f"+CMGD: {_group(session.memory(0).taken())},(0-4)"]


def list_services(_: Session, __: str) -> Answer:
    """AT+CSMS=?: only the service in which the modem, not the client, acknowledges."""
    return ["+CSMS: (0)"]


def get_service(_: Session, __: str) -> Answer:
    """AT+CSMS?: messages come and go, no cell broadcast."""
    return ["+CSMS: 0,1,1,0"]


def set_service(_: Session, arguments: str) -> Answer:
    """AT+CSMS: as offered."""
    parameters.choice(arguments, range(1))
    return ["+CSMS: 1,1,0"]


def acknowledge(_: Session, __: str) -> Answer:
    """AT+CNMA: never expected in service 0 (section 3.4.4)."""
    raise AtError(errors.NO_ACK_EXPECTED)


def list_notices(_: Session, __: str) -> Answer:
    """AT+CNMI=?: what set_notices accepts."""
    return [f"+CNMI: {','.join(_group(values) for values in _CNMI_RANGES)}"]


def get_notices(session: Session, _: str) -> Answer:
    """AT+CNMI?: as set."""
    return [f"+CNMI: {','.join(map(str, session.settings.cnmi))}"]


def set_notices(session: Session, arguments: str) -> Answer:
    """AT+CNMI: how messages and reports are announced; a value left out stays. <bfr> 1 forgets what was kept."""
    given = parameters.numbers(arguments, most=5)
    if any(value not in (None, *values) for value, values in zip(given, _CNMI_RANGES, strict=False)):
        raise AtError(errors.SMS_NOT_ALLOWED)
    for place, value in enumerate(given):
        session.settings.cnmi[place] = session.settings.cnmi[place] if value is None else value
    session.terminal.muted = session.settings.cnmi[0] == 0
    if session.settings.cnmi[4] == 1:
        session.terminal.forget_announcements()
    return []


def find(session: Session, arguments: str) -> Stored:
    """Read the message whose slot is given, from the memory for reading; raises AtError if there is none."""
    slot = parameters.numbers(arguments, least=1, most=1)[0]
    message = session.memory(0).read(slot or 0)
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
