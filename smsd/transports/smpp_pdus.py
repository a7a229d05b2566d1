"""PDUs of SMPP 3.4: what is not a message is packed here, messages by smpp34's codec, and both are read.

Octets in, values out, and back: nothing here knows of connections.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import smpp34
from smpp34 import DeliverSm, SubmitSm

from smsd.transports.base import PduError

HEADER = struct.Struct(">IIII")
_LONGEST = 65536
"""Octets of a PDU: a message_payload may have as many; more is no SMPP."""
_VERSION = 0x34
RESPONSE = 0x8000_0000


class Command(IntEnum):
    """The command_id of what we send or understand (SMPP 3.4 section 5.1.2.1)."""

    GENERIC_NACK = RESPONSE
    BIND_RECEIVER = 0x01
    BIND_TRANSMITTER = 0x02
    SUBMIT_SM = 0x04
    DELIVER_SM = 0x05
    UNBIND = 0x06
    BIND_TRANSCEIVER = 0x09
    OUTBIND = 0x0B
    ENQUIRE_LINK = 0x15
    ALERT_NOTIFICATION = 0x102


class Status(IntEnum):
    """The command_status that mean something to us (section 5.1.3)."""

    ROK = 0x00
    RINVMSGLEN = 0x01
    RINVCMDID = 0x03
    RINVBNDSTS = 0x04
    RALYBND = 0x05
    RSYSERR = 0x08
    RINVSRCADR = 0x0A
    RINVDSTADR = 0x0B
    RBINDFAIL = 0x0D
    RINVPASWD = 0x0E
    RINVSYSID = 0x0F
    RMSGQFUL = 0x14
    RINVDSTTON = 0x50
    RINVDSTNPI = 0x51
    RINVSYSTYP = 0x53
    RTHROTTLED = 0x58
    RX_T_APPN = 0x64
    RX_P_APPN = 0x65
    RX_R_APPN = 0x66


class Tag(IntEnum):
    """The optional parameters that mean something to us (section 5.3.2)."""

    RECEIPTED_MESSAGE_ID = 0x001E
    SAR_MSG_REF_NUM = 0x020C
    SAR_TOTAL_SEGMENTS = 0x020E
    SAR_SEGMENT_SEQNUM = 0x020F
    MESSAGE_PAYLOAD = 0x0424
    MESSAGE_STATE = 0x0427


def name_of(status: int) -> str:
    """Write a command_status as people look it up: ESME_RTHROTTLED (0x58)."""
    known = status in Status.__members__.values()
    return f"ESME_{Status(status).name} (0x{status:02X})" if known else f"status 0x{status:02X}"


class SmppError(PduError):
    """What the peer sends is no SMPP."""


@dataclass(frozen=True, slots=True)
class Pdu:
    """One PDU: its header's fields, and all its octets."""

    command: int
    status: int
    sequence: int
    octets: bytes

    @property
    def body(self) -> bytes:
        """What follows the header."""
        return self.octets[HEADER.size :]


class Stream:
    """Cuts what comes over a connection into PDUs, wherever it was cut on its way."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[Pdu]:
        """Take octets and give the PDUs that are whole; raises SmppError for a length that none can have."""
        data = self._rest + data if self._rest else data
        place, end = 0, len(data)
        while end - place >= HEADER.size:
            length, command, status, sequence = HEADER.unpack_from(data, place)
            if not HEADER.size <= length <= _LONGEST:
                raise SmppError(f"a PDU of {length} octets")
            if end - place < length:
                break
            yield Pdu(command, status, sequence, data[place : place + length])
            place += length
        self._rest = data[place:]


def pack(command: int, sequence: int, body: bytes = b"", status: int = Status.ROK) -> bytes:
    """Write a PDU."""
    return HEADER.pack(HEADER.size + len(body), command, status, sequence) + body


def pack_bind(command: Command, system_id: str, password: str, system_type: str, sequence: int) -> bytes:
    """Write a bind (section 4.1): version 3.4, no addresses, so that the SMSC serves those of the account."""
    texts = b"".join(text.encode("ascii") + b"\0" for text in (system_id, password, system_type))
    return pack(command, sequence, texts + bytes((_VERSION, 0, 0)) + b"\0")


def pack_delivered(sequence: int, status: int) -> bytes:
    """Write a deliver_sm_resp, whose message_id is not used (section 4.6.2)."""
    return pack(Command.DELIVER_SM | RESPONSE, sequence, b"\0", status)


def message_id(pdu: Pdu) -> str:
    """Read the message_id of a submit_sm_resp, which a refused one may lack (section 4.4.2)."""
    return pdu.body.partition(b"\0")[0].decode("latin-1")


def read_message(octets: bytes) -> DeliverSm | SubmitSm:
    """Read a deliver_sm or submit_sm; raises SmppError."""
    try:
        message = smpp34.decode(octets)
    except (smpp34.SmppError, UnicodeError) as error:
        raise SmppError(f"the codec gives up: {error}") from None
    if not isinstance(message, DeliverSm | SubmitSm):
        raise SmppError("no message")
    # The codec leaves out optional parameters that are cut off, and a text may be in one.
    if len(message.encode()) != len(octets):
        raise SmppError("its optional parameters are cut off")
    return message


def tlv(message: DeliverSm | SubmitSm, tag: int) -> bytes | None:
    """Give the value of an optional parameter (section 5.3.2), None if it is not there."""
    return next((each.value for each in message.tlvs if each.tag == tag), None)
