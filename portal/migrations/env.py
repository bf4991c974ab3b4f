"""Alembic's environment: runs migrations on the given connection, in its transaction."""

from __future__ import annotations

from alembic import context
from flask import current_app

from portal.extensions import db
from portal.models.base.clock import UtcDateTime

# The full-text tables, which SQLAlchemy does not describe.
NOT_OURS = "search_words"


def include_name(name, kind, _parents) -> bool:
    return not (kind == "table" and name.startswith(NOT_OURS))


def render_item(kind, item, autogen_context):
    """Render UtcDateTime as the plain type in the database."""
    return (
        "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False
    )


def run(connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_type=True,
        include_name=include_name,
        render_item=render_item,
        transaction_per_migration=False,
    )
    context.run_migrations()


if given := context.config.attributes.get("connection"):
    run(given)
else:
    with current_app.app_context(), db.engine.begin() as connection:
        run(connection)
