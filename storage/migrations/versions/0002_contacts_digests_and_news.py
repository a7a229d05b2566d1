"""Agencies are told of their complaints, citizens of what became of theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "digest",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("agency", sa.String(length=40), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("slot", sa.String(length=8), nullable=False),
        sa.Column("item_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("key", name=op.f("uq_digest_key")),
    )
    op.create_index("ix_digest_region_agency", "digest", ["region", "agency", "id"])
    op.create_table(
        "job",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("result", sa.Text(), server_default="", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("name", name=op.f("uq_job_name")),
    )
    op.add_column("complaint", sa.Column("told_event_id", sa.BigInteger(), nullable=True))
    op.add_column("complaint", sa.Column("news_due_at", MOMENT, nullable=True))
    op.add_column("complaint", sa.Column("asked_at", MOMENT, nullable=True))
    op.add_column("complaint", sa.Column("answered_at", MOMENT, nullable=True))
    # So far every step was told at once.
    told = "SELECT max(event.id) FROM event WHERE event.complaint_id = complaint.id"
    op.execute(f"UPDATE complaint SET told_event_id = ({told})")  # noqa: S608 - no value from outside is in it
    _index_where("ix_complaint_news", "complaint", ["news_due_at"], "news_due_at IS NOT NULL")
    _index_where("ix_complaint_asked", "complaint", ["subscriber_id"], "asked_at IS NOT NULL")
    op.add_column("assignment", sa.Column("told_at", MOMENT, nullable=True))
    op.add_column("outbound_message", sa.Column("quiet_region", sa.String(length=40), nullable=True))
    _index_where(
        "uq_contact_active", "contact", ["subscriber_id", "region", "agency"], "valid_until IS NULL", unique=True
    )


def _index_where(name: str, table: str, columns: list[str], condition: str, *, unique: bool = False) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)
