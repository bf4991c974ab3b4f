"""Add an index that covers the query of the sitemap index."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    unbinned = sa.text("binned_at IS NULL")
    op.create_index(
        "ix_article_listed",
        "article",
        ["id", "published_at", "updated_at", "indexing_rule", "source_id"],
        sqlite_where=unbinned,
        postgresql_where=unbinned,
    )
