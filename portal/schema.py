"""The database schema: forward migrations, run by one process at a time."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache

from flask import current_app
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from portal.errors import PortalError
from portal.extensions import db
from portal.paths import package_folder

# An arbitrary number that no other program on the same PostgreSQL server uses for its locks.
ADVISORY_LOCK_KEY = 7_640_221


def upgrade() -> None:
    """Run all pending migrations in one transaction. A second process waits for the first.

    Raises PortalError if the database cannot be used, or if a newer Portal has migrated it.
    """
    try:
        with (
            db.engine.connect() as connection,
            without_foreign_keys(connection),
            connection.begin(),
        ):
            lock_migrations(connection)
            refuse_newer_schema(connection)
            if not has_every_migration(connection):
                migrate(connection)
                refuse_broken_foreign_keys(connection)
    except DBAPIError as error:
        raise database_error(error) from None


def is_current() -> bool:
    """True if the database can be reached and has every migration."""
    try:
        with db.engine.connect() as connection:
            return has_every_migration(connection)
    except DBAPIError:
        return False


def has_every_migration(connection: Connection) -> bool:
    return schema_version(connection) == versions()[-1]


@cache
def versions() -> list[str]:
    """Return the number of each migration, "0001" first."""
    return sorted(path.name[:4] for path in package_folder("migrations").glob("versions/[0-9]*.py"))


def schema_version(connection: Connection) -> str | None:
    """Return the number of the last migration that was run; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


def migrate(connection: Connection) -> None:
    """Run Alembic. It is imported only here, because it takes 11 MB and 0.1 seconds."""
    from alembic import command
    from flask_migrate import Migrate

    folder = str(package_folder("migrations"))
    config = Migrate(current_app, db, folder, render_as_batch=True).get_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def database_error(error: DBAPIError) -> PortalError:
    """Describe a database error in one line, without the password."""
    reason = str(error.orig).strip().splitlines()[0]
    address = db.engine.url.set(query={}).render_as_string()
    return PortalError(f"The database {address} cannot be used: {reason}")


@contextmanager
def without_foreign_keys(connection: Connection):
    """Switch SQLite's foreign keys off: Alembic changes a table by a copy, and dropping the old one must
    not cascade."""
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys=ON")


def lock_migrations(connection: Connection) -> None:
    """Lock on PostgreSQL. On SQLite, the transaction began IMMEDIATE and is the only writer."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK_KEY})


def refuse_broken_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            raise PortalError(f"The migration would break links of the table {broken[0]}.")


def refuse_newer_schema(connection: Connection) -> None:
    version = schema_version(connection)
    if version not in (None, *versions()):
        raise PortalError(
            f"The database is from a newer Portal (its schema is {version}). "
            "Start that version, or restore a backup of this one."
        )
