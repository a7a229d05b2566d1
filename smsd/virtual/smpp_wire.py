"""SMPP 3.4 as an SMSC speaks it, of our transport's own code independent: PDUs of the virtual SMSC."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

HEADER = struct.Struct(">IIII")
RESPONSE = 0x8000_0000
NACK, SUBMIT, DELIVER, UNBIND, ENQUIRE = RESPONSE, 0x04, 0x05, 0x06, 0x15
BINDS = {0x01: "receiver", 0x02: "transmitter", 0x09: "transceiver"}
"""command_id of the binds (section 5.1.2.1)."""

MESSAGE_PAYLOAD = 0x0424
_SAR_REFERENCE, _SAR_TOTAL, _SAR_SEQUENCE = 0x020C, 0x020E, 0x020F
_HAS_HEADER = 0x40
_UCS2 = 0x08
_GSM7 = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}


class WireError(ValueError):
    """The PDU ends before its fields do, or goes on after them."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submit_sm: the fields that matter here, and the text of its octets."""

    sender: str
    sender_ton: int
    sender_npi: int
    to: str
    to_ton: int
    to_npi: int
    esm_class: int
    data_coding: int
    wants_receipt: bool
    text: str
    place: tuple[int, int, int] | None
    parameters: dict[int, bytes] = field(default_factory=dict)


def pack(command: int, sequence: int, body: bytes = b"", status: int = 0) -> bytes:
    """Write a PDU."""
    return HEADER.pack(16 + len(body), command, status, sequence) + body


def text_of(value: str) -> bytes:
    """Write a C-octet string."""
    return value.encode("latin-1") + b"\0"


def deliver(  # noqa: PLR0913 - the fields of a PDU
    sequence: int,
    sender: str,
    to: str,
    octets: bytes,
    *,
    ton: int = 1,
    esm_class: int = 0,
    data_coding: int = 0,
    parameters: dict[int, bytes] | None = None,
) -> bytes:
    """Write a deliver_sm (section 4.6.1)."""
    body = b"\0" + bytes((ton, 1)) + text_of(sender) + bytes((0, 1)) + text_of(to)
    body += bytes((esm_class, 0, 0)) + b"\0\0" + bytes((0, 0, data_coding, 0, len(octets))) + octets
    for tag, value in (parameters or {}).items():
        body += struct.pack(">HH", tag, len(value)) + value
    return pack(DELIVER, sequence, body)


def read_bind(body: bytes) -> tuple[str, str, str, int]:
    """Read system_id, password, system_type and interface_version; raises WireError."""
    reader = _Reader(body)
    texts = reader.text(), reader.text(), reader.text()
    version = reader.octet()
    reader.take(2)
    reader.text()
    reader.end()
    return (*texts, version)


def read_submit(body: bytes) -> Submitted:
    """Read a submit_sm (section 4.4.1); raises WireError."""
    reader = _Reader(body)
    reader.text()
    sender_ton, sender_npi, sender = reader.octet(), reader.octet(), reader.text()
    to_ton, to_npi, to = reader.octet(), reader.octet(), reader.text()
    esm_class = reader.octet()
    reader.take(2)
    reader.text()
    reader.text()
    wants_receipt = reader.octet() & 0x03 == 1
    reader.octet()
    data_coding = reader.octet()
    reader.octet()
    octets = reader.take(reader.octet())
    parameters = reader.parameters()
    octets = parameters.get(MESSAGE_PAYLOAD, octets)
    place = None
    if esm_class & _HAS_HEADER:
        header, octets = octets[1 : 1 + octets[0]], octets[1 + octets[0] :]
        if header[:2] != b"\x00\x03":
            raise WireError("a user data header of another kind")
        place = (header[2], header[3], header[4])
    elif _SAR_REFERENCE in parameters:
        tags = (_SAR_REFERENCE, _SAR_TOTAL, _SAR_SEQUENCE)
        reference, total, number = (int.from_bytes(parameters[tag], "big") for tag in tags)
        place = (reference, total, number)
    text = octets.decode("utf-16-be") if data_coding == _UCS2 else _read_gsm7(octets)
    return Submitted(
        sender,
        sender_ton,
        sender_npi,
        to,
        to_ton,
        to_npi,
        esm_class,
        data_coding,
        wants_receipt,
        text,
        place,
        parameters,
    )


def write_text(text: str) -> tuple[bytes, int]:
    """Write a text in the default alphabet if it can, else in UCS-2; gives its octets and their data_coding."""
    if all(character in _GSM7 for character in text):
        return bytes(map(_GSM7.index, text)), 0
    return text.encode("utf-16-be"), _UCS2


def _read_gsm7(octets: bytes) -> str:
    characters, place = [], 0
    while place < len(octets):
        if octets[place] == 0x1B:
            place += 1
            characters.append(_EXTENSION[octets[place]])
        else:
            characters.append(_GSM7[octets[place]])
        place += 1
    return "".join(characters)


class _Reader:
    """Reads the fields of a body in order."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._place = 0

    def take(self, count: int) -> bytes:
        """Give so many octets."""
        if self._place + count > len(self._body):
            raise WireError("the PDU ends too early")
        self._place += count
        return self._body[self._place - count : self._place]

    def octet(self) -> int:
        """Give one octet."""
        return self.take(1)[0]

    def text(self) -> str:
        """Give a C-octet string."""
        end = self._body.find(b"\0", self._place)
        if end < 0:
            raise WireError("a text without end")
        return self.take(end + 1 - self._place)[:-1].decode("latin-1")

    def parameters(self) -> dict[int, bytes]:
        """Give the optional parameters, up to the end."""
        found = {}
        while self._place < len(self._body):
            tag, length = struct.unpack(">HH", self.take(4))
            found[tag] = self.take(length)
        return found

    def end(self) -> None:
        """Raise WireError if there is more."""
        if self._place < len(self._body):
            raise WireError("octets after the end")
