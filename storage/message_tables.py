"""The tables of what comes in and goes out. Their states are named by `storage.inbound` and `storage.outbound`."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Index, Integer, SmallInteger, String, Table, Text, UniqueConstraint, text

from storage.columns import index_where, metadata, moment, row_id, to

inbound_message = Table(
    "inbound_message",
    metadata,
    row_id(),
    # The key of its first stored part: a message exists once, however often the network delivers it.
    Column("key", String(64), nullable=False, unique=True),
    to("line", nullable=False),
    to("subscriber", nullable=False),
    Column("state", String(12), nullable=False),
    # sms, call (a missed one, without text) or ussd.
    Column("channel", String(8), nullable=False, server_default="sms"),
    Column("text", Text, nullable=False),
    Column("text_hash", String(32), nullable=False),
    Column("reference", Integer),
    Column("parts_total", SmallInteger, nullable=False),
    Column("parts_stored", SmallInteger, nullable=False),
    Column("incomplete", Boolean, nullable=False, server_default=text("false")),
    Column("entry", String(40)),
    moment("sent_at"),
    moment("received_at", nullable=False),
    moment("processed_at"),
    index_where("ix_inbound_message_ready", "state = 'ready'", "id"),
    index_where("ix_inbound_message_partial", "state = 'partial'", "subscriber_id", "reference", "parts_total"),
    index_where("ix_inbound_message_undone", "state <> 'done'", "state"),
    # How many came from one number lately.
    Index("ix_inbound_message_subscriber_id", "subscriber_id", "received_at"),
    Index("ix_inbound_message_repeats", "subscriber_id", "text_hash", "received_at"),
)

inbound_part = Table(
    "inbound_part",
    metadata,
    row_id(),
    Column("key", String(64), nullable=False, unique=True),
    # The same without the SCTS: the network sometimes delivers a part again under a new time stamp.
    Column("content_key", String(64), nullable=False),
    to("inbound_message", nullable=False),
    Column("sequence", SmallInteger, nullable=False),
    Column("text", Text, nullable=False),
    moment("sent_at"),
    moment("received_at", nullable=False),
    Index("ix_inbound_part_inbound_message_id", "inbound_message_id"),
    Index("ix_inbound_part_content", "content_key", "received_at"),
)

# What a modem has handed up and nobody has decoded yet: for a moment, or in quarantine. Decoded, it is gone from here.
inbound_pdu = Table(
    "inbound_pdu",
    metadata,
    row_id(),
    # Of line and octets: what is read from the SIM again before it could be deleted there is the same one.
    Column("key", String(64), nullable=False, unique=True),
    to("line", nullable=False),
    # With the message centre's number before the TPDU, as hexadecimal digits.
    Column("pdu", Text, nullable=False),
    Column("state", String(12), nullable=False),
    # Decoding began so often and was not seen to end.
    Column("tries", SmallInteger, nullable=False, server_default="0"),
    Column("error", Text, nullable=False, server_default=""),
    # Which version of the decoder refused it: a newer one tries again.
    Column("decoder", String(80), nullable=False, server_default=""),
    moment("received_at", nullable=False),
    Index("ix_inbound_pdu_state", "state", "id"),
)

parked = Table(
    "parked",
    metadata,
    row_id(),
    to("inbound_message", nullable=False, unique=True),
    Column("error", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="1"),
    moment("parked_at", nullable=False),
)

outbound_message = Table(
    "outbound_message",
    metadata,
    row_id(),
    # Says what the message is for ("answer:17"): it exists once, however often the step is repeated.
    Column("dedupe_key", String(120), nullable=False, unique=True),
    to("subscriber", nullable=False),
    to("complaint"),
    to("line"),
    Column("text", Text, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("state", String(12), nullable=False),
    Column("segments", SmallInteger, nullable=False),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("unknowns", SmallInteger, nullable=False, server_default="0"),
    Column("error", Text, nullable=False, server_default=""),
    moment("created_at", nullable=False),
    # Held until then: quiet hours, or the pause before the next attempt.
    moment("not_before", nullable=False),
    moment("expires_at", nullable=False),
    # The region whose quiet hours it keeps, however late it gets its turn; an answer keeps none.
    Column("quiet_region", String(40)),
    # Which text it is (a key of config/texts), and whether what it answers was a command: the manners count on it.
    Column("purpose", String(40), nullable=False, server_default=""),
    Column("explained", Boolean, nullable=False, server_default=text("false")),
    moment("sent_at"),
    index_where("ix_outbound_message_queued", "state = 'queued'", "line_id", "priority", "id"),
    index_where("ix_outbound_message_unsent", "state <> 'sent'", "state"),
    index_where("ix_outbound_message_sending", "state = 'sending'", "line_id"),
    Index("ix_outbound_message_subscriber_id", "subscriber_id", "created_at"),
    Index("ix_outbound_message_complaint_id", "complaint_id"),
)

# What each SIM has sent: for each kind of limit the period, and how many in it.
line_use = Table(
    "line_use",
    metadata,
    Column("sim", String(40), primary_key=True),
    Column("counts", JSON, nullable=False),
)

# To whom a SIM has sent this month, where that is limited.
line_recipient = Table(
    "line_recipient",
    metadata,
    Column("sim", String(40), primary_key=True),
    Column("month", String(7), primary_key=True),
    to("subscriber", primary_key=True),
)

outbound_segment = Table(
    "outbound_segment",
    metadata,
    row_id(),
    to("outbound_message", nullable=False),
    Column("sequence", SmallInteger, nullable=False),
    Column("state", String(12), nullable=False),
    # What a delivery report names. TP-MR: eight bits, the modem's own count; or an SMSC's message_id.
    Column("reference", Integer),
    Column("message_id", String(65)),
    moment("sent_at"),
    Column("delivery", String(12)),
    moment("delivered_at"),
    UniqueConstraint("outbound_message_id", "sequence"),
    index_where(
        "ix_outbound_segment_reports",
        "state = 'accepted' AND (delivery IS NULL OR delivery = 'pending')",
        "reference",
        "id",
    ),
    index_where("ix_outbound_segment_message_id", "message_id IS NOT NULL", "message_id"),
)
