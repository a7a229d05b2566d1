"""Text in the default alphabet, as it lies on the wire: septets, packed into octets.

Written apart from the codec of the transports, so that neither can hide a mistake of the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sms.codec import GSM7_BASIC, GSM7_EXTENSION

if TYPE_CHECKING:
    from collections.abc import Sequence

_ESCAPE = 0x1B
_SEPTET = {character: place for place, character in enumerate(GSM7_BASIC)}
_EXTENDED = {septet: character for character, septet in GSM7_EXTENSION.items()}


def to_septets(text: str) -> list[int]:
    """Write a text in septets; a KeyError names a character that the default alphabet lacks."""
    septets: list[int] = []
    for character in text:
        if character in GSM7_EXTENSION:
            septets += [_ESCAPE, GSM7_EXTENSION[character]]
        else:
            septets.append(_SEPTET[character])
    return septets


def from_septets(septets: Sequence[int]) -> str:
    """Read septets; an unknown one after an escape is the basic character (3GPP TS 23.038 section 6.2.1.1)."""
    text = ""
    escaped = False
    for septet in septets:
        if escaped:
            text += _EXTENDED.get(septet, GSM7_BASIC[septet])
        elif septet != _ESCAPE:
            text += GSM7_BASIC[septet]
        escaped = septet == _ESCAPE and not escaped
    return text.replace("\x1b", " ")


def pack(septets: Sequence[int], fill: int = 0) -> bytes:
    """Pack septets, first one lowest, behind `fill` empty bits (3GPP TS 23.038 section 6.1.2.1)."""
    bits = 0
    for place, septet in enumerate(septets):
        bits |= septet << (fill + 7 * place)
    return bits.to_bytes((fill + 7 * len(septets) + 7) // 8, "little")


def unpack(octets: bytes, count: int, fill: int = 0) -> list[int]:
    """Unpack `count` septets that begin after `fill` bits; what is not there reads as zero."""
    bits = int.from_bytes(octets, "little") >> fill
    return [bits >> (7 * place) & 0x7F for place in range(count)]


def fill_bits(header: int) -> int:
    """Count the empty bits after a user data header of so many octets, to the next septet's begin."""
    return -8 * header % 7
