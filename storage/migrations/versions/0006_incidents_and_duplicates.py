"""Incidents that gather complaints, duplicates that know what they are of, and what reports measure."""

import sqlalchemy as sa
from alembic import op

from storage.columns import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "incident",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("opened_by", sa.String(length=80), nullable=False),
        sa.Column("closed_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    is_open = sa.text("closed_at IS NULL")
    columns = ["region", "name"]
    op.create_index(
        "ix_incident_open", "incident", columns, unique=True, sqlite_where=is_open, postgresql_where=is_open
    )
    for name, table in (("incident_id", "incident"), ("duplicate_of", "complaint")):
        key = sa.ForeignKey(f"{table}.id", name=op.f(f"fk_complaint_{name}"))
        op.add_column("complaint", sa.Column(name, BIG_ID, key), inline_references=True)
        where = sa.text(f"{name} IS NOT NULL")
        op.create_index(f"ix_complaint_{name}", "complaint", [name], sqlite_where=where, postgresql_where=where)
    op.add_column("complaint", sa.Column("asked", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("complaint", sa.Column("first_answer_at", UtcDateTime()))
    op.create_table(
        "report",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("key", name=op.f("uq_report_key")),
    )
