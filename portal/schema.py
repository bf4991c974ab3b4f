"""The database's schema: brought up to date by forward migrations, one process at a time."""

from __future__ import annotations

from alembic import command
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, OperationalError

from portal.errors import PortalError
from portal.extensions import db

# Any number will do, so long as no other program on the same PostgreSQL takes it.
LOCK = 7_640_221


def upgrade() -> None:
    """Run the pending migrations, all or none. A second process waits for the first.

    Raises PortalError when the database cannot be reached, or is from a newer Portal.
    """
    config = current_app.extensions["migrate"].migrate.get_config()
    try:
        with db.engine.begin() as connection:
            lock(connection)
            refuse_newer(connection, ScriptDirectory.from_config(config))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except (OperationalError, DBAPIError) as error:
        reason = str(error.orig).strip().splitlines()[0]
        raise PortalError(
            f"The database {db.engine.url.render_as_string()} cannot be used: {reason}"
        ) from None


def lock(connection: Connection) -> None:
    """SQLite's transaction has begun by taking the one writer's place; PostgreSQL has locks for it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def refuse_newer(connection: Connection, scripts: ScriptDirectory) -> None:
    for revision in MigrationContext.configure(connection).get_current_heads():
        try:
            scripts.get_revision(revision)
        except CommandError:
            raise PortalError(
                f"The database is from a newer Portal (its schema is {revision}). "
                "Start that version, or restore a backup of this one."
            ) from None
