"""What python-gammu reads of SMS, in our words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sms.message import Delivery, DeliveryReport, InboundPart
from smsd.transports.pdus import place_of


def part(line: str, sms: dict[str, Any]) -> InboundPart:
    """Make a part of what was received."""
    reference, total, sequence = place_of(sms["UDH"])
    return InboundPart(
        line=line,
        sender=sms["Number"],
        # The library pads its texts with NULs, one for each two-septet character.
        text=_text(sms).split("\x00", 1)[0],
        sent_at=_utc(sms["DateTime"]),
        handle=str(sms["Location"]),
        reference=reference,
        total=total,
        sequence=sequence,
    )


def report(line: str, sms: dict[str, Any]) -> DeliveryReport:
    """Make a delivery report of a status report."""
    return DeliveryReport(
        line=line,
        recipient=sms["Number"],
        reference=sms["MessageReference"],
        status=Delivery.of_tp_status(sms["DeliveryStatus"]),
        at=_utc(sms["SMSCDateTime"]),
        handle=str(sms["Location"]),
    )


def _text(sms: dict[str, Any]) -> str:
    """Give the text of a message; binary ones (ring tones, settings) have none."""
    return sms["Text"] if isinstance(sms["Text"], str) and sms["Coding"] != "8bit" else ""


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
