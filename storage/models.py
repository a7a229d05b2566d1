"""The tables, those of messages from a file of their own.

Phone numbers stand in `subscriber` only and everything else refers to its id, so that they can be encrypted or erased
in one place. Times are UTC. States are words, and the code that owns a table names them: `smsd.inbox` and
`smsd.outbox` for messages, `complaints.lifecycle` for complaints and assignments.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    Sequence,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

import storage.message_tables  # noqa: F401 - whoever asks the metadata for all tables gets those too
from storage.columns import BigId, index_where, metadata, moment, row_id, to

complaint_ids = Sequence("complaint_id", metadata=metadata)
"""Where PostgreSQL counts complaints; SQLite counts them in `counter`."""


installation = Table(
    "installation",
    metadata,
    Column("id", Integer, primary_key=True),
    # Shuffles the complaints' numbers: made once, never changed, or old numbers would come again.
    Column("number_key", LargeBinary, nullable=False),
    moment("created_at", nullable=False),
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
    row_id(),
    Column("name", String(80), nullable=False, unique=True),
    Column("transport", String(20), nullable=False),
    Column("state", String(20), nullable=False, server_default="stopped"),
    Column("detail", Text, nullable=False, server_default=""),
    Column("imei", String(32)),
    Column("imsi", String(32)),
    Column("smsc", String(32)),
    # A digest of the PIN that the SIM refused: the third wrong one would lock it, across restarts too.
    Column("refused_pin", String(32)),
    Column("operator", String(80)),
    Column("signal_percent", SmallInteger),
    moment("changed_at"),
)

subscriber = Table(
    "subscriber",
    metadata,
    row_id(),
    # An MSISDN in E.164, or the short code or letters of a sender that is never answered.
    Column("address", String(32), nullable=False, unique=True),
    Column("kind", String(12), nullable=False),
    Column("language", String(8)),
    moment("opted_out_at"),
    # An admin wants the number to get no answers, and why.
    moment("muted_at"),
    Column("muted_reason", Text, nullable=False, server_default=""),
    moment("created_at", nullable=False),
)

complaint = Table(
    "complaint",
    metadata,
    # Allotted from `complaint_ids`, not by the insert: rows that refer to it are written in the same round trip.
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False, unique=True),
    Column("region", String(40), nullable=False),
    to("subscriber"),
    to("inbound_message", unique=True),
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
    moment("created_at", nullable=False),
    moment("updated_at", nullable=False),
    # Since when it has been in its state; a word in between changes only `updated_at`.
    moment("status_since", nullable=False),
    # The last event that the citizen has been told of, and when they are told of those after it.
    Column("told_event_id", BigInteger),
    moment("news_due_at"),
    # When the reporter was asked something, and when they answered last.
    moment("asked_at"),
    moment("answered_at"),
    Index("ix_complaint_region_status", "region", "status", "id"),
    Index("ix_complaint_subscriber_id", "subscriber_id", "id"),
    index_where("ix_complaint_news", "news_due_at IS NOT NULL", "news_due_at"),
    index_where("ix_complaint_asked", "asked_at IS NOT NULL", "subscriber_id"),
)

assignment = Table(
    "assignment",
    metadata,
    row_id(),
    to("complaint", nullable=False),
    Column("agency", String(40), nullable=False),
    Column("unit", String(40)),
    # The complaint's status is its lead's state; a former hand has `ended_at`.
    Column("lead", Boolean, nullable=False),
    Column("state", String(20), nullable=False),
    moment("assigned_at", nullable=False),
    moment("due_at"),
    moment("accepted_at"),
    moment("done_at"),
    moment("ended_at"),
    # When its agency was first told of it.
    moment("told_at"),
    Index("ix_assignment_complaint_id", "complaint_id"),
    index_where("ix_assignment_open", "done_at IS NULL AND ended_at IS NULL", "agency", "complaint_id"),
)

party = Table(
    "party",
    metadata,
    row_id(),
    to("complaint", nullable=False),
    to("subscriber", nullable=False),
    Column("role", String(12), nullable=False),
    moment("joined_at", nullable=False),
    UniqueConstraint("complaint_id", "subscriber_id"),
    Index("ix_party_subscriber_id", "subscriber_id"),
)

event = Table(
    "event",
    metadata,
    row_id(),
    to("complaint", nullable=False),
    moment("at", nullable=False),
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

complaint_place = Table(
    "complaint_place",
    metadata,
    row_id(),
    to("complaint", nullable=False),
    # province, regency, district, village, street; a village's district stands beside it.
    Column("kind", String(12), nullable=False),
    Column("name", String(120), nullable=False),
    # The RT and RW that were told with it.
    Column("detail", String(40), nullable=False, server_default=""),
    UniqueConstraint("complaint_id", "kind", "name"),
    Index("ix_complaint_place_kind_name", "kind", "name", "complaint_id"),
)

dialogue = Table(
    "dialogue",
    metadata,
    row_id(),
    # What is open with whom: "region:7", "resolved:7:31", "menu:7". A question that is asked again is the same one.
    Column("key", String(80), nullable=False, unique=True),
    to("subscriber", nullable=False),
    Column("kind", String(12), nullable=False),
    to("complaint"),
    to("line"),
    # What to go on with: the text that waits, the choices, the place in a menu.
    Column("state", JSON, nullable=False),
    moment("asked_at", nullable=False),
    moment("expires_at", nullable=False),
    Index("ix_dialogue_subscriber_id", "subscriber_id"),
    Index("ix_dialogue_expires_at", "expires_at"),
)

external_ref = Table(
    "external_ref",
    metadata,
    row_id(),
    to("complaint", nullable=False),
    Column("system", String(40), nullable=False),
    Column("external_id", String(120), nullable=False),
    UniqueConstraint("system", "external_id"),
    Index("ix_external_ref_complaint_id", "complaint_id"),
)

contact = Table(
    "contact",
    metadata,
    row_id(),
    to("subscriber", nullable=False),
    Column("region", String(40), nullable=False),
    Column("agency", String(40), nullable=False),
    Column("unit", String(40)),
    Column("name", String(120), nullable=False),
    Column("role", String(20), nullable=False),
    to("contact", "deputy_id"),
    moment("valid_from", nullable=False),
    moment("valid_until"),
    moment("confirmed_at"),
    Index("ix_contact_region_agency", "region", "agency"),
    Index("ix_contact_subscriber_id", "subscriber_id"),
    index_where("uq_contact_active", "valid_until IS NULL", "subscriber_id", "region", "agency", unique=True),
)

digest = Table(
    "digest",
    metadata,
    row_id(),
    # "bogor:PUPR:2026-11-23:07:30": whoever makes it first has made it, and nobody makes it again.
    Column("key", String(120), nullable=False, unique=True),
    Column("region", String(40), nullable=False),
    Column("agency", String(40), nullable=False),
    Column("local_date", Date, nullable=False),
    Column("slot", String(8), nullable=False),
    # How many complaints waited; with none, nothing was sent.
    Column("item_count", Integer, nullable=False, server_default="0"),
    moment("made_at", nullable=False),
    Index("ix_digest_region_agency", "region", "agency", "id"),
)

job = Table(
    "job",
    metadata,
    row_id(),
    Column("name", String(40), nullable=False, unique=True),
    moment("started_at", nullable=False),
    moment("finished_at"),
    Column("result", Text, nullable=False, server_default=""),
    Column("error", Text, nullable=False, server_default=""),
)
