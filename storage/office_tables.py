"""The tables of the office: its contacts, what they were told at their times, the scheduled jobs, the incidents."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Index, Integer, String, Table, Text, text

from storage.columns import index_where, metadata, moment, row_id, to

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
    # When the phone was last asked whether its owner is still in office, and when they last said so.
    moment("asked_at"),
    moment("confirmed_at"),
    # On leave: until then the deputy hears instead.
    moment("away_until"),
    Index("ix_contact_region_agency", "region", "agency"),
    Index("ix_contact_subscriber_id", "subscriber_id"),
    index_where("uq_contact_active", "valid_until IS NULL", "subscriber_id", "region", "agency", unique=True),
)

digest = Table(
    "digest",
    metadata,
    row_id(),
    # "bogor:7:2026-11-23:07:30": whoever makes it first has made it, and nobody makes it again.
    Column("key", String(120), nullable=False, unique=True),
    Column("region", String(40), nullable=False),
    Column("agency", String(40), nullable=False),
    # Whose phone it went to; a digest of before went to all phones of an agency.
    to("subscriber"),
    Column("local_date", Date, nullable=False),
    Column("slot", String(8), nullable=False),
    # How many complaints waited; with none, nothing was sent.
    Column("item_count", Integer, nullable=False, server_default="0"),
    moment("made_at", nullable=False),
    Index("ix_digest_region_agency", "region", "agency", "id"),
    Index("ix_digest_subscriber_id", "subscriber_id", "id"),
)

report = Table(
    "report",
    metadata,
    row_id(),
    # "bogor:month:2026-10-01": a report whose files have been written is not written again by the clock.
    Column("key", String(80), nullable=False, unique=True),
    moment("made_at", nullable=False),
)

alert = Table(
    "alert",
    metadata,
    row_id(),
    # Danger is told at once; what follows within minutes is counted, and told together.
    Column("key", String(120), nullable=False, unique=True),
    to("subscriber", nullable=False),
    to("complaint", nullable=False),
    moment("made_at", nullable=False),
    moment("told_at"),
    Index("ix_alert_subscriber_id", "subscriber_id", "told_at"),
    index_where("ix_alert_untold", "told_at IS NULL", "made_at"),
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

incident = Table(
    "incident",
    metadata,
    row_id(),
    # What people call it: "Banjir Ciliwung".
    Column("name", String(80), nullable=False),
    Column("region", String(40), nullable=False),
    # What joins it: complaints on one of these topics that name one of these places; without places, anywhere.
    Column("topics", JSON, nullable=False),
    Column("areas", JSON, nullable=False),
    moment("opened_at", nullable=False),
    Column("opened_by", String(80), nullable=False),
    moment("closed_at"),
    index_where("ix_incident_open", "closed_at IS NULL", "region", text("lower(name)"), unique=True),
)
