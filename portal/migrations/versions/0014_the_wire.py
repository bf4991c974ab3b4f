"""Sources get feeds, feeds a state, and items that come in a table of their own."""

import sqlalchemy as sa
from alembic import op

from portal.models.base.clock import UtcDateTime

revision = "0014"
down_revision = "0013"

HAS_FEED = sa.text("feed_address <> ''")


def upgrade() -> None:
    extend_source()
    create_feed_state()
    create_wire_item()
    create_wire_key()
    op.add_column("image", sa.Column("licence", sa.String(300), nullable=False, server_default=""))
    op.add_column(
        "image", sa.Column("licence_address", sa.String(2000), nullable=False, server_default="")
    )
    op.add_column("image", sa.Column("licence_until", UtcDateTime()))


def extend_source() -> None:
    for column in (
        sa.Column("licence_address", sa.String(2000), nullable=False, server_default=""),
        sa.Column("licence_until", UtcDateTime()),
        sa.Column("text_rule", sa.String(10), nullable=False, server_default="excerpt"),
        sa.Column("takes_pictures", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("interval_minutes", sa.Integer(), nullable=False, server_default="30"),
        sa.Column("paused_at", UtcDateTime()),
        sa.Column("required_words", sa.Text(), nullable=False, server_default=""),
        sa.Column("refused_words", sa.Text(), nullable=False, server_default=""),
        sa.Column("category_rules", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("tag_rules", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("daily_auto_publish", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("source", column)
    with op.batch_alter_table("source") as batch_op:
        batch_op.add_column(sa.Column("category_id", sa.Integer()))
        batch_op.add_column(sa.Column("author_id", sa.Integer()))
        batch_op.create_foreign_key(
            op.f("fk_source_category_id_category"),
            "category",
            ["category_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_foreign_key(
            op.f("fk_source_author_id_author"), "author", ["author_id"], ["id"], ondelete="SET NULL"
        )
        for name in ("due_at", "fetched_at", "error"):
            batch_op.drop_column(name)
    op.create_index(
        "ix_source_feed_address", "source", ["feed_address"], unique=True,
        sqlite_where=HAS_FEED, postgresql_where=HAS_FEED,
    )  # fmt: skip


def create_feed_state() -> None:
    op.create_table(
        "feed_state",
        sa.Column("source_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due_at", UtcDateTime()),
        sa.Column("fetched_at", UtcDateTime()),
        sa.Column("succeeded_at", UtcDateTime()),
        sa.Column("last_new_at", UtcDateTime()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error_kind", sa.String(20), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("etag", sa.String(500), nullable=False),
        sa.Column("last_modified", sa.String(100), nullable=False),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("ttl_seconds", sa.Integer(), nullable=False),
        sa.Column("skip_hours", sa.JSON(), nullable=False),
        sa.Column("skip_days", sa.JSON(), nullable=False),
        sa.Column("gone_at", UtcDateTime()),
        sa.Column("usual_gap_seconds", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("home", sa.String(2000), nullable=False),
        sa.Column("aggregator", sa.String(40), nullable=False),
        sa.Column("publishers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_feed_state_source_id_source"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_feed_state")),
    )
    op.create_index(op.f("ix_feed_state_due_at"), "feed_state", ["due_at"])
    op.execute(
        "INSERT INTO feed_state (source_id, failures, error_kind, error, warnings, etag, last_modified, "
        "body_hash, ttl_seconds, skip_hours, skip_days, usual_gap_seconds, title, home, aggregator, publishers) "
        "SELECT id, 0, '', '', '[]', '', '', '', 0, '[]', '[]', 0, '', '', '', '[]' "
        "FROM source WHERE feed_address <> ''"
    )


def create_wire_item() -> None:
    op.create_table(
        "wire_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("guid", sa.String(2000), nullable=False),
        sa.Column("address", sa.String(2000), nullable=False),
        sa.Column("headline", sa.String(500), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("byline", sa.String(300), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("pictures", sa.JSON(), nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("publisher", sa.String(200), nullable=False),
        sa.Column("publisher_address", sa.String(2000), nullable=False),
        sa.Column("published_at", UtcDateTime()),
        sa.Column("fetched_at", UtcDateTime(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Integer()),
        sa.Column("article_version", sa.Integer()),
        sa.Column("original_id", sa.Integer()),
        sa.Column("changed", sa.JSON(none_as_null=True)),
        sa.Column("changed_at", UtcDateTime()),
        sa.Column("withdrawn_at", UtcDateTime()),
        sa.Column("auto_published_at", UtcDateTime()),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_wire_item_source_id_source"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_wire_item_article_id_article"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["original_id"],
            ["wire_item.id"],
            name=op.f("fk_wire_item_original_id_wire_item"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wire_item")),
    )
    op.create_index("ix_wire_item_queue", "wire_item", ["state", "fetched_at", "id"])
    op.create_index("ix_wire_item_source", "wire_item", ["source_id", "fetched_at", "id"])
    op.create_index(op.f("ix_wire_item_article_id"), "wire_item", ["article_id"])
    op.create_index(op.f("ix_wire_item_original_id"), "wire_item", ["original_id"])


def create_wire_key() -> None:
    op.create_table(
        "wire_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(42), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_wire_key_source_id_source"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["wire_item.id"],
            name=op.f("fk_wire_key_item_id_wire_item"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wire_key")),
    )
    op.create_index("uq_wire_key", "wire_key", ["key", "source_id"], unique=True)
    op.create_index(op.f("ix_wire_key_source_id"), "wire_key", ["source_id"])
    op.create_index(op.f("ix_wire_key_item_id"), "wire_key", ["item_id"])
