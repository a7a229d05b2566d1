"""The card, the radio and the network's services (3GPP TS 27.007 sections 7 and 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sms.codec import is_gsm7
from smsd.virtual import errors, parameters
from smsd.virtual.errors import AtError
from smsd.virtual.general import reset
from smsd.virtual.session import Answer, Session

if TYPE_CHECKING:
    from collections.abc import Callable

OPERATOR, OPERATOR_NUMBER = "Virtual", "00101"
"""The operator's name, and its country and network codes: those set apart for tests."""


def get_pin(session: Session, _: str) -> Answer:
    """AT+CPIN?: what the card waits for."""
    if session.sim.blocked:
        return ["+CPIN: SIM PUK"]
    return ["+CPIN: SIM PIN" if session.sim.locked else "+CPIN: READY"]


def enter_pin(session: Session, arguments: str) -> Answer:
    """AT+CPIN: unlock the card, whereupon the network finds the modem."""
    if not session.sim.locked:
        raise AtError(errors.NOT_ALLOWED)
    if session.sim.blocked:
        raise AtError(errors.PUK_NEEDED)
    if not session.sim.unlock(parameters.strings(arguments)[0]):
        raise AtError(errors.WRONG_PIN)
    session.network.room_again()
    return []


def facility(session: Session, arguments: str) -> Answer:
    """AT+CLCK: tell whether the card asks for a PIN; nothing can be changed."""
    name, mode = (*parameters.strings(arguments), "")[:2]
    if (name, mode) != ("SC", "2"):
        raise AtError(errors.NOT_SUPPORTED)
    return [f"+CLCK: {session.sim.has_pin:d}"]


def get_radio(session: Session, _: str) -> Answer:
    """AT+CFUN?: full service, or none."""
    return [f"+CFUN: {session.radio:d}"]


def set_radio(session: Session, arguments: str) -> Answer:
    """AT+CFUN: switch the radio; with a reset everything is as after switching on, and the PIN asked for again."""
    functionality, restart = (*parameters.numbers(arguments, least=1, most=2), None)[:2]
    if functionality not in {0, 1, 4}:
        raise AtError(errors.NOT_SUPPORTED)
    if restart:
        reset(session, "")
        session.sim.lock()
    session.radio = functionality == 1
    session.network.room_again()
    return []


def get_registration(name: str) -> Callable[[Session, str], Answer]:
    """AT+CREG? and its likes: at home (1) or nowhere (0); the cell if asked to with 2."""

    def answer(session: Session, _: str) -> Answer:
        detail = session.settings.creg[name]
        place = ',"00A1","0B2C"' if detail == 2 and session.registered else ""
        return [f"+{name}: {detail},{session.registered:d}{place}"]

    return answer


def set_registration(name: str) -> Callable[[Session, str], Answer]:
    """AT+CREG= and its likes: how much the answer shows."""

    def accept(session: Session, arguments: str) -> Answer:
        session.settings.creg[name] = parameters.choice(arguments, range(3))
        return []

    return accept


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
    """AT+CSQ: -73 dBm, or not known."""
    return ["+CSQ: 20,0" if session.registered else "+CSQ: 99,99"]


def get_number(session: Session, _: str) -> Answer:
    """AT+CNUM: the card's own number."""
    return [f'+CNUM: ,"{session.msisdn}",145']


def get_time(session: Session, _: str) -> Answer:
    """AT+CCLK?: the network's time, its zone in quarters of an hour."""
    return [f'+CCLK: "{session.now():%y/%m/%d,%H:%M:%S}+28"']


def get_ussd(session: Session, _: str) -> Answer:
    """AT+CUSD?: as set."""
    return [f"+CUSD: {session.settings.cusd}"]


def dial_ussd(session: Session, arguments: str) -> Answer:
    """AT+CUSD: show answers or not, and dial a code; the answer comes unsolicited after OK."""
    show, code, *_ = (*parameters.strings(arguments), "", "")
    session.settings.cusd = parameters.choice(show, range(3)) % 2
    if code and not session.registered:
        raise AtError(errors.NO_SERVICE)
    if code and session.settings.cusd:
        session.terminal.announce(_ussd_answer(session, session.network.ussd(session.unquote(code))))
    return []


def _ussd_answer(session: Session, text: str | None) -> str:
    """Write <m>,<str>,<dcs>: text as AT+CSCS says, or the octets of UCS-2 (3GPP TS 27.007 section 7.15)."""
    if text is None:
        return "+CUSD: 4"
    if is_gsm7(text):
        return f"+CUSD: 0,{session.quote(text)},15"
    return f'+CUSD: 0,"{text.encode("utf-16-be").hex().upper()}",72'
