"""Add the searchable words of a picture, and the pictures in each body."""

import re

import sqlalchemy as sa
from alembic import op
from anyascii import anyascii

revision = "0007"
down_revision = "0006"

SHOWN = re.compile(r"/media/([0-9a-f]{2}/[0-9a-f]{16})-[0-9]{1,4}\.(?:jpg|png|webp)")
BATCH = 1000


def upgrade() -> None:
    folded = sa.Column("folded", sa.Text(), nullable=False, server_default="")
    op.add_column("image", folded)
    op.create_index("ix_image_newest", "image", ["created_at", "id"])
    op.create_table(
        "illustration",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("stem", sa.String(length=19), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_illustration_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "stem", name=op.f("pk_illustration")),
    )
    op.create_index(op.f("ix_illustration_stem"), "illustration", ["stem"])
    fold_words()
    note_illustrations()


def fold_words() -> None:
    connection = op.get_bind()
    said = sa.text(
        "SELECT id, alt, caption, credit, file_name FROM image WHERE id > :last ORDER BY id LIMIT :batch"
    )
    last = 0
    while rows := connection.execute(said, {"last": last, "batch": BATCH}).all():
        words = [
            {
                "id": id,
                "folded": " ".join(re.findall("[a-z0-9]{1,64}", anyascii(" ".join(texts)).lower())),
            }
            for id, *texts in rows
        ]
        connection.execute(sa.text("UPDATE image SET folded = :folded WHERE id = :id"), words)
        last = rows[-1][0]


def note_illustrations() -> None:
    connection = op.get_bind()
    bodies = sa.text("SELECT id, body FROM article WHERE id > :last ORDER BY id LIMIT :batch")
    last = 0
    while rows := connection.execute(bodies, {"last": last, "batch": BATCH}).all():
        found = [{"id": id, "stem": stem} for id, body in rows for stem in set(SHOWN.findall(body))]
        if found:
            connection.execute(
                sa.text("INSERT INTO illustration (article_id, stem) VALUES (:id, :stem)"), found
            )
        last = rows[-1][0]
