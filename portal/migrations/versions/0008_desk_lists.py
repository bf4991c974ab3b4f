"""Add an index for each sort order of the desk, folded headlines, review notes and gone addresses."""

import re

import sqlalchemy as sa
from alembic import op
from anyascii import anyascii

revision = "0008"
down_revision = "0007"

BATCH = 1000
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
INDEXES = (
    ("stands", "stands_at", "binned_at IS NULL"),
    ("changed", "updated_at", "binned_at IS NULL"),
    ("begun", "updated_at", "binned_at IS NULL AND published_at IS NULL"),
    ("submitted", "submitted_at", "submitted_at IS NOT NULL"),
    ("binned", "binned_at", "binned_at IS NOT NULL"),
)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column(
        "article", sa.Column("stands_at", moment, nullable=False, server_default="1970-01-01")
    )
    op.execute("UPDATE article SET stands_at = coalesce(published_at, submitted_at, updated_at)")
    folded = sa.Column("folded", sa.String(length=600), nullable=False, server_default="")
    op.add_column("article", folded)
    fold_headlines()
    op.create_index("ix_article_folded", "article", ["folded", "id"])
    for name, column, rule in INDEXES:
        op.create_index(
            f"ix_article_{name}",
            "article",
            [column, "id"],
            sqlite_where=sa.text(rule),
            postgresql_where=sa.text(rule),
        )
    op.create_table(
        "review_note",
        sa.Column("article_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_review_note_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["editor_id"],
            ["editor.id"],
            name=op.f("fk_review_note_editor_id_editor"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_review_note")),
    )
    op.create_table(
        "gone_address",
        sa.Column("path", sa.String(length=700), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_gone_address")),
    )


def fold_headlines() -> None:
    connection = op.get_bind()
    said = sa.text("SELECT id, headline FROM article WHERE id > :last ORDER BY id LIMIT :batch")
    last = 0
    while rows := connection.execute(said, {"last": last, "batch": BATCH}).all():
        words = [{"id": id, "folded": folded(headline)} for id, headline in rows]
        connection.execute(sa.text("UPDATE article SET folded = :folded WHERE id = :id"), words)
        last = rows[-1][0]


def folded(headline: str) -> str:
    letters = anyascii(UNSPACED.sub(r" \g<0> ", headline)).lower()
    return " ".join(re.findall("[a-z0-9]{1,64}", letters))[:600]
