"""Messages of SMPP 3.4: a deliver_sm as the part of an SMS or as a receipt, a segment as a submit_sm.

Pure: octets and what is agreed with the SMSC in, values out, and back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from smpp34 import DeliverSm, SubmitSm, Tlv

from sms.gsm7 import decode_gsm7, encode_gsm7
from sms.message import Delivery, DeliveryReport, InboundPart, Segment
from smsd.transports.smpp_pdus import Tag, read_message, tlv

_MESSAGE_TYPE, _RECEIPT = 0x3C, 0x04
"""Bits of esm_class (SMPP 3.4 section 5.2.12)."""
_HAS_HEADER = 0x40
_CONCATENATED_8, _CONCATENATED_16 = 0x00, 0x08
"""Information elements of a user data header (3GPP TS 23.040 section 9.2.3.24)."""
_ASCII, _UCS2 = 0x01, 0x08
_CONTROL = re.compile(rb"[\x00-\x09\x0b\x0c\x0e-\x1f]")
_ALPHABETS = {
    _ASCII: "ascii",
    0x03: "latin-1",
    0x05: "shift-jis",
    0x06: "iso8859-5",
    0x07: "iso8859-8",
    _UCS2: "utf-16-be",
}
"""data_coding to alphabet (section 5.2.19)."""
_BINARY = {0x02, 0x04}
_CLASSES = (0x10, 0xF0)
_GROUP, _OF_GROUP, _OF_CLASS = 0xF0, 0x0C, 0x04
"""data_coding 0x1X and 0xFX are those of GSM, with the class of the message and its alphabet in bits of their own (3GPP
TS 23.038 section 4)."""
_INTERNATIONAL, _LETTERS = 1, 5
"""Types of number (section 5.2.5)."""
_LATIN1 = "latin1"

_RECEIPT_ID = re.compile(r"\bid:\s*(\S+)", re.IGNORECASE)
_RECEIPT_STATE = re.compile(r"\bstat:\s*([A-Z]+)", re.IGNORECASE)
_ZEROS = re.compile(r"^0+(?=.)")

_STATES = {
    1: Delivery.PENDING,
    2: Delivery.DELIVERED,
    3: Delivery.FAILED,
    4: Delivery.FAILED,
    5: Delivery.FAILED,
    # Some SMSCs say so of what they have only taken.
    6: Delivery.PENDING,
    7: Delivery.PENDING,
    8: Delivery.FAILED,
}
"""message_state (section 5.2.28): enroute, delivered, expired, deleted, undeliverable, accepted, unknown, rejected."""
_WORDS = {"ENROU": 1, "DELIV": 2, "EXPIR": 3, "DELET": 4, "UNDEL": 5, "ACCEP": 6, "UNKNO": 7, "REJEC": 8}
"""The same in the text of a receipt (appendix B), by the letters that all write alike: DELIVRD, DELIVERED."""
_LETTERS_ALIKE = 5


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the two sides have agreed on; see `config.smpp_settings`."""

    alphabet: str = "gsm7"
    long: str = "udh"
    sender: str = ""
    sender_ton: int | None = None
    sender_npi: int | None = None
    to_ton: int = 1
    to_npi: int = 1


def is_receipt(message: DeliverSm | SubmitSm) -> bool:
    """Tell whether a deliver_sm is a delivery receipt."""
    return message.esm_class & _MESSAGE_TYPE == _RECEIPT


def decode_part(
    line: str,
    message: DeliverSm | SubmitSm,
    alphabet: str,
    handle: str = "",
    again: tuple[datetime, datetime] | None = None,
) -> InboundPart:
    """Read an SMS; it has no time stamp, and no identity but that it has been handed over."""
    octets = _octets(message)
    header, octets = _split_header(octets) if message.esm_class & _HAS_HEADER else (b"", octets)
    reference, total, sequence = _place(header) or _sar_place(message) or (None, 1, 1)
    return InboundPart(
        line=line,
        sender=_sender(message),
        text=_text(octets, message.data_coding, alphabet),
        sent_at=None,
        handle=handle,
        reference=reference,
        total=total,
        sequence=sequence,
        delivery=handle,
        again=again,
    )


def decode_kept(line: str, octets: str) -> InboundPart:
    """Try again to read a deliver_sm that was kept, as hexadecimal digits; raises PduError."""
    return decode_part(line, read_message(bytes.fromhex(octets)), "gsm7")


def decode_receipt(line: str, message: DeliverSm | SubmitSm, handle: str = "") -> DeliveryReport | None:
    """Read a receipt, its parameters before its text, which each SMSC writes as it likes; None if it says nothing."""
    text = _octets(message).decode("latin-1")
    told_id, told_state = tlv(message, Tag.RECEIPTED_MESSAGE_ID), tlv(message, Tag.MESSAGE_STATE)
    found_id, found_state = _RECEIPT_ID.search(text), _RECEIPT_STATE.search(text)
    state = (
        told_state[0] if told_state else _WORDS.get(found_state[1].upper()[:_LETTERS_ALIKE], 0) if found_state else 0
    )
    message_id = told_id.partition(b"\0")[0].decode("latin-1") if told_id else found_id[1] if found_id else ""
    if not message_id or state not in _STATES:
        return None
    return DeliveryReport(
        line=line,
        recipient=_sender(message),
        reference=None,
        status=_STATES[state],
        # The time in it is in a zone that nobody knows.
        at=None,
        handle=handle,
        message_ids=same_ids(message_id),
    )


def same_ids(message_id: str) -> tuple[str, ...]:
    """Give the ways in which an SMSC may write one and the same message_id, the one given first.

    The answer to a submit_sm and the receipt often differ: in hexadecimal and decimal, zeros before it, capitals.
    """
    bare = _ZEROS.sub("", message_id)
    ways = [message_id, bare, bare.lower(), bare.upper()]
    if bare.isdecimal():
        ways += [f"{int(bare):x}", f"{int(bare):X}"]
    if re.fullmatch(r"[0-9A-Fa-f]+", bare):
        ways.append(str(int(bare, 16)))
    # Padded to eight and ten digits, as is usual.
    return tuple(dict.fromkeys([*ways, *(way.zfill(width) for way in ways[1:] for width in (8, 10))]))


def units_of(segments: Sequence[Segment], agreed: Agreed) -> list[tuple[Segment, ...]]:
    """Tell which segments go into one submit_sm each: one, or all where the SMSC itself cuts long texts."""
    return [tuple(segments)] if agreed.long == "payload" else [(segment,) for segment in segments]


def encode_unit(unit: Sequence[Segment], agreed: Agreed, sequence: int) -> bytes:
    """Write the segments of a unit as a submit_sm."""
    segment = unit[0]
    octets, data_coding = _written("".join(each.text for each in unit), agreed.alphabet, unicode=segment.unicode)
    ton, npi = _kind_of(agreed.sender)
    esm_class, tlvs = 0, []
    if len(unit) > 1:
        tlvs, octets = [Tlv(Tag.MESSAGE_PAYLOAD, octets)], b""
    elif segment.total > 1 and agreed.long == "sar":
        tlvs = [
            Tlv(Tag.SAR_MSG_REF_NUM, (segment.reference % 65536).to_bytes(2, "big")),
            Tlv(Tag.SAR_TOTAL_SEGMENTS, bytes((segment.total,))),
            Tlv(Tag.SAR_SEGMENT_SEQNUM, bytes((segment.sequence,))),
        ]
    elif segment.total > 1:
        esm_class = _HAS_HEADER
        octets = bytes((5, _CONCATENATED_8, 3, segment.reference % 256, segment.total, segment.sequence)) + octets
    to_international = segment.to.startswith("+")
    return SubmitSm(
        agreed.sender.removeprefix("+"),
        segment.to.removeprefix("+"),
        octets,
        source_addr_ton=ton if agreed.sender_ton is None else agreed.sender_ton,
        source_addr_npi=npi if agreed.sender_npi is None else agreed.sender_npi,
        dest_addr_ton=agreed.to_ton if to_international else 0,
        dest_addr_npi=agreed.to_npi,
        esm_class=esm_class,
        registered_delivery=int(segment.report),
        data_coding=data_coding,
        tlvs=tlvs,
        sequence_number=sequence,
    ).encode()


def _written(text: str, alphabet: str, *, unicode: bool) -> tuple[bytes, int]:
    """Write a text; gives its octets and their data_coding."""
    if not unicode and alphabet != _LATIN1:
        return encode_gsm7(text), 0
    if not unicode:
        # The default alphabet of SMS has letters that Latin-1 lacks: Greek ones, a euro sign.
        with suppress(UnicodeEncodeError):
            return text.encode("latin-1"), 0
    return text.encode("utf-16-be"), _UCS2


def _kind_of(sender: str) -> tuple[int, int]:
    """Tell type of number and numbering plan: a number with its country code, a short code, letters."""
    if sender.startswith("+"):
        return _INTERNATIONAL, 1
    return (0, 1) if sender.isdecimal() or not sender else (_LETTERS, 0)


def _octets(message: DeliverSm | SubmitSm) -> bytes:
    """Give the text's octets: a message_payload stands in the place of short_message (section 4.6.1)."""
    payload = tlv(message, Tag.MESSAGE_PAYLOAD)
    return message.short_message if payload is None else payload


def _sender(message: DeliverSm | SubmitSm) -> str:
    address = message.source_addr
    is_international = message.source_addr_ton == _INTERNATIONAL and address.isdecimal()
    return f"+{address}" if is_international else address


def _split_header(octets: bytes) -> tuple[bytes, bytes]:
    end = 1 + octets[0] if octets else 0
    return octets[1:end], octets[end:]


def _place(header: bytes) -> tuple[int, int, int] | None:
    """Read reference, total and sequence from a user data header; None if it has none, or one that cannot be."""
    place = 0
    while place + 2 <= len(header):
        kind, length = header[place], header[place + 1]
        value = header[place + 2 : place + 2 + length]
        if (kind, len(value)) in {(_CONCATENATED_8, 3), (_CONCATENATED_16, 4)}:
            return _possible(int.from_bytes(value[:-2], "big"), value[-2], value[-1])
        place += 2 + length
    return None


def _sar_place(message: DeliverSm | SubmitSm) -> tuple[int, int, int] | None:
    """Read the same from the parameters for segmentation and reassembly (section 5.3.2.22 on)."""
    values = [tlv(message, tag) for tag in (Tag.SAR_MSG_REF_NUM, Tag.SAR_TOTAL_SEGMENTS, Tag.SAR_SEGMENT_SEQNUM)]
    if not all(values):
        return None
    reference, total, sequence = (int.from_bytes(value or b"", "big") for value in values)
    return _possible(reference, total, sequence)


def _possible(reference: int, total: int, sequence: int) -> tuple[int, int, int] | None:
    return (reference, total, sequence) if total > 1 and 1 <= sequence <= total else None


def _text(octets: bytes, data_coding: int, alphabet: str) -> str:
    """Read a text; binary messages (ring tones, settings) have none."""
    if data_coding & _GROUP in _CLASSES:
        data_coding &= _OF_CLASS if data_coding & _GROUP == _GROUP else _OF_GROUP
    if data_coding in _BINARY:
        return ""
    is_gsm7 = data_coding == 0 and alphabet != _LATIN1
    # Some say ASCII and write septets; characters of control are in no text, but letters of the default alphabet.
    if is_gsm7 or (data_coding == _ASCII and _CONTROL.search(octets)):
        return decode_gsm7(octets)
    return octets.decode(_ALPHABETS.get(data_coding, "latin-1"), "replace")
