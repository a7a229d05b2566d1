"""The PDUs of a modem, with libgammu as codec (3GPP TS 23.040 section 9.2.2): octets in, values out, and back.

A PDU is written as modems write it: hexadecimal digits, the message centre's number first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import gammu

from sms.message import Delivery, DeliveryReport, InboundPart, Segment
from smsd.transports.base import PduError

VALIDITY = "3D"
"""How long the network tries; without it the library asks for five minutes."""

_TYPE = 0x03
_DELIVER, _STATUS_REPORT = 0x00, 0x02
_SCTS_OCTETS = 7
_FILLING = b"\x00\xff"
"""What some modems write behind a message, up to the end of its slot."""


def is_report(pdu: str) -> bool:
    """Tell whether a PDU from the network is a status report, by its TP-MTI (section 9.2.3.1)."""
    try:
        octets = bytes.fromhex(pdu)
    except ValueError:
        return False
    place = octets[0] + 1 if octets else 0
    return place < len(octets) and octets[place] & _TYPE == _STATUS_REPORT


def tpdu_length(pdu: str) -> int:
    """Give the octets of a PDU without the message centre's number, as +CMGL and +CMGS count them."""
    return len(pdu) // 2 - 1 - int(pdu[:2] or "0", 16)


def decode_part(line: str, pdu: str, handle: str = "") -> InboundPart:
    """Read an SMS-DELIVER; raises PduError."""
    octets, sms = _decoded(pdu)
    if sms["Type"] != "Deliver":
        raise PduError(f"is no SMS that came in, but {sms['Type']}")
    reference, total, sequence = place_of(sms["UDH"])
    return InboundPart(
        line=line,
        sender=sms["Number"],
        text=_text(octets, sms),
        sent_at=_utc(sms["DateTime"]),
        handle=handle,
        reference=reference,
        total=total,
        sequence=sequence,
    )


def decode_report(line: str, pdu: str, handle: str = "") -> DeliveryReport:
    """Read an SMS-STATUS-REPORT; raises PduError."""
    _, sms = _decoded(pdu)
    if sms["Type"] != "Status_Report":
        raise PduError(f"is no status report, but {sms['Type']}")
    return DeliveryReport(
        line=line,
        recipient=sms["Number"],
        reference=sms["MessageReference"],
        status=Delivery.of_tp_status(sms["DeliveryStatus"]),
        at=_utc(sms["SMSCDateTime"]),
        handle=handle,
    )


def place_of(header: Mapping[str, Any]) -> tuple[int | None, int, int]:
    """Read reference, total and sequence of a part; a part that no message can have is a message of its own."""
    total, sequence = header["AllParts"], header["PartNumber"]
    if total < 2 or not 1 <= sequence <= total:
        return None, 1, 1
    return header["ID16bit"] if header["ID16bit"] >= 0 else header["ID8bit"], total, sequence


def encode(segment: Segment) -> str:
    """Write an SMS-SUBMIT by way of the SIM's message centre; the modem itself counts TP-MR. Raises PduError."""
    message = submit(segment) | {"SMSC": {"Number": "", "Location": 0, "Validity": VALIDITY}, "Folder": 1}
    try:
        octets: bytes = gammu.EncodePDU(message)
    except (gammu.GSMError, ValueError) as error:
        raise PduError(f"cannot be written as an SMS: {type(error).__name__}") from None
    # The library writes an empty number of its own; no octets mean the SIM's.
    return "00" + octets[1 + octets[0] :].hex().upper()


def submit(segment: Segment) -> dict[str, Any]:
    """Describe a segment as the library does, but for the message centre."""
    message: dict[str, Any] = {
        "Number": segment.to,
        # In UCS-2 the library takes a tilde for an escape character of its own, and two for one tilde.
        "Text": segment.text.replace("~", "~~") if segment.unicode else segment.text,
        "Coding": "Unicode_No_Compression" if segment.unicode else "Default_No_Compression",
        "Type": "Status_Report" if segment.report else "Submit",
    }
    if segment.total > 1:
        # Section 9.2.3.24.1.
        place = bytes((5, 0, 3, segment.reference % 256, segment.total, segment.sequence))
        message["UDH"] = {"Type": "UserUDH", "Text": place}
    return message


def _decoded(pdu: str) -> tuple[bytes, dict[str, Any]]:
    try:
        octets = bytes.fromhex(pdu)
    except ValueError:
        raise PduError("has other characters than hexadecimal digits, or an odd number of them") from None
    try:
        sms: dict[str, Any] = gammu.DecodePDU(octets, SMSC=True)
    except gammu.GSMError as error:
        raise PduError(f"the decoder gives up: {type(error).__name__}") from None
    return _as_long_as_it_says(octets), sms


def _as_long_as_it_says(octets: bytes) -> bytes:
    """Leave out a modem's filling; raises PduError for a text that is shorter or longer than it says that it is."""
    end = _end(octets)
    if len(octets) < end:
        raise PduError("ends before its text does")
    if octets[end:].strip(_FILLING):
        raise PduError("goes on after its text")
    return octets[:end]


def _end(octets: bytes) -> int:
    """Tell where an SMS-DELIVER says that it ends: the library reads what there is, and does not mind."""
    first = octets[0] + 1
    if octets[first] & _TYPE != _DELIVER:
        return len(octets)
    sender_digits = octets[first + 1]
    dcs = first + 2 + 1 + (sender_digits + 1) // 2 + 1
    length = dcs + 1 + _SCTS_OCTETS
    if length >= len(octets):
        return length + 1
    is_octets = octets[dcs] & 0x0C in {0x04, 0x08} if octets[dcs] & 0xC0 in {0x00, 0x40} else octets[dcs] & 0xF4 == 0xF4
    return length + 1 + (octets[length] if is_octets else (7 * octets[length] + 7) // 8)


def _text(octets: bytes, sms: dict[str, Any]) -> str:
    """Give the text of a message; binary ones (ring tones, settings) have none."""
    if not isinstance(sms["Text"], str) or sms["Coding"] == "8bit":
        return ""
    if sms["Coding"].startswith("Unicode"):
        # The library doubles tildes and drops as many characters at the end.
        return octets[len(octets) - 2 * sms["Length"] :].decode("utf-16-be", "replace")
    # It pads texts with NULs, one for each two-septet character.
    return sms["Text"].split("\x00", 1)[0]


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
