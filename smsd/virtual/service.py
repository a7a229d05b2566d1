"""The card, the radio and the network's services (3GPP TS 27.007 sections 7 and 8)."""

from __future__ import annotations

from smsd.virtual import errors, parameters
from smsd.virtual.errors import AtError
from smsd.virtual.general import reset
from smsd.virtual.session import Answer, Session

OPERATOR, OPERATOR_NUMBER = "Virtual", "00101"
"""The operator's name, and its country and network codes: those set apart for tests."""

_RESET = 6


def get_pin(session: Session, _: str) -> Answer:
    """AT+CPIN?: what the card waits for, if it answers."""
    if session.sim.silence:
        raise AtError(session.sim.silence)
    if session.sim.blocked:
        return ["+CPIN: SIM PUK"]
    return ["+CPIN: SIM PIN" if session.sim.locked else "+CPIN: READY"]


def enter_pin(session: Session, arguments: str) -> Answer:
    """AT+CPIN: unlock the card, with PUK and a new PIN if it is blocked, whereupon the network finds the modem."""
    secret, new_pin = (*parameters.strings(arguments), "")[:2]
    if session.sim.silence:
        raise AtError(session.sim.silence)
    if not session.sim.locked:
        raise AtError(errors.NOT_ALLOWED)
    if session.sim.blocked and not new_pin:
        raise AtError(errors.PUK_NEEDED)
    if not (session.sim.unblock(secret, new_pin) if session.sim.blocked else session.sim.unlock(secret)):
        raise AtError(errors.WRONG_PIN)
    session.network.room_again()
    return []


def facility(session: Session, arguments: str) -> Answer:
    """AT+CLCK: tell whether the card asks for a PIN; nothing can be changed."""
    name, mode = (*parameters.strings(arguments), "")[:2]
    if (name, mode) != ("SC", "2"):
        raise AtError(errors.NOT_SUPPORTED)
    return [f"+CLCK: {session.sim.has_pin:d}"]


def list_radio(session: Session, _: str) -> Answer:
    """AT+CFUN=?: what set_radio accepts."""
    return [f"+CFUN: ({','.join(map(str, session.dialect.functionalities))}),(0,1)"]


def get_radio(session: Session, _: str) -> Answer:
    """AT+CFUN?: full service, or none."""
    return [f"+CFUN: {session.functionality}"]


def set_radio(session: Session, arguments: str) -> Answer:
    """AT+CFUN: switch the radio; with a reset everything is as after switching on, and the PIN asked for again."""
    functionality, restart = (*parameters.numbers(arguments, least=1, most=2), None)[:2]
    if functionality is None or functionality not in session.dialect.functionalities:
        raise AtError(errors.NOT_SUPPORTED)
    if restart or functionality == _RESET:
        reset(session, "")
        session.sim.lock()
        session.restart()
    session.functionality = 1 if functionality == _RESET else functionality
    session.network.room_again()
    return []


def get_attachment(session: Session, _: str) -> Answer:
    """AT+CGATT?: whether there is packet service."""
    return [f"+CGATT: {session.registered:d}"]


def get_operator(session: Session, _: str) -> Answer:
    """AT+COPS?: the operator as a name or a number."""
    if not session.registered:
        return ["+COPS: 0"]
    form = session.settings.cops_format
    name = f'"{OPERATOR_NUMBER}"' if form == 2 else session.quote(OPERATOR)
    return [f"+COPS: 0,{form},{name}"]


def set_operator(session: Session, arguments: str) -> Answer:
    """AT+COPS: automatic choice, or only the form of the answer."""
    mode, form = (*parameters.numbers(arguments, least=1, most=2), None)[:2]
    if mode not in {0, 3} or form not in {None, 0, 1, 2}:
        raise AtError(errors.NOT_SUPPORTED)
    session.settings.cops_format = session.settings.cops_format if form is None else form
    return []


def get_signal(session: Session, _: str) -> Answer:
    """AT+CSQ: the strength in steps of 2 dB from -113 dBm, or not known."""
    known = session.registered and session.network.signal != 99
    return [f"+CSQ: {session.network.signal},0" if known else "+CSQ: 99,99"]


def get_number(session: Session, _: str) -> Answer:
    """AT+CNUM: the card's own number."""
    return [f'+CNUM: ,"{session.identity.msisdn}",145']


def get_time(session: Session, _: str) -> Answer:
    """AT+CCLK?: the network's time, its zone in quarters of an hour."""
    return [f'+CCLK: "{session.now():%y/%m/%d,%H:%M:%S}+28"']
