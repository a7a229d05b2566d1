"""Complaints know the places that they name."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "complaint_place",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("complaint_id", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("detail", sa.String(length=40), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_place_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_place")),
        sa.UniqueConstraint("complaint_id", "kind", "name", name=op.f("uq_complaint_place_complaint_id_kind_name")),
    )
    op.create_index("ix_complaint_place_kind_name", "complaint_place", ["kind", "name", "complaint_id"])
