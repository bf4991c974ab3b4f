"""Add one-time links, failed sign-ins, and the creator of each article."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["editor_id"],
            ["editor.id"],
            name=op.f("fk_one_time_link_editor_id_editor"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
    )
    op.create_index(op.f("ix_one_time_link_editor_id"), "one_time_link", ["editor_id"])
    op.create_table(
        "failed_sign_in",
        sa.Column("whose", sa.String(length=300), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("whose", name=op.f("pk_failed_sign_in")),
    )
    # Adding a column keeps the search index's triggers; copying the table would drop them.
    within = op.get_bind().dialect.name == "sqlite"
    for table in ("article", "image"):
        editor = sa.ForeignKey("editor.id", name=op.f(f"fk_{table}_created_by_id_editor"))
        column = sa.Column("created_by_id", sa.Integer(), editor, nullable=True)
        op.add_column(table, column, inline_references=within)
        op.create_index(op.f(f"ix_{table}_created_by_id"), table, ["created_by_id"])
    remembered = sa.Column("is_remembered", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("desk_session", remembered)
    keys = sa.Column("uses_keys", sa.Boolean(), nullable=False, server_default=sa.true())
    op.add_column("editor", keys)
