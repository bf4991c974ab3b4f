"""Add the version that a save checks, the wished time, and pins of scheduled stories."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("article", sa.Column("wished_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("article", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column(
        "image",
        sa.Column("is_decorative", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    pins = op.get_bind().execute(sa.text("SELECT article_id, slot FROM pin")).all()
    op.drop_table("pin")
    pin = op.create_table(
        "pin",
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slot", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_pin_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_pin")),
    )
    op.create_index(op.f("ix_pin_slot"), "pin", ["slot"])
    op.bulk_insert(pin, [dict(each._mapping) for each in pins])
