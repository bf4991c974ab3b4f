"""The search: an entry for each live story, and its words.

SQLite's table keeps no text of its own, and gives up a row by its number alone (FTS5 §4.4.3).
PostgreSQL's vectors are stored outside their rows, plain: rows stay small, and reading a vector is
quick.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ON_SQLITE = """
    CREATE VIRTUAL TABLE search_words USING fts5(
        headline, standfirst, names, body, labels,
        content='', contentless_delete=1, tokenize="ascii tokenchars '_'"
    )
"""
ON_POSTGRESQL = """
    CREATE TABLE search_words (key bigint PRIMARY KEY, vector tsvector NOT NULL);
    ALTER TABLE search_words ALTER COLUMN vector SET STORAGE EXTERNAL;
    CREATE INDEX search_words_vector ON search_words
        USING gin (vector) WITH (gin_pending_list_limit = 256);
"""


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=True),
        sa.Column("is_due", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_search_entry_key")),
    )
    with op.batch_alter_table("search_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_search_entry_due",
            ["article_id"],
            unique=False,
            sqlite_where=sa.text("is_due"),
            postgresql_where=sa.text("is_due"),
        )
    op.execute(ON_SQLITE if op.get_bind().dialect.name == "sqlite" else ON_POSTGRESQL)
    op.execute(
        "INSERT INTO search_entry (article_id, is_due) "
        "SELECT id, true FROM article WHERE published_at IS NOT NULL AND binned_at IS NULL"
    )
