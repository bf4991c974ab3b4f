"""The database's schema: brought up to date by forward migrations, one process at a time."""

from __future__ import annotations

from contextlib import contextmanager

from alembic import command
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

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
        with (
            db.engine.connect() as connection,
            without_foreign_keys(connection),
            connection.begin(),
        ):
            lock(connection)
            refuse_newer(connection, ScriptDirectory.from_config(config))
            if not has_every_migration(connection):
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                refuse_broken_links(connection)
    except DBAPIError as error:
        raise unusable(error) from None


def is_current() -> bool:
    """Whether the database answers and has had every migration."""
    try:
        with db.engine.connect() as connection:
            return has_every_migration(connection)
    except DBAPIError:
        return False


def has_every_migration(connection: Connection) -> bool:
    config = current_app.extensions["migrate"].migrate.get_config()
    heads = ScriptDirectory.from_config(config).get_heads()
    return set(MigrationContext.configure(connection).get_current_heads()) == set(heads)


def unusable(error: DBAPIError) -> PortalError:
    """In one line, without the password."""
    reason = str(error.orig).strip().splitlines()[0]
    address = db.engine.url.set(query={}).render_as_string()
    return PortalError(f"The database {address} cannot be used: {reason}")


@contextmanager
def without_foreign_keys(connection: Connection):
    """Alembic changes an SQLite table by making it anew: dropping the old one must not cascade."""
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys=ON")


def lock(connection: Connection) -> None:
    """SQLite's transaction has begun by taking the one writer's place; PostgreSQL has locks for it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def refuse_broken_links(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            raise PortalError(f"The migration would break links of the table {broken[0]}.")


def refuse_newer(connection: Connection, scripts: ScriptDirectory) -> None:
    for revision in MigrationContext.configure(connection).get_current_heads():
        try:
            scripts.get_revision(revision)
        except CommandError:
            raise PortalError(
                f"The database is from a newer Portal (its schema is {revision}). "
                "Start that version, or restore a backup of this one."
            ) from None
