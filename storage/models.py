"""The tables.

Phone numbers stand in `subscriber` only and everything else refers to its id, so that they can be encrypted or erased
in one place. Times are UTC. States are words, and the code that owns a table names them: `smsd.inbox` and
`smsd.outbox` for messages, `complaints.lifecycle` for complaints and assignments.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Sequence,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both sides; SQLite, which knows no zones, stores it bare."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a moment into UTC on its way in; a naive one is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment in UTC on its way out."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


# SQLite counts by itself only in a column that is exactly INTEGER.
BigId = BigInteger().with_variant(Integer(), "sqlite")

complaint_ids = Sequence("complaint_id", metadata=metadata)
"""Where PostgreSQL counts complaints; SQLite counts them in `counter`."""


def _id() -> Column[int]:
    return Column("id", BigId, primary_key=True)


def _moment(name: str, *, nullable: bool = True) -> Column[datetime]:
    return Column(name, UtcDateTime, nullable=nullable)


def _where(name: str, condition: str, *columns: str) -> Index:
    """Make an index over the few rows that are not done yet, so that a million old ones cost nothing."""
    return Index(name, *columns, sqlite_where=text(condition), postgresql_where=text(condition))


def _to(target: str, name: str | None = None, **options: Any) -> Column[Any]:
    return Column(name or f"{target}_id", BigId, ForeignKey(f"{target}.id"), **options)


installation = Table(
    "installation",
    metadata,
    Column("id", Integer, primary_key=True),
    # Shuffles the complaints' numbers: made once, never changed, or old numbers would come again.
    Column("number_key", LargeBinary, nullable=False),
    _moment("created_at", nullable=False),
)

counter = Table(
    "counter",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

line = Table(
    "line",
    metadata,
    _id(),
    Column("name", String(80), nullable=False, unique=True),
    Column("transport", String(20), nullable=False),
    Column("state", String(20), nullable=False, server_default="stopped"),
    Column("detail", Text, nullable=False, server_default=""),
    Column("imei", String(32)),
    Column("imsi", String(32)),
    Column("smsc", String(32)),
    Column("operator", String(80)),
    Column("signal_percent", SmallInteger),
    _moment("changed_at"),
)

subscriber = Table(
    "subscriber",
    metadata,
    _id(),
    # An MSISDN in E.164, or the short code or letters of a sender that is never answered.
    Column("address", String(32), nullable=False, unique=True),
    Column("kind", String(12), nullable=False),
    Column("language", String(8)),
    _moment("opted_out_at"),
    _moment("created_at", nullable=False),
)

inbound_message = Table(
    "inbound_message",
    metadata,
    _id(),
    # The key of its first stored part: a message exists once, however often the network delivers it.
    Column("key", String(64), nullable=False, unique=True),
    _to("line", nullable=False),
    _to("subscriber", nullable=False),
    Column("state", String(12), nullable=False),
    Column("text", Text, nullable=False),
    Column("text_hash", String(32), nullable=False),
    Column("reference", Integer),
    Column("parts_total", SmallInteger, nullable=False),
    Column("parts_stored", SmallInteger, nullable=False),
    Column("incomplete", Boolean, nullable=False, server_default=text("false")),
    Column("entry", String(40)),
    _moment("sent_at"),
    _moment("received_at", nullable=False),
    _moment("processed_at"),
    _where("ix_inbound_message_ready", "state = 'ready'", "id"),
    _where("ix_inbound_message_partial", "state = 'partial'", "subscriber_id", "reference", "parts_total"),
    Index("ix_inbound_message_repeats", "subscriber_id", "text_hash", "received_at"),
)

inbound_part = Table(
    "inbound_part",
    metadata,
    _id(),
    Column("key", String(64), nullable=False, unique=True),
    # The same without the SCTS: the network sometimes delivers a part again under a new time stamp.
    Column("content_key", String(64), nullable=False),
    _to("inbound_message", nullable=False),
    Column("sequence", SmallInteger, nullable=False),
    Column("text", Text, nullable=False),
    _moment("sent_at"),
    _moment("received_at", nullable=False),
    Index("ix_inbound_part_inbound_message_id", "inbound_message_id"),
    Index("ix_inbound_part_content", "content_key", "received_at"),
)

parked = Table(
    "parked",
    metadata,
    _id(),
    _to("inbound_message", nullable=False, unique=True),
    Column("error", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="1"),
    _moment("parked_at", nullable=False),
)

complaint = Table(
    "complaint",
    metadata,
    # Allotted from `complaint_ids`, not by the insert: rows that refer to it are written in the same round trip.
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False, unique=True),
    Column("region", String(40), nullable=False),
    _to("subscriber"),
    _to("inbound_message", unique=True),
    Column("channel", String(20), nullable=False),
    Column("kind", String(20), nullable=False, server_default="complaint"),
    Column("text", Text, nullable=False),
    Column("status", String(20), nullable=False),
    Column("outcome", String(20)),
    Column("topic", String(60)),
    Column("urgent", Boolean, nullable=False, server_default=text("false")),
    Column("confidence", Float),
    # Why the router chose as it did: a list of sentences, and the alternatives it had.
    Column("routing", JSON, nullable=False),
    Column("anonymous", Boolean, nullable=False, server_default=text("false")),
    Column("secret", Boolean, nullable=False, server_default=text("false")),
    Column("reopened", Integer, nullable=False, server_default="0"),
    _moment("created_at", nullable=False),
    _moment("updated_at", nullable=False),
    # Since when it has been in its state; a word in between changes only `updated_at`.
    _moment("status_since", nullable=False),
    Index("ix_complaint_region_status", "region", "status", "id"),
    Index("ix_complaint_subscriber_id", "subscriber_id", "id"),
)

assignment = Table(
    "assignment",
    metadata,
    _id(),
    _to("complaint", nullable=False),
    Column("agency", String(40), nullable=False),
    Column("unit", String(40)),
    # The complaint's status is its lead's state; a former hand has `ended_at`.
    Column("lead", Boolean, nullable=False),
    Column("state", String(20), nullable=False),
    _moment("assigned_at", nullable=False),
    _moment("due_at"),
    _moment("accepted_at"),
    _moment("done_at"),
    _moment("ended_at"),
    Index("ix_assignment_complaint_id", "complaint_id"),
    _where("ix_assignment_open", "done_at IS NULL AND ended_at IS NULL", "agency", "complaint_id"),
)

party = Table(
    "party",
    metadata,
    _id(),
    _to("complaint", nullable=False),
    _to("subscriber", nullable=False),
    Column("role", String(12), nullable=False),
    _moment("joined_at", nullable=False),
    UniqueConstraint("complaint_id", "subscriber_id"),
    Index("ix_party_subscriber_id", "subscriber_id"),
)

event = Table(
    "event",
    metadata,
    _id(),
    _to("complaint", nullable=False),
    _moment("at", nullable=False),
    # citizen, officer, admin, system; and which one: a subscriber's id, a login name, the part of the system.
    Column("actor_kind", String(12), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("action", String(20), nullable=False),
    Column("before", String(20)),
    Column("after", String(20), nullable=False),
    Column("agency", String(40)),
    Column("reason", Text, nullable=False, server_default=""),
    Index("ix_event_complaint_id", "complaint_id", "id"),
)

external_ref = Table(
    "external_ref",
    metadata,
    _id(),
    _to("complaint", nullable=False),
    Column("system", String(40), nullable=False),
    Column("external_id", String(120), nullable=False),
    UniqueConstraint("system", "external_id"),
    Index("ix_external_ref_complaint_id", "complaint_id"),
)

contact = Table(
    "contact",
    metadata,
    _id(),
    _to("subscriber", nullable=False),
    Column("region", String(40), nullable=False),
    Column("agency", String(40), nullable=False),
    Column("unit", String(40)),
    Column("name", String(120), nullable=False),
    Column("role", String(20), nullable=False),
    _to("contact", "deputy_id"),
    _moment("valid_from", nullable=False),
    _moment("valid_until"),
    _moment("confirmed_at"),
    Index("ix_contact_region_agency", "region", "agency"),
    Index("ix_contact_subscriber_id", "subscriber_id"),
)

outbound_message = Table(
    "outbound_message",
    metadata,
    _id(),
    # Says what the message is for ("answer:17"): it exists once, however often the step is repeated.
    Column("dedupe_key", String(120), nullable=False, unique=True),
    _to("subscriber", nullable=False),
    _to("complaint"),
    _to("line"),
    Column("text", Text, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("state", String(12), nullable=False),
    Column("segments", SmallInteger, nullable=False),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("unknowns", SmallInteger, nullable=False, server_default="0"),
    Column("error", Text, nullable=False, server_default=""),
    _moment("created_at", nullable=False),
    # Held until then: quiet hours, or the pause before the next attempt.
    _moment("not_before", nullable=False),
    _moment("expires_at", nullable=False),
    _moment("sent_at"),
    _where("ix_outbound_message_queued", "state = 'queued'", "line_id", "priority", "id"),
    _where("ix_outbound_message_sending", "state = 'sending'", "line_id"),
    Index("ix_outbound_message_subscriber_id", "subscriber_id", "created_at"),
    Index("ix_outbound_message_complaint_id", "complaint_id"),
)

outbound_segment = Table(
    "outbound_segment",
    metadata,
    _id(),
    _to("outbound_message", nullable=False),
    Column("sequence", SmallInteger, nullable=False),
    Column("state", String(12), nullable=False),
    # TP-MR: eight bits, the modem's own count; what a delivery report names.
    Column("reference", Integer),
    _moment("sent_at"),
    Column("delivery", String(12)),
    _moment("delivered_at"),
    UniqueConstraint("outbound_message_id", "sequence"),
    _where(
        "ix_outbound_segment_reports",
        "state = 'accepted' AND (delivery IS NULL OR delivery = 'pending')",
        "reference",
        "id",
    ),
)
