"""Fold headlines and pictures' words anew, and have every story indexed again when the site starts.

The folding keeps signs of scripts without spaces apart, drops vowel points and knows other spellings.
"""

import sqlalchemy as sa
from alembic import op

from portal.wording.folding import all_words_of

revision = "0016"
down_revision = "0015"

BATCH_ROWS = 1_000
MAX_FOLDED_CHARS = 600


def upgrade() -> None:
    fold_again("article", ["headline"], MAX_FOLDED_CHARS)
    fold_again("image", ["alt", "caption", "credit", "file_name"])
    op.execute(sa.text("UPDATE search_entry SET is_due = true"))


def fold_again(table_name: str, columns: list[str], longest: int | None = None) -> None:
    """Update `folded` of the rows that the new folding changes, in batches by id."""
    connection = op.get_bind()
    table = sa.table(table_name, *map(sa.column, ["id", "folded", *columns]))
    update = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("row"))
        .values(folded=sa.bindparam("words"))
    )
    last = 0
    while rows := connection.execute(
        sa.select(table).where(table.c.id > last).order_by(table.c.id).limit(BATCH_ROWS)
    ).all():
        last = rows[-1].id
        folded = {
            row.id: " ".join(word for text in row[2:] for word in all_words_of(text or ""))[
                :longest
            ]
            for row in rows
        }
        changed = [
            {"row": row.id, "words": folded[row.id]} for row in rows if folded[row.id] != row.folded
        ]
        if changed:
            connection.execute(update, changed)
