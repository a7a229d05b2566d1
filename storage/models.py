"""The tables; those of messages and of the office's people and times are in files of their own.

Phone numbers stand in `subscriber` only and everything else refers to its id, so that they can be encrypted or erased
in one place. Times are UTC. States are words, and the code that owns a table names them: `smsd.inbox` and
`smsd.outbox` for messages, `complaints.life.lifecycle` for complaints and assignments.
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

import storage.message_tables
import storage.office_tables  # noqa: F401 - whoever asks the metadata for all tables gets those too
from storage.columns import BigId, index_of_true, index_where, metadata, moment, row_id, to

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
    # A digest of the PIN that was entered and not seen to be accepted: the third wrong one would lock the SIM.
    Column("tried_pin", String(32)),
    Column("operator", String(80)),
    Column("signal_percent", SmallInteger),
    Column("sim_used", SmallInteger),
    Column("sim_size", SmallInteger),
    moment("changed_at"),
    # The circuit breaker: it takes nothing until then.
    moment("paused_until"),
    Column("last_error", Text, nullable=False, server_default=""),
    moment("last_error_at"),
)

# What administrators ask of a modem that a daemon drives, and what came of it.
line_request = Table(
    "line_request",
    metadata,
    row_id(),
    to("line", nullable=False),
    Column("kind", String(12), nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("answer", Text, nullable=False, server_default=""),
    Column("is_open", Boolean, nullable=False, server_default=text("false")),
    Column("error", Text, nullable=False, server_default=""),
    Column("asked_by", String(80), nullable=False),
    moment("asked_at", nullable=False),
    moment("answered_at"),
    index_where("ix_line_request_open", "state IN ('asked', 'taken')", "line_id"),
)

# What was left on a SIM, as its operator told it; what could not be read is there with its answer alone.
line_balance = Table(
    "line_balance",
    metadata,
    row_id(),
    to("line", nullable=False),
    Column("imsi", String(32)),
    moment("at", nullable=False),
    Column("rupiah", Integer),
    Column("sms", Integer),
    Column("valid_until", Date),
    Column("answer", Text, nullable=False),
    UniqueConstraint("line_id", "at"),
)

# Trouble of a line that the administrators are told of; the local dates on which they last heard of it and of its end.
line_alarm = Table(
    "line_alarm",
    metadata,
    row_id(),
    to("line", nullable=False),
    Column("kind", String(20), nullable=False),
    Column("is_raised", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("told_on", Date, nullable=False),
    Column("ended_on", Date),
    UniqueConstraint("line_id", "kind"),
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
    # Whose it is instead of an agency's own people: INTEGRITY or OVERSIGHT; and the agencies that it accuses.
    Column("circle", String(12)),
    Column("accused", JSON(none_as_null=True)),
    # The reporter is threatened: their number is hidden from everybody.
    moment("threatened_at"),
    # It asks for compensation, so that no silence closes it.
    Column("compensation", Boolean, nullable=False, server_default=text("false")),
    Column("reopened", Integer, nullable=False, server_default="0"),
    # How often an agency gave it back or on.
    Column("bounced", Integer, nullable=False, server_default="0"),
    # Its text looked like none when it came: empty, a prank, abuse, advertising. `routing` says why.
    Column("flagged", Boolean, nullable=False, server_default=text("false")),
    # How content the reporter was, 1 to 5.
    Column("rating", SmallInteger),
    # The incident that it is gathered under, and the complaint that it is a duplicate of.
    to("incident"),
    to("complaint", "duplicate_of"),
    # How many phones support it, beside its reporter's; who they are stands in `party`.
    Column("supporters", Integer, nullable=False, server_default="0"),
    # How often its reporter was asked something before it could be worked on, and when the office first answered.
    Column("asked", SmallInteger, nullable=False, server_default="0"),
    moment("first_answer_at"),
    # When it reached the government, by whatever door.
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
    # When it closes by itself, and until when somebody must have handed it to an agency.
    moment("close_at"),
    moment("verify_by"),
    moment("verify_told_at"),
    # With the outcome in it, so that counting a million by state and outcome reads nothing but the index.
    Index("ix_complaint_status", "status", "outcome", "region"),
    Index("ix_complaint_subscriber_id", "subscriber_id", "id"),
    # What the statistics count: what has come, what has been closed, what has been finished in a time.
    Index("ix_complaint_region_created_at", "region", "created_at"),
    # The orders of the list, and what is rare in it: who filters for that would walk through all.
    Index("ix_complaint_created_at", "created_at"),
    Index("ix_complaint_updated_at", "updated_at"),
    Index("ix_complaint_topic", "topic", "created_at"),
    index_where("ix_complaint_rating", "rating IS NOT NULL", "rating", "created_at"),
    index_where("ix_complaint_kind", "kind <> 'complaint'", "kind", "created_at"),
    index_where("ix_complaint_channel", "channel <> 'sms'", "channel", "created_at"),
    index_where("ix_complaint_circle", "circle IS NOT NULL", "circle"),
    index_where("ix_complaint_reopened", "reopened > 0", "created_at"),
    index_of_true("ix_complaint_urgent", "urgent", "created_at"),
    index_of_true("ix_complaint_flagged", "flagged", "created_at"),
    index_where("ix_complaint_outcome", "outcome IS NOT NULL", "region", "status_since"),
    index_where("ix_complaint_news", "news_due_at IS NOT NULL", "news_due_at"),
    index_where("ix_complaint_asked", "asked_at IS NOT NULL", "subscriber_id"),
    index_where("ix_complaint_close_at", "close_at IS NOT NULL", "close_at"),
    index_where("ix_complaint_verify_by", "verify_by IS NOT NULL", "verify_by"),
    index_where("ix_complaint_incident_id", "incident_id IS NOT NULL", "incident_id"),
    index_where("ix_complaint_duplicate_of", "duplicate_of IS NOT NULL", "duplicate_of"),
)

_IS_OPEN = "done_at IS NULL AND ended_at IS NULL"

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
    # Until when the agency must have taken it up, and be done; without a date the clock stands still.
    moment("respond_by"),
    moment("due_at"),
    moment("accepted_at"),
    moment("done_at"),
    moment("ended_at"),
    # When its agency was first told of it.
    moment("told_at"),
    # When it goes on after it was put off.
    moment("postponed_until"),
    # When its clock stood still: pairs of moments, the last one open if it stands still now.
    Column("pauses", JSON(none_as_null=True)),
    # Which rungs of the ladder have been told, a bit each, and when the ladder looks at it next.
    Column("rung", SmallInteger, nullable=False, server_default="0"),
    moment("rung_at"),
    Index("ix_assignment_complaint_id", "complaint_id"),
    index_of_true("ix_assignment_lead", "lead", "agency", "complaint_id", also=" AND ended_at IS NULL"),
    index_where("ix_assignment_silent", f"{_IS_OPEN} AND accepted_at IS NULL", "state", "lead", "complaint_id"),
    index_where("ix_assignment_unit", "unit IS NOT NULL", "unit", "complaint_id"),
    # All that is asked of open ones when they are counted, so that nothing but the index is read.
    index_where("ix_assignment_open", _IS_OPEN, "agency", "complaint_id", "lead", "done_at", "ended_at"),
    index_where("ix_assignment_due_at", f"{_IS_OPEN} AND due_at IS NOT NULL", "due_at"),
    index_where("ix_assignment_done_at", "done_at IS NOT NULL", "done_at"),
    index_where("ix_assignment_ended_at", "ended_at IS NOT NULL", "ended_at"),
    index_where("ix_assignment_rung_at", "rung_at IS NOT NULL", "rung_at"),
    index_where("ix_assignment_postponed_until", "postponed_until IS NOT NULL", "postponed_until"),
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
    # What the step overwrote, so that whoever did it by mistake can take it back.
    Column("undo", JSON(none_as_null=True)),
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
    # Of a street or village while others may be like its complaint: region and topic, and when it came.
    Column("matter", String(101)),
    moment("matter_at"),
    UniqueConstraint("complaint_id", "kind", "name"),
    Index("ix_complaint_place_kind_name", "kind", "name", "complaint_id"),
    # The few that are open, in the order in which they came: a place that thousands have named costs no more.
    index_where(
        "ix_complaint_place_alike", "matter IS NOT NULL", "matter", "kind", "name", "matter_at", "complaint_id"
    ),
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
