"""What modems hand up before it is decoded."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.execute("ALTER TABLE line RENAME COLUMN refused_pin TO tried_pin")
    op.create_table(
        "inbound_pdu",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("line_id", BIG_ID, nullable=False),
        sa.Column("pdu", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("tries", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("decoder", sa.String(length=80), server_default="", nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_inbound_pdu_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_pdu")),
        sa.UniqueConstraint("key", name=op.f("uq_inbound_pdu_key")),
    )
    op.create_index("ix_inbound_pdu_state", "inbound_pdu", ["state", "id"])
    op.create_table(
        "line_use",
        sa.Column("sim", sa.String(length=40), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("sim", name=op.f("pk_line_use")),
    )
    op.create_table(
        "line_recipient",
        sa.Column("sim", sa.String(length=40), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("subscriber_id", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscriber.id"], name=op.f("fk_line_recipient_subscriber_id")),
        sa.PrimaryKeyConstraint("sim", "month", "subscriber_id", name=op.f("pk_line_recipient")),
    )
    op.create_table(
        "line_request",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("line_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("is_open", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime()),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_line_request_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_request")),
    )
    still_open = sa.text("state IN ('asked', 'taken')")
    op.create_index(
        "ix_line_request_open", "line_request", ["line_id"], sqlite_where=still_open, postgresql_where=still_open
    )
    for column in ("paused_until", "last_error_at"):
        op.add_column("line", sa.Column(column, UtcDateTime()))
    for column in ("sim_used", "sim_size"):
        op.add_column("line", sa.Column(column, sa.SmallInteger()))
    op.add_column("line", sa.Column("last_error", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "line_balance",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("line_id", BIG_ID, nullable=False),
        sa.Column("imsi", sa.String(length=32)),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("rupiah", sa.Integer()),
        sa.Column("sms", sa.Integer()),
        sa.Column("valid_until", sa.Date()),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_line_balance_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_balance")),
        sa.UniqueConstraint("line_id", "at", name=op.f("uq_line_balance_line_id_at")),
    )
    op.create_table(
        "line_alarm",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("line_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("is_raised", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_line_alarm_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_alarm")),
        sa.UniqueConstraint("line_id", "kind", name=op.f("uq_line_alarm_line_id_kind")),
    )
