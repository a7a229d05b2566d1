"""Open questions and menus, missed calls, muted numbers, and what the manners count."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "dialogue",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("subscriber_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("complaint_id", BIG_ID),
        sa.Column("line_id", BIG_ID),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscriber.id"], name=op.f("fk_dialogue_subscriber_id")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_dialogue_complaint_id")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_dialogue_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue")),
        sa.UniqueConstraint("key", name=op.f("uq_dialogue_key")),
    )
    op.create_index("ix_dialogue_subscriber_id", "dialogue", ["subscriber_id"])
    op.create_index("ix_dialogue_expires_at", "dialogue", ["expires_at"])
    op.add_column("subscriber", sa.Column("muted_at", UtcDateTime()))
    op.add_column("subscriber", sa.Column("muted_reason", sa.Text(), server_default="", nullable=False))
    channel = sa.Column("channel", sa.String(length=8), server_default="sms", nullable=False)
    op.add_column("inbound_message", channel)
    op.create_index("ix_inbound_message_subscriber_id", "inbound_message", ["subscriber_id", "received_at"])
    purpose = sa.Column("purpose", sa.String(length=40), server_default="", nullable=False)
    op.add_column("outbound_message", purpose)
    explained: sa.Column[bool] = sa.Column("explained", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    op.add_column("outbound_message", explained)
