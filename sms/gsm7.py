"""The default alphabet as octets, one septet in each: how SMPP carries it (3GPP TS 23.038 section 6.2.1)."""

from __future__ import annotations

from sms.codec import GSM7_BASIC, GSM7_EXTENSION

_ESCAPE = 0x1B
_SEPTETS = {
    **{character: bytes((place,)) for place, character in enumerate(GSM7_BASIC) if place != _ESCAPE},
    **{character: bytes((_ESCAPE, place)) for character, place in GSM7_EXTENSION.items()},
}
_EXTENSION = {place: character for character, place in GSM7_EXTENSION.items()}


def encode_gsm7(text: str) -> bytes:
    """Write a text as septets; raises KeyError for a character that the alphabet does not have."""
    return b"".join(map(_SEPTETS.__getitem__, text))


def decode_gsm7(septets: bytes) -> str:
    """Read septets; an octet above 127 has lost its meaning, an unknown extension is its basic character."""
    if _ESCAPE not in septets:
        return "".join(GSM7_BASIC[octet] if octet < len(GSM7_BASIC) else "\ufffd" for octet in septets)
    characters: list[str] = []
    escaped = False
    for octet in septets:
        if octet == _ESCAPE and not escaped:
            escaped = True
            continue
        basic = GSM7_BASIC[octet] if octet < len(GSM7_BASIC) else "\ufffd"
        # Two escapes are a blank, as is one for which the phone has no table (section 6.2.1.1, note 1).
        characters.append(_EXTENSION.get(octet, " " if octet == _ESCAPE else basic) if escaped else basic)
        escaped = False
    return "".join(characters)
