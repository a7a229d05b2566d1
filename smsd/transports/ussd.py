"""USSD of the SIM itself: the network's menus for its customer, of credit and quota (3GPP TS 27.007 section 7.15).

The network answers when it likes, unsolicited, and the answer is written in one of three ways: plainly, as packed
septets in hexadecimal, or as UCS-2 in hexadecimal. Some modems want what is typed packed too.
"""

from __future__ import annotations

import re

from sms.codec import GSM7_BASIC
from smsd.transports.base import UssdAnswer, UssdError

_CUSD = re.compile(r'\+CUSD: *(\d+)(?: *, *"([^"]*)"?(?: *, *(\d+))?)?', re.DOTALL)
_ASKS = 1
_FAILURES = {
    2: "the network ended the session",
    3: "another device of the network answered",
    4: "the network does not know this code",
    5: "the network did not answer in time",
}
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")
_UCS2_BIT = 0x08
_PADDING = "\r"


def read_answer(line: str) -> UssdAnswer:
    """Read a line with +CUSD; raises UssdError if it tells of an end without an answer."""
    found = _CUSD.match(line)
    if found is None:
        raise UssdError(f"not understood: {line.split(',', maxsplit=1)[0]}")
    state, text, coding = int(found[1]), found[2] or "", int(found[3] or 15)
    if state in _FAILURES and not text:
        raise UssdError(_FAILURES[state])
    return UssdAnswer(_decode(text, coding), is_open=state == _ASKS)


def pack(text: str) -> str:
    """Write what is typed as packed septets in hexadecimal; raises UssdError for what no phone can type there."""
    if not all(character in GSM7_BASIC for character in text):
        raise UssdError("a code has digits, * and #, an answer letters without accents")
    septets = [GSM7_BASIC.index(character) for character in text]
    if len(septets) % 8 == 7:
        # Seven bits would be left, which would read as one more character (TS 23.038 section 6.1.2.3.1).
        septets.append(GSM7_BASIC.index(_PADDING))
    bits = sum(septet << (7 * place) for place, septet in enumerate(septets))
    return bits.to_bytes((7 * len(septets) + 7) // 8, "little").hex().upper()


def _decode(text: str, coding: int) -> str:
    if not _HEX.fullmatch(text):
        return text
    octets = bytes.fromhex(text)
    if _is_ucs2(coding):
        return octets.decode("utf-16-be", "replace")
    # "2025" may be a year: what reads as packed text must read as a text.
    unpacked = _unpack(octets)
    return unpacked if len(octets) > 4 and unpacked.isprintable() else text


def _is_ucs2(coding: int) -> bool:
    """Tell the alphabet of a data coding scheme of the cell broadcast (TS 23.038 section 5)."""
    general = 0x40 <= coding < 0x80
    return coding in {0x11, 0x48} or (general and coding & 0x0C == _UCS2_BIT)


def _unpack(octets: bytes) -> str:
    bits, count = int.from_bytes(octets, "little"), 8 * len(octets) // 7
    text = "".join(GSM7_BASIC[bits >> (7 * place) & 0x7F] for place in range(count))
    return text.removesuffix("@").removesuffix(_PADDING) if count % 8 == 0 else text
