"""Deadlines and the ladder, delicate complaints, undoing, officers who come and go, alerts that are counted."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for column in (
        sa.Column("circle", sa.String(length=12)),
        sa.Column("accused", sa.JSON(none_as_null=True)),
        sa.Column("threatened_at", UtcDateTime()),
        sa.Column("compensation", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("bounced", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rating", sa.SmallInteger()),
        sa.Column("close_at", UtcDateTime()),
        sa.Column("verify_by", UtcDateTime()),
        sa.Column("verify_told_at", UtcDateTime()),
    ):
        op.add_column("complaint", column)
    for column in (
        sa.Column("respond_by", UtcDateTime()),
        sa.Column("postponed_until", UtcDateTime()),
        sa.Column("pauses", sa.JSON(none_as_null=True)),
        sa.Column("rung", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("rung_at", UtcDateTime()),
    ):
        op.add_column("assignment", column)
    op.add_column("event", sa.Column("undo", sa.JSON(none_as_null=True)))
    op.add_column("contact", sa.Column("asked_at", UtcDateTime()))
    op.add_column("contact", sa.Column("away_until", UtcDateTime()))
    _index_where("ix_complaint_close_at", "complaint", "close_at", "close_at IS NOT NULL")
    _index_where("ix_complaint_verify_by", "complaint", "verify_by", "verify_by IS NOT NULL")
    is_open = "done_at IS NULL AND ended_at IS NULL AND due_at IS NOT NULL"
    _index_where("ix_assignment_due_at", "assignment", "due_at", is_open)
    op.create_index("ix_complaint_region_created_at", "complaint", ["region", "created_at"])
    is_ended = sa.text("outcome IS NOT NULL")
    columns = ["region", "status_since"]
    op.create_index("ix_complaint_outcome", "complaint", columns, sqlite_where=is_ended, postgresql_where=is_ended)
    _index_where("ix_assignment_done_at", "assignment", "done_at", "done_at IS NOT NULL")
    _index_where("ix_assignment_rung_at", "assignment", "rung_at", "rung_at IS NOT NULL")
    _index_where("ix_assignment_postponed_until", "assignment", "postponed_until", "postponed_until IS NOT NULL")
    with op.batch_alter_table("digest") as digest:
        digest.add_column(sa.Column("subscriber_id", BIG_ID))
        digest.create_foreign_key(op.f("fk_digest_subscriber_id"), "subscriber", ["subscriber_id"], ["id"])
    op.create_index("ix_digest_subscriber_id", "digest", ["subscriber_id", "id"])
    op.create_table(
        "alert",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("subscriber_id", BIG_ID, nullable=False),
        sa.Column("complaint_id", BIG_ID, nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("told_at", UtcDateTime()),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscriber.id"], name=op.f("fk_alert_subscriber_id")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_alert_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("key", name=op.f("uq_alert_key")),
    )
    op.create_index("ix_alert_subscriber_id", "alert", ["subscriber_id", "told_at"])
    _index_where("ix_alert_untold", "alert", "made_at", "told_at IS NULL")


def _index_where(name: str, table: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)
