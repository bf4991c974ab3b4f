"""An index of slugs alone: stories are looked for by the last word of an old address."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_index(op.f("ix_article_slug"), "article", ["slug"])
