"""Add an index of slugs: old addresses are looked up by their last word."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_index(op.f("ix_article_slug"), "article", ["slug"])
