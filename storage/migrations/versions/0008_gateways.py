"""What SMSCs call the messages that they take."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbound_segment", sa.Column("message_id", sa.String(length=65)))
    op.create_index(
        "ix_outbound_segment_message_id",
        "outbound_segment",
        ["message_id"],
        sqlite_where=sa.text("message_id IS NOT NULL"),
        postgresql_where=sa.text("message_id IS NOT NULL"),
    )
