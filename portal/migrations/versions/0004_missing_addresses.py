"""Add the addresses that were requested and not found."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "lost_address",
        sa.Column("path", sa.String(length=700), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_lost_address")),
    )
    op.create_index(op.f("ix_lost_address_seen_at"), "lost_address", ["seen_at"])
