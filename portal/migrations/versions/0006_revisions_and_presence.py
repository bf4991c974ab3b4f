"""Add revisions by version, presence, and one article for each form."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("revision", sa.Column("version", sa.Integer(), nullable=True))
    with op.batch_alter_table("working_copy") as batch:
        batch.drop_constraint(op.f("fk_working_copy_begun_from_revision"), type_="foreignkey")
        batch.drop_column("begun_from")
    op.add_column("article", sa.Column("begun_with", sa.String(length=60), nullable=True))
    op.create_index(op.f("ix_article_begun_with"), "article", ["begun_with"], unique=True)
    op.create_table(
        "presence",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_presence_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["editor_id"],
            ["editor.id"],
            name=op.f("fk_presence_editor_id_editor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "editor_id", name=op.f("pk_presence")),
    )
