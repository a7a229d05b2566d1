"""Addresses and time stamps of a PDU: digits in semi-octets, the lower four bits first."""

from __future__ import annotations

from datetime import datetime, timedelta

from smsd.virtual.septets import from_septets, pack, to_septets, unpack

_DIGITS = "0123456789*#ABC"
_INTERNATIONAL, _UNKNOWN, _LETTERS = 0x91, 0x81, 0xD0
_QUARTER = timedelta(minutes=15)


def encode_address(address: str) -> bytes:
    """Write a sender or recipient: length in semi-octets, type, digits (3GPP TS 23.040 section 9.1.2.5).

    A plus makes it international, digits alone a short code or national number, anything else letters.
    """
    if address.startswith("+"):
        return bytes([len(address) - 1, _INTERNATIONAL]) + swap(address[1:])
    if address.strip("0123456789*#") == "":
        return bytes([len(address), _UNKNOWN]) + swap(address)
    septets = to_septets(address)
    return bytes([(7 * len(septets) + 3) // 4, _LETTERS]) + pack(septets)


def decode_address(octets: bytes, length: int) -> str:
    """Read type and digits of an address of `length` semi-octets."""
    kind, value = octets[0] & 0x70, octets[1:]
    if kind == _LETTERS & 0x70:
        return from_septets(unpack(value, length * 4 // 7))
    digits = "".join(_digit(octet & 15) + _digit(octet >> 4) for octet in value)[:length]
    return "+" + digits if kind == _INTERNATIONAL & 0x70 else digits


def encode_smsc(number: str) -> bytes:
    """Write the message centre's number, with its length in octets (3GPP TS 27.005 section 3.1, <pdu>)."""
    digits = swap(number.removeprefix("+"))
    return bytes([len(digits) + 1, _INTERNATIONAL if number.startswith("+") else _UNKNOWN]) + digits


def encode_time(at: datetime) -> bytes:
    """Write a time stamp with its time zone in quarters of an hour (3GPP TS 23.040 section 9.2.3.11)."""
    quarters = (at.utcoffset() or timedelta()) // _QUARTER
    stamp = swap(f"{at:%y%m%d%H%M%S}{abs(quarters):02}")
    return stamp[:6] + bytes([stamp[6] | (0x08 if quarters < 0 else 0)])


def swap(digits: str) -> bytes:
    """Write digits two in an octet, padded with 15."""
    values = [_DIGITS.index(digit) for digit in digits] + [15] * (len(digits) % 2)
    return bytes(low | high << 4 for low, high in zip(values[::2], values[1::2], strict=True))


def _digit(value: int) -> str:
    return "" if value == 15 else _DIGITS[value]
