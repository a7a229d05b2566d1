"""The three PDUs of a modem: SMS-DELIVER, SMS-STATUS-REPORT and SMS-SUBMIT (3GPP TS 23.040 section 9.2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sms.codec import is_gsm7
from smsd.virtual.semioctets import decode_address, encode_address, encode_time
from smsd.virtual.septets import fill_bits, from_septets, pack, to_septets, unpack

if TYPE_CHECKING:
    from datetime import datetime

Concatenation = tuple[int, int, int]
"""The reference of a long message, how many parts it has, and which of them this is, from 1."""

_GSM7, _OCTETS, _UCS2 = 0x00, 0x04, 0x08
_HEADER = 0x40
_REPORT = 0x20
_NO_MORE_WAITING = 0x04
_ROOM = 140


class PduError(ValueError):
    """The octets are not a PDU that the network could take."""


@dataclass(frozen=True, slots=True)
class Submit:
    """What an SMS-SUBMIT says; `validity` in minutes, None where it does not say it in the relative form."""

    to: str
    text: str
    udh: Concatenation | None
    report_requested: bool
    unicode: bool
    validity: int | None


def encode_deliver(
    sender: str, text: str, at: datetime, part: Concatenation | None = None, *, unicode: bool = False
) -> bytes:
    """Write an SMS-DELIVER, in UCS-2 if that is wanted or needed.

    Raises ValueError if the text is longer than one short message holds.
    """
    header = _encode_header(part)
    dcs, user_data = _encode_text(text, header, unicode=unicode or not is_gsm7(text))
    if len(user_data) > _ROOM + 1:
        raise ValueError("the text does not fit one short message")
    first = _NO_MORE_WAITING | (_HEADER if header else 0)
    return bytes([first]) + encode_address(sender) + bytes([0, dcs]) + encode_time(at) + user_data


def encode_status_report(reference: int, recipient: str, times: tuple[datetime, datetime], status: int = 0) -> bytes:
    """Write the report on the SUBMIT with that TP-MR: when it was taken and delivered; `status` is TP-ST."""
    fields = encode_address(recipient) + b"".join(encode_time(at) for at in times)
    return bytes([_NO_MORE_WAITING | 0x02, reference]) + fields + bytes([status])


def decode_submit(tpdu: bytes) -> Submit:
    """Read an SMS-SUBMIT without the message centre's number; raises PduError if it is not one."""
    octets = _Octets(tpdu)
    first, _reference = octets.take(2)
    if first & 0x03 != 0x01:
        raise PduError("not an SMS-SUBMIT")
    to = _decode_recipient(octets)
    _pid, dcs = octets.take(2)
    validity = _decode_validity(octets, first >> 3 & 3)
    alphabet = _alphabet(dcs)
    udh, text = _decode_user_data(octets, alphabet, header=bool(first & _HEADER))
    return Submit(to, text, udh, bool(first & _REPORT), alphabet == _UCS2, validity)


def _encode_header(part: Concatenation | None) -> bytes:
    """Write a concatenation header with a reference of 8 or 16 bits (sections 9.2.3.24.1 and 9.2.3.24.8)."""
    if part is None:
        return b""
    reference, total, sequence = part
    if reference > 255:
        return bytes([6, 0x08, 4, reference >> 8, reference & 255, total, sequence])
    return bytes([5, 0x00, 3, reference, total, sequence])


def _encode_text(text: str, header: bytes, *, unicode: bool) -> tuple[int, bytes]:
    """Give TP-DCS and TP-UDL with TP-UD: the length counts septets in the default alphabet, else octets."""
    if unicode:
        data = header + text.encode("utf-16-be", "surrogatepass")
        return _UCS2, bytes([len(data) & 255]) + data
    septets = to_septets(text)
    fill = fill_bits(len(header))
    length = (8 * len(header) + fill) // 7 + len(septets)
    return _GSM7, bytes([length & 255]) + header + pack(septets, fill)


class _Octets:
    """The octets that are still to be read."""

    def __init__(self, octets: bytes) -> None:
        self._rest = octets

    def take(self, count: int) -> bytes:
        """Read on; raises PduError where the PDU ends too early."""
        if count > len(self._rest):
            raise PduError("the PDU ends too early")
        taken, self._rest = self._rest[:count], self._rest[count:]
        return taken

    def end(self) -> None:
        """Raise PduError if there is more than the PDU says."""
        if self._rest:
            raise PduError("octets after the end of the PDU")


def _decode_recipient(octets: _Octets) -> str:
    length = octets.take(1)[0]
    if not 1 <= length <= 20:
        raise PduError("no recipient")
    return decode_address(octets.take(1 + (length + 1) // 2), length)


def _decode_validity(octets: _Octets, form: int) -> int | None:
    """Read TP-VP: absent, relative in one octet, enhanced or absolute in seven (section 9.2.3.12)."""
    if form == 2:
        return _relative_minutes(octets.take(1)[0])
    octets.take(7 if form else 0)
    return None


def _relative_minutes(value: int) -> int:
    """Give the minutes of section 9.2.3.12.1: steps of 5 minutes, half an hour, a day, a week."""
    if value < 144:
        return (value + 1) * 5
    if value < 168:
        return 12 * 60 + (value - 143) * 30
    return (value - 166) * 24 * 60 if value < 197 else (value - 192) * 7 * 24 * 60


def _alphabet(dcs: int) -> int:
    """Give the alphabet of a TP-DCS, in the general group or that of message classes (TS 23.038 section 4)."""
    if dcs & 0xF0 == 0xF0:
        return dcs & _OCTETS
    return dcs & 0x0C if dcs & 0xC0 == 0 else _GSM7


def _decode_user_data(octets: _Octets, alphabet: int, *, header: bool) -> tuple[Concatenation | None, str]:
    length = octets.take(1)[0]
    data = octets.take((7 * length + 7) // 8 if alphabet == _GSM7 else length)
    octets.end()
    size = data[0] + 1 if header and data else 0
    udh = _decode_header(_Octets(data[1:size]), size - 1)
    if alphabet == _GSM7:
        fill = fill_bits(size)
        used = (8 * size + fill) // 7
        return udh, from_septets(unpack(data[size:], length - used, fill))
    if alphabet == _UCS2 and len(data[size:]) % 2:
        raise PduError("half a character")
    return udh, data[size:].decode("utf-16-be" if alphabet == _UCS2 else "latin-1", "surrogatepass")


def _decode_header(octets: _Octets, size: int) -> Concatenation | None:
    """Find the concatenation element among the information elements (section 9.2.3.24)."""
    while size > 0:
        element, length = octets.take(2)
        data = octets.take(length)
        if (element, length) == (0x00, 3):
            return data[0], data[1], data[2]
        if (element, length) == (0x08, 4):
            return data[0] << 8 | data[1], data[2], data[3]
        size -= 2 + length
    return None
