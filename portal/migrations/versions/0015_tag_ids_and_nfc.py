"""Store text in NFC, and the tags of revisions and working copies by id."""

from collections.abc import Iterator
from unicodedata import is_normalized, normalize

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

BATCH = 500
NAMES = {
    "article": ("headline", "standfirst", "kicker", "body", "original_headline"),
    "author": ("name", "role", "bio"),
    "category": ("name", "description"),
    "image": ("file_name", "alt", "caption", "credit"),
    "page": ("title", "description", "body"),
    "redirect": ("old",),
    "source": ("name", "licence"),
    "tag": ("name", "description"),
}
UNIQUE = {"redirect": "old", "source": "name"}


def upgrade() -> None:
    for table, columns in NAMES.items():
        compose(sa.table(table, sa.column("id"), *map(sa.column, columns)), columns)
    tags = sa.table("tag", sa.column("id"), sa.column("name"))
    query = sa.select(tags.c.id, tags.c.name).order_by(tags.c.id.desc())  # the first of two counts
    rows = op.get_bind().execute(query).all()
    ids = {name.casefold(): id for id, name in rows} | {name: id for id, name in rows}
    for table in ("revision", "working_copy"):
        name_tags_by_id(sa.table(table, sa.column("id"), sa.column("fields", sa.JSON)), ids)


def batches(table: sa.TableClause, columns: tuple[str, ...]) -> Iterator[list[sa.Row]]:
    """Read a table in the order of its ids, so that no batch skips over those before."""
    last = 0
    wanted = [table.c[name] for name in ("id", *columns)]
    query = sa.select(*wanted).order_by(table.c.id).limit(BATCH)
    while rows := op.get_bind().execute(query.where(table.c.id > last)).all():
        yield list(rows)
        last = rows[-1].id


def compose(table: sa.TableClause, columns: tuple[str, ...]) -> None:
    """Write the composed form of what is decomposed; most rows are read only."""
    for rows in batches(table, columns):
        for id, *texts in rows:
            changed = {
                name: normalize("NFC", text)
                for name, text in zip(columns, texts, strict=True)
                if text and not text.isascii() and not is_normalized("NFC", text)
            }
            if changed and not is_taken(table, changed):
                op.get_bind().execute(sa.update(table).where(table.c.id == id).values(changed))


def is_taken(table: sa.TableClause, changed: dict[str, str]) -> bool:
    """Another row has the composed form already."""
    name = UNIQUE.get(table.name, "")
    if name not in changed:
        return False
    found = sa.select(table.c.id).where(table.c[name] == changed[name])
    return op.get_bind().scalar(found) is not None


def name_tags_by_id(table: sa.TableClause, ids: dict[str, int]) -> None:
    """A name that no tag has any more stays a name."""
    for rows in batches(table, ("fields",)):
        for id, fields in rows:
            if isinstance(fields, dict) and (names := fields.get("tags")):
                found = [tag_id(name, ids) for name in names]
                values = {"fields": fields | {"tags": found}}
                op.get_bind().execute(sa.update(table).where(table.c.id == id).values(values))


def tag_id(name: int | str, ids: dict[str, int]) -> int | str:
    if isinstance(name, int):
        return name
    name = normalize("NFC", name)
    return ids.get(name) or ids.get(name.casefold()) or name
