"""Incidents that gather complaints, duplicates that know what they are of, and what reports measure."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# What is open already is compared too.
_COMPARED = """
    UPDATE complaint_place SET matter_at = (SELECT created_at FROM complaint WHERE id = complaint_id), matter = (
        SELECT region || ':' || topic FROM complaint WHERE id = complaint_id
        AND status IN ('new', 'triage', 'assigned', 'in_progress', 'waiting', 'postponed') AND kind = 'complaint'
        AND NOT secret AND NOT anonymous AND circle IS NULL AND threatened_at IS NULL)
    WHERE kind IN ('street', 'village')
"""
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "incident",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("opened_by", sa.String(length=80), nullable=False),
        sa.Column("closed_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    is_open = sa.text("closed_at IS NULL")
    called: list[str | sa.TextClause] = ["region", sa.text("lower(name)")]
    op.create_index("ix_incident_open", "incident", called, unique=True, sqlite_where=is_open, postgresql_where=is_open)
    for name, table in (("incident_id", "incident"), ("duplicate_of", "complaint")):
        key = sa.ForeignKey(f"{table}.id", name=op.f(f"fk_complaint_{name}"))
        op.add_column("complaint", sa.Column(name, BIG_ID, key), inline_references=True)
        where = sa.text(f"{name} IS NOT NULL")
        op.create_index(f"ix_complaint_{name}", "complaint", [name], sqlite_where=where, postgresql_where=where)
    op.add_column("complaint", sa.Column("supporters", sa.Integer(), server_default="0", nullable=False))
    op.add_column("complaint_place", sa.Column("matter", sa.String(length=101)))
    op.add_column("complaint_place", sa.Column("matter_at", UtcDateTime()))
    compared = sa.text("matter IS NOT NULL")
    columns = ["matter", "kind", "name", "matter_at", "complaint_id"]
    op.create_index(
        "ix_complaint_place_alike", "complaint_place", columns, sqlite_where=compared, postgresql_where=compared
    )
    op.execute(_COMPARED)
    op.add_column("complaint", sa.Column("asked", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("complaint", sa.Column("first_answer_at", UtcDateTime()))
    op.add_column("complaint", sa.Column("flagged", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.create_table(
        "report",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("key", name=op.f("uq_report_key")),
    )
    _index_what_is_listed()


def _index_what_is_listed() -> None:
    """Index the orders of the list of complaints, and what is rare in it; count by state from the index alone."""
    op.drop_index("ix_complaint_region_status", "complaint")
    for columns in (["status", "outcome", "region"], ["created_at"], ["updated_at"], ["topic", "created_at"]):
        op.create_index(f"ix_complaint_{columns[0]}", "complaint", columns)
    for name, condition, columns in (
        ("rating", "rating IS NOT NULL", ["rating", "created_at"]),
        ("kind", "kind <> 'complaint'", ["kind", "created_at"]),
        ("channel", "channel <> 'sms'", ["channel", "created_at"]),
        ("circle", "circle IS NOT NULL", ["circle"]),
        ("reopened", "reopened > 0", ["created_at"]),
    ):
        where = sa.text(condition)
        op.create_index(f"ix_complaint_{name}", "complaint", columns, sqlite_where=where, postgresql_where=where)
    for flag in ("urgent", "flagged"):
        _index_of_true(f"ix_complaint_{flag}", "complaint", ["created_at"], flag)
    _index_of_true("ix_assignment_lead", "assignment", ["agency", "complaint_id"], "lead", " AND ended_at IS NULL")
    op.drop_index("ix_assignment_open", "assignment")
    is_open = "done_at IS NULL AND ended_at IS NULL"
    for name, condition, columns in (
        ("open", is_open, ["agency", "complaint_id", "lead", "done_at", "ended_at"]),
        ("silent", f"{is_open} AND accepted_at IS NULL", ["state", "lead", "complaint_id"]),
        ("unit", "unit IS NOT NULL", ["unit", "complaint_id"]),
        ("ended_at", "ended_at IS NOT NULL", ["ended_at"]),
    ):
        where = sa.text(condition)
        op.create_index(f"ix_assignment_{name}", "assignment", columns, sqlite_where=where, postgresql_where=where)
    for name, state in (("inbound_message_undone", "done"), ("outbound_message_unsent", "sent")):
        where, table = sa.text(f"state <> '{state}'"), name.rpartition("_")[0]
        op.create_index(f"ix_{name}", table, ["state"], sqlite_where=where, postgresql_where=where)


def _index_of_true(name: str, table: str, columns: list[str], flag: str, also: str = "") -> None:
    sqlite, postgresql = sa.text(f"{flag} = 1{also}"), sa.text(f"{flag}{also}")
    op.create_index(name, table, columns, sqlite_where=sqlite, postgresql_where=postgresql)
