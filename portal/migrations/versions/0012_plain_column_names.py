"""Rename columns as the models name them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

RENAMED = (
    ("article", "words", "word_count"),
    ("article", "made", "adaptation"),
    ("article", "begun_with", "form_token"),
    ("article", "stands_at", "sort_at"),
    ("filing", "is_named", "is_direct"),
    ("failed_sign_in", "whose", "key"),
    ("placement", "room", "slot"),
    ("review_note", "words", "text"),
)
UNBINNED = sa.text("binned_at IS NULL")
UNDATED = sa.text("binned_at IS NULL AND published_at IS NULL")


def upgrade() -> None:
    for index in ("ix_article_begun_with", "ix_article_stands", "ix_article_begun"):
        op.drop_index(index, "article")
    op.drop_index("ix_placement_room", "placement")
    # Alembic's rename copies the whole table on SQLite; this statement only changes the schema.
    for table, old, new in RENAMED:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    op.create_index("ix_article_form_token", "article", ["form_token"], unique=True)
    op.create_index("ix_article_sorted", "article", ["sort_at", "id"],
                    sqlite_where=UNBINNED, postgresql_where=UNBINNED)  # fmt: skip
    op.create_index("ix_article_drafts", "article", ["updated_at", "id"],
                    sqlite_where=UNDATED, postgresql_where=UNDATED)  # fmt: skip
    op.create_index("ix_placement_slot", "placement", ["slot"])
