"""The modem's side of USSD: AT+CUSD and the alphabets of its answers (3GPP TS 27.007 section 7.15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sms.codec import is_gsm7
from smsd.virtual import errors, parameters
from smsd.virtual.dialects import Alphabet
from smsd.virtual.errors import AtError
from smsd.virtual.septets import from_septets, pack, to_septets, unpack

if TYPE_CHECKING:
    from smsd.virtual.menus import Reply
    from smsd.virtual.session import Answer, Session

_CANCEL = 2
_GSM7, _UCS2 = 15, 72


def get_ussd(session: Session, _: str) -> Answer:
    """AT+CUSD?: as set."""
    return [f"+CUSD: {session.settings.cusd}"]


def dial_ussd(session: Session, arguments: str) -> Answer:
    """AT+CUSD: show answers or not, and dial a code or answer a menu; what comes back is unsolicited. 2 cancels."""
    show, code, *_ = (*parameters.strings(arguments), "", "")
    mode = parameters.choice(show, range(3))
    if mode == _CANCEL:
        session.network.ussd.cancel()
        session.settings.cusd = 0
        return []
    session.settings.cusd = mode
    if code and not session.registered:
        raise AtError(errors.NO_SERVICE)
    reply = session.network.ussd.dial(_read_code(session, code)) if code else None
    if reply and mode:
        session.terminal.announce(_shown(session, reply))
    return []


def pack_text(text: str) -> str:
    """Write packed septets in hexadecimal; seven bits that are left are a CR (TS 23.038 section 6.1.2.3.1)."""
    septets = to_septets(text)
    return pack(septets + [0x0D] * (len(septets) % 8 == 7)).hex().upper()


def _read_code(session: Session, code: str) -> str:
    """Read a code as the maker wants it written."""
    if not session.dialect.packed_code:
        return session.unquote(code)
    try:
        octets = bytes.fromhex(code)
    except ValueError:
        raise AtError(errors.BAD_PARAMETERS) from None
    return from_septets(unpack(octets, len(octets) * 8 // 7)).rstrip("@\r")


def _shown(session: Session, reply: Reply) -> str:
    """Write <m>, and <str>,<dcs> if there is a text."""
    if reply.text is None:
        return f"+CUSD: {reply.state:d}"
    return f"+CUSD: {reply.state:d},{_written(session, reply.text)}"


def _written(session: Session, text: str) -> str:
    """Write a text in the maker's alphabet, or in UCS-2 if the default alphabet lacks a character."""
    if session.dialect.ussd is Alphabet.UCS2 or not is_gsm7(text):
        return f'"{text.encode("utf-16-be").hex().upper()}",{_UCS2}'
    if session.dialect.ussd is Alphabet.PACKED:
        return f'"{pack_text(text)}",{_GSM7}'
    return f"{session.quote(text)},{_GSM7}"
