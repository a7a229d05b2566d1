"""The values that travel between a transport and the daemon.

They are plain and frozen, because they cross a process boundary (a worker process drives each modem) and
because a value that cannot change cannot be half changed in a crash.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


@dataclass(frozen=True, slots=True)
class InboundPart:
    """One SMS as the transport read it: a whole short message, or one part of a long one.

    `sender` is what the network wrote there: an MSISDN, a short code or letters. `sent_at` is the SCTS, the
    time stamp of the operator's message centre, in UTC (None where it was invalid). `reference`, `total` and
    `sequence` are the concatenation header (3GPP TS 23.040 section 9.2.3.24.1); a whole message has total 1 and
    no reference. `handle` is the transport's own word for where the part is kept ("12" of the SIM): given back
    to `Transport.delete` once the part is durable.

    An SMSC gives no time stamp: `delivery` names its one handing over instead. The same content in another one is
    another SMS, unless it has come in the time of `again`, of which the SMSC may not have heard that we have it.
    """

    line: str
    sender: str
    text: str
    sent_at: datetime | None
    handle: str
    reference: int | None = None
    total: int = 1
    sequence: int = 1
    delivery: str = ""
    again: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True)
class InboundPdu:
    """One SMS as a modem holds it, which nobody has decoded yet: hexadecimal digits, the message centre's number first.

    `handle` is the transport's word for where it is kept, as in `InboundPart`.
    """

    line: str
    pdu: str
    handle: str


@dataclass(frozen=True, slots=True)
class InboundCall:
    """Somebody calls a line, which is never answered; `caller` is as the network wrote it, `at` the first ring."""

    line: str
    caller: str
    at: datetime


class Channel(StrEnum):
    """The ways by which a phone reaches us."""

    SMS = "sms"
    CALL = "call"
    USSD = "ussd"


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One complete MO message, its parts joined, ready to be understood; or what came by another way of the phone.

    `id` is its row; `line` the name of the line it came in on and `line_id` its row; `incomplete` is true if parts
    were still missing when waiting for them ended. `channel` tells whether it is an SMS, a missed call or what was
    typed in a USSD session. `language` is the one that its sender has chosen, if they have; `muted`: an admin wants
    this number to get no answers; `opted_out`: its owner wants nothing but answers.
    """

    id: int
    line: str
    line_id: int
    subscriber_id: int
    sender: str
    text: str
    received_at: datetime
    incomplete: bool = False
    channel: Channel = Channel.SMS
    language: str | None = None
    muted: bool = False
    opted_out: bool = False


class Priority(IntEnum):
    """Who goes first when there is a queue: the smaller number.

    `DANGER` is about a life. `LATER` is what somebody gets beside the one SMS that they have had, or will have, while
    the queue is long: it leaves when all answers have.
    """

    DANGER = 5
    ANSWER = 10
    LATER = 15
    UPDATE = 20
    DIGEST = 30
    BROADCAST = 40


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """An MT message as somebody wants it sent; the outbox does the rest.

    `dedupe_key` says what it is for ("answer:17"): a message with the same key exists once. `line_id` is the line
    it should leave by, None for any. It is held until `not_before` (None: go at once), never leaves in the quiet hours
    of `quiet_region` (None: at any hour), and is worth nothing after `expires_at` (None: after some days). `purpose` is
    the key of its text, and `explained` tells that it answers a command, which no other robot would send.
    """

    dedupe_key: str
    subscriber_id: int
    text: str
    priority: Priority
    line_id: int | None = None
    complaint_id: int | None = None
    not_before: datetime | None = None
    quiet_region: str | None = None
    expires_at: datetime | None = None
    purpose: str = ""
    explained: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of an MT message as it is handed to a transport.

    `key` names the attempt uniquely ("message-sequence-attempt"), so that an outcome finds its row.
    `reference` is the concatenation reference, the same in all `total` segments of one message.
    """

    key: str
    to: str
    text: str
    sequence: int = 1
    total: int = 1
    reference: int = 0
    unicode: bool = False
    report: bool = True


class Outcome(StrEnum):
    """What is known after an attempt to send; decides what the outbox does next (see `smsd.outbox`)."""

    ACCEPTED = "accepted"
    RETRY_SOON = "retry_soon"
    RETRY_LATER = "retry_later"
    RETRY_ONCE = "retry_once"
    PERMANENT = "permanent"
    LINE_FAULT = "line_fault"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SendOutcome:
    """The result of one attempt at one segment.

    `reference` is the TP-MR (0 to 255 on a modem), or `message_id` the SMSC's own name for it, by which a delivery
    report will name it; none if not accepted. `error` is for the administrator: what the modem or network said,
    without number or text.
    """

    key: str
    outcome: Outcome
    reference: int | None = None
    error: str = ""
    message_id: str = ""


class Delivery(StrEnum):
    """The three groups of TP-Status (3GPP TS 23.040 section 9.2.3.15)."""

    DELIVERED = "delivered"
    PENDING = "pending"
    FAILED = "failed"

    @classmethod
    def of_tp_status(cls, status: int) -> Delivery:
        """Tell the group of a TP-Status octet: 00-1F delivered, 20-3F still trying, the rest failed for good."""
        if status < 0x20:
            return cls.DELIVERED
        return cls.PENDING if status < 0x40 else cls.FAILED


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """A DLR: what became of the segment with TP-MR `reference` sent to `recipient` over `line`.

    Where an SMSC gave the segment a name it is that which tells, written in one of the ways of `message_ids`.
    """

    line: str
    recipient: str
    reference: int | None
    status: Delivery
    at: datetime | None
    handle: str = ""
    message_ids: tuple[str, ...] = ()
